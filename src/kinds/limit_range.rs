//! limit range, v1.36.

use std::collections::BTreeMap;

use super::meta::ObjectMeta;
use super::quantity::Quantity;
use crate::api_struct;

api_struct! {
    /// @LimitRange
    LimitRange {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// @LimitRange.spec
        spec "spec": LimitRangeSpec,
    }
}

api_struct! {
    /// @LimitRangeSpec
    LimitRangeSpec {
        /// @LimitRangeSpec.limits
        limits "limits": Vec<LimitRangeItem>,
    }
}

api_struct! {
    /// @LimitRangeItem
    LimitRangeItem {
        /// @LimitRangeItem.default
        default "default": BTreeMap<String, Quantity>,
        /// @LimitRangeItem.defaultRequest
        default_request "defaultRequest": BTreeMap<String, Quantity>,
        /// @LimitRangeItem.max
        max "max": BTreeMap<String, Quantity>,
        /// @LimitRangeItem.maxLimitRequestRatio
        max_limit_request_ratio "maxLimitRequestRatio": BTreeMap<String, Quantity>,
        /// @LimitRangeItem.min
        min "min": BTreeMap<String, Quantity>,
        /// @LimitRangeItem.type
        kind "type": String,
    }
}
