//! How a worker's pod ends: its sandbox stops after its containers (SyncTerminatingPod), then it is put away (SyncTerminatedPod).

use super::{Life, PodWorker};
use crate::cluster::Propagation;
use crate::cluster::kubelet::agent::NodeAgent;
use crate::cluster::kubelet::container::Stage;
use crate::cluster::kubelet::pleg::Sandbox;
use crate::cluster::kubelet::status::Ending;
use crate::cluster::kubelet::volumes;
use crate::sim::{SimTime, Span};

/// Taking down a sandbox's network; a runtime that is simulated does so in no time.
const SANDBOX_STOPS: Span = Span::from_millis(100);

impl PodWorker {
    /// Stops the sandbox after all containers; false while one of them is not stopped.
    pub(in super::super) fn stop_sandbox(&mut self, stage: &Stage<'_, '_>) -> bool {
        if self.any_runs() {
            return false;
        }
        let stops_at = match self.sandbox {
            Sandbox::Ready => *self.sandbox_stops_at.get_or_insert(stage.now + sandbox_stops(stage.agent)),
            Sandbox::Absent | Sandbox::Stopped => stage.now,
        };
        let stopped = stops_at <= stage.now;
        if stopped {
            (self.sandbox, self.sandbox_stops_at) = (Sandbox::Stopped, None);
        }
        stopped
    }

    pub(super) fn has_stopped(&self) -> bool {
        !self.any_runs() && self.sandbox != Sandbox::Ready
    }

    /// Whether a pod that has come to its end in a sync now is known to be terminated by a moment.
    pub(in super::super) fn is_terminated_by(&self, at: SimTime, stage: &Stage<'_, '_>) -> bool {
        self.has_stopped() && stage.agent.next_relist(stage.now) + stage.agent.relist_takes() <= at
    }

    pub(super) fn end_stopping(&mut self, stage: &mut Stage<'_, '_>) -> bool {
        if !self.stop_sandbox(stage) {
            return false;
        }
        (self.stopping, self.freed) = (false, true);
        self.look(stage.now);
        self.pending = false;
        self.publish(Ending::Stopped, stage);
        self.advance_life(Life::Terminated, stage);
        true
    }

    pub(super) fn put_away(&mut self, stage: &mut Stage<'_, '_>) {
        self.publish(Ending::PutAway, stage);
        self.life = Life::Over;
        // Volumes go with the containers, and an evicted pod's layers too.
        stage.storage.drop_all(&format!("pod/{}/", self.uid));
        if self.evicted.is_some() {
            volumes::forget(&self.uid, stage.storage);
        }
        self.tmpfs_bytes = 0;
        (self.requeue_at, self.relist_at, self.pending) = (None, None, false);
        if stage.pod.meta.is_terminating() {
            // The pod may only vanish through this worker; an error here has no reader.
            let _ = stage.api.delete(&self.key, Some(0), Propagation::Background);
        }
    }

    /// A grace period that was made shorter counts from now.
    pub(super) fn hasten(&mut self, stage: &Stage<'_, '_>) {
        let Some(grace) = stage.pod.meta.deletion_grace_period_seconds.filter(|_| self.stopping) else {
            return;
        };
        let deadline = stage.now + Span::from_secs(grace.max(0) as u64);
        self.containers.iter_mut().for_each(|run| run.hasten(deadline));
    }

    /// Its containers were stopped for good.
    pub(in super::super) fn is_ended(&self) -> bool {
        matches!(self.life, Life::Terminated | Life::Over)
    }

    pub(in super::super) fn stops_for_good(&self) -> bool {
        self.life != Life::Syncing
    }
}

fn sandbox_stops(agent: &NodeAgent) -> Span {
    if agent.runtime.simulated.is_some() { Span::ZERO } else { agent.takes(SANDBOX_STOPS) }
}
