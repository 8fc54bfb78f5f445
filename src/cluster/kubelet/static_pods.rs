//! Pods that are the node's own: a file on the node says them, and the API sees a mirror of each.
//!
//! Models pkg/kubelet/pod/mirror_client.go and what kubelet.go does with mirror pods, v1.36. Deleting a mirror pod stops
//! nothing: its containers go on and the kubelet makes the mirror anew. Deviation: a mirror's UID is that of its
//! pod, and the files of a node cannot be changed.

use std::sync::Arc;

use super::container::Stage;
use super::worker::PodWorker;
use crate::cluster::api::{Client, Propagation};
use crate::kinds::pod::Pod;
use crate::sim::SimTime;

/// Where a pod comes from, and what it says of those of the API.
const SOURCE: &str = "kubernetes.io/config.source";

/// A pod that is the node's own and not the API's.
pub fn is_static(pod: &Pod) -> bool {
    pod.meta.annotations.get(SOURCE).is_some_and(|source| source != "api")
}

impl PodWorker {
    /// A mirror pod that is being deleted, or is gone, is made anew; what ran goes on running.
    pub(super) fn mirror_anew(&mut self, gone: bool, api: &mut Client<'_>) {
        let fresh = mirror_of(&self.pod);
        if !gone {
            // It may be gone already; then this has nothing to do.
            let _ = api.delete(&self.key, Some(0), Propagation::Background);
        }
        let Ok(made) = api.create(fresh) else { return };
        let mut pod = Pod::clone(&made);
        pod.status = self.pod.status.clone();
        pod.meta.resource_version = Default::default();
        self.uid.clone_from(&pod.meta.uid);
        self.pod = Arc::new(pod.clone());
        // Nobody else writes to what was made a moment ago.
        let _ = api.update_status(pod);
    }

    /// Whatever the status says was running when the kubelet came still runs: as after a restart of the kubelet.
    pub(super) fn take_over(&mut self, stage: &mut Stage<'_, '_>) {
        let ip = self.pod.status.pod_ip.clone();
        if ip.is_empty() {
            return;
        }
        self.find_sandbox(ip);
        self.pause_pid = stage.agent.allocate_pids();
        for at in 0..self.containers.len() {
            let told = self.pod.status.container(&self.containers[at].name);
            let Some(running) = told.and_then(|told| told.state.running.clone()) else { continue };
            let ago = stage.api.wall_clock().seconds_since(running.started_at.unwrap_or_default());
            let since = stage.now.since(SimTime::from_secs(ago.max(0) as u64));
            self.find_running(at, SimTime::ZERO + since, stage);
        }
        self.look(stage.now);
    }

    fn find_running(&mut self, at: usize, since: SimTime, stage: &mut Stage<'_, '_>) {
        let Some(spec) = self.pod.container_named(&self.containers[at].name).cloned() else { return };
        if self.configure(at, &spec, stage).is_err() {
            return;
        }
        stage.agent.images.insert(spec.image.clone());
        self.give(at);
        self.number(at, stage);
        let run = &mut self.containers[at];
        run.follow_image(&spec, stage.api.store());
        let course = run.plan(&spec, stage.storage);
        run.create(&spec, course);
        run.start(since, stage.agent.runtime.start_log);
        let instance = run.starts;
        run.probes.iter_mut().for_each(|probe| probe.passed_before(instance));
    }
}

/// The pod as its file has it.
fn mirror_of(pod: &Pod) -> Pod {
    let mut fresh = Pod::clone(pod);
    let kept = &pod.meta;
    fresh.meta = crate::kinds::ObjectMeta {
        name: kept.name.clone(),
        namespace: kept.namespace.clone(),
        labels: kept.labels.clone(),
        annotations: kept.annotations.clone(),
        owner_references: kept.owner_references.clone(),
        ..Default::default()
    };
    fresh.status = Default::default();
    fresh
}
