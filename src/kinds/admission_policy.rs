//! Admission policies: admissionregistration.k8s.io/v1, v1.36.

use super::cluster_shapes::Condition;
use super::meta::ObjectMeta;
use super::selector::LabelSelector;
use super::webhook_configuration::MatchCondition;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// Rules in CEL that requests must meet.
    ValidatingAdmissionPolicy {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": ValidatingAdmissionPolicySpec,
        /// What is; written by the cluster.
        "status": ValidatingAdmissionPolicyStatus,
    }
}

api_shape! {
    /// The rules of a policy.
    ValidatingAdmissionPolicySpec {
        /// Annotations added to the audit event.
        "auditAnnotations": Vec<AuditAnnotation>,
        /// What to do when it cannot be evaluated: Fail (default) or Ignore.
        "failurePolicy": String,
        /// CEL conditions that must all hold for it to be asked.
        "matchConditions": Vec<MatchCondition>,
        /// Which requests it is about.
        "matchConstraints": MatchResources,
        /// Kind of the objects that parameters come from.
        "paramKind": ParamKind,
        /// CEL expressions that must be true of a request.
        "validations": Vec<Validation>,
        /// Named CEL expressions the others may use.
        "variables": Vec<Variable>,
    }
}

api_shape! {
    /// What is known of a policy.
    ValidatingAdmissionPolicyStatus {
        /// Steps and states, each True, False or Unknown.
        "conditions": Vec<Condition>,
        /// Generation of the spec that this status speaks of.
        "observedGeneration": i64,
        /// Findings of the type check of the expressions.
        "typeChecking": TypeChecking,
    }
}

api_shape! {
    /// One annotation of the audit event.
    AuditAnnotation {
        /// The key.
        "key": String,
        /// CEL expression that gives the value.
        "valueExpression": String,
    }
}

api_shape! {
    /// Which requests are meant.
    MatchResources {
        /// Requests that are left out.
        "excludeResourceRules": Vec<NamedRuleWithOperations>,
        /// Exact, or Equivalent to match other versions of a resource too.
        "matchPolicy": String,
        /// Labels of the namespaces it is about.
        "namespaceSelector": LabelSelector,
        /// Labels of the objects it is about.
        "objectSelector": LabelSelector,
        /// Operations and resources it is about.
        "resourceRules": Vec<NamedRuleWithOperations>,
    }
}

api_shape! {
    /// Kind of the parameters.
    ParamKind {
        /// API group and version, for example apps/v1.
        "apiVersion": String,
        /// Kind, for example Deployment.
        "kind": String,
    }
}

api_shape! {
    /// One rule.
    Validation {
        /// The CEL expression.
        "expression": String,
        /// For people: what happened or is wrong.
        "message": String,
        /// CEL expression that gives the message.
        "messageExpression": String,
        /// One word for why.
        "reason": String,
    }
}

api_shape! {
    /// One named expression.
    Variable {
        /// The CEL expression.
        "expression": String,
        /// The name.
        "name": String,
    }
}

api_shape! {
    /// Findings of the type check.
    TypeChecking {
        /// Warnings of the expressions.
        "expressionWarnings": Vec<ExpressionWarning>,
    }
}

api_shape! {
    /// Operations on resources, by name too.
    NamedRuleWithOperations {
        /// API groups; "" is the core group, * all.
        "apiGroups": Vec<String>,
        /// API versions; * all.
        "apiVersions": Vec<String>,
        /// CREATE, UPDATE, DELETE, CONNECT or *.
        "operations": Vec<String>,
        /// Names it is limited to; none means all.
        "resourceNames": Vec<String>,
        /// Resources, for example pods or pods/log; * all.
        "resources": Vec<String>,
        /// Whether it is in a namespace: Cluster or Namespaced.
        "scope": String,
    }
}

api_shape! {
    /// One finding.
    ExpressionWarning {
        /// Path of the field it speaks of.
        "fieldRef": String,
        /// The warning.
        "warning": String,
    }
}

api_struct! {
    /// Puts a policy in force.
    ValidatingAdmissionPolicyBinding {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": ValidatingAdmissionPolicyBindingSpec,
    }
}

api_shape! {
    /// Where and how a policy is in force.
    ValidatingAdmissionPolicyBindingSpec {
        /// Which requests it is about.
        "matchResources": MatchResources,
        /// The object that holds the parameters.
        "paramRef": ParamRef,
        /// The policy that is bound.
        "policyName": String,
        /// What a failure does: Deny, Warn, Audit.
        "validationActions": Vec<String>,
    }
}

api_shape! {
    /// The parameters of a binding.
    ParamRef {
        /// The name.
        "name": String,
        /// Namespace of the object.
        "namespace": String,
        /// What to do without parameters: Allow or Deny.
        "parameterNotFoundAction": String,
        /// Labels of the objects that belong to it.
        "selector": LabelSelector,
    }
}
