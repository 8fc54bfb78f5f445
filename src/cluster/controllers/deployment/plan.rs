//! What one pass of the Deployment controller wants written, and why.
//!
//! Models the order of API calls of `syncDeployment`, pkg/controller/deployment/deployment_controller.go,
//! v1.36. Upstream reads from a cache that does not see its own writes, so that some of its calls are
//! refused as conflicts and the pass starts over 5 ms later; `Basis` keeps that visible.

use std::sync::Arc;

use super::sync::Sync;
use crate::cluster::planned::PlannedEvent;
use crate::kinds::deployment::{Deployment, DeploymentStatus};
use crate::kinds::pod::Pod;
use crate::kinds::replicaset::ReplicaSet;
use crate::kinds::{Labels, Time};

/// What a write starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The object as it was read: refused when this plan has written it before.
    Read,
    /// The answer to this plan's previous write of the same object.
    Written,
}

/// One API call, to be made in order; when one is refused, those after it are not made.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Create(Box<ReplicaSet>),
    Update {
        replica_set: Box<ReplicaSet>,
        from: i32,
        to: i32,
        basis: Basis,
    },
    /// The name of a ReplicaSet.
    Delete(String),
    /// The Deployment's status and annotations, based on the Deployment as it was read.
    WriteStatus {
        status: Box<DeploymentStatus>,
        annotations: Labels,
    },
    Event(PlannedEvent),
}

/// See the module's head.
#[derive(Clone, Debug)]
pub struct Plan {
    pub actions: Vec<Action>,
    /// The status after all actions.
    pub status: DeploymentStatus,
    pub status_changed: bool,
    /// The Deployment's annotations after all actions; the revision is among them.
    pub annotations: Labels,
    /// When to look again although nothing changes: the progress deadline. 0 is as soon as the queue allows.
    pub requeue_after_seconds: Option<i64>,
    /// The arithmetic, a sentence each.
    pub why: Vec<String>,
}

impl Plan {
    pub fn events(&self) -> impl Iterator<Item = &PlannedEvent> {
        self.actions.iter().filter_map(|action| match action {
            Action::Event(event) => Some(event),
            _ => None,
        })
    }
}

/// One pass over a Deployment, the ReplicaSets it controls and the pods of those.
pub fn plan(deployment: &Deployment, replica_sets: &[Arc<ReplicaSet>], pods: &[Arc<Pod>], now: Time) -> Plan {
    let mut sync = Sync::new(deployment, replica_sets, pods, now);
    sync.run();
    sync.into_plan()
}
