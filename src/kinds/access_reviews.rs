//! What somebody may do: authorization.k8s.io/v1, v1.36. Answered at once, and never stored.

use std::collections::BTreeMap;

use super::meta::ObjectMeta;
use super::selector::LabelSelectorRequirement;
use crate::{api_shape, api_struct};

api_struct! {
    /// Asks whether somebody may do something in a namespace.
    LocalSubjectAccessReview {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": SubjectAccessReviewSpec,
        /// What is; written by the cluster.
        "status": SubjectAccessReviewStatus,
    }
}

api_struct! {
    /// Asks whether the one who asks may do something.
    SelfSubjectAccessReview {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": SelfSubjectAccessReviewSpec,
        /// What is; written by the cluster.
        "status": SubjectAccessReviewStatus,
    }
}

api_struct! {
    /// Asks what the one who asks may do in a namespace.
    SelfSubjectRulesReview {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": SelfSubjectRulesReviewSpec,
        /// What is; written by the cluster.
        "status": SubjectRulesReviewStatus,
    }
}

api_struct! {
    /// Asks whether somebody may do something.
    SubjectAccessReview {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": SubjectAccessReviewSpec,
        /// What is; written by the cluster.
        "status": SubjectAccessReviewStatus,
    }
}

api_shape! {
    /// What is asked, and for whom.
    SubjectAccessReviewSpec {
        /// More that the authenticator knows.
        "extra": BTreeMap<String, Vec<String>>,
        /// Groups of the user.
        "groups": Vec<String>,
        /// A request for a path.
        "nonResourceAttributes": NonResourceAttributes,
        /// A request for a resource.
        "resourceAttributes": ResourceAttributes,
        /// Another name of the user that does not change.
        "uid": String,
        /// The user.
        "user": String,
    }
}

api_shape! {
    /// The answer.
    SubjectAccessReviewStatus {
        /// Whether it is allowed.
        "allowed": bool,
        /// Whether it is forbidden whatever others say.
        "denied": bool,
        /// What could not be looked at.
        "evaluationError": String,
        /// Why.
        "reason": String,
    }
}

api_shape! {
    /// What is asked.
    SelfSubjectAccessReviewSpec {
        /// A request for a path.
        "nonResourceAttributes": NonResourceAttributes,
        /// A request for a resource.
        "resourceAttributes": ResourceAttributes,
    }
}

api_shape! {
    /// Where.
    SelfSubjectRulesReviewSpec {
        /// The namespace.
        "namespace": String,
    }
}

api_shape! {
    /// The answer.
    SubjectRulesReviewStatus {
        /// What could not be looked at.
        "evaluationError": String,
        /// Whether there may be more.
        "incomplete": bool,
        /// Paths that are allowed.
        "nonResourceRules": Vec<NonResourceRule>,
        /// Resources that are allowed.
        "resourceRules": Vec<ResourceRule>,
    }
}

api_shape! {
    /// A request for a path.
    NonResourceAttributes {
        /// The path.
        "path": String,
        /// The verb of HTTP in small letters.
        "verb": String,
    }
}

api_shape! {
    /// A request for a resource.
    ResourceAttributes {
        /// Fields that the request selects by.
        "fieldSelector": FieldSelectorAttributes,
        /// The group; * is all.
        "group": String,
        /// Labels that the request selects by.
        "labelSelector": LabelSelectorAttributes,
        /// The object; empty is all.
        "name": String,
        /// The namespace; empty is all, or none.
        "namespace": String,
        /// The resource; * is all.
        "resource": String,
        /// A part of the resource.
        "subresource": String,
        /// The verb; * is all.
        "verb": String,
        /// The version; * is all.
        "version": String,
    }
}

api_shape! {
    /// Paths and verbs.
    NonResourceRule {
        /// Paths; * at the end is a wildcard.
        "nonResourceURLs": Vec<String>,
        /// Verbs; * is all.
        "verbs": Vec<String>,
    }
}

api_shape! {
    /// Resources and verbs.
    ResourceRule {
        /// Groups; * is all.
        "apiGroups": Vec<String>,
        /// Names; empty is all.
        "resourceNames": Vec<String>,
        /// Resources; * is all.
        "resources": Vec<String>,
        /// Verbs; * is all.
        "verbs": Vec<String>,
    }
}

api_shape! {
    /// Fields that are selected by.
    FieldSelectorAttributes {
        /// The selector as it was written.
        "rawSelector": String,
        /// The selector in parts.
        "requirements": Vec<FieldSelectorRequirement>,
    }
}

api_shape! {
    /// Labels that are selected by.
    LabelSelectorAttributes {
        /// The selector as it was written.
        "rawSelector": String,
        /// The selector in parts.
        "requirements": Vec<LabelSelectorRequirement>,
    }
}

api_shape! {
    /// One condition on a field.
    FieldSelectorRequirement {
        /// The field.
        "key": String,
        /// In, NotIn, Exists or DoesNotExist.
        "operator": String,
        /// What In and NotIn compare with.
        "values": Vec<String>,
    }
}
