//! ReplicationControllers: core/v1 ReplicationController, v1.36.

use std::collections::BTreeMap;

use super::meta::ObjectMeta;
use super::pod::PodTemplateSpec;
use super::time::Time;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// Keeps so many pods running; the forerunner of ReplicaSet.
    ReplicationController {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": ReplicationControllerSpec,
        /// What is; written by the cluster.
        "status": ReplicationControllerStatus,
    }
}

api_shape! {
    /// Which pods, and how many.
    ReplicationControllerSpec {
        /// Seconds a pod must be ready to count as available.
        "minReadySeconds": i32,
        /// How many pods (default 1).
        "replicas": i32,
        /// Labels of the objects that belong to it.
        "selector": BTreeMap<String, String>,
        /// The pods that are made.
        "template": PodTemplateSpec,
    }
}

api_shape! {
    /// How many there are.
    ReplicationControllerStatus {
        /// Pods that are available.
        "availableReplicas": i32,
        /// Steps and states, each True, False or Unknown.
        "conditions": Vec<ReplicationControllerCondition>,
        /// Pods that have all labels of the template.
        "fullyLabeledReplicas": i32,
        /// Generation of the spec that this status speaks of.
        "observedGeneration": i64,
        /// Pods that are ready.
        "readyReplicas": i32,
        /// Pods there are.
        "replicas": i32,
    }
}

api_shape! {
    /// One state.
    ReplicationControllerCondition {
        /// When the status last changed.
        "lastTransitionTime": Time,
        /// For people: what happened or is wrong.
        "message": String,
        /// One word for why.
        "reason": String,
        /// What is; written by the cluster.
        "status": String,
        /// The type.
        "type": String,
    }
}
