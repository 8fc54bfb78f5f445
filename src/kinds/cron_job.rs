//! CronJobs: batch/v1 CronJob, v1.36.

use super::endpoints::ObjectReference;
use super::job::JobSpec;
use super::meta::ObjectMeta;
use super::time::Time;
use crate::api_struct;

api_struct! {
    /// Starts Jobs by the clock.
    CronJob {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// What is wanted.
        spec "spec": CronJobSpec,
        /// What is; written by the cluster.
        status "status": CronJobStatus,
    }
}

api_struct! {
    /// When to start which Job.
    CronJobSpec {
        /// When the last run still goes on: Allow (default), Forbid or Replace.
        concurrency_policy "concurrencyPolicy": String,
        /// Failed Jobs that are kept (default 1).
        failed_jobs_history_limit "failedJobsHistoryLimit": Option<i32>,
        /// The Job that each run makes.
        job_template "jobTemplate": JobTemplateSpec,
        /// When to run, in cron's five fields: minute hour day month weekday.
        schedule "schedule": String,
        /// Seconds a missed run may still be started late.
        starting_deadline_seconds "startingDeadlineSeconds": Option<i64>,
        /// Succeeded Jobs that are kept (default 3).
        successful_jobs_history_limit "successfulJobsHistoryLimit": Option<i32>,
        /// True: nothing new is started.
        suspend "suspend": Option<bool>,
        /// Time zone of the schedule, for example Asia/Seoul (default: the controller's, UTC).
        time_zone "timeZone": Option<String>,
    }
}

api_struct! {
    /// What a CronJob has started.
    CronJobStatus {
        /// Those that run now.
        active "active": Vec<ObjectReference>,
        /// When a run was last started.
        last_schedule_time "lastScheduleTime": Option<Time>,
        /// When a run last succeeded.
        last_successful_time "lastSuccessfulTime": Option<Time>,
    }
}

api_struct! {
    /// A Job to be made.
    JobTemplateSpec {
        /// Labels and annotations of what is made.
        meta "metadata": ObjectMeta,
        /// What is wanted.
        spec "spec": JobSpec,
    }
}
