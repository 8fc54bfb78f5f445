//! resource quota, v1.36.

use std::collections::BTreeMap;

use super::meta::ObjectMeta;
use super::quantity::Quantity;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @ResourceQuota
    ResourceQuota {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @ResourceQuota.spec
        "spec": ResourceQuotaSpec,
        /// @ResourceQuota.status
        "status": ResourceQuotaStatus,
    }
}

api_shape! {
    /// @ResourceQuotaSpec
    ResourceQuotaSpec {
        /// @ResourceQuotaSpec.hard
        "hard": BTreeMap<String, Quantity>,
        /// @ResourceQuotaSpec.scopeSelector
        "scopeSelector": ScopeSelector,
        /// @ResourceQuotaSpec.scopes
        "scopes": Vec<String>,
    }
}

api_shape! {
    /// @ResourceQuotaStatus
    ResourceQuotaStatus {
        /// @ResourceQuotaStatus.hard
        "hard": BTreeMap<String, Quantity>,
        /// @ResourceQuotaStatus.used
        "used": BTreeMap<String, Quantity>,
    }
}

api_shape! {
    /// @ScopeSelector
    ScopeSelector {
        /// @ScopeSelector.matchExpressions
        "matchExpressions": Vec<ScopedResourceSelectorRequirement>,
    }
}

api_shape! {
    /// @ScopedResourceSelectorRequirement
    ScopedResourceSelectorRequirement {
        /// @ScopedResourceSelectorRequirement.operator
        "operator": String,
        /// @ScopedResourceSelectorRequirement.scopeName
        "scopeName": String,
        /// @ScopedResourceSelectorRequirement.values
        "values": Vec<String>,
    }
}
