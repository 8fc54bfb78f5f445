//! Classes of storage: storage.k8s.io/v1 StorageClass, v1.36.

use std::collections::BTreeMap;

use super::meta::ObjectMeta;
use crate::api_struct;

api_struct! {
    /// A kind of storage that can be asked for.
    StorageClass {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// Zones or nodes where volumes are made.
        allowed_topologies "allowedTopologies": Vec<TopologySelectorTerm>,
        /// Who makes the volumes.
        provisioner "provisioner": String,
        /// What happens to a volume when its claim goes: Delete (default) or Retain.
        reclaim_policy "reclaimPolicy": Option<String>,
        /// Immediate (default) or WaitForFirstConsumer.
        volume_binding_mode "volumeBindingMode": Option<String>,
    }
    accepts {
        /// Whether claims may grow.
        "allowVolumeExpansion": bool,
        /// Options of mount.
        "mountOptions": Vec<String>,
        /// Settings of the provisioner.
        "parameters": BTreeMap<String, String>,
    }
}

api_struct! {
    /// Where volumes may be.
    TopologySelectorTerm {
        /// Labels that must match.
        match_label_expressions "matchLabelExpressions": Vec<TopologySelectorLabelRequirement>,
    }
}

api_struct! {
    /// A label and its values.
    TopologySelectorLabelRequirement {
        /// The key.
        key "key": String,
        /// The values.
        values "values": Vec<String>,
    }
}
