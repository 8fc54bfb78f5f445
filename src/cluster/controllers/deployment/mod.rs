//! The Deployment controller: one ReplicaSet for each template, and pods moved from the old to the new.
//!
//! Models pkg/controller/deployment (deployment_controller.go, sync.go, rolling.go, recreate.go,
//! progress.go) and its util/deployment_util.go, v1.36. `plan` is one `syncDeployment`: it reads the
//! Deployment, its ReplicaSets and their pods, and answers with the writes in upstream's order and the
//! arithmetic behind them.
//!
//! Deviations: the annotation `deprecated.deployment.rollback.to` is not looked at, as kubectl has not
//! written it for years; adoption and release of ReplicaSets is the caller's work; podReplacementPolicy
//! (off by default) is not simulated.

mod cleanup;
mod conditions;
mod controller;
mod plan;
mod progress;
mod recreate;
mod revisions;
mod rolling;
mod scale;
mod status;
mod sync;
#[cfg(test)]
mod tests;

pub use controller::DeploymentController;
pub use plan::{Action, Basis, Plan, plan};
pub use revisions::{after_collision, after_failed_create};
