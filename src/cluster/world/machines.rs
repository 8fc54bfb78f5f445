//! A whole cluster that is stopped, started again, taken away or made anew, as minikube does it with its machines.
//!
//! While the machines stand still nobody in the cluster acts and nobody reaches the API server. What was stored is there
//! when they run again: the kubelets find their containers gone (kubelet/machine.rs), and the control plane is a new
//! process, with nothing in its memory but what it lists.

use super::super::api::ApiServer;
use super::super::controllers::{self, ControlLoop};
use super::super::kubelet::Kubelets;
use super::super::metrics;
use super::super::network::Network;
use super::super::presets::{self, Preset};
use super::super::scheduler::Scheduler;
use super::super::store::{Change, Verb};
use super::World;
use crate::kinds::node::Node;

/// What a cluster's machines do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Machines {
    #[default]
    Running,
    Stopped,
    /// Taken away, with all that was stored.
    Gone,
}

impl World {
    pub fn machines(&self) -> Machines {
        self.machines
    }

    /// What the cluster was made as; none where it was made bare.
    pub fn preset(&self) -> Option<Preset> {
        self.preset
    }

    /// The names of the machines.
    pub fn machine_names(&self) -> Vec<String> {
        self.api.store.list::<Node>().map(|node| node.meta.name.clone()).collect()
    }

    /// Stops every machine: everything that runs on them ends, and the control plane with it.
    pub fn stop_machines(&mut self) {
        if self.machines != Machines::Running {
            return;
        }
        for node in self.machine_names() {
            self.power_off(&node, true);
        }
        self.machines = Machines::Stopped;
    }

    /// Starts the machines again, or makes a new cluster where there is none any more.
    pub fn start_machines(&mut self) {
        match std::mem::take(&mut self.machines) {
            Machines::Running => {}
            Machines::Stopped => self.start_control_plane(),
            Machines::Gone => {
                let preset = self.preset.unwrap_or_default();
                let built = presets::build(preset, &mut self.api.client("kubeadm", self.now, None));
                debug_assert!(built.is_ok(), "a preset is valid: {built:?}");
                self.deliver();
            }
        }
    }

    /// Takes the machines away with all that is stored.
    pub fn remove_machines(&mut self) {
        self.stop_machines();
        self.machines = Machines::Gone;
        self.api.forget_everything(self.now);
        self.kubelets = Kubelets::new(self.seed);
        self.network = Network::new(self.seed);
        self.scheduler = Scheduler::new(self.seed);
        self.loops = controllers::all().into_iter().map(ControlLoop::new).collect();
        self.scraped.clear();
        self.deliver_to_nobody();
    }

    /// Its processes are new ones, which list what is stored.
    fn start_control_plane(&mut self) {
        self.api.recorder.restart();
        self.loops = controllers::all().into_iter().map(ControlLoop::new).collect();
        self.scheduler.restart(&self.api.store, self.now);
        self.next_scrape = self.now + metrics::RESOLUTION;
        for change in listed(&self.api, self.now) {
            for one in &mut self.loops {
                one.observe(&change, &self.api.store, self.now, crate::sim::Span::ZERO);
            }
        }
        for node in self.machine_names() {
            self.power_off(&node, false);
        }
    }

    /// What was written when there was nobody to see it.
    fn deliver_to_nobody(&mut self) {
        while let Some(change) = self.api.unseen.pop_front() {
            self.note(&change);
        }
    }
}

/// Everything stored, as an informer's first list shows it.
fn listed(api: &ApiServer, now: crate::sim::SimTime) -> Vec<Change> {
    let added = |(key, object): (&super::super::store::Key, &crate::kinds::Object)| Change {
        version: object.meta().resource_version.0,
        at: now,
        verb: Verb::Added,
        key: key.clone(),
        old: None,
        new: Some(object.clone()),
        actor: "informer",
        cause: None,
    };
    api.store.all().map(added).collect()
}
