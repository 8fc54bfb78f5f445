//! storage class, v1.36.

use std::collections::BTreeMap;

use super::meta::ObjectMeta;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @StorageClass
    StorageClass {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @StorageClass.allowVolumeExpansion
        "allowVolumeExpansion": bool,
        /// @StorageClass.allowedTopologies
        "allowedTopologies": Vec<TopologySelectorTerm>,
        /// @StorageClass.mountOptions
        "mountOptions": Vec<String>,
        /// @StorageClass.parameters
        "parameters": BTreeMap<String, String>,
        /// @StorageClass.provisioner
        "provisioner": String,
        /// @StorageClass.reclaimPolicy
        "reclaimPolicy": String,
        /// @StorageClass.volumeBindingMode
        "volumeBindingMode": String,
    }
}

api_shape! {
    /// @TopologySelectorTerm
    TopologySelectorTerm {
        /// @TopologySelectorTerm.matchLabelExpressions
        "matchLabelExpressions": Vec<TopologySelectorLabelRequirement>,
    }
}

api_shape! {
    /// @TopologySelectorLabelRequirement
    TopologySelectorLabelRequirement {
        /// @TopologySelectorLabelRequirement.key
        "key": String,
        /// @TopologySelectorLabelRequirement.values
        "values": Vec<String>,
    }
}
