//! The StatefulSet controller: pods with numbers, one after the other, each with claims of its own.
//!
//! Models pkg/controller/statefulset (stateful_set.go, stateful_set_control.go, stateful_pod_control.go,
//! stateful_set_utils.go), v1.36. `plan` is one `updateStatefulSet`: it reads the StatefulSet, its two revisions, its
//! pods and their claims, and answers with the writes in upstream's order and the status after them. `identity` is who
//! a pod is, `claims` what it keeps, `history` which revisions there are.
//!
//! Deviations: MaxUnavailableStatefulSet is off, as it is by default; a pod whose volumes are not those of its claims
//! is left as it is, for the server would refuse the change.

mod claims;
mod controller;
mod history;
mod identity;
mod plan;

pub use controller::StatefulSetController;
pub use plan::{Action, Input, Plan, Revision, plan};
