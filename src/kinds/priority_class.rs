//! priority class, v1.36.

use super::meta::ObjectMeta;
use crate::api_struct;

api_struct! {
    /// @PriorityClass
    PriorityClass {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @PriorityClass.description
        "description": String,
        /// @PriorityClass.globalDefault
        "globalDefault": bool,
        /// @PriorityClass.preemptionPolicy
        "preemptionPolicy": String,
        /// @PriorityClass.value
        "value": i32,
    }
}
