//! Storage drivers: storage.k8s.io/v1 CSIDriver, v1.36.

use super::meta::ObjectMeta;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// A storage driver.
    CSIDriver {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// What is wanted.
        spec "spec": CSIDriverSpec,
    }
}

api_struct! {
    /// What a storage driver wants.
    CSIDriverSpec {
        /// Whether the scheduler looks at free capacity.
        storage_capacity "storageCapacity": Option<bool>,
    }
    accepts {
        /// Whether volumes are attached to nodes before they are mounted.
        "attachRequired": bool,
        /// Whether the group of files is changed on mount: None, File or ReadWriteOnceWithFSType.
        "fsGroupPolicy": String,
        /// Seconds between updates of what a node can attach.
        "nodeAllocatableUpdatePeriodSeconds": i64,
        /// Whether the driver is told of the pod on mount.
        "podInfoOnMount": bool,
        /// Whether pods avoid nodes that lack the driver.
        "preventPodSchedulingIfMissing": bool,
        /// Whether the driver is asked to publish again and again.
        "requiresRepublish": bool,
        /// Whether volumes can be mounted with an SELinux label.
        "seLinuxMount": bool,
        /// Whether tokens come in the secrets field.
        "serviceAccountTokenInSecrets": bool,
        /// Service account tokens the driver wants.
        "tokenRequests": Vec<TokenRequest>,
        /// Persistent, Ephemeral or both.
        "volumeLifecycleModes": Vec<String>,
    }
}

api_shape! {
    /// A token a driver wants.
    TokenRequest {
        /// Who the token is for.
        "audience": String,
        /// Seconds the token is valid.
        "expirationSeconds": i64,
    }
}
