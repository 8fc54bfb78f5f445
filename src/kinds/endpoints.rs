//! Endpoints and EndpointSlices: core/v1 and discovery.k8s.io/v1, v1.36.

use std::sync::Arc;

use super::cluster_shapes::EndpointHints;
use super::meta::{Labels, ObjectMeta};
use crate::api_struct;

api_struct! {
    /// Addresses behind a Service, in the old form.
    Endpoints {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// Addresses by ports.
        subsets "subsets": Vec<EndpointSubset>,
    }
}

api_struct! {
    /// Addresses that share ports.
    EndpointSubset {
        /// Ready addresses.
        addresses "addresses": Vec<Arc<EndpointAddress>>,
        /// Addresses that are not ready.
        not_ready_addresses "notReadyAddresses": Vec<Arc<EndpointAddress>>,
        /// Ports.
        ports "ports": Vec<EndpointPort>,
    }
}

api_struct! {
    /// One address.
    EndpointAddress {
        /// The address.
        ip "ip": String,
        /// Host name of the pod.
        hostname "hostname": String,
        /// Node of the pod.
        node_name "nodeName": Option<String>,
        /// The pod.
        target_ref "targetRef": Option<ObjectReference>,
    }
}

api_struct! {
    /// One port.
    EndpointPort {
        /// Name of the Service's port.
        name "name": Option<String>,
        /// The port number.
        port "port": Option<i32>,
        /// TCP, UDP or SCTP.
        protocol "protocol": Option<String>,
        /// Protocol of the application.
        app_protocol "appProtocol": Option<String>,
    }
}

api_struct! {
    /// A reference to an object.
    ObjectReference {
        /// Its API version.
        api_version "apiVersion": String,
        /// A part of it, such as spec.containers{web}.
        field_path "fieldPath": String,
        /// Its kind.
        kind "kind": String,
        /// Its name.
        name "name": String,
        /// Its namespace.
        namespace "namespace": String,
        /// Its version.
        resource_version "resourceVersion": String,
        /// Its UID.
        uid "uid": String,
    }
}

api_struct! {
    /// Addresses behind a Service, at most 100 to a slice.
    EndpointSlice {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// IPv4, IPv6 or FQDN.
        address_type "addressType": String,
        /// The endpoints.
        endpoints "endpoints": Vec<Arc<Endpoint>>,
        /// The ports of all of them.
        ports "ports": Vec<EndpointPort>,
    }
}

api_struct! {
    /// One endpoint.
    Endpoint {
        /// Its addresses.
        addresses "addresses": Vec<String>,
        /// Whether it takes traffic.
        conditions "conditions": EndpointConditions,
        /// Host name of the pod.
        hostname "hostname": Option<String>,
        /// Node of the pod.
        node_name "nodeName": Option<String>,
        /// The pod.
        target_ref "targetRef": Option<ObjectReference>,
        /// Zone of the node.
        zone "zone": Option<String>,
    }
    accepts {
        /// Legacy topology.
        "deprecatedTopology": Labels,
        /// Hints for near traffic.
        "hints": EndpointHints,
    }
}

api_struct! {
    /// Whether an endpoint takes traffic.
    EndpointConditions {
        /// Ready and not terminating.
        ready "ready": Option<bool>,
        /// Ready, perhaps terminating.
        serving "serving": Option<bool>,
        /// On its way out.
        terminating "terminating": Option<bool>,
    }
}
