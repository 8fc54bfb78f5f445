//! Namespaces: core/v1 Namespace, v1.36.

use super::cluster_shapes::NamespaceCondition;
use super::meta::ObjectMeta;
use crate::api_struct;

api_struct! {
    /// A room of names.
    Namespace {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// What is wanted.
        spec "spec": NamespaceSpec,
        /// What is.
        status "status": NamespaceStatus,
    }
}

api_struct! {
    /// What is wanted of a namespace.
    NamespaceSpec {
        /// Names to be removed before it really goes.
        finalizers "finalizers": Vec<String>,
    }
}

api_struct! {
    /// What a namespace is.
    NamespaceStatus {
        /// Active or Terminating.
        phase "phase": String,
    }
    accepts {
        /// Progress of its deletion.
        "conditions": Vec<NamespaceCondition>,
    }
}
