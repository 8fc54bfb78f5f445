//! Deployments: apps/v1 Deployment, v1.36.

use super::int_or_string::IntOrString;
use super::meta::ObjectMeta;
use super::pod::PodTemplateSpec;
use super::selector::LabelSelector;
use super::time::Time;
use crate::api_struct;

api_struct! {
    /// A set of like pods that is changed step by step.
    Deployment {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// What is wanted.
        spec "spec": DeploymentSpec,
        /// What is.
        status "status": DeploymentStatus,
    }
}

api_struct! {
    /// What a Deployment is to be.
    DeploymentSpec {
        /// How many pods (default 1).
        replicas "replicas": Option<i32>,
        /// Which pods are its own; must match the template's labels.
        selector "selector": LabelSelector,
        /// The pods.
        template "template": PodTemplateSpec,
        /// How pods are replaced.
        strategy "strategy": DeploymentStrategy,
        /// Seconds a pod must be ready to count as available.
        min_ready_seconds "minReadySeconds": i32,
        /// How many old ReplicaSets are kept (default 10).
        revision_history_limit "revisionHistoryLimit": Option<i32>,
        /// Do not act on changes of the template.
        paused "paused": bool,
        /// Seconds without progress until it is reported (default 600).
        progress_deadline_seconds "progressDeadlineSeconds": Option<i32>,
    }
}

api_struct! {
    /// How pods are replaced.
    DeploymentStrategy {
        /// RollingUpdate or Recreate.
        kind "type": String,
        /// Limits of a rolling update.
        rolling_update "rollingUpdate": Option<RollingUpdateDeployment>,
    }
}

api_struct! {
    /// Limits of a rolling update.
    RollingUpdateDeployment {
        /// Pods that may be missing, as a number or percentage (default 25%).
        max_unavailable "maxUnavailable": Option<IntOrString>,
        /// Pods that may be too many, as a number or percentage (default 25%).
        max_surge "maxSurge": Option<IntOrString>,
    }
}

api_struct! {
    /// What a Deployment is.
    DeploymentStatus {
        /// Generation this status speaks of.
        observed_generation "observedGeneration": i64,
        /// Pods in all.
        replicas "replicas": i32,
        /// Pods of the current template.
        updated_replicas "updatedReplicas": i32,
        /// Ready pods.
        ready_replicas "readyReplicas": i32,
        /// Pods ready for minReadySeconds.
        available_replicas "availableReplicas": i32,
        /// Pods that are missing.
        unavailable_replicas "unavailableReplicas": i32,
        /// Pods on their way out.
        terminating_replicas "terminatingReplicas": Option<i32>,
        /// Available, Progressing, ReplicaFailure.
        conditions "conditions": Vec<DeploymentCondition>,
        /// Collisions of template hashes.
        collision_count "collisionCount": Option<i32>,
    }
}

api_struct! {
    /// One condition.
    DeploymentCondition {
        /// Its type.
        kind "type": String,
        /// True, False or Unknown.
        status "status": String,
        /// When it was last looked at.
        last_update_time "lastUpdateTime": Option<Time>,
        /// When it last changed.
        last_transition_time "lastTransitionTime": Option<Time>,
        /// One word for why.
        reason "reason": String,
        /// For people: why.
        message "message": String,
    }
}

impl Deployment {
    pub fn replicas(&self) -> i32 {
        self.spec.replicas.unwrap_or(1)
    }

    pub fn condition(&self, kind: &str) -> Option<&DeploymentCondition> {
        self.status.conditions.iter().find(|condition| condition.kind == kind)
    }
}
