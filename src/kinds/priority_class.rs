//! Priorities: scheduling.k8s.io/v1 PriorityClass, v1.36.

use super::meta::ObjectMeta;
use crate::api_struct;

api_struct! {
    /// Names a priority.
    PriorityClass {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// True for the class of pods that name none; one at most.
        global_default "globalDefault": bool,
        /// PreemptLowerPriority (default) or Never.
        preemption_policy "preemptionPolicy": Option<String>,
        /// The priority; higher goes first.
        value "value": Option<i32>,
    }
    accepts {
        /// For people: what it is.
        "description": String,
    }
}
