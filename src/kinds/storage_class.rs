//! Classes of storage: storage.k8s.io/v1 StorageClass, v1.36.

use std::collections::BTreeMap;

use super::meta::ObjectMeta;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// A kind of storage that can be asked for.
    StorageClass {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// Whether claims may grow.
        "allowVolumeExpansion": bool,
        /// Zones or nodes where volumes are made.
        "allowedTopologies": Vec<TopologySelectorTerm>,
        /// Options of mount.
        "mountOptions": Vec<String>,
        /// Settings of the provisioner.
        "parameters": BTreeMap<String, String>,
        /// Who makes the volumes.
        "provisioner": String,
        /// What happens to a volume when its claim goes: Delete (default) or Retain.
        "reclaimPolicy": String,
        /// Immediate (default) or WaitForFirstConsumer.
        "volumeBindingMode": String,
    }
}

api_shape! {
    /// Where volumes may be.
    TopologySelectorTerm {
        /// Labels that must match.
        "matchLabelExpressions": Vec<TopologySelectorLabelRequirement>,
    }
}

api_shape! {
    /// A label and its values.
    TopologySelectorLabelRequirement {
        /// The key.
        "key": String,
        /// The values.
        "values": Vec<String>,
    }
}
