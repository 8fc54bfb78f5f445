//! CronJobs: batch/v1 CronJob, v1.36.

use super::endpoints::ObjectReference;
use super::job::JobSpec;
use super::meta::ObjectMeta;
use super::time::Time;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// Starts Jobs by the clock.
    CronJob {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": CronJobSpec,
        /// What is; written by the cluster.
        "status": CronJobStatus,
    }
}

api_shape! {
    /// When to start which Job.
    CronJobSpec {
        /// When the last run still goes on: Allow (default), Forbid or Replace.
        "concurrencyPolicy": String,
        /// Failed Jobs that are kept (default 1).
        "failedJobsHistoryLimit": i32,
        /// The Job that each run makes.
        "jobTemplate": JobTemplateSpec,
        /// When to run, in cron's five fields: minute hour day month weekday.
        "schedule": String,
        /// Seconds a missed run may still be started late.
        "startingDeadlineSeconds": i64,
        /// Succeeded Jobs that are kept (default 3).
        "successfulJobsHistoryLimit": i32,
        /// True: nothing new is started.
        "suspend": bool,
        /// Time zone of the schedule, for example Asia/Seoul (default: the controller's, UTC).
        "timeZone": String,
    }
}

api_shape! {
    /// What a CronJob has started.
    CronJobStatus {
        /// Those that run now.
        "active": Vec<ObjectReference>,
        /// When a run was last started.
        "lastScheduleTime": Time,
        /// When a run last succeeded.
        "lastSuccessfulTime": Time,
    }
}

api_shape! {
    /// A Job to be made.
    JobTemplateSpec {
        /// Labels and annotations of what is made.
        "metadata": ObjectMeta,
        /// What is wanted.
        "spec": JobSpec,
    }
}
