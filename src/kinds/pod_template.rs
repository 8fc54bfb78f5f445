//! Templates by themselves: core/v1 PodTemplate, v1.36.

use super::meta::ObjectMeta;
use super::pod::PodTemplateSpec;
use crate::api_struct;

api_struct! {
    /// A pod to be made, by itself.
    PodTemplate {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// The pods that are made.
        "template": PodTemplateSpec,
    }
}
