//! Controllers of Ingresses: networking.k8s.io/v1 IngressClass, v1.36.

use super::meta::ObjectMeta;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// A controller for Ingresses.
    IngressClass {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": IngressClassSpec,
    }
}

api_shape! {
    /// Which controller.
    IngressClassSpec {
        /// Name of the controller that serves the class.
        "controller": String,
        /// Object with further settings.
        "parameters": IngressClassParametersReference,
    }
}

api_shape! {
    /// Further settings of a class.
    IngressClassParametersReference {
        /// API group of the object.
        "apiGroup": String,
        /// Kind, for example Deployment.
        "kind": String,
        /// The name.
        "name": String,
        /// Namespace of the object.
        "namespace": String,
        /// Whether it is in a namespace: Cluster or Namespaced.
        "scope": String,
    }
}
