//! resource quota, v1.36.

use std::collections::BTreeMap;

use super::meta::ObjectMeta;
use super::quantity::Quantity;
use crate::api_struct;

api_struct! {
    /// @ResourceQuota
    ResourceQuota {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// @ResourceQuota.spec
        spec "spec": ResourceQuotaSpec,
        /// @ResourceQuota.status
        status "status": ResourceQuotaStatus,
    }
}

api_struct! {
    /// @ResourceQuotaSpec
    ResourceQuotaSpec {
        /// @ResourceQuotaSpec.hard
        hard "hard": BTreeMap<String, Quantity>,
        /// @ResourceQuotaSpec.scopeSelector
        scope_selector "scopeSelector": Option<ScopeSelector>,
        /// @ResourceQuotaSpec.scopes
        scopes "scopes": Vec<String>,
    }
}

api_struct! {
    /// @ResourceQuotaStatus
    ResourceQuotaStatus {
        /// @ResourceQuotaStatus.hard
        hard "hard": BTreeMap<String, Quantity>,
        /// @ResourceQuotaStatus.used
        used "used": BTreeMap<String, Quantity>,
    }
}

api_struct! {
    /// @ScopeSelector
    ScopeSelector {
        /// @ScopeSelector.matchExpressions
        match_expressions "matchExpressions": Vec<ScopedResourceSelectorRequirement>,
    }
}

api_struct! {
    /// @ScopedResourceSelectorRequirement
    ScopedResourceSelectorRequirement {
        /// @ScopedResourceSelectorRequirement.operator
        operator "operator": String,
        /// @ScopedResourceSelectorRequirement.scopeName
        scope_name "scopeName": String,
        /// @ScopedResourceSelectorRequirement.values
        values "values": Vec<String>,
    }
}
