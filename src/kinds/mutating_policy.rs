//! Policies that change requests: admissionregistration.k8s.io/v1, v1.36.

use super::admission_policy::MatchResources;
use super::admission_policy::ParamKind;
use super::admission_policy::ParamRef;
use super::admission_policy::Variable;
use super::meta::ObjectMeta;
use super::webhook_configuration::MatchCondition;
use crate::{api_shape, api_struct};

api_struct! {
    /// Changes in CEL that are made to requests.
    MutatingAdmissionPolicy {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": MutatingAdmissionPolicySpec,
    }
}

api_struct! {
    /// Puts a policy of changes to use.
    MutatingAdmissionPolicyBinding {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": MutatingAdmissionPolicyBindingSpec,
    }
}

api_shape! {
    /// The changes of a policy.
    MutatingAdmissionPolicySpec {
        /// What to do when it cannot be evaluated: Fail (default) or Ignore.
        "failurePolicy": String,
        /// CEL conditions that must all hold for it to be asked.
        "matchConditions": Vec<MatchCondition>,
        /// Which requests it is about.
        "matchConstraints": MatchResources,
        /// The changes, in order.
        "mutations": Vec<Mutation>,
        /// Kind of the objects that parameters come from.
        "paramKind": ParamKind,
        /// Never or IfNeeded: whether it is asked again after others changed the object.
        "reinvocationPolicy": String,
        /// Named CEL expressions the others may use.
        "variables": Vec<Variable>,
    }
}

api_shape! {
    /// Which policy, with what, on what.
    MutatingAdmissionPolicyBindingSpec {
        /// Which requests it is for.
        "matchResources": MatchResources,
        /// The parameters.
        "paramRef": ParamRef,
        /// The policy.
        "policyName": String,
    }
}

api_shape! {
    /// One change.
    Mutation {
        /// A change as a configuration that is applied.
        "applyConfiguration": ApplyConfiguration,
        /// A change as a JSON patch.
        "jsonPatch": JSONPatch,
        /// ApplyConfiguration or JSONPatch.
        "patchType": String,
    }
}

api_shape! {
    /// An expression that gives a configuration to apply.
    ApplyConfiguration {
        /// A CEL expression.
        "expression": String,
    }
}

api_shape! {
    /// An expression that gives a JSON patch.
    JSONPatch {
        /// A CEL expression.
        "expression": String,
    }
}
