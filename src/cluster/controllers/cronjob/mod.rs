//! The CronJob controller: Jobs started by the clock.
//!
//! Models pkg/controller/cronjob (cronjob_controllerv2.go, utils.go) and github.com/robfig/cron v3, v1.36. `schedule`
//! says which moments a line names, `missed` which of them is due; `plan` is one `syncCronJob`.
//!
//! Deviation: a Job that is in the list of active ones and gone from the store is missing at once, for there is no
//! cache to be behind.

mod controller;
mod missed;
mod plan;
mod schedule;

pub use controller::CronJobController;
pub use missed::{Missed, next_seconds, next_start};
pub use plan::job_name;
pub use schedule::Clock;
