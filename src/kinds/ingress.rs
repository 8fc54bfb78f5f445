//! Ingresses: networking.k8s.io/v1 Ingress, v1.36.

use super::meta::ObjectMeta;
use super::volume_sources::TypedLocalObjectReference;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// Leads HTTP requests from outside to Services.
    Ingress {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": IngressSpec,
        /// What is; written by the cluster.
        "status": IngressStatus,
    }
}

api_shape! {
    /// Hosts, paths and Services.
    IngressSpec {
        /// What answers where no rule matches.
        "defaultBackend": IngressBackend,
        /// The controller that serves it, for example nginx.
        "ingressClassName": String,
        /// The rules.
        "rules": Vec<IngressRule>,
        /// Certificates by host.
        "tls": Vec<IngressTLS>,
    }
}

api_shape! {
    /// Where an Ingress can be reached.
    IngressStatus {
        /// Where it can be reached.
        "loadBalancer": IngressLoadBalancerStatus,
    }
}

api_shape! {
    /// What answers a request.
    IngressBackend {
        /// An object that answers instead of a Service.
        "resource": TypedLocalObjectReference,
        /// The Service that answers.
        "service": IngressServiceBackend,
    }
}

api_shape! {
    /// Paths of one host.
    IngressRule {
        /// Host name of the URL; none means all.
        "host": String,
        /// Paths and what answers them.
        "http": HTTPIngressRuleValue,
    }
}

api_shape! {
    /// A certificate.
    IngressTLS {
        /// Host names the certificate is for.
        "hosts": Vec<String>,
        /// Secret with tls.crt and tls.key.
        "secretName": String,
    }
}

api_shape! {
    /// Addresses of an Ingress.
    IngressLoadBalancerStatus {
        /// The addresses.
        "ingress": Vec<IngressLoadBalancerIngress>,
    }
}

api_shape! {
    /// A Service and its port.
    IngressServiceBackend {
        /// The name.
        "name": String,
        /// The port, as a number or name.
        "port": ServiceBackendPort,
    }
}

api_shape! {
    /// Paths and what answers them.
    HTTPIngressRuleValue {
        /// The paths.
        "paths": Vec<HTTPIngressPath>,
    }
}

api_shape! {
    /// One address.
    IngressLoadBalancerIngress {
        /// Host name.
        "hostname": String,
        /// Address.
        "ip": String,
        /// The ports.
        "ports": Vec<IngressPortStatus>,
    }
}

api_shape! {
    /// A port of a Service, by name or number.
    ServiceBackendPort {
        /// Name of the port.
        "name": String,
        /// Number of the port.
        "number": i32,
    }
}

api_shape! {
    /// One path.
    HTTPIngressPath {
        /// What answers.
        "backend": IngressBackend,
        /// The path of the URL; begins with /.
        "path": String,
        /// How the path is compared: Exact, Prefix or ImplementationSpecific.
        "pathType": String,
    }
}

api_shape! {
    /// State of a port.
    IngressPortStatus {
        /// Why the port could not be opened.
        "error": String,
        /// The port, as a number or name.
        "port": i32,
        /// TCP (default), UDP or SCTP.
        "protocol": String,
    }
}
