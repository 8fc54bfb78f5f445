//! What a sync has to do: computePodActions and computeInitContainerActions in
//! pkg/kubelet/kuberuntime/kuberuntime_manager.go, v1.36.
//!
//! Decided from what was last seen of the containers (`pleg.rs`), the spec and what the probes say.

use super::pleg::{Sandbox, Seen};
use super::probes::ProbeKind;
use super::restart::{is_restartable, is_sidecar, should_restart};
use super::worker::PodWorker;
use crate::kinds::container::Container;
use crate::kinds::pod::PodSpec;

/// A container to stop, with the event's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Kill {
    pub at: usize,
    pub message: String,
    /// The probe that failed; its own grace period counts.
    pub probe: Option<ProbeKind>,
}

/// Containers are given by their place in the worker's list, init containers first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Actions {
    pub kill_pod: bool,
    pub make_sandbox: bool,
    pub kill: Vec<Kill>,
    pub start: Vec<usize>,
}

struct Planner<'a> {
    worker: &'a PodWorker,
    spec: &'a PodSpec,
    actions: Actions,
}

impl PodWorker {
    pub(super) fn actions(&self) -> Actions {
        let spec = &*self.pod.spec;
        let mut planner = Planner { worker: self, spec, actions: Actions::default() };
        planner.plan();
        planner.actions
    }
}

impl Planner<'_> {
    fn seen(&self, at: usize) -> &Seen {
        self.worker.view.containers.get(at).map_or(&Seen::Absent, |seen| &seen.state)
    }

    fn plan(&mut self) {
        let first = self.spec.init_containers.len();
        if self.worker.view.sandbox != Sandbox::Ready {
            return self.plan_sandbox(first);
        }
        let initialized = self.plan_init();
        if self.actions.kill_pod {
            return;
        }
        self.plan_added();
        if !initialized {
            return;
        }
        let mut kept = 0;
        let mut main_starts = 0;
        for (place, container) in self.spec.containers.iter().enumerate() {
            let at = first + place;
            let again = match self.seen(at) {
                Seen::Absent => true,
                Seen::Ended(ended) => should_restart(container, self.spec, ended.code),
                Seen::Running(_) => match self.kill_reason(at, container, "Container") {
                    None => {
                        kept += 1;
                        false
                    }
                    Some(kill) => self.kill_main(kill, container),
                },
            };
            if again {
                main_starts += 1;
                self.actions.start.push(at);
            }
        }
        if kept == 0 && main_starts == 0 {
            self.actions.kill_pod = true;
            self.actions.start.clear();
        }
    }

    /// Containers added to look into the pod start once, whatever becomes of the others.
    fn plan_added(&mut self) {
        let runs = self.worker.containers.iter().enumerate();
        let added = runs.filter(|(_, run)| run.ephemeral).map(|(at, _)| at);
        let absent: Vec<usize> = added.filter(|at| matches!(self.seen(*at), Seen::Absent)).collect();
        self.actions.start.extend(absent);
    }

    /// Stops a container and says whether it starts again.
    fn kill_main(&mut self, mut kill: Kill, container: &Container) -> bool {
        let again = kill.probe.is_none() || is_restartable(container, self.spec);
        if again {
            kill.message += ", will be restarted";
        }
        self.actions.kill.push(kill);
        again
    }

    fn plan_sandbox(&mut self, first: usize) {
        let begun = self.worker.view.containers.iter().any(|seen| seen.starts > 0);
        let restartable = self.spec.restart_policy != "Never";
        if begun && !restartable {
            self.actions.kill_pod = true;
            return;
        }
        let succeeded = |at: usize| {
            self.spec.restart_policy == "OnFailure"
                && matches!(self.seen(at), Seen::Ended(ended) if ended.code == 0)
        };
        let all = first..first + self.spec.containers.len();
        let start: Vec<usize> = all.filter(|at| !succeeded(*at)).collect();
        if start.is_empty() {
            self.actions.kill_pod = true;
            return;
        }
        self.actions.make_sandbox = true;
        self.actions.start = if first > 0 { vec![0] } else { start };
    }

    /// Why a running container has to be stopped, if it has.
    fn kill_reason(&self, at: usize, container: &Container, what: &str) -> Option<Kill> {
        let run = &self.worker.containers[at];
        let failed = |kind| run.verdict(kind) == Some(false);
        let name = &container.name;
        let kill = |why: &str, probe| Some(Kill { at, message: format!("{what} {name} {why}"), probe });
        if run.image != container.image {
            kill("definition changed", None)
        } else if failed(ProbeKind::Liveness) {
            kill("failed liveness probe", Some(ProbeKind::Liveness))
        } else if failed(ProbeKind::Startup) {
            kill("failed startup probe", Some(ProbeKind::Startup))
        } else {
            None
        }
    }

    /// Goes through the init containers from the last to the first; says whether the others may run.
    fn plan_init(&mut self) -> bool {
        let count = self.spec.init_containers.len();
        if count == 0 {
            return true;
        }
        let mut initialized =
            (count..self.worker.view.containers.len()).any(|at| !matches!(self.seen(at), Seen::Absent));
        let mut passed = initialized;
        for (at, container) in self.spec.init_containers.iter().enumerate().rev() {
            let sidecar = is_sidecar(container);
            let seen = self.seen(at).clone();
            if matches!(seen, Seen::Absent) {
                if passed && sidecar {
                    self.actions.start.push(at);
                }
                continue;
            }
            if passed && !sidecar {
                continue;
            }
            let ready = match seen {
                Seen::Running(_) if sidecar => self.plan_running_sidecar(at, container),
                Seen::Ended(_) if sidecar => {
                    self.actions.start.push(at);
                    false
                }
                Seen::Ended(ended) if ended.code != 0 => {
                    if !should_restart(container, self.spec, ended.code) {
                        self.actions = Actions { kill_pod: true, ..Actions::default() };
                        return false;
                    }
                    self.actions.start.push(at);
                    false
                }
                Seen::Ended(_) => true,
                _ => false,
            };
            if ready && at + 1 == count {
                initialized = true;
            } else if ready && !passed {
                self.actions.start.push(at + 1);
            }
            passed = true;
        }
        if !passed {
            self.actions.start.push(0);
        }
        self.actions.start.reverse();
        initialized
    }

    /// Stops a sidecar that is not well; says whether the next container may start.
    fn plan_running_sidecar(&mut self, at: usize, container: &Container) -> bool {
        let run = &self.worker.containers[at];
        let started = container.startup_probe.is_none() || run.verdict(ProbeKind::Startup) == Some(true);
        if let Some(kill) = self.kill_reason(at, container, "Init container") {
            self.actions.kill.push(kill);
            self.actions.start.push(at);
        }
        started
    }
}
