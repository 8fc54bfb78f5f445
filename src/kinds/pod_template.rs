//! pod template, v1.36.

use super::meta::ObjectMeta;
use super::pod::PodTemplateSpec;
use crate::api_struct;

api_struct! {
    /// @PodTemplate
    PodTemplate {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @PodTemplate.template
        "template": PodTemplateSpec,
    }
}
