//! What the kubelet knows of a pod's containers: the pod lifecycle event generator and its cache.
//!
//! Models pkg/kubelet/pleg/generic.go and pkg/kubelet/container/cache.go, v1.36. The runtime is looked at once
//! a second, and one pod out of turn after a sync that did something and went well (PLEGOnDemandRelist).
//! What changed between two looks makes events, and these make the pod's worker sync.

use super::container::{ContainerRun, Ended, RunState};
use crate::sim::{SimTime, Span};

/// genericPlegRelistPeriod
pub(super) const RELIST: Span = Span::from_secs(1);
/// What a look takes, and on a runtime that is simulated. The period counts from its end to the next: in recordings looks
/// are 1.003 to 1.006 s and 1.0007 to 1.0013 s apart.
pub(super) const RELIST_TAKES: Span = Span::from_millis(4);
pub(super) const SIMULATED_RELIST_TAKES: Span = Span::from_millis(1);

/// A pod's sandbox, which holds its network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sandbox {
    #[default]
    Absent,
    Ready,
    Stopped,
}

/// A container as it was when it was looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Seen {
    #[default]
    Absent,
    Running(SimTime),
    Ended(Ended),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeenContainer {
    pub state: Seen,
    pub last: Option<Ended>,
    pub starts: u32,
}

impl SeenContainer {
    pub fn is_running(&self) -> bool {
        matches!(self.state, Seen::Running(_))
    }

    /// The newest instance that has ended.
    pub fn ended(&self) -> Option<&Ended> {
        match &self.state {
            Seen::Ended(ended) => Some(ended),
            _ => self.last.as_ref(),
        }
    }
}

/// A pod as it was when it was looked at, its containers in the worker's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodView {
    pub sandbox: Sandbox,
    /// The pod's address; it stays when the sandbox goes.
    pub ip: String,
    pub containers: Vec<SeenContainer>,
}

impl PodView {
    pub fn of(sandbox: Sandbox, ip: &str, runs: &[ContainerRun]) -> PodView {
        let one = |run: &ContainerRun| SeenContainer {
            state: match &run.state {
                RunState::Absent => Seen::Absent,
                RunState::Running { since, .. } => Seen::Running(*since),
                RunState::Ended(ended) => Seen::Ended(ended.clone()),
            },
            last: run.last.clone(),
            starts: run.starts,
        };
        PodView { sandbox, ip: ip.to_owned(), containers: runs.iter().map(one).collect() }
    }

    /// How many events tell this view from an earlier one.
    pub fn events_since(&self, earlier: &PodView) -> usize {
        let of_sandbox = usize::from(self.sandbox != earlier.sandbox);
        let none = SeenContainer::default();
        let of = |at: usize, now: &SeenContainer| {
            let before = earlier.containers.get(at).unwrap_or(&none);
            if now.starts == before.starts {
                return usize::from(now.state != before.state);
            }
            usize::from(before.is_running()) + usize::from(now.state != Seen::Absent)
        };
        of_sandbox + self.containers.iter().enumerate().map(|(at, now)| of(at, now)).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(finished: u64) -> Ended {
        let finished = SimTime::from_secs(finished);
        Ended { code: 1, reason: "Error", message: String::new(), started: None, finished }
    }

    fn view(sandbox: Sandbox, state: Seen, starts: u32) -> PodView {
        PodView { sandbox, ip: String::new(), containers: vec![SeenContainer { state, last: None, starts }] }
    }

    #[test]
    fn what_changed_between_two_looks_makes_events() {
        let nothing = PodView::default();
        let running = view(Sandbox::Ready, Seen::Running(SimTime::ZERO), 1);
        let over = view(Sandbox::Ready, Seen::Ended(ended(1)), 1);
        let again = view(Sandbox::Ready, Seen::Running(SimTime::from_secs(2)), 2);
        assert_eq!(running.events_since(&nothing), 2, "the sandbox and the container");
        assert_eq!(running.events_since(&running), 0);
        assert_eq!(over.events_since(&running), 1);
        assert_eq!(again.events_since(&over), 1);
        assert_eq!(again.events_since(&running), 2, "one ended and the next began");
    }
}
