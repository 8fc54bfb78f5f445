//! Jobs: batch/v1 Job, v1.36.

use super::meta::ObjectMeta;
use super::pod::PodTemplateSpec;
use super::selector::LabelSelector;
use super::time::Time;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// Pods that run until enough of them have succeeded.
    Job {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": JobSpec,
        /// What is; written by the cluster.
        "status": JobStatus,
    }
}

api_shape! {
    /// What a Job is to do.
    JobSpec {
        /// Seconds the Job may be active.
        "activeDeadlineSeconds": i64,
        /// Failures until the Job is failed (default 6).
        "backoffLimit": i32,
        /// Failures allowed for each index.
        "backoffLimitPerIndex": i32,
        /// NonIndexed (default) or Indexed.
        "completionMode": String,
        /// Pods that must succeed (default 1).
        "completions": i32,
        /// Controller that manages the Job.
        "managedBy": String,
        /// True: the selector is written by hand.
        "manualSelector": bool,
        /// Failed indexes until the Job is failed.
        "maxFailedIndexes": i32,
        /// Pods that run at a time (default 1).
        "parallelism": i32,
        /// Rules that tell failures apart.
        "podFailurePolicy": PodFailurePolicy,
        /// When a pod is replaced: TerminatingOrFailed or Failed.
        "podReplacementPolicy": String,
        /// Labels of the objects that belong to it.
        "selector": LabelSelector,
        /// When the Job counts as done before all indexes have succeeded.
        "successPolicy": SuccessPolicy,
        /// True: nothing new is started.
        "suspend": bool,
        /// The pods that are made.
        "template": PodTemplateSpec,
        /// Seconds after which the finished Job is deleted.
        "ttlSecondsAfterFinished": i32,
    }
}

api_shape! {
    /// How far a Job is.
    JobStatus {
        /// Those that run now.
        "active": i32,
        /// Indexes that have succeeded, for example 1,3-5.
        "completedIndexes": String,
        /// When it was completed.
        "completionTime": Time,
        /// Steps and states, each True, False or Unknown.
        "conditions": Vec<JobCondition>,
        /// Those that failed.
        "failed": i32,
        /// Indexes that have failed.
        "failedIndexes": String,
        /// Pods that are ready.
        "ready": i32,
        /// When it began.
        "startTime": Time,
        /// Those that succeeded.
        "succeeded": i32,
        /// Pods that are being stopped.
        "terminating": i32,
        /// Finished pods that are not counted yet.
        "uncountedTerminatedPods": UncountedTerminatedPods,
    }
}

api_shape! {
    /// Rules that tell failures apart.
    PodFailurePolicy {
        /// The rules.
        "rules": Vec<PodFailurePolicyRule>,
    }
}

api_shape! {
    /// When a Job counts as done.
    SuccessPolicy {
        /// The rules.
        "rules": Vec<SuccessPolicyRule>,
    }
}

api_shape! {
    /// One state of a Job.
    JobCondition {
        /// When it was last looked at.
        "lastProbeTime": Time,
        /// When the status last changed.
        "lastTransitionTime": Time,
        /// For people: what happened or is wrong.
        "message": String,
        /// One word for why.
        "reason": String,
        /// What is; written by the cluster.
        "status": String,
        /// The type.
        "type": String,
    }
}

api_shape! {
    /// Finished pods that are not counted yet.
    UncountedTerminatedPods {
        /// Those that failed.
        "failed": Vec<String>,
        /// Those that succeeded.
        "succeeded": Vec<String>,
    }
}

api_shape! {
    /// One rule for failures.
    PodFailurePolicyRule {
        /// FailJob, FailIndex, Ignore or Count.
        "action": String,
        /// Exit codes the rule is about.
        "onExitCodes": PodFailurePolicyOnExitCodesRequirement,
        /// Conditions of the pod the rule is about.
        "onPodConditions": Vec<PodFailurePolicyOnPodConditionsPattern>,
    }
}

api_shape! {
    /// One rule for success.
    SuccessPolicyRule {
        /// Indexes that must have succeeded.
        "succeededCount": i32,
        /// The indexes that must have succeeded, for example 0,2-4.
        "succeededIndexes": String,
    }
}

api_shape! {
    /// Exit codes.
    PodFailurePolicyOnExitCodesRequirement {
        /// Name of the container.
        "containerName": String,
        /// In or NotIn.
        "operator": String,
        /// The values.
        "values": Vec<i32>,
    }
}

api_shape! {
    /// A condition of the pod.
    PodFailurePolicyOnPodConditionsPattern {
        /// What is; written by the cluster.
        "status": String,
        /// The type.
        "type": String,
    }
}
