//! The machine under a kubelet: its power, and how fast it is.
//!
//! Without power everything on a node ends at once and nobody is told. When it is back the kubelet starts anew, as
//! pkg/kubelet/kubelet.go `Run` and kubelet_node_status.go `recordNodeStatusEvent` do in v1.36: it finds that the
//! machine was rebooted and that its pods' sandboxes are gone, and makes them again.
//! Assumed: how long a machine takes to start, and what "slow" means.

use std::sync::Arc;

use super::Kubelets;
use super::agent::NodeAgent;
use super::heartbeat::{self, Returning};
use crate::cluster::api::Client;
use crate::cluster::events::Note;
use crate::kinds::node::Node;
use crate::sim::{SimTime, Span};

/// From the switch to a kubelet that runs.
const BOOT: Span = Span::from_secs(20);
/// On a slow machine, what a runtime does takes so many times as long, and every answer takes longer by this.
const SLOWNESS: u64 = 10;
pub(super) const SLOW_ANSWER: Span = Span::from_secs(2);

/// What the machine does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Power {
    #[default]
    On,
    Off,
    Booting,
}

impl NodeAgent {
    pub(super) fn is_on(&self) -> bool {
        self.power == Power::On
    }

    /// What something takes on this machine.
    pub(super) fn takes(&self, usual: Span) -> Span {
        if self.slow { usual.times(SLOWNESS) } else { usual }
    }

    /// The machine runs again: its kubelet starts.
    pub(super) fn boot(&mut self) -> bool {
        let boots = self.power == Power::Booting;
        if boots {
            self.power = Power::On;
            self.silent_since = None;
            self.returning = Returning::Booted;
            self.boots += 1;
        }
        boots
    }

    /// What a kubelet says when it has started on a machine that was rebooted.
    pub(super) fn announce_boot(&self, node: &Node, api: &mut Client<'_>) {
        api.event(node, Note::normal("Starting", "Starting kubelet."));
        for reason in ["NodeHasSufficientMemory", "NodeHasNoDiskPressure", "NodeHasSufficientPID"] {
            heartbeat::tell(node, reason, api);
        }
        let limits = "Updated Node Allocatable limit across pods";
        api.event(node, Note::normal("NodeAllocatableEnforced", limits));
        let message = format!("Node {} has been rebooted, boot id: {}", self.name, self.boot_id());
        api.event(node, Note::warning("Rebooted", &message));
    }

    /// Another one after each start, made from the node's name.
    fn boot_id(&self) -> String {
        let hash = xxhash_rust::xxh3::xxh3_128_with_seed(self.name.as_bytes(), self.boots);
        let text = format!("{hash:032x}");
        [&text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]].join("-")
    }
}

impl Kubelets {
    /// Takes a node's power away, or gives it back.
    pub fn set_power(&mut self, node: &str, off: bool, now: SimTime) {
        let Some(agent) = self.agents.get_mut(node) else { return };
        match (agent.power, off) {
            (Power::On | Power::Booting, true) => {
                agent.power = Power::Off;
                agent.set_frozen(true, now);
                for worker in self.workers.values_mut().filter(|worker| worker.node == node) {
                    let worker = Arc::make_mut(worker);
                    worker.lose_power(now);
                    worker.lose_tmpfs(&mut self.storage);
                }
            }
            (Power::Off, false) => {
                agent.power = Power::Booting;
                self.beat_at(node, now + BOOT);
            }
            _ => {}
        }
    }

    /// Whether a node's power is off, or it is just starting.
    pub fn is_off(&self, node: &str) -> bool {
        self.agents.get(node).is_some_and(|agent| agent.power != Power::On)
    }

    /// Makes a node slow, or as fast as it was.
    pub fn set_slow(&mut self, node: &str, slow: bool) {
        let Some(agent) = self.agents.get_mut(node) else { return };
        agent.slow = slow;
        let here = self.workers.values_mut().filter(|worker| worker.node == node);
        here.for_each(|worker| Arc::make_mut(worker).on_slow_machine(slow));
    }

    pub fn is_slow(&self, node: &str) -> bool {
        self.agents.get(node).is_some_and(|agent| agent.slow)
    }
}
