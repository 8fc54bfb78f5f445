//! pod disruption budget, v1.36.

use std::collections::BTreeMap;

use super::cluster_shapes::Condition;
use super::int_or_string::IntOrString;
use super::meta::ObjectMeta;
use super::selector::LabelSelector;
use super::time::Time;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @PodDisruptionBudget
    PodDisruptionBudget {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @PodDisruptionBudget.spec
        "spec": PodDisruptionBudgetSpec,
        /// @PodDisruptionBudget.status
        "status": PodDisruptionBudgetStatus,
    }
}

api_shape! {
    /// @PodDisruptionBudgetSpec
    PodDisruptionBudgetSpec {
        /// @PodDisruptionBudgetSpec.maxUnavailable
        "maxUnavailable": IntOrString,
        /// @PodDisruptionBudgetSpec.minAvailable
        "minAvailable": IntOrString,
        /// @PodDisruptionBudgetSpec.selector
        "selector": LabelSelector,
        /// @PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy
        "unhealthyPodEvictionPolicy": String,
    }
}

api_shape! {
    /// @PodDisruptionBudgetStatus
    PodDisruptionBudgetStatus {
        /// @PodDisruptionBudgetStatus.conditions
        "conditions": Vec<Condition>,
        /// @PodDisruptionBudgetStatus.currentHealthy
        "currentHealthy": i32,
        /// @PodDisruptionBudgetStatus.desiredHealthy
        "desiredHealthy": i32,
        /// @PodDisruptionBudgetStatus.disruptedPods
        "disruptedPods": BTreeMap<String, Time>,
        /// @PodDisruptionBudgetStatus.disruptionsAllowed
        "disruptionsAllowed": i32,
        /// @PodDisruptionBudgetStatus.expectedPods
        "expectedPods": i32,
        /// @PodDisruptionBudgetStatus.observedGeneration
        "observedGeneration": i64,
    }
}
