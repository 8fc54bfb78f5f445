//! The half of the autoscaler that reads and writes, every fifteen seconds for each autoscaler.
//!
//! It also keeps the story of each autoscaler for the page: one point a pass, and the last arithmetic.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::metrics::{ContainerUsage, Metrics, PodMetrics};
use super::plan::{HpaConfig, HpaInput, HpaPlan, SYNC_PERIOD_SECONDS, Scale, after_failed_rescale};
use super::{HpaMemory, reconcile};
use crate::cluster::api::Client;
use crate::cluster::controllers::{Controller, Requeue};
use crate::cluster::events::Note;
use crate::cluster::metrics as served;
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store, Verb};
use crate::kinds::Kind;
use crate::kinds::deployment::Deployment;
use crate::kinds::hpa::HorizontalPodAutoscaler;
use crate::kinds::pod::Pod;
use crate::kinds::quantity::Quantity;
use crate::kinds::replicaset::ReplicaSet;
use crate::kinds::selector::{LabelSelector, Selector};
use crate::sim::{SimTime, Span};

/// Passes kept in a story.
const LIMIT_POINTS: usize = 240;

#[derive(Clone, Debug, Default)]
pub struct HpaController {
    config: HpaConfig,
    known: BTreeMap<Key, Known>,
}

#[derive(Clone, Debug)]
struct Known {
    memory: HpaMemory,
    next_at: SimTime,
    story: Story,
}

/// What an autoscaler did.
#[derive(Clone, Debug, Default)]
pub struct Story {
    pub points: VecDeque<Point>,
    /// The last pass's arithmetic, a sentence each.
    pub why: Vec<String>,
    /// What the last pass failed with.
    pub error: Option<String>,
}

/// One pass.
#[derive(Clone, Debug)]
pub struct Point {
    pub at: SimTime,
    /// Of the first metric: percent, or thousandths; none while it cannot be read.
    pub usage: Option<i64>,
    pub target: i64,
    pub current: i32,
    pub desired: i32,
}

impl HpaController {
    pub fn story(&self, key: &Key) -> Option<&Story> {
        self.known.get(key).map(|known| &known.story)
    }
}

impl Controller for HpaController {
    fn name(&self) -> &'static str {
        "horizontal-pod-autoscaler"
    }

    fn watches(&self, change: &Change, _store: &Store, keys: &mut Vec<Key>) {
        if change.key.kind == Kind::HorizontalPodAutoscaler
            && (change.verb != Verb::Modified || change.actor != self.name())
        {
            keys.push(change.key.clone());
        }
    }

    /// A key is looked at a period after it appeared, and then every period, whatever changes meanwhile.
    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(hpa) = api.store().by_key::<HorizontalPodAutoscaler>(key).cloned() else {
            self.known.remove(key);
            return Ok(Requeue::Done);
        };
        let (now, period) = (api.now(), Span::from_secs(SYNC_PERIOD_SECONDS as u64));
        let first = Known { memory: HpaMemory::default(), next_at: now + period, story: Story::default() };
        let known = self.known.entry(key.clone()).or_insert(first);
        if now < known.next_at {
            return Ok(Requeue::After(known.next_at.since(now)));
        }
        known.next_at = now + period;
        pass(&hpa, &self.config, known, api)?;
        Ok(Requeue::After(period))
    }
}

fn pass(
    hpa: &Arc<HorizontalPodAutoscaler>,
    config: &HpaConfig,
    known: &mut Known,
    api: &mut Client<'_>,
) -> Result<(), Status> {
    let namespace = &hpa.meta.namespace;
    let pods: Vec<Arc<Pod>> = api.store().list_in::<Pod>(namespace).cloned().collect();
    let scale = scale_of(hpa, api.store());
    let metrics = Metrics { resource: pod_metrics(&pods, api), ..Metrics::default() };
    let rivals = rivals(hpa, &pods, api.store());
    let input = HpaInput {
        hpa,
        scale: scale.as_ref().map_err(String::as_str),
        pods: &pods,
        metrics: &metrics,
        rivals: &rivals,
        now: api.wall_clock(),
    };
    let mut plan = reconcile(&input, config, &mut known.memory);
    if let Some(wanted) = plan.scale_to
        && let Err(status) = write_scale(hpa, wanted, api)
    {
        plan = after_failed_rescale(&input, plan, &status.message);
    }
    known.story.tell(hpa, &plan, api.now());
    write(hpa, plan, api)
}

fn write(hpa: &Arc<HorizontalPodAutoscaler>, plan: HpaPlan, api: &mut Client<'_>) -> Result<(), Status> {
    for event in &plan.events {
        let note = Note { warning: event.warning, reason: &event.reason, message: &event.message };
        api.event(&**hpa, note);
    }
    let mut changed = HorizontalPodAutoscaler::clone(hpa);
    changed.status = plan.status;
    changed.meta.resource_version = Default::default();
    api.update_status(changed)
}

impl Story {
    fn tell(&mut self, hpa: &HorizontalPodAutoscaler, plan: &HpaPlan, at: SimTime) {
        let (usage, target) = reading(hpa, plan);
        let (current, desired) =
            (plan.status.current_replicas, plan.status.desired_replicas.unwrap_or_default());
        self.points.push_back(Point { at, usage, target, current, desired });
        if self.points.len() > LIMIT_POINTS {
            self.points.pop_front();
        }
        self.why = plan.why.clone();
        self.error = plan.error.clone();
    }
}

/// Usage and target of the first metric.
fn reading(hpa: &HorizontalPodAutoscaler, plan: &HpaPlan) -> (Option<i64>, i64) {
    let target = hpa.spec.metrics.first().and_then(|metric| metric.resource.as_ref()).map(|one| &one.target);
    let read = plan
        .status
        .current_metrics
        .first()
        .and_then(|metric| metric.resource.as_ref())
        .map(|one| &one.current);
    match target.and_then(|target| target.average_utilization) {
        Some(percent) => (read.and_then(|read| read.average_utilization).map(i64::from), percent.into()),
        None => {
            let wanted =
                target.and_then(|target| target.average_value.as_ref()).map_or(0, Quantity::milli_value);
            (read.and_then(|read| read.average_value.as_ref()).map(Quantity::milli_value), wanted)
        }
    }
}

/// The scale subresource of the target.
fn scale_of(hpa: &HorizontalPodAutoscaler, store: &Store) -> Result<Scale, String> {
    let (target, namespace) = (&hpa.spec.scale_target_ref, hpa.meta.namespace.as_str());
    let scale = match target.kind.as_str() {
        "Deployment" => store.get::<Deployment>(namespace, &target.name).map(|one| Scale {
            spec_replicas: one.replicas(),
            status_replicas: one.status.replicas,
            selector: scale_selector(&one.spec.selector),
        }),
        "ReplicaSet" => store.get::<ReplicaSet>(namespace, &target.name).map(|one| Scale {
            spec_replicas: one.replicas(),
            status_replicas: one.status.replicas.unwrap_or_default(),
            selector: scale_selector(&one.spec.selector),
        }),
        kind => {
            let (group, version) = target.api_version.rsplit_once('/').unwrap_or(("", &target.api_version));
            return Err(format!(
                "no matches for kind \"{kind}\" in group \"{group}\" (version \"{version}\")"
            ));
        }
    };
    scale.ok_or_else(|| {
        let plural = Kind::ALL
            .iter()
            .find(|kind| kind.info().kind == target.kind)
            .map(|kind| kind.info().qualified_plural());
        format!("{} \"{}\" not found", plural.unwrap_or_default(), target.name)
    })
}

fn write_scale(hpa: &HorizontalPodAutoscaler, replicas: i32, api: &mut Client<'_>) -> Result<(), Status> {
    let (target, namespace) = (&hpa.spec.scale_target_ref, hpa.meta.namespace.as_str());
    if target.kind == "Deployment" {
        let stored = api.store().get::<Deployment>(namespace, &target.name);
        let mut one =
            Deployment::clone(stored.ok_or_else(|| Status::not_found(Kind::Deployment, &target.name))?);
        one.spec.replicas = Some(replicas);
        return api.update(one);
    }
    let stored = api.store().get::<ReplicaSet>(namespace, &target.name);
    let mut one = ReplicaSet::clone(stored.ok_or_else(|| Status::not_found(Kind::ReplicaSet, &target.name))?);
    one.spec.replicas = Some(replicas);
    api.update(one)
}

fn pod_metrics(pods: &[Arc<Pod>], api: &Client<'_>) -> Result<Vec<PodMetrics>, String> {
    let Some(served) = api.pod_metrics() else {
        return Err("the server could not find the requested resource (get pods.metrics.k8s.io)".into());
    };
    let read = |pod: &Arc<Pod>| {
        let metrics = served.get(&Key::new(Kind::Pod, &pod.meta.namespace, &pod.meta.name))?;
        Some(PodMetrics {
            name: pod.meta.name.clone(),
            labels: pod.meta.labels.clone(),
            at: metrics.timestamp,
            window_seconds: metrics.window_seconds as i64,
            containers: metrics.containers.iter().map(usage).collect(),
        })
    };
    Ok(pods.iter().filter_map(read).collect())
}

fn usage(container: &served::ContainerMetrics) -> ContainerUsage {
    let amount = |text: String| Quantity::parse(&text).unwrap_or_default();
    let cpu = amount(format!("{}n", container.cpu_nano));
    let memory = amount(format!("{}Ki", container.memory_bytes / 1024));
    ContainerUsage {
        name: container.name.clone(),
        usage: [("cpu".to_owned(), cpu), ("memory".to_owned(), memory)].into(),
    }
}

/// The autoscalers whose targets select one of the pods this one's target selects, itself among them.
fn rivals(hpa: &HorizontalPodAutoscaler, pods: &[Arc<Pod>], store: &Store) -> Vec<String> {
    let own = selected(hpa, pods, store);
    let shares = |other: &&Arc<HorizontalPodAutoscaler>| {
        other.meta.name == hpa.meta.name || selected(other, pods, store).iter().any(|pod| own.contains(pod))
    };
    store
        .list_in::<HorizontalPodAutoscaler>(&hpa.meta.namespace)
        .filter(shares)
        .map(|other| other.meta.name.clone())
        .collect()
}

fn selected<'a>(hpa: &HorizontalPodAutoscaler, pods: &'a [Arc<Pod>], store: &Store) -> Vec<&'a str> {
    let (target, namespace) = (&hpa.spec.scale_target_ref, hpa.meta.namespace.as_str());
    let selector = match target.kind.as_str() {
        "Deployment" => store.get::<Deployment>(namespace, &target.name).map(|one| &one.spec.selector),
        "ReplicaSet" => store.get::<ReplicaSet>(namespace, &target.name).map(|one| &one.spec.selector),
        _ => None,
    };
    let chosen =
        pods.iter().filter(|pod| selector.is_some_and(|selector| selector.matches(&pod.meta.labels)));
    chosen.map(|pod| pod.meta.name.as_str()).collect()
}

/// The selector in a Scale's status.
fn scale_selector(selector: &LabelSelector) -> String {
    Selector::of(Some(selector)).map(|selector| selector.to_string()).unwrap_or_default()
}
