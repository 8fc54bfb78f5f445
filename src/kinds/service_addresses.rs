//! Addresses of Services and their ranges: networking.k8s.io/v1 IPAddress and ServiceCIDR, v1.36.

use super::cluster_shapes::Condition;
use super::meta::ObjectMeta;
use crate::{api_shape, api_struct};

api_struct! {
    /// An address of a Service.
    IPAddress {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": IPAddressSpec,
    }
}

api_struct! {
    /// A range of addresses for Services.
    ServiceCIDR {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": ServiceCIDRSpec,
        /// What is; written by the cluster.
        "status": ServiceCIDRStatus,
    }
}

api_shape! {
    /// Whose it is.
    IPAddressSpec {
        /// The object that has the address.
        "parentRef": ParentReference,
    }
}

api_shape! {
    /// The range.
    ServiceCIDRSpec {
        /// One range of IPv4, of IPv6, or one of each.
        "cidrs": Vec<String>,
    }
}

api_shape! {
    /// What is known of the range.
    ServiceCIDRStatus {
        /// Steps and states, each True, False or Unknown.
        "conditions": Vec<Condition>,
    }
}

api_shape! {
    /// An object that has an address.
    ParentReference {
        /// Its group.
        "group": String,
        /// Its name.
        "name": String,
        /// Its namespace.
        "namespace": String,
        /// Its resource.
        "resource": String,
    }
}
