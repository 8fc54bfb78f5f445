//! csi driver, v1.36.

use super::meta::ObjectMeta;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @CSIDriver
    CSIDriver {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @CSIDriver.spec
        "spec": CSIDriverSpec,
    }
}

api_shape! {
    /// @CSIDriverSpec
    CSIDriverSpec {
        /// @CSIDriverSpec.attachRequired
        "attachRequired": bool,
        /// @CSIDriverSpec.fsGroupPolicy
        "fsGroupPolicy": String,
        /// @CSIDriverSpec.nodeAllocatableUpdatePeriodSeconds
        "nodeAllocatableUpdatePeriodSeconds": i64,
        /// @CSIDriverSpec.podInfoOnMount
        "podInfoOnMount": bool,
        /// @CSIDriverSpec.preventPodSchedulingIfMissing
        "preventPodSchedulingIfMissing": bool,
        /// @CSIDriverSpec.requiresRepublish
        "requiresRepublish": bool,
        /// @CSIDriverSpec.seLinuxMount
        "seLinuxMount": bool,
        /// @CSIDriverSpec.serviceAccountTokenInSecrets
        "serviceAccountTokenInSecrets": bool,
        /// @CSIDriverSpec.storageCapacity
        "storageCapacity": bool,
        /// @CSIDriverSpec.tokenRequests
        "tokenRequests": Vec<TokenRequest>,
        /// @CSIDriverSpec.volumeLifecycleModes
        "volumeLifecycleModes": Vec<String>,
    }
}

api_shape! {
    /// @TokenRequest
    TokenRequest {
        /// @TokenRequest.audience
        "audience": String,
        /// @TokenRequest.expirationSeconds
        "expirationSeconds": i64,
    }
}
