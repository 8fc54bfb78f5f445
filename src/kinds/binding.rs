//! Bindings: core/v1 Binding, v1.36.

use super::endpoints::ObjectReference;
use super::meta::ObjectMeta;
use crate::api_struct;

api_struct! {
    /// Puts a pod on a node.
    Binding {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// The node the pod is put on.
        "target": ObjectReference,
    }
}
