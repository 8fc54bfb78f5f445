//! Bounds for containers, pods and claims: core/v1 LimitRange, v1.36.

use std::collections::BTreeMap;

use super::meta::ObjectMeta;
use super::quantity::Quantity;
use crate::api_struct;

api_struct! {
    /// Defaults and bounds for a namespace's containers, pods and claims.
    LimitRange {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// What is wanted.
        spec "spec": LimitRangeSpec,
    }
}

api_struct! {
    /// The bounds.
    LimitRangeSpec {
        /// Defaults and bounds by type.
        limits "limits": Vec<LimitRangeItem>,
    }
}

api_struct! {
    /// Bounds of one type.
    LimitRangeItem {
        /// Limit of a container that sets none.
        default "default": BTreeMap<String, Quantity>,
        /// Request of a container that sets none.
        default_request "defaultRequest": BTreeMap<String, Quantity>,
        /// Largest amounts.
        max "max": BTreeMap<String, Quantity>,
        /// How many times the request the limit may be.
        max_limit_request_ratio "maxLimitRequestRatio": BTreeMap<String, Quantity>,
        /// Smallest amounts.
        min "min": BTreeMap<String, Quantity>,
        /// Container, Pod or PersistentVolumeClaim.
        kind "type": String,
    }
}
