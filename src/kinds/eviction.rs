//! Evictions: policy/v1 Eviction, v1.36.

use super::meta::ObjectMeta;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// Asks politely for a pod to go.
    Eviction {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// How the pod is deleted.
        "deleteOptions": DeleteOptions,
    }
}

api_shape! {
    /// How something is deleted.
    DeleteOptions {
        /// API group and version, for example apps/v1.
        "apiVersion": String,
        /// All: do everything but write.
        "dryRun": Vec<String>,
        /// Seconds between the polite and the hard stop.
        "gracePeriodSeconds": i64,
        /// Delete even what cannot be read from the store.
        "ignoreStoreReadErrorWithClusterBreakingPotential": bool,
        /// Kind, for example Deployment.
        "kind": String,
        /// Old form of propagationPolicy.
        "orphanDependents": bool,
        /// What must hold for the deletion.
        "preconditions": Preconditions,
        /// Orphan, Background or Foreground: what happens to dependents.
        "propagationPolicy": String,
    }
}

api_shape! {
    /// What must hold for a deletion.
    Preconditions {
        /// Version the object must have.
        "resourceVersion": String,
        /// UID of the object.
        "uid": String,
    }
}
