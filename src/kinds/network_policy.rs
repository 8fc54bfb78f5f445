//! Network policies: networking.k8s.io/v1 NetworkPolicy, v1.36.

use super::int_or_string::IntOrString;
use super::meta::ObjectMeta;
use super::selector::LabelSelector;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// Who may connect to pods, and where they may connect to.
    NetworkPolicy {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": NetworkPolicySpec,
    }
}

api_shape! {
    /// Which pods, and the rules.
    NetworkPolicySpec {
        /// Where the pods may connect to; none given means nowhere.
        "egress": Vec<NetworkPolicyEgressRule>,
        /// Who may connect to the pods; none given means nobody.
        "ingress": Vec<NetworkPolicyIngressRule>,
        /// Labels of the pods the policy is for; empty means all of the namespace.
        "podSelector": LabelSelector,
        /// Ingress, Egress or both.
        "policyTypes": Vec<String>,
    }
}

api_shape! {
    /// One rule for going out.
    NetworkPolicyEgressRule {
        /// Ports that may be reached; none means all.
        "ports": Vec<NetworkPolicyPort>,
        /// Who may be reached; none means everybody.
        "to": Vec<NetworkPolicyPeer>,
    }
}

api_shape! {
    /// One rule for coming in.
    NetworkPolicyIngressRule {
        /// Who may connect; none means everybody.
        "from": Vec<NetworkPolicyPeer>,
        /// Ports that may be used; none means all.
        "ports": Vec<NetworkPolicyPort>,
    }
}

api_shape! {
    /// A port or range of ports.
    NetworkPolicyPort {
        /// Last port of a range.
        "endPort": i32,
        /// The port, as a number or name.
        "port": IntOrString,
        /// TCP (default), UDP or SCTP.
        "protocol": String,
    }
}

api_shape! {
    /// Who is at the other end.
    NetworkPolicyPeer {
        /// Addresses at the other end.
        "ipBlock": IPBlock,
        /// Labels of the namespaces it is about.
        "namespaceSelector": LabelSelector,
        /// Labels of the pods at the other end.
        "podSelector": LabelSelector,
    }
}

api_shape! {
    /// A range of addresses.
    IPBlock {
        /// Addresses, for example 10.0.0.0/8.
        "cidr": String,
        /// Addresses in it that are left out.
        "except": Vec<String>,
    }
}
