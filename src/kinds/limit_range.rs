//! limit range, v1.36.

use std::collections::BTreeMap;

use super::meta::ObjectMeta;
use super::quantity::Quantity;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @LimitRange
    LimitRange {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @LimitRange.spec
        "spec": LimitRangeSpec,
    }
}

api_shape! {
    /// @LimitRangeSpec
    LimitRangeSpec {
        /// @LimitRangeSpec.limits
        "limits": Vec<LimitRangeItem>,
    }
}

api_shape! {
    /// @LimitRangeItem
    LimitRangeItem {
        /// @LimitRangeItem.default
        "default": BTreeMap<String, Quantity>,
        /// @LimitRangeItem.defaultRequest
        "defaultRequest": BTreeMap<String, Quantity>,
        /// @LimitRangeItem.max
        "max": BTreeMap<String, Quantity>,
        /// @LimitRangeItem.maxLimitRequestRatio
        "maxLimitRequestRatio": BTreeMap<String, Quantity>,
        /// @LimitRangeItem.min
        "min": BTreeMap<String, Quantity>,
        /// @LimitRangeItem.type
        "type": String,
    }
}
