//! replication controller, v1.36.

use std::collections::BTreeMap;

use super::meta::ObjectMeta;
use super::pod::PodTemplateSpec;
use super::time::Time;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @ReplicationController
    ReplicationController {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @ReplicationController.spec
        "spec": ReplicationControllerSpec,
        /// @ReplicationController.status
        "status": ReplicationControllerStatus,
    }
}

api_shape! {
    /// @ReplicationControllerSpec
    ReplicationControllerSpec {
        /// @ReplicationControllerSpec.minReadySeconds
        "minReadySeconds": i32,
        /// @ReplicationControllerSpec.replicas
        "replicas": i32,
        /// @ReplicationControllerSpec.selector
        "selector": BTreeMap<String, String>,
        /// @ReplicationControllerSpec.template
        "template": PodTemplateSpec,
    }
}

api_shape! {
    /// @ReplicationControllerStatus
    ReplicationControllerStatus {
        /// @ReplicationControllerStatus.availableReplicas
        "availableReplicas": i32,
        /// @ReplicationControllerStatus.conditions
        "conditions": Vec<ReplicationControllerCondition>,
        /// @ReplicationControllerStatus.fullyLabeledReplicas
        "fullyLabeledReplicas": i32,
        /// @ReplicationControllerStatus.observedGeneration
        "observedGeneration": i64,
        /// @ReplicationControllerStatus.readyReplicas
        "readyReplicas": i32,
        /// @ReplicationControllerStatus.replicas
        "replicas": i32,
    }
}

api_shape! {
    /// @ReplicationControllerCondition
    ReplicationControllerCondition {
        /// @ReplicationControllerCondition.lastTransitionTime
        "lastTransitionTime": Time,
        /// @ReplicationControllerCondition.message
        "message": String,
        /// @ReplicationControllerCondition.reason
        "reason": String,
        /// @ReplicationControllerCondition.status
        "status": String,
        /// @ReplicationControllerCondition.type
        "type": String,
    }
}
