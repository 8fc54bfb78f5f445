//! When an ended container starts again: computePodActions and doBackOff in
//! pkg/kubelet/kuberuntime/kuberuntime_manager.go, v1.36.

use super::container::{ContainerRun, RunState, Stage};
use crate::cluster::events::Note;
use crate::kinds::pod::Pod;
use crate::sim::{SimTime, Span};

/// A waiting pod's periodic sync (syncFrequency 1 min, jittered by half).
const RESYNC: (Span, Span) = (Span::from_secs(60), Span::from_secs(90));

impl ContainerRun {
    /// Decides when an ended container starts again. `previous` is when the instance before this one
    /// finished: a kill by a probe looks at that one, for the kubelet has not seen this end yet.
    pub fn plan_restart(&mut self, killed_by_probe: bool, stage: &mut Stage<'_, '_>) {
        let RunState::Ended { ended, .. } = &self.state else { return };
        let finished = ended.finished;
        let previous = self.last.as_ref().map(|last| last.finished);
        let looked_at = if killed_by_probe { previous } else { Some(finished) };
        let waits = looked_at.and_then(|since| self.crash.wait_until(since, stage.now));
        if waits.is_none()
            && let Some(since) = looked_at
        {
            self.crash.next(since, stage.now);
        }
        let restart_at = match waits {
            None => stage.now + Span::from_millis(300),
            Some(_) => {
                self.crash.wait_until(finished, stage.now).unwrap_or(stage.now + Span::from_millis(300))
            }
        };
        let resync = stage.now + stage.rng.span_between(RESYNC.0, RESYNC.1);
        let waits = waits.is_some();
        if let RunState::Ended { restart_at: at, show_at, shown, .. } = &mut self.state {
            *at = Some(restart_at);
            *shown = false;
            *show_at = waits.then(|| resync.min(SimTime(restart_at.0.saturating_sub(50_000))));
        }
        if waits {
            self.back_off_event(stage);
        }
    }

    pub(super) fn back_off_event(&mut self, stage: &mut Stage<'_, '_>) {
        let message =
            format!("Back-off restarting failed container {} in pod {}", self.name, pod_tag(stage.pod));
        stage.event(self, Note::warning("BackOff", &message));
    }

    pub(super) fn show_back_off(&mut self, stage: &mut Stage<'_, '_>) {
        self.back_off_event(stage);
        if let RunState::Ended { shown, .. } = &mut self.state {
            *shown = true;
        }
    }

    pub(super) fn restart(&mut self, stage: &mut Stage<'_, '_>) {
        let RunState::Ended { ended, shown, .. } = &self.state else { return };
        let (ended, waited) = (ended.clone(), *shown);
        let text = waited.then(|| self.back_off_message(stage.pod));
        if waited && stage.now.since(ended.finished) >= self.crash.delay() {
            self.crash.next(ended.finished, stage.now);
        }
        self.restarting = Some((ended, text));
        self.begin(stage);
    }

    /// The next container is there: the one before is history.
    pub(super) fn settle_restart(&mut self) {
        if let Some((ended, _)) = self.restarting.take() {
            self.last = Some(ended);
            self.restarts += 1;
        }
    }

    /// Starts over at once where it waits to start again.
    pub(super) fn restart_now(&mut self, now: SimTime) {
        if let RunState::Ended { restart_at: Some(at), show_at, .. } = &mut self.state {
            (*at, *show_at) = (now, None);
        }
    }

    /// The CrashLoopBackOff text.
    pub fn back_off_message(&self, pod: &Pod) -> String {
        let delay = go_duration(self.crash.delay());
        format!("back-off {delay} restarting failed container={} pod={}", self.name, pod_tag(pod))
    }
}

/// `webapl_default(uid)`
fn pod_tag(pod: &Pod) -> String {
    format!("{}_{}({})", pod.meta.name, pod.meta.namespace, pod.meta.uid)
}

/// `10s`, `1m20s`, `5m0s` as Go prints durations.
fn go_duration(span: Span) -> String {
    match (span.as_secs() / 60, span.as_secs() % 60) {
        (0, seconds) => format!("{seconds}s"),
        (minutes, seconds) => format!("{minutes}m{seconds}s"),
    }
}
