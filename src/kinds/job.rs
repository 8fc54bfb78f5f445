//! Jobs: batch/v1 Job, v1.36.

use super::meta::ObjectMeta;
use super::pod::PodTemplateSpec;
use super::selector::LabelSelector;
use super::time::Time;
use crate::api_struct;

api_struct! {
    /// Pods that run until enough of them have succeeded.
    Job {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// What is wanted.
        spec "spec": JobSpec,
        /// What is; written by the cluster.
        status "status": JobStatus,
    }
}

api_struct! {
    /// What a Job is to do.
    JobSpec {
        /// Seconds the Job may be active.
        active_deadline_seconds "activeDeadlineSeconds": Option<i64>,
        /// Failures until the Job is failed (default 6).
        backoff_limit "backoffLimit": Option<i32>,
        /// Failures allowed for each index.
        backoff_limit_per_index "backoffLimitPerIndex": Option<i32>,
        /// NonIndexed (default) or Indexed.
        completion_mode "completionMode": Option<String>,
        /// Pods that must succeed (default 1).
        completions "completions": Option<i32>,
        /// Controller that manages the Job.
        managed_by "managedBy": Option<String>,
        /// True: the selector is written by hand.
        manual_selector "manualSelector": Option<bool>,
        /// Failed indexes until the Job is failed.
        max_failed_indexes "maxFailedIndexes": Option<i32>,
        /// Pods that run at a time (default 1).
        parallelism "parallelism": Option<i32>,
        /// Rules that tell failures apart.
        pod_failure_policy "podFailurePolicy": Option<PodFailurePolicy>,
        /// When a pod is replaced: TerminatingOrFailed or Failed.
        pod_replacement_policy "podReplacementPolicy": Option<String>,
        /// Labels of the objects that belong to it.
        selector "selector": Option<LabelSelector>,
        /// When the Job counts as done before all indexes have succeeded.
        success_policy "successPolicy": Option<SuccessPolicy>,
        /// True: nothing new is started.
        suspend "suspend": Option<bool>,
        /// The pods that are made.
        template "template": PodTemplateSpec,
        /// Seconds after which the finished Job is deleted.
        ttl_seconds_after_finished "ttlSecondsAfterFinished": Option<i32>,
    }
}

api_struct! {
    /// How far a Job is.
    JobStatus {
        /// Those that run now.
        active "active": i32,
        /// Indexes that have succeeded, for example 1,3-5.
        completed_indexes "completedIndexes": String,
        /// When it was completed.
        completion_time "completionTime": Option<Time>,
        /// Steps and states, each True, False or Unknown.
        conditions "conditions": Vec<JobCondition>,
        /// Those that failed.
        failed "failed": i32,
        /// Indexes that have failed.
        failed_indexes "failedIndexes": Option<String>,
        /// Pods that are ready.
        ready "ready": Option<i32>,
        /// When it began.
        start_time "startTime": Option<Time>,
        /// Those that succeeded.
        succeeded "succeeded": i32,
        /// Pods that are being stopped.
        terminating "terminating": Option<i32>,
        /// Finished pods that are not counted yet.
        uncounted "uncountedTerminatedPods": Option<UncountedTerminatedPods>,
    }
}

api_struct! {
    /// Rules that tell failures apart.
    PodFailurePolicy {
        /// The rules.
        rules "rules": Vec<PodFailurePolicyRule>,
    }
}

api_struct! {
    /// When a Job counts as done.
    SuccessPolicy {
        /// The rules.
        rules "rules": Vec<SuccessPolicyRule>,
    }
}

api_struct! {
    /// One state of a Job.
    JobCondition {
        /// When it was last looked at.
        last_probe_time "lastProbeTime": Option<Time>,
        /// When the status last changed.
        last_transition_time "lastTransitionTime": Option<Time>,
        /// For people: what happened or is wrong.
        message "message": String,
        /// One word for why.
        reason "reason": String,
        /// What is; written by the cluster.
        status "status": String,
        /// The type.
        kind "type": String,
    }
}

api_struct! {
    /// Finished pods that are not counted yet.
    UncountedTerminatedPods {
        /// Those that failed.
        failed "failed": Vec<String>,
        /// Those that succeeded.
        succeeded "succeeded": Vec<String>,
    }
}

api_struct! {
    /// One rule for failures.
    PodFailurePolicyRule {
        /// FailJob, FailIndex, Ignore or Count.
        action "action": String,
        /// Exit codes the rule is about.
        on_exit_codes "onExitCodes": Option<PodFailurePolicyOnExitCodesRequirement>,
        /// Conditions of the pod the rule is about.
        on_pod_conditions "onPodConditions": Vec<PodFailurePolicyOnPodConditionsPattern>,
    }
}

api_struct! {
    /// One rule for success.
    SuccessPolicyRule {
        /// Indexes that must have succeeded.
        succeeded_count "succeededCount": Option<i32>,
        /// The indexes that must have succeeded, for example 0,2-4.
        succeeded_indexes "succeededIndexes": Option<String>,
    }
}

api_struct! {
    /// Exit codes.
    PodFailurePolicyOnExitCodesRequirement {
        /// Name of the container.
        container_name "containerName": Option<String>,
        /// In or NotIn.
        operator "operator": String,
        /// The values.
        values "values": Vec<i32>,
    }
}

api_struct! {
    /// A condition of the pod.
    PodFailurePolicyOnPodConditionsPattern {
        /// What is; written by the cluster.
        status "status": String,
        /// The type.
        kind "type": String,
    }
}

impl Job {
    /// The condition that ended the Job.
    pub fn finish(&self) -> Option<&JobCondition> {
        let ends =
            |one: &&JobCondition| matches!(one.kind.as_str(), "Complete" | "Failed") && one.status == "True";
        self.status.conditions.iter().find(ends)
    }

    pub fn is_finished(&self) -> bool {
        self.finish().is_some()
    }
}
