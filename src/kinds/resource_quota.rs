//! Quotas: core/v1 ResourceQuota, v1.36.

use std::collections::BTreeMap;

use super::meta::ObjectMeta;
use super::quantity::Quantity;
use crate::api_struct;

api_struct! {
    /// What a namespace may use in sum.
    ResourceQuota {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// What is wanted.
        spec "spec": ResourceQuotaSpec,
        /// What is; written by the cluster.
        status "status": ResourceQuotaStatus,
    }
}

api_struct! {
    /// The limits.
    ResourceQuotaSpec {
        /// The limits by resource, for example pods: "10".
        hard "hard": BTreeMap<String, Quantity>,
        /// Pods that count, by scope.
        scope_selector "scopeSelector": Option<ScopeSelector>,
        /// Pods that count: BestEffort, NotBestEffort, Terminating, NotTerminating, PriorityClass.
        scopes "scopes": Vec<String>,
    }
}

api_struct! {
    /// What is used of them.
    ResourceQuotaStatus {
        /// The limits by resource, for example pods: "10".
        hard "hard": BTreeMap<String, Quantity>,
        /// What is used of them.
        used "used": BTreeMap<String, Quantity>,
    }
}

api_struct! {
    /// Pods that count.
    ScopeSelector {
        /// Requirements that must all hold.
        match_expressions "matchExpressions": Vec<ScopedResourceSelectorRequirement>,
    }
}

api_struct! {
    /// One requirement on pods.
    ScopedResourceSelectorRequirement {
        /// In, NotIn, Exists or DoesNotExist.
        operator "operator": String,
        /// Name of the scope.
        scope_name "scopeName": String,
        /// The values.
        values "values": Vec<String>,
    }
}
