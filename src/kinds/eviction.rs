//! eviction, v1.36.

use super::meta::ObjectMeta;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @Eviction
    Eviction {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @Eviction.deleteOptions
        "deleteOptions": DeleteOptions,
    }
}

api_shape! {
    /// @DeleteOptions
    DeleteOptions {
        /// @DeleteOptions.apiVersion
        "apiVersion": String,
        /// @DeleteOptions.dryRun
        "dryRun": Vec<String>,
        /// @DeleteOptions.gracePeriodSeconds
        "gracePeriodSeconds": i64,
        /// @DeleteOptions.ignoreStoreReadErrorWithClusterBreakingPotential
        "ignoreStoreReadErrorWithClusterBreakingPotential": bool,
        /// @DeleteOptions.kind
        "kind": String,
        /// @DeleteOptions.orphanDependents
        "orphanDependents": bool,
        /// @DeleteOptions.preconditions
        "preconditions": Preconditions,
        /// @DeleteOptions.propagationPolicy
        "propagationPolicy": String,
    }
}

api_shape! {
    /// @Preconditions
    Preconditions {
        /// @Preconditions.resourceVersion
        "resourceVersion": String,
        /// @Preconditions.uid
        "uid": String,
    }
}
