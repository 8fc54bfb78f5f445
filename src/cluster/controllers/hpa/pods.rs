//! Which pods count: ready, not ready yet, without metrics, or not at all; and what they request.
//!
//! Models `groupPods` and `calculateRequests` of pkg/controller/podautoscaler/replica_calculator.go, v1.36.

use std::collections::{BTreeMap, BTreeSet};

use super::metrics::{Sample, Samples};
use super::plan::HpaConfig;
use crate::kinds::Time;
use crate::kinds::pod::Pod;

#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    /// Pods whose metrics count.
    pub ready: usize,
    /// Pending, or their CPU use is still that of starting up.
    pub unready: BTreeSet<String>,
    /// Running without metrics.
    pub missing: BTreeSet<String>,
    /// Failed or on their way out.
    pub ignored: BTreeSet<String>,
}

/// Sorts the pods; readiness matters for CPU alone.
pub(super) fn group(
    pods: &[&Pod],
    samples: &Samples,
    resource: &str,
    config: &HpaConfig,
    now: Time,
) -> Groups {
    let mut groups = Groups::default();
    for pod in pods {
        let name = pod.meta.name.clone();
        if pod.meta.is_terminating() || pod.status.phase == "Failed" {
            groups.ignored.insert(name);
        } else if pod.status.phase == "Pending" {
            groups.unready.insert(name);
        } else {
            match samples.get(&name) {
                None => drop(groups.missing.insert(name)),
                Some(sample) if resource == "cpu" && is_starting(pod, sample, config, now) => {
                    groups.unready.insert(name);
                }
                Some(_) => groups.ready += 1,
            }
        }
    }
    groups
}

fn is_starting(pod: &Pod, sample: &Sample, config: &HpaConfig, now: Time) -> bool {
    let ready = pod.status.condition("Ready");
    let (Some(ready), Some(started)) = (ready, pod.status.start_time) else {
        return true;
    };
    let changed = ready.last_transition_time.unwrap_or_default();
    let is_false = ready.status == "False";
    if started.plus_seconds(config.cpu_initialization_seconds) > now {
        return is_false || sample.at < changed.plus_seconds(sample.window_seconds);
    }
    is_false && started.plus_seconds(config.initial_readiness_delay_seconds) > changed
}

impl Groups {
    /// The amounts of the pods that count.
    pub(super) fn usable(&self, samples: Samples) -> Result<BTreeMap<String, i64>, String> {
        let counts = |name: &String| !self.ignored.contains(name) && !self.unready.contains(name);
        let usable: BTreeMap<String, i64> = samples
            .into_iter()
            .filter(|(name, _)| counts(name))
            .map(|(name, sample)| (name, sample.milli))
            .collect();
        if usable.is_empty() {
            return Err("did not receive metrics for targeted pods (pods might be unready)".into());
        }
        Ok(usable)
    }
}

/// What each pod requests, or one container of each.
pub(super) fn requests(
    pods: &[&Pod],
    container: Option<&str>,
    resource: &str,
) -> Result<BTreeMap<String, i64>, String> {
    let request = |pod: &&Pod| Ok((pod.meta.name.clone(), request(pod, container, resource)?));
    pods.iter().map(request).collect()
}

fn request(pod: &Pod, container: Option<&str>, resource: &str) -> Result<i64, String> {
    match (container, &pod.spec.resources) {
        (None, Some(whole)) if !whole.requests.is_empty() => match whole.requests.get(resource) {
            Some(amount) => Ok(amount.milli_value()),
            None => of_containers(pod, None, resource)
                .map_err(|_| format!("missing pod-level request for {resource} in Pod {}", pod.meta.name)),
        },
        _ => of_containers(pod, container, resource),
    }
}

/// The sum over the containers, sidecars among them.
fn of_containers(pod: &Pod, container: Option<&str>, resource: &str) -> Result<i64, String> {
    let sidecars =
        pod.spec.init_containers.iter().filter(|it| it.restart_policy.as_deref() == Some("Always"));
    let all = pod.spec.containers.iter().chain(sidecars);
    let mut counted = all.filter(|it| container.is_none_or(|name| it.name == name)).peekable();
    if let (None, Some(name)) = (counted.peek(), container) {
        return Err(format!("container {name} not found in Pod {}", pod.meta.name));
    }
    let amount = |it: &crate::kinds::container::Container| {
        let amount = it.resources.requests.get(resource).map(|amount| amount.milli_value());
        amount.ok_or_else(|| {
            format!("missing request for {resource} in container {} of Pod {}", it.name, pod.meta.name)
        })
    };
    counted.map(amount).sum()
}
