//! network policy, v1.36.

use super::int_or_string::IntOrString;
use super::meta::ObjectMeta;
use super::selector::LabelSelector;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @NetworkPolicy
    NetworkPolicy {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @NetworkPolicy.spec
        "spec": NetworkPolicySpec,
    }
}

api_shape! {
    /// @NetworkPolicySpec
    NetworkPolicySpec {
        /// @NetworkPolicySpec.egress
        "egress": Vec<NetworkPolicyEgressRule>,
        /// @NetworkPolicySpec.ingress
        "ingress": Vec<NetworkPolicyIngressRule>,
        /// @NetworkPolicySpec.podSelector
        "podSelector": LabelSelector,
        /// @NetworkPolicySpec.policyTypes
        "policyTypes": Vec<String>,
    }
}

api_shape! {
    /// @NetworkPolicyEgressRule
    NetworkPolicyEgressRule {
        /// @NetworkPolicyEgressRule.ports
        "ports": Vec<NetworkPolicyPort>,
        /// @NetworkPolicyEgressRule.to
        "to": Vec<NetworkPolicyPeer>,
    }
}

api_shape! {
    /// @NetworkPolicyIngressRule
    NetworkPolicyIngressRule {
        /// @NetworkPolicyIngressRule.from
        "from": Vec<NetworkPolicyPeer>,
        /// @NetworkPolicyIngressRule.ports
        "ports": Vec<NetworkPolicyPort>,
    }
}

api_shape! {
    /// @NetworkPolicyPort
    NetworkPolicyPort {
        /// @NetworkPolicyPort.endPort
        "endPort": i32,
        /// @NetworkPolicyPort.port
        "port": IntOrString,
        /// @NetworkPolicyPort.protocol
        "protocol": String,
    }
}

api_shape! {
    /// @NetworkPolicyPeer
    NetworkPolicyPeer {
        /// @NetworkPolicyPeer.ipBlock
        "ipBlock": IPBlock,
        /// @NetworkPolicyPeer.namespaceSelector
        "namespaceSelector": LabelSelector,
        /// @NetworkPolicyPeer.podSelector
        "podSelector": LabelSelector,
    }
}

api_shape! {
    /// @IPBlock
    IPBlock {
        /// @IPBlock.cidr
        "cidr": String,
        /// @IPBlock.except
        "except": Vec<String>,
    }
}
