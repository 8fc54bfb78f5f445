//! binding, v1.36.

use super::endpoints::ObjectReference;
use super::meta::ObjectMeta;
use crate::api_struct;

api_struct! {
    /// @Binding
    Binding {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @Binding.target
        "target": ObjectReference,
    }
}
