//! priority class, v1.36.

use super::meta::ObjectMeta;
use crate::api_struct;

api_struct! {
    /// @PriorityClass
    PriorityClass {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// @PriorityClass.globalDefault
        global_default "globalDefault": bool,
        /// @PriorityClass.preemptionPolicy
        preemption_policy "preemptionPolicy": Option<String>,
        /// @PriorityClass.value
        value "value": Option<i32>,
    }
    accepts {
        /// @PriorityClass.description
        "description": String,
    }
}
