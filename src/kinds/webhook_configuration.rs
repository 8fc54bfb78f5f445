//! webhook configuration, v1.36.

use super::codec::Bytes;
use super::meta::ObjectMeta;
use super::selector::LabelSelector;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @ValidatingWebhookConfiguration
    ValidatingWebhookConfiguration {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @ValidatingWebhookConfiguration.webhooks
        "webhooks": Vec<ValidatingWebhook>,
    }
}

api_shape! {
    /// @ValidatingWebhook
    ValidatingWebhook {
        /// @ValidatingWebhook.admissionReviewVersions
        "admissionReviewVersions": Vec<String>,
        /// @ValidatingWebhook.clientConfig
        "clientConfig": WebhookClientConfig,
        /// @ValidatingWebhook.failurePolicy
        "failurePolicy": String,
        /// @ValidatingWebhook.matchConditions
        "matchConditions": Vec<MatchCondition>,
        /// @ValidatingWebhook.matchPolicy
        "matchPolicy": String,
        /// @ValidatingWebhook.name
        "name": String,
        /// @ValidatingWebhook.namespaceSelector
        "namespaceSelector": LabelSelector,
        /// @ValidatingWebhook.objectSelector
        "objectSelector": LabelSelector,
        /// @ValidatingWebhook.rules
        "rules": Vec<RuleWithOperations>,
        /// @ValidatingWebhook.sideEffects
        "sideEffects": String,
        /// @ValidatingWebhook.timeoutSeconds
        "timeoutSeconds": i32,
    }
}

api_shape! {
    /// @WebhookClientConfig
    WebhookClientConfig {
        /// @WebhookClientConfig.caBundle
        "caBundle": Bytes,
        /// @WebhookClientConfig.service
        "service": ServiceReference,
        /// @WebhookClientConfig.url
        "url": String,
    }
}

api_shape! {
    /// @MatchCondition
    MatchCondition {
        /// @MatchCondition.expression
        "expression": String,
        /// @MatchCondition.name
        "name": String,
    }
}

api_shape! {
    /// @RuleWithOperations
    RuleWithOperations {
        /// @RuleWithOperations.apiGroups
        "apiGroups": Vec<String>,
        /// @RuleWithOperations.apiVersions
        "apiVersions": Vec<String>,
        /// @RuleWithOperations.operations
        "operations": Vec<String>,
        /// @RuleWithOperations.resources
        "resources": Vec<String>,
        /// @RuleWithOperations.scope
        "scope": String,
    }
}

api_shape! {
    /// @ServiceReference
    ServiceReference {
        /// @ServiceReference.name
        "name": String,
        /// @ServiceReference.namespace
        "namespace": String,
        /// @ServiceReference.path
        "path": String,
        /// @ServiceReference.port
        "port": i32,
    }
}

api_struct! {
    /// @MutatingWebhookConfiguration
    MutatingWebhookConfiguration {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @MutatingWebhookConfiguration.webhooks
        "webhooks": Vec<MutatingWebhook>,
    }
}

api_shape! {
    /// @MutatingWebhook
    MutatingWebhook {
        /// @MutatingWebhook.admissionReviewVersions
        "admissionReviewVersions": Vec<String>,
        /// @MutatingWebhook.clientConfig
        "clientConfig": WebhookClientConfig,
        /// @MutatingWebhook.failurePolicy
        "failurePolicy": String,
        /// @MutatingWebhook.matchConditions
        "matchConditions": Vec<MatchCondition>,
        /// @MutatingWebhook.matchPolicy
        "matchPolicy": String,
        /// @MutatingWebhook.name
        "name": String,
        /// @MutatingWebhook.namespaceSelector
        "namespaceSelector": LabelSelector,
        /// @MutatingWebhook.objectSelector
        "objectSelector": LabelSelector,
        /// @MutatingWebhook.reinvocationPolicy
        "reinvocationPolicy": String,
        /// @MutatingWebhook.rules
        "rules": Vec<RuleWithOperations>,
        /// @MutatingWebhook.sideEffects
        "sideEffects": String,
        /// @MutatingWebhook.timeoutSeconds
        "timeoutSeconds": i32,
    }
}
