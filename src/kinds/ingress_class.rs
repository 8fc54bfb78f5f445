//! ingress class, v1.36.

use super::meta::ObjectMeta;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @IngressClass
    IngressClass {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @IngressClass.spec
        "spec": IngressClassSpec,
    }
}

api_shape! {
    /// @IngressClassSpec
    IngressClassSpec {
        /// @IngressClassSpec.controller
        "controller": String,
        /// @IngressClassSpec.parameters
        "parameters": IngressClassParametersReference,
    }
}

api_shape! {
    /// @IngressClassParametersReference
    IngressClassParametersReference {
        /// @IngressClassParametersReference.apiGroup
        "apiGroup": String,
        /// @IngressClassParametersReference.kind
        "kind": String,
        /// @IngressClassParametersReference.name
        "name": String,
        /// @IngressClassParametersReference.namespace
        "namespace": String,
        /// @IngressClassParametersReference.scope
        "scope": String,
    }
}
