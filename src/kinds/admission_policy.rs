//! admission policy, v1.36.

use super::cluster_shapes::Condition;
use super::meta::ObjectMeta;
use super::selector::LabelSelector;
use super::webhook_configuration::MatchCondition;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @ValidatingAdmissionPolicy
    ValidatingAdmissionPolicy {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @ValidatingAdmissionPolicy.spec
        "spec": ValidatingAdmissionPolicySpec,
        /// @ValidatingAdmissionPolicy.status
        "status": ValidatingAdmissionPolicyStatus,
    }
}

api_shape! {
    /// @ValidatingAdmissionPolicySpec
    ValidatingAdmissionPolicySpec {
        /// @ValidatingAdmissionPolicySpec.auditAnnotations
        "auditAnnotations": Vec<AuditAnnotation>,
        /// @ValidatingAdmissionPolicySpec.failurePolicy
        "failurePolicy": String,
        /// @ValidatingAdmissionPolicySpec.matchConditions
        "matchConditions": Vec<MatchCondition>,
        /// @ValidatingAdmissionPolicySpec.matchConstraints
        "matchConstraints": MatchResources,
        /// @ValidatingAdmissionPolicySpec.paramKind
        "paramKind": ParamKind,
        /// @ValidatingAdmissionPolicySpec.validations
        "validations": Vec<Validation>,
        /// @ValidatingAdmissionPolicySpec.variables
        "variables": Vec<Variable>,
    }
}

api_shape! {
    /// @ValidatingAdmissionPolicyStatus
    ValidatingAdmissionPolicyStatus {
        /// @ValidatingAdmissionPolicyStatus.conditions
        "conditions": Vec<Condition>,
        /// @ValidatingAdmissionPolicyStatus.observedGeneration
        "observedGeneration": i64,
        /// @ValidatingAdmissionPolicyStatus.typeChecking
        "typeChecking": TypeChecking,
    }
}

api_shape! {
    /// @AuditAnnotation
    AuditAnnotation {
        /// @AuditAnnotation.key
        "key": String,
        /// @AuditAnnotation.valueExpression
        "valueExpression": String,
    }
}

api_shape! {
    /// @MatchResources
    MatchResources {
        /// @MatchResources.excludeResourceRules
        "excludeResourceRules": Vec<NamedRuleWithOperations>,
        /// @MatchResources.matchPolicy
        "matchPolicy": String,
        /// @MatchResources.namespaceSelector
        "namespaceSelector": LabelSelector,
        /// @MatchResources.objectSelector
        "objectSelector": LabelSelector,
        /// @MatchResources.resourceRules
        "resourceRules": Vec<NamedRuleWithOperations>,
    }
}

api_shape! {
    /// @ParamKind
    ParamKind {
        /// @ParamKind.apiVersion
        "apiVersion": String,
        /// @ParamKind.kind
        "kind": String,
    }
}

api_shape! {
    /// @Validation
    Validation {
        /// @Validation.expression
        "expression": String,
        /// @Validation.message
        "message": String,
        /// @Validation.messageExpression
        "messageExpression": String,
        /// @Validation.reason
        "reason": String,
    }
}

api_shape! {
    /// @Variable
    Variable {
        /// @Variable.expression
        "expression": String,
        /// @Variable.name
        "name": String,
    }
}

api_shape! {
    /// @TypeChecking
    TypeChecking {
        /// @TypeChecking.expressionWarnings
        "expressionWarnings": Vec<ExpressionWarning>,
    }
}

api_shape! {
    /// @NamedRuleWithOperations
    NamedRuleWithOperations {
        /// @NamedRuleWithOperations.apiGroups
        "apiGroups": Vec<String>,
        /// @NamedRuleWithOperations.apiVersions
        "apiVersions": Vec<String>,
        /// @NamedRuleWithOperations.operations
        "operations": Vec<String>,
        /// @NamedRuleWithOperations.resourceNames
        "resourceNames": Vec<String>,
        /// @NamedRuleWithOperations.resources
        "resources": Vec<String>,
        /// @NamedRuleWithOperations.scope
        "scope": String,
    }
}

api_shape! {
    /// @ExpressionWarning
    ExpressionWarning {
        /// @ExpressionWarning.fieldRef
        "fieldRef": String,
        /// @ExpressionWarning.warning
        "warning": String,
    }
}

api_struct! {
    /// @ValidatingAdmissionPolicyBinding
    ValidatingAdmissionPolicyBinding {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @ValidatingAdmissionPolicyBinding.spec
        "spec": ValidatingAdmissionPolicyBindingSpec,
    }
}

api_shape! {
    /// @ValidatingAdmissionPolicyBindingSpec
    ValidatingAdmissionPolicyBindingSpec {
        /// @ValidatingAdmissionPolicyBindingSpec.matchResources
        "matchResources": MatchResources,
        /// @ValidatingAdmissionPolicyBindingSpec.paramRef
        "paramRef": ParamRef,
        /// @ValidatingAdmissionPolicyBindingSpec.policyName
        "policyName": String,
        /// @ValidatingAdmissionPolicyBindingSpec.validationActions
        "validationActions": Vec<String>,
    }
}

api_shape! {
    /// @ParamRef
    ParamRef {
        /// @ParamRef.name
        "name": String,
        /// @ParamRef.namespace
        "namespace": String,
        /// @ParamRef.parameterNotFoundAction
        "parameterNotFoundAction": String,
        /// @ParamRef.selector
        "selector": LabelSelector,
    }
}
