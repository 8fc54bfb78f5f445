//! lease, v1.36.

use super::codec::MicroTime;
use super::meta::ObjectMeta;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @Lease
    Lease {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @Lease.spec
        "spec": LeaseSpec,
    }
}

api_shape! {
    /// @LeaseSpec
    LeaseSpec {
        /// @LeaseSpec.acquireTime
        "acquireTime": MicroTime,
        /// @LeaseSpec.holderIdentity
        "holderIdentity": String,
        /// @LeaseSpec.leaseDurationSeconds
        "leaseDurationSeconds": i32,
        /// @LeaseSpec.leaseTransitions
        "leaseTransitions": i32,
        /// @LeaseSpec.preferredHolder
        "preferredHolder": String,
        /// @LeaseSpec.renewTime
        "renewTime": MicroTime,
        /// @LeaseSpec.strategy
        "strategy": String,
    }
}
