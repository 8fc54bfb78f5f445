//! Roles and who has them: rbac.authorization.k8s.io/v1, v1.36.

use super::meta::ObjectMeta;
use super::selector::LabelSelector;
use crate::api_struct;

api_struct! {
    /// What may be done in a namespace.
    Role {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// The rules.
        rules "rules": Vec<PolicyRule>,
    }
}

api_struct! {
    /// Verbs on resources.
    PolicyRule {
        /// API groups; "" is the core group, * all.
        api_groups "apiGroups": Vec<String>,
        /// URLs outside of the API's objects, for example /healthz.
        non_resource_urls "nonResourceURLs": Vec<String>,
        /// Names it is limited to; none means all.
        resource_names "resourceNames": Vec<String>,
        /// Resources, for example pods or pods/log; * all.
        resources "resources": Vec<String>,
        /// get, list, watch, create, update, patch, delete and so on; * all.
        verbs "verbs": Vec<String>,
    }
}

api_struct! {
    /// What may be done in all namespaces and outside of them.
    ClusterRole {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// The rules.
        rules "rules": Vec<PolicyRule>,
        /// ClusterRoles whose rules are gathered into this one.
        aggregation_rule "aggregationRule": Option<AggregationRule>,
    }
}

api_struct! {
    /// Roles that are gathered.
    AggregationRule {
        /// Labels of those ClusterRoles.
        cluster_role_selectors "clusterRoleSelectors": Vec<LabelSelector>,
    }
}

api_struct! {
    /// Grants a role in a namespace.
    RoleBinding {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// The role that is granted; cannot change.
        role_ref "roleRef": RoleRef,
        /// Who is granted it.
        subjects "subjects": Vec<Subject>,
    }
}

api_struct! {
    /// The role.
    RoleRef {
        /// API group of the object.
        api_group "apiGroup": String,
        /// Role or ClusterRole.
        kind "kind": String,
        /// The name.
        name "name": String,
    }
}

api_struct! {
    /// Who.
    Subject {
        /// API group of the object.
        api_group "apiGroup": String,
        /// User, Group or ServiceAccount.
        kind "kind": String,
        /// The name.
        name "name": String,
        /// Namespace of the object.
        namespace "namespace": String,
    }
}

api_struct! {
    /// Grants a role everywhere.
    ClusterRoleBinding {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// The role that is granted; cannot change.
        role_ref "roleRef": RoleRef,
        /// Who is granted it.
        subjects "subjects": Vec<Subject>,
    }
}
