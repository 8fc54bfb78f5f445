//! Asking the probes: pkg/kubelet/prober/worker.go doProbe and prober_manager.go, v1.36.
//!
//! A tick asks a container whose status says that it runs, past its initial delay; readiness and liveness only
//! once the startup probe has passed. Readiness is also asked at once whenever the status says that a started
//! container is not ready. An answer comes when the container has given it or the probe's time is over. A readiness or startup result is told at once, and every change of a result makes
//! the pod be synced.

use super::container::Stage;
use super::probes::{Answer, ProbeKind, ProbeRun};
use super::status::Ending;
use super::worker::PodWorker;
use crate::cluster::events::Note;
use crate::sim::{SimTime, Span};

/// From a status to the probe it triggers.
const TRIGGERED: Span = Span::from_millis(20);

impl PodWorker {
    pub(super) fn add_probes(&mut self, stage: &Stage<'_, '_>) {
        self.containers.iter_mut().flat_map(|run| &mut run.probes).for_each(|probe| probe.set_up(stage.now));
    }

    /// A status that says a started container is not ready makes it be asked.
    pub(super) fn trigger_readiness(&mut self, now: SimTime) {
        for run in &mut self.containers {
            let asks = run.is_started() && !run.is_ready();
            let probe = run.probes.iter_mut().find(|probe| probe.kind == ProbeKind::Readiness);
            if let Some(probe) = probe.filter(|_| asks) {
                probe.trigger(now + TRIGGERED);
            }
        }
    }

    /// Whether a probe has something to ask while its container runs.
    fn asks(&self, probe: &ProbeRun, started: bool, instance: u32) -> bool {
        let held = probe.on_hold && probe.instance == instance;
        let over = self.stops_for_good() && probe.kind != ProbeKind::Readiness;
        !held && !over && (probe.kind == ProbeKind::Startup) != started
    }

    pub(super) fn next_probe(&self) -> Option<SimTime> {
        let times = self.containers.iter().filter_map(|run| {
            let (since, started) = (run.running_since()?, run.is_started());
            let asks = run.probes.iter().filter(|probe| self.asks(probe, started, run.starts));
            asks.filter_map(|probe| probe.next_time(since)).min()
        });
        times.min()
    }

    /// Takes one tick that is due; false if there is none.
    pub(super) fn probe_due(&mut self, stage: &mut Stage<'_, '_>) -> bool {
        let due = self.containers.iter().enumerate().find_map(|(at, run)| {
            let (since, started) = (run.running_since()?, run.is_started());
            let is_due = |probe: &ProbeRun| {
                self.asks(probe, started, run.starts)
                    && probe.next_time(since).is_some_and(|at| at <= stage.now)
            };
            run.probes.iter().position(is_due).map(|probe| (at, probe))
        });
        let Some((at, probe)) = due else { return false };
        let run = &mut self.containers[at];
        match run.probes[probe].answered(stage.now) {
            // What is heard of an instance that is gone concerns nobody.
            Some(answer) if run.probes[probe].instance == run.starts => self.heard(at, probe, answer, stage),
            Some(_) => {}
            None => {
                run.probes[probe].take_tick(stage.now);
                self.do_probe(at, probe, stage);
            }
        }
        true
    }

    fn do_probe(&mut self, at: usize, probe: usize, stage: &mut Stage<'_, '_>) {
        let run = &mut self.containers[at];
        let Some(since) = run.running_since() else { return };
        let told = self.pod.status.container(&run.name);
        let is_told =
            told.is_some_and(|told| told.state.running.is_some() && told.restarts() as u32 + 1 == run.starts);
        if !is_told {
            return;
        }
        let instance = run.starts;
        let asked = &mut run.probes[probe];
        asked.follow(instance);
        // The status holds whole seconds.
        let running_s = stage.now.since(SimTime::from_secs(since.as_secs())).as_secs();
        if running_s < asked.spec.initial_delay_seconds.max(0) as u64 {
            return;
        }
        let asked = asked.clone();
        let answer = self.ask(at, &asked, stage);
        match answer.at > stage.now {
            true => self.containers[at].probes[probe].wait_for(answer),
            false => self.heard(at, probe, answer, stage),
        }
    }

    /// An answer counts.
    fn heard(&mut self, at: usize, probe: usize, answer: Answer, stage: &mut Stage<'_, '_>) {
        let run = &mut self.containers[at];
        let kind = run.probes[probe].kind;
        if !answer.success {
            let message = format!("{} probe failed: {}", kind.title(), answer.output);
            stage.event(run, Note::warning("Unhealthy", &message));
        }
        if run.probes[probe].count(stage.now, answer.success, answer.output) {
            self.result_changed(kind, answer.success, stage);
        }
    }

    fn result_changed(&mut self, kind: ProbeKind, success: bool, stage: &mut Stage<'_, '_>) {
        let told = kind == ProbeKind::Readiness || (kind == ProbeKind::Startup && success);
        if told {
            self.publish(Ending::No, stage);
        }
        if kind != ProbeKind::Liveness || !success {
            self.ask_for_sync();
        }
    }
}
