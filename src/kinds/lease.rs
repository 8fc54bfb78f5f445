//! Leases: coordination.k8s.io/v1 Lease, v1.36.

use super::codec::MicroTime;
use super::meta::ObjectMeta;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// Says who leads, or that a node lives.
    Lease {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": LeaseSpec,
    }
}

api_shape! {
    /// Who holds it, and until when.
    LeaseSpec {
        /// When the holder got it.
        "acquireTime": MicroTime,
        /// Who holds it.
        "holderIdentity": String,
        /// Seconds without renewal until others may take it.
        "leaseDurationSeconds": i32,
        /// How often the holder changed.
        "leaseTransitions": i32,
        /// Who should hold it.
        "preferredHolder": String,
        /// When it was last renewed.
        "renewTime": MicroTime,
        /// How the next holder is chosen.
        "strategy": String,
    }
}
