//! Budgets for disruptions: policy/v1 PodDisruptionBudget, v1.36.

use std::collections::BTreeMap;

use super::cluster_shapes::Condition;
use super::int_or_string::IntOrString;
use super::meta::ObjectMeta;
use super::selector::LabelSelector;
use super::time::Time;
use crate::api_struct;

api_struct! {
    /// How many pods may be missing on purpose.
    PodDisruptionBudget {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// What is wanted.
        spec "spec": PodDisruptionBudgetSpec,
        /// What is; written by the cluster.
        status "status": Option<PodDisruptionBudgetStatus>,
    }
}

api_struct! {
    /// Which pods, and how many.
    PodDisruptionBudgetSpec {
        /// Labels of the objects that belong to it.
        selector "selector": Option<LabelSelector>,
    }
    reads {
        /// Pods that may be missing, as a number or percentage.
        "maxUnavailable": IntOrString,
        /// Pods that must stay, as a number or percentage.
        "minAvailable": IntOrString,
        /// Whether pods that are not ready may always go: IfHealthyBudget or AlwaysAllow.
        "unhealthyPodEvictionPolicy": String,
    }
}

api_struct! {
    /// How many may go now.
    PodDisruptionBudgetStatus {
        /// Pods that are about to go.
        disrupted_pods "disruptedPods": BTreeMap<String, Time>,
        /// Pods that may go now.
        disruptions_allowed "disruptionsAllowed": Option<i32>,
    }
    reads {
        /// Steps and states, each True, False or Unknown.
        "conditions": Vec<Condition>,
        /// Healthy pods now.
        "currentHealthy": i32,
        /// Healthy pods at least.
        "desiredHealthy": i32,
        /// Pods that are counted.
        "expectedPods": i32,
        /// Generation of the spec that this status speaks of.
        "observedGeneration": i64,
    }
}
