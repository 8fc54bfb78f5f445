//! Services: core/v1 Service, v1.36.

use super::cluster_shapes::Condition;
use super::cluster_shapes::PortStatus;
use super::cluster_shapes::SessionAffinityConfig;
use super::int_or_string::IntOrString;
use super::meta::{Labels, ObjectMeta};
use crate::api_struct;

api_struct! {
    /// A stable address in front of a changing set of pods.
    Service {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// What is wanted.
        spec "spec": ServiceSpec,
        /// What is.
        status "status": ServiceStatus,
    }
}

api_struct! {
    /// What a Service is to be.
    ServiceSpec {
        /// Pods that carry all these labels are its endpoints.
        selector "selector": Labels,
        /// Ports of the Service.
        ports "ports": Vec<ServicePort>,
        /// ClusterIP, NodePort, LoadBalancer or ExternalName.
        kind "type": String,
        /// Address in the cluster; None for a headless Service.
        cluster_ip "clusterIP": String,
        /// Addresses in the cluster.
        cluster_ips "clusterIPs": Vec<String>,
        /// None or ClientIP.
        session_affinity "sessionAffinity": String,
        /// Address of another host, for ExternalName.
        external_name "externalName": String,
        /// Addresses outside that lead to this Service on any node.
        external_ips "externalIPs": Vec<String>,
        /// Endpoints are listed although not ready.
        publish_not_ready_addresses "publishNotReadyAddresses": bool,
        /// Cluster or Local.
        external_traffic_policy "externalTrafficPolicy": String,
        /// Cluster or Local.
        internal_traffic_policy "internalTrafficPolicy": Option<String>,
        /// IPv4 or IPv6.
        ip_families "ipFamilies": Vec<String>,
        /// SingleStack, PreferDualStack or RequireDualStack.
        ip_family_policy "ipFamilyPolicy": Option<String>,
    }
    accepts {
        /// Whether a load balancer needs node ports.
        "allocateLoadBalancerNodePorts": bool,
        /// Port of the health check.
        "healthCheckNodePort": i32,
        /// Class of the load balancer.
        "loadBalancerClass": String,
        /// Wanted address.
        "loadBalancerIP": String,
        /// Who may reach the load balancer.
        "loadBalancerSourceRanges": Vec<String>,
        /// Settings of session affinity.
        "sessionAffinityConfig": SessionAffinityConfig,
        /// Preference for near endpoints.
        "trafficDistribution": String,
    }
}

api_struct! {
    /// One port of a Service.
    ServicePort {
        /// Name of the port.
        name "name": String,
        /// TCP, UDP or SCTP.
        protocol "protocol": String,
        /// Port of the Service.
        port "port": i32,
        /// Number or name of the port on the pods.
        target_port "targetPort": Option<IntOrString>,
        /// Port on every node, 30000 to 32767.
        node_port "nodePort": i32,
        /// Protocol of the application.
        app_protocol "appProtocol": Option<String>,
    }
}

api_struct! {
    /// What a Service is.
    ServiceStatus {
        /// Addresses of the load balancer.
        load_balancer "loadBalancer": LoadBalancerStatus,
    }
    accepts {
        /// Conditions.
        "conditions": Vec<Condition>,
    }
}

api_struct! {
    /// Addresses of a load balancer.
    LoadBalancerStatus {
        /// The addresses.
        ingress "ingress": Vec<LoadBalancerIngress>,
    }
}

api_struct! {
    /// One address.
    LoadBalancerIngress {
        /// By number.
        ip "ip": String,
        /// By name.
        hostname "hostname": String,
    }
    accepts {
        /// How traffic arrives.
        "ipMode": String,
        /// Ports.
        "ports": Vec<PortStatus>,
    }
}

impl Service {
    pub fn is_headless(&self) -> bool {
        self.spec.cluster_ip == "None"
    }

    pub fn wants_node_ports(&self) -> bool {
        matches!(self.spec.kind.as_str(), "NodePort" | "LoadBalancer")
    }
}

impl ServicePort {
    /// The port on the pods: `targetPort`, or `port` where none is given.
    pub fn target(&self) -> IntOrString {
        self.target_port.clone().unwrap_or(IntOrString::Int(self.port))
    }
}
