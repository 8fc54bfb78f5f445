//! ReplicationControllers: core/v1 ReplicationController, v1.36.

use super::meta::{Labels, ObjectMeta};
use super::pod::PodTemplateSpec;
use super::time::Time;
use crate::api_struct;

api_struct! {
    /// Keeps so many pods running; the forerunner of ReplicaSet.
    ReplicationController {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// What is wanted.
        spec "spec": ReplicationControllerSpec,
        /// What is; written by the cluster.
        status "status": ReplicationControllerStatus,
    }
}

api_struct! {
    /// Which pods, and how many.
    ReplicationControllerSpec {
        /// Seconds a pod must be ready to count as available.
        min_ready_seconds "minReadySeconds": i32,
        /// How many pods (default 1).
        replicas "replicas": Option<i32>,
        /// Labels of the objects that belong to it.
        selector "selector": Labels,
        /// The pods that are made.
        template "template": PodTemplateSpec,
    }
}

api_struct! {
    /// How many there are.
    ReplicationControllerStatus {
        /// Pods that are available.
        available_replicas "availableReplicas": i32,
        /// Steps and states, each True, False or Unknown.
        conditions "conditions": Vec<ReplicationControllerCondition>,
        /// Pods that have all labels of the template.
        fully_labeled_replicas "fullyLabeledReplicas": i32,
        /// Generation of the spec that this status speaks of.
        observed_generation "observedGeneration": i64,
        /// Pods that are ready.
        ready_replicas "readyReplicas": i32,
        /// Pods there are; always printed.
        replicas "replicas": Option<i32>,
    }
}

api_struct! {
    /// One state.
    ReplicationControllerCondition {
        /// Its type.
        kind "type": String,
        /// True, False or Unknown.
        status "status": String,
        /// When it last changed.
        last_transition_time "lastTransitionTime": Option<Time>,
        /// One word for why.
        reason "reason": String,
        /// For people: why.
        message "message": String,
    }
}
