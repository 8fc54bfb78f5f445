//! Roles and who has them: rbac.authorization.k8s.io/v1, v1.36.

use super::meta::ObjectMeta;
use super::selector::LabelSelector;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// What may be done in a namespace.
    Role {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// The rules.
        "rules": Vec<PolicyRule>,
    }
}

api_shape! {
    /// Verbs on resources.
    PolicyRule {
        /// API groups; "" is the core group, * all.
        "apiGroups": Vec<String>,
        /// URLs outside of the API's objects, for example /healthz.
        "nonResourceURLs": Vec<String>,
        /// Names it is limited to; none means all.
        "resourceNames": Vec<String>,
        /// Resources, for example pods or pods/log; * all.
        "resources": Vec<String>,
        /// get, list, watch, create, update, patch, delete and so on; * all.
        "verbs": Vec<String>,
    }
}

api_struct! {
    /// What may be done in all namespaces and outside of them.
    ClusterRole {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// ClusterRoles whose rules are gathered into this one.
        "aggregationRule": AggregationRule,
        /// The rules.
        "rules": Vec<PolicyRule>,
    }
}

api_shape! {
    /// Roles that are gathered.
    AggregationRule {
        /// Labels of those ClusterRoles.
        "clusterRoleSelectors": Vec<LabelSelector>,
    }
}

api_struct! {
    /// Grants a role in a namespace.
    RoleBinding {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// The role that is granted; cannot change.
        "roleRef": RoleRef,
        /// Who is granted it.
        "subjects": Vec<Subject>,
    }
}

api_shape! {
    /// The role.
    RoleRef {
        /// API group of the object.
        "apiGroup": String,
        /// Role or ClusterRole.
        "kind": String,
        /// The name.
        "name": String,
    }
}

api_shape! {
    /// Who.
    Subject {
        /// API group of the object.
        "apiGroup": String,
        /// User, Group or ServiceAccount.
        "kind": String,
        /// The name.
        "name": String,
        /// Namespace of the object.
        "namespace": String,
    }
}

api_struct! {
    /// Grants a role everywhere.
    ClusterRoleBinding {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// The role that is granted; cannot change.
        "roleRef": RoleRef,
        /// Who is granted it.
        "subjects": Vec<Subject>,
    }
}
