//! Health of the control plane: v1 ComponentStatus, v1.36. Computed when somebody asks, and never stored.

use super::meta::ObjectMeta;
use crate::{api_shape, api_struct};

api_struct! {
    /// Says how a part of the control plane is; deprecated.
    ComponentStatus {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What was found.
        "conditions": Vec<ComponentCondition>,
    }
}

api_shape! {
    /// What was found of a part.
    ComponentCondition {
        /// What went wrong.
        "error": String,
        /// What it answered.
        "message": String,
        /// True, False or Unknown.
        "status": String,
        /// Healthy.
        "type": String,
    }
}
