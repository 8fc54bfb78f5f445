//! The phase of a pod from the states of its containers: getPhase in pkg/kubelet/kubelet_pods.go, v1.36.

use super::restart::{is_sidecar, should_restart};
use crate::kinds::container::Container;
use crate::kinds::pod::PodSpec;
use crate::kinds::pod_status::ContainerStatus;

/// How many containers are in each state.
#[derive(Default)]
struct Count {
    unknown: usize,
    running: usize,
    waiting: usize,
    stopped: usize,
    succeeded: usize,
    /// Stopped, and not coming back.
    over: usize,
    pending_sidecars: usize,
    pending_init: usize,
    /// Init containers that failed and do not come back.
    failed_init: usize,
}

/// `statuses` are those of all containers. A terminal pod starts nothing any more; an initialised one is not
/// put back to Pending by a sidecar that restarts.
pub fn phase(
    spec: &PodSpec,
    statuses: &[ContainerStatus],
    terminal: bool,
    initialized: bool,
) -> &'static str {
    let mut count = Count::default();
    let status = |container: &Container| statuses.iter().find(|status| status.name == container.name);
    for container in &spec.init_containers {
        match is_sidecar(container) {
            true => count.sidecar(status(container)),
            false => count.init(container, status(container), spec),
        }
    }
    for container in &spec.containers {
        count.main(container, status(container), spec);
    }
    count.phase(terminal, initialized)
}

/// The exit code of the container that ended last, and whether it is still shown as ended.
fn ended(status: &ContainerStatus) -> Option<(i32, bool)> {
    let code =
        |ended: &crate::kinds::pod_status::ContainerStateTerminated| ended.exit_code.unwrap_or_default();
    match (&status.state.terminated, &status.state.waiting) {
        (Some(now), _) => Some((code(now), true)),
        (None, Some(_)) => status.last_state.terminated.as_ref().map(|before| (code(before), false)),
        _ => None,
    }
}

impl Count {
    fn init(&mut self, container: &Container, status: Option<&ContainerStatus>, spec: &PodSpec) {
        match status.filter(|status| status.state.running.is_none()).and_then(ended) {
            Some((0, _)) => {}
            Some((code, _)) if should_restart(container, spec, code) => {}
            Some(_) => self.failed_init += 1,
            None => self.pending_init += 1,
        }
    }

    fn sidecar(&mut self, status: Option<&ContainerStatus>) {
        let Some(status) = status else {
            self.unknown += 1;
            return;
        };
        if status.state.running.is_some() {
            self.running += 1;
            self.pending_sidecars += usize::from(status.started != Some(true));
        } else if ended(status).is_none() {
            self.pending_sidecars += 1;
            match status.state.waiting {
                Some(_) => self.waiting += 1,
                None => self.unknown += 1,
            }
        }
    }

    fn main(&mut self, container: &Container, status: Option<&ContainerStatus>, spec: &PodSpec) {
        match status {
            Some(status) if status.state.running.is_some() => self.running += 1,
            Some(status) => match ended(status) {
                Some((code, shown)) => {
                    self.stopped += 1;
                    self.succeeded += usize::from(shown && code == 0);
                    self.over += usize::from(!should_restart(container, spec, code));
                }
                None if status.state.waiting.is_some() => self.waiting += 1,
                None => self.unknown += 1,
            },
            None => self.unknown += 1,
        }
    }

    fn phase(&self, terminal: bool, initialized: bool) -> &'static str {
        let pending = self.pending_init > 0 || (self.pending_sidecars > 0 && !initialized);
        match () {
            () if self.failed_init > 0 => "Failed",
            () if pending || self.waiting > 0 || self.unknown > 0 => "Pending",
            () if self.running > 0 => "Running",
            () if self.stopped == 0 => "Pending",
            () if !terminal && self.stopped != self.over => "Running",
            () if self.stopped == self.succeeded => "Succeeded",
            () => "Failed",
        }
    }
}
