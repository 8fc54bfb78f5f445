//! The DaemonSet controller: one pod on every node that should have one.
//!
//! Models pkg/controller/daemon (daemon_controller.go, update.go) and its util/daemonset_util.go, v1.36. `node` says
//! which nodes should run a pod and which may go on running one; `nodes` what is made and deleted to get there;
//! `rolling` how a new template spreads; `history` which revisions are kept.
//!
//! Deviations: no expectations, for our controllers read the store itself; labels of histories from before 1.7 are not
//! mended.

mod controller;
mod history;
mod node;
mod nodes;
mod rolling;
mod status;

pub use controller::DaemonSetController;
pub use node::{effective_tolerations, should_run};
