//! The Job controller: pods that run until enough of them have succeeded.
//!
//! Models pkg/controller/job (job_controller.go, indexed_job_utils.go, backoff_utils.go, pod_failure_policy.go,
//! success_policy.go), v1.36. `plan` is one `syncJob`: it reads the Job, its pods and what is remembered of earlier
//! failures, and answers with the pods to make and delete, the finalizers to take off and the status before and after.
//!
//! Deviations: no expectations, for our controllers read the store itself; a refused write ends the pass, and the next
//! one counts again from what is stored.

mod backoff;
mod controller;
mod failure_policy;
mod indexes;
mod manage;
mod new_pod;
mod plan;
mod pods;
mod success_policy;
mod track;

pub use backoff::BackoffRecord;
pub use controller::JobController;
pub use plan::{Plan, plan};
