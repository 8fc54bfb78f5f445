//! ReplicaSets: apps/v1 ReplicaSet, v1.36.

use super::meta::ObjectMeta;
use super::pod::PodTemplateSpec;
use super::selector::LabelSelector;
use super::time::Time;
use crate::api_struct;

api_struct! {
    /// A number of like pods.
    ReplicaSet {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// What is wanted.
        spec "spec": ReplicaSetSpec,
        /// What is.
        status "status": ReplicaSetStatus,
    }
}

api_struct! {
    /// What a ReplicaSet is to be.
    ReplicaSetSpec {
        /// How many pods (default 1).
        replicas "replicas": Option<i32>,
        /// Which pods are its own.
        selector "selector": LabelSelector,
        /// The pods.
        template "template": PodTemplateSpec,
        /// Seconds a pod must be ready to count as available.
        min_ready_seconds "minReadySeconds": i32,
    }
}

api_struct! {
    /// What a ReplicaSet is.
    ReplicaSetStatus {
        /// Pods in all; always printed.
        replicas "replicas": Option<i32>,
        /// Pods with all labels of the template.
        fully_labeled_replicas "fullyLabeledReplicas": i32,
        /// Ready pods.
        ready_replicas "readyReplicas": i32,
        /// Pods ready for minReadySeconds.
        available_replicas "availableReplicas": i32,
        /// Pods on their way out.
        terminating_replicas "terminatingReplicas": Option<i32>,
        /// Generation this status speaks of.
        observed_generation "observedGeneration": i64,
        /// ReplicaFailure.
        conditions "conditions": Vec<ReplicaSetCondition>,
    }
}

api_struct! {
    /// One condition.
    ReplicaSetCondition {
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

impl ReplicaSet {
    pub fn replicas(&self) -> i32 {
        self.spec.replicas.unwrap_or(1)
    }
}
