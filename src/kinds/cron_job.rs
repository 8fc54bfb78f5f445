//! cron job, v1.36.

use super::endpoints::ObjectReference;
use super::job::JobSpec;
use super::meta::ObjectMeta;
use super::time::Time;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @CronJob
    CronJob {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @CronJob.spec
        "spec": CronJobSpec,
        /// @CronJob.status
        "status": CronJobStatus,
    }
}

api_shape! {
    /// @CronJobSpec
    CronJobSpec {
        /// @CronJobSpec.concurrencyPolicy
        "concurrencyPolicy": String,
        /// @CronJobSpec.failedJobsHistoryLimit
        "failedJobsHistoryLimit": i32,
        /// @CronJobSpec.jobTemplate
        "jobTemplate": JobTemplateSpec,
        /// @CronJobSpec.schedule
        "schedule": String,
        /// @CronJobSpec.startingDeadlineSeconds
        "startingDeadlineSeconds": i64,
        /// @CronJobSpec.successfulJobsHistoryLimit
        "successfulJobsHistoryLimit": i32,
        /// @CronJobSpec.suspend
        "suspend": bool,
        /// @CronJobSpec.timeZone
        "timeZone": String,
    }
}

api_shape! {
    /// @CronJobStatus
    CronJobStatus {
        /// @CronJobStatus.active
        "active": Vec<ObjectReference>,
        /// @CronJobStatus.lastScheduleTime
        "lastScheduleTime": Time,
        /// @CronJobStatus.lastSuccessfulTime
        "lastSuccessfulTime": Time,
    }
}

api_shape! {
    /// @JobTemplateSpec
    JobTemplateSpec {
        /// @JobTemplateSpec.metadata
        "metadata": ObjectMeta,
        /// @JobTemplateSpec.spec
        "spec": JobSpec,
    }
}
