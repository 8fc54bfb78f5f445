//! Admission webhooks: admissionregistration.k8s.io/v1, v1.36.

use super::codec::Bytes;
use super::meta::ObjectMeta;
use super::selector::LabelSelector;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// Webhooks that may refuse requests.
    ValidatingWebhookConfiguration {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// The webhooks.
        "webhooks": Vec<ValidatingWebhook>,
    }
}

api_shape! {
    /// One webhook.
    ValidatingWebhook {
        /// Versions of the review that the webhook understands.
        "admissionReviewVersions": Vec<String>,
        /// How the webhook is reached.
        "clientConfig": WebhookClientConfig,
        /// What to do when it cannot be evaluated: Fail (default) or Ignore.
        "failurePolicy": String,
        /// CEL conditions that must all hold for it to be asked.
        "matchConditions": Vec<MatchCondition>,
        /// Exact, or Equivalent to match other versions of a resource too.
        "matchPolicy": String,
        /// The name.
        "name": String,
        /// Labels of the namespaces it is about.
        "namespaceSelector": LabelSelector,
        /// Labels of the objects it is about.
        "objectSelector": LabelSelector,
        /// The rules.
        "rules": Vec<RuleWithOperations>,
        /// None or NoneOnDryRun.
        "sideEffects": String,
        /// Seconds the call may take (default 10).
        "timeoutSeconds": i32,
    }
}

api_shape! {
    /// How a webhook is reached.
    WebhookClientConfig {
        /// Certificates that the server is checked with, in base64.
        "caBundle": Bytes,
        /// The Service that is called.
        "service": ServiceReference,
        /// Address that is called.
        "url": String,
    }
}

api_shape! {
    /// A condition in CEL.
    MatchCondition {
        /// The CEL expression.
        "expression": String,
        /// The name.
        "name": String,
    }
}

api_shape! {
    /// Operations on resources.
    RuleWithOperations {
        /// API groups; "" is the core group, * all.
        "apiGroups": Vec<String>,
        /// API versions; * all.
        "apiVersions": Vec<String>,
        /// CREATE, UPDATE, DELETE, CONNECT or *.
        "operations": Vec<String>,
        /// Resources, for example pods or pods/log; * all.
        "resources": Vec<String>,
        /// Cluster, Namespaced or * for both.
        "scope": String,
    }
}

api_shape! {
    /// A Service that is called.
    ServiceReference {
        /// The name.
        "name": String,
        /// Namespace of the object.
        "namespace": String,
        /// Path of the URL that is called.
        "path": String,
        /// The port, as a number or name.
        "port": i32,
    }
}

api_struct! {
    /// Webhooks that may change objects.
    MutatingWebhookConfiguration {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// The webhooks.
        "webhooks": Vec<MutatingWebhook>,
    }
}

api_shape! {
    /// One webhook.
    MutatingWebhook {
        /// Versions of the review that the webhook understands.
        "admissionReviewVersions": Vec<String>,
        /// How the webhook is reached.
        "clientConfig": WebhookClientConfig,
        /// What to do when it cannot be evaluated: Fail (default) or Ignore.
        "failurePolicy": String,
        /// CEL conditions that must all hold for it to be asked.
        "matchConditions": Vec<MatchCondition>,
        /// Exact, or Equivalent to match other versions of a resource too.
        "matchPolicy": String,
        /// The name.
        "name": String,
        /// Labels of the namespaces it is about.
        "namespaceSelector": LabelSelector,
        /// Labels of the objects it is about.
        "objectSelector": LabelSelector,
        /// Whether it is asked again after others changed the object: Never or IfNeeded.
        "reinvocationPolicy": String,
        /// The rules.
        "rules": Vec<RuleWithOperations>,
        /// None or NoneOnDryRun.
        "sideEffects": String,
        /// Seconds the call may take (default 10).
        "timeoutSeconds": i32,
    }
}
