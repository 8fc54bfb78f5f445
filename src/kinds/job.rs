//! job, v1.36.

use super::meta::ObjectMeta;
use super::pod::PodTemplateSpec;
use super::selector::LabelSelector;
use super::time::Time;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @Job
    Job {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @Job.spec
        "spec": JobSpec,
        /// @Job.status
        "status": JobStatus,
    }
}

api_shape! {
    /// @JobSpec
    JobSpec {
        /// @JobSpec.activeDeadlineSeconds
        "activeDeadlineSeconds": i64,
        /// @JobSpec.backoffLimit
        "backoffLimit": i32,
        /// @JobSpec.backoffLimitPerIndex
        "backoffLimitPerIndex": i32,
        /// @JobSpec.completionMode
        "completionMode": String,
        /// @JobSpec.completions
        "completions": i32,
        /// @JobSpec.managedBy
        "managedBy": String,
        /// @JobSpec.manualSelector
        "manualSelector": bool,
        /// @JobSpec.maxFailedIndexes
        "maxFailedIndexes": i32,
        /// @JobSpec.parallelism
        "parallelism": i32,
        /// @JobSpec.podFailurePolicy
        "podFailurePolicy": PodFailurePolicy,
        /// @JobSpec.podReplacementPolicy
        "podReplacementPolicy": String,
        /// @JobSpec.selector
        "selector": LabelSelector,
        /// @JobSpec.successPolicy
        "successPolicy": SuccessPolicy,
        /// @JobSpec.suspend
        "suspend": bool,
        /// @JobSpec.template
        "template": PodTemplateSpec,
        /// @JobSpec.ttlSecondsAfterFinished
        "ttlSecondsAfterFinished": i32,
    }
}

api_shape! {
    /// @JobStatus
    JobStatus {
        /// @JobStatus.active
        "active": i32,
        /// @JobStatus.completedIndexes
        "completedIndexes": String,
        /// @JobStatus.completionTime
        "completionTime": Time,
        /// @JobStatus.conditions
        "conditions": Vec<JobCondition>,
        /// @JobStatus.failed
        "failed": i32,
        /// @JobStatus.failedIndexes
        "failedIndexes": String,
        /// @JobStatus.ready
        "ready": i32,
        /// @JobStatus.startTime
        "startTime": Time,
        /// @JobStatus.succeeded
        "succeeded": i32,
        /// @JobStatus.terminating
        "terminating": i32,
        /// @JobStatus.uncountedTerminatedPods
        "uncountedTerminatedPods": UncountedTerminatedPods,
    }
}

api_shape! {
    /// @PodFailurePolicy
    PodFailurePolicy {
        /// @PodFailurePolicy.rules
        "rules": Vec<PodFailurePolicyRule>,
    }
}

api_shape! {
    /// @SuccessPolicy
    SuccessPolicy {
        /// @SuccessPolicy.rules
        "rules": Vec<SuccessPolicyRule>,
    }
}

api_shape! {
    /// @JobCondition
    JobCondition {
        /// @JobCondition.lastProbeTime
        "lastProbeTime": Time,
        /// @JobCondition.lastTransitionTime
        "lastTransitionTime": Time,
        /// @JobCondition.message
        "message": String,
        /// @JobCondition.reason
        "reason": String,
        /// @JobCondition.status
        "status": String,
        /// @JobCondition.type
        "type": String,
    }
}

api_shape! {
    /// @UncountedTerminatedPods
    UncountedTerminatedPods {
        /// @UncountedTerminatedPods.failed
        "failed": Vec<String>,
        /// @UncountedTerminatedPods.succeeded
        "succeeded": Vec<String>,
    }
}

api_shape! {
    /// @PodFailurePolicyRule
    PodFailurePolicyRule {
        /// @PodFailurePolicyRule.action
        "action": String,
        /// @PodFailurePolicyRule.onExitCodes
        "onExitCodes": PodFailurePolicyOnExitCodesRequirement,
        /// @PodFailurePolicyRule.onPodConditions
        "onPodConditions": Vec<PodFailurePolicyOnPodConditionsPattern>,
    }
}

api_shape! {
    /// @SuccessPolicyRule
    SuccessPolicyRule {
        /// @SuccessPolicyRule.succeededCount
        "succeededCount": i32,
        /// @SuccessPolicyRule.succeededIndexes
        "succeededIndexes": String,
    }
}

api_shape! {
    /// @PodFailurePolicyOnExitCodesRequirement
    PodFailurePolicyOnExitCodesRequirement {
        /// @PodFailurePolicyOnExitCodesRequirement.containerName
        "containerName": String,
        /// @PodFailurePolicyOnExitCodesRequirement.operator
        "operator": String,
        /// @PodFailurePolicyOnExitCodesRequirement.values
        "values": Vec<i32>,
    }
}

api_shape! {
    /// @PodFailurePolicyOnPodConditionsPattern
    PodFailurePolicyOnPodConditionsPattern {
        /// @PodFailurePolicyOnPodConditionsPattern.status
        "status": String,
        /// @PodFailurePolicyOnPodConditionsPattern.type
        "type": String,
    }
}
