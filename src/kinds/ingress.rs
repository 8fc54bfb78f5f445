//! ingress, v1.36.

use super::meta::ObjectMeta;
use super::volume_sources::TypedLocalObjectReference;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @Ingress
    Ingress {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @Ingress.spec
        "spec": IngressSpec,
        /// @Ingress.status
        "status": IngressStatus,
    }
}

api_shape! {
    /// @IngressSpec
    IngressSpec {
        /// @IngressSpec.defaultBackend
        "defaultBackend": IngressBackend,
        /// @IngressSpec.ingressClassName
        "ingressClassName": String,
        /// @IngressSpec.rules
        "rules": Vec<IngressRule>,
        /// @IngressSpec.tls
        "tls": Vec<IngressTLS>,
    }
}

api_shape! {
    /// @IngressStatus
    IngressStatus {
        /// @IngressStatus.loadBalancer
        "loadBalancer": IngressLoadBalancerStatus,
    }
}

api_shape! {
    /// @IngressBackend
    IngressBackend {
        /// @IngressBackend.resource
        "resource": TypedLocalObjectReference,
        /// @IngressBackend.service
        "service": IngressServiceBackend,
    }
}

api_shape! {
    /// @IngressRule
    IngressRule {
        /// @IngressRule.host
        "host": String,
        /// @IngressRule.http
        "http": HTTPIngressRuleValue,
    }
}

api_shape! {
    /// @IngressTLS
    IngressTLS {
        /// @IngressTLS.hosts
        "hosts": Vec<String>,
        /// @IngressTLS.secretName
        "secretName": String,
    }
}

api_shape! {
    /// @IngressLoadBalancerStatus
    IngressLoadBalancerStatus {
        /// @IngressLoadBalancerStatus.ingress
        "ingress": Vec<IngressLoadBalancerIngress>,
    }
}

api_shape! {
    /// @IngressServiceBackend
    IngressServiceBackend {
        /// @IngressServiceBackend.name
        "name": String,
        /// @IngressServiceBackend.port
        "port": ServiceBackendPort,
    }
}

api_shape! {
    /// @HTTPIngressRuleValue
    HTTPIngressRuleValue {
        /// @HTTPIngressRuleValue.paths
        "paths": Vec<HTTPIngressPath>,
    }
}

api_shape! {
    /// @IngressLoadBalancerIngress
    IngressLoadBalancerIngress {
        /// @IngressLoadBalancerIngress.hostname
        "hostname": String,
        /// @IngressLoadBalancerIngress.ip
        "ip": String,
        /// @IngressLoadBalancerIngress.ports
        "ports": Vec<IngressPortStatus>,
    }
}

api_shape! {
    /// @ServiceBackendPort
    ServiceBackendPort {
        /// @ServiceBackendPort.name
        "name": String,
        /// @ServiceBackendPort.number
        "number": i32,
    }
}

api_shape! {
    /// @HTTPIngressPath
    HTTPIngressPath {
        /// @HTTPIngressPath.backend
        "backend": IngressBackend,
        /// @HTTPIngressPath.path
        "path": String,
        /// @HTTPIngressPath.pathType
        "pathType": String,
    }
}

api_shape! {
    /// @IngressPortStatus
    IngressPortStatus {
        /// @IngressPortStatus.error
        "error": String,
        /// @IngressPortStatus.port
        "port": i32,
        /// @IngressPortStatus.protocol
        "protocol": String,
    }
}
