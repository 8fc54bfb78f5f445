//! rbac, v1.36.

use super::meta::ObjectMeta;
use super::selector::LabelSelector;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @Role
    Role {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @Role.rules
        "rules": Vec<PolicyRule>,
    }
}

api_shape! {
    /// @PolicyRule
    PolicyRule {
        /// @PolicyRule.apiGroups
        "apiGroups": Vec<String>,
        /// @PolicyRule.nonResourceURLs
        "nonResourceURLs": Vec<String>,
        /// @PolicyRule.resourceNames
        "resourceNames": Vec<String>,
        /// @PolicyRule.resources
        "resources": Vec<String>,
        /// @PolicyRule.verbs
        "verbs": Vec<String>,
    }
}

api_struct! {
    /// @ClusterRole
    ClusterRole {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @ClusterRole.aggregationRule
        "aggregationRule": AggregationRule,
        /// @ClusterRole.rules
        "rules": Vec<PolicyRule>,
    }
}

api_shape! {
    /// @AggregationRule
    AggregationRule {
        /// @AggregationRule.clusterRoleSelectors
        "clusterRoleSelectors": Vec<LabelSelector>,
    }
}

api_struct! {
    /// @RoleBinding
    RoleBinding {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @RoleBinding.roleRef
        "roleRef": RoleRef,
        /// @RoleBinding.subjects
        "subjects": Vec<Subject>,
    }
}

api_shape! {
    /// @RoleRef
    RoleRef {
        /// @RoleRef.apiGroup
        "apiGroup": String,
        /// @RoleRef.kind
        "kind": String,
        /// @RoleRef.name
        "name": String,
    }
}

api_shape! {
    /// @Subject
    Subject {
        /// @Subject.apiGroup
        "apiGroup": String,
        /// @Subject.kind
        "kind": String,
        /// @Subject.name
        "name": String,
        /// @Subject.namespace
        "namespace": String,
    }
}

api_struct! {
    /// @ClusterRoleBinding
    ClusterRoleBinding {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @ClusterRoleBinding.roleRef
        "roleRef": RoleRef,
        /// @ClusterRoleBinding.subjects
        "subjects": Vec<Subject>,
    }
}
