//! A container whose image was changed: kuberuntime_manager.go computePodActions, v1.36.
//!
//! A container that runs is stopped and started again whatever the restart policy says; one that waits
//! for a pull or a restart is tried at once, for both back-offs are kept by image.

use super::backoff::Backoff;
use super::container::{ContainerRun, RunState, Stage};
use super::pull_trouble::PullTrouble;
use crate::sim::Span;

impl ContainerRun {
    /// Acts on an image that is not the one this container was made for.
    pub(super) fn follow_image(&mut self, stage: &mut Stage<'_, '_>) {
        let named = stage.pod.container_named(&self.name);
        let Some(spec) = named.filter(|spec| spec.image != self.image) else { return };
        self.image = spec.image.clone();
        (self.pull, self.crash) = (PullTrouble::default(), Backoff::default());
        match self.state {
            RunState::Running { .. } => {
                let grace = Span::from_secs(stage.pod.grace_period_seconds().max(0) as u64);
                let message = format!("Container {} definition changed, will be restarted", self.name);
                self.redefined = true;
                self.stop(grace, &message, stage);
            }
            RunState::Ended { .. } => self.restart_now(stage.now),
            RunState::Idle => {}
            _ => self.begin(stage),
        }
    }
}
