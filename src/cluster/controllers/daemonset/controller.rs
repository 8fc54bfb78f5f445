//! The half of the DaemonSet controller that reads and writes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::nodes::{self, Work};
use super::{history, node, rolling, status};
use crate::cluster::api::Client;
use crate::cluster::controllers::{Controller, Requeue};
use crate::cluster::events::Note;
use crate::cluster::pod_control;
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store, Verb};
use crate::kinds::daemon_set::DaemonSet;
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;
use crate::kinds::{Kind, Resource};
use crate::sim::{SimTime, Span};

/// BurstReplicas
const BURST_REPLICAS: usize = 250;
/// How long a failed pod is left before the next one on its node is deleted: the first time, and at most.
const FAILED_BACK_OFF: Span = Span::from_secs(1);
const FAILED_BACK_OFF_LIMIT: Span = Span::from_secs(15 * 60);

#[derive(Clone, Debug, Default)]
pub struct DaemonSetController {
    /// By DaemonSet, generation and node: the delay, and since when.
    failed: BTreeMap<(String, i64, String), (Span, SimTime)>,
}

impl Controller for DaemonSetController {
    fn name(&self) -> &'static str {
        "daemonset-controller"
    }

    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>) {
        match change.key.kind {
            Kind::DaemonSet => keys.push(change.key.clone()),
            Kind::Pod => {
                pod_control::keys_of::<DaemonSet>(change, store, |set| set.spec.selector.as_ref(), keys)
            }
            Kind::Node if change.verb != Verb::Deleted => node_keys(change, store, keys),
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(set) = api.store().by_key::<DaemonSet>(key).cloned() else {
            return Ok(Requeue::Done);
        };
        if set.meta.is_terminating() {
            return Ok(Requeue::Done);
        }
        let pods = pod_control::claim(&*set, set.spec.selector.as_ref(), None, api)?;
        let (hash, old) = history::construct(&set, &pods, api)?;
        let outcome = self.update(&set, &pods, &hash, api);
        if let Ok(Requeue::Done) = outcome {
            history::clean_up(&set, &pods, &old, api)?;
        }
        let pods = pod_control::claim(&*set, set.spec.selector.as_ref(), None, api)?;
        let wait = write_status(&set, &pods, &hash, api)?;
        Ok(match outcome? {
            Requeue::Done => wait,
            sooner => sooner,
        })
    }
}

fn nodes_of(api: &Client<'_>) -> Vec<Arc<Node>> {
    api.store().list::<Node>().cloned().collect()
}

/// Labels and taints decide; DaemonSets whose pod is to come to the node, or to leave it, are looked at: `syncNodeUpdate`.
fn node_keys(change: &Change, store: &Store, keys: &mut Vec<Key>) {
    let Some(new) = change.new.as_ref().and_then(Node::of) else { return };
    let old = change.old.as_ref().and_then(Node::of);
    let same = |old: &Arc<Node>| *old.meta.labels == *new.meta.labels && old.spec.taints == new.spec.taints;
    if old.is_some_and(same) {
        return;
    }
    for set in store.list::<DaemonSet>() {
        let (run, stay) = node::should_run(set, new);
        let there = store.pods_on(&new.meta.name).any(|pod| pod.meta.is_controlled_by(&set.meta.uid));
        if (run && !there) || (!stay && there) {
            keys.push(Key::new(Kind::DaemonSet, &set.meta.namespace, &set.meta.name));
        }
    }
}

impl DaemonSetController {
    /// Every node gets its pod; once that is so, a new template spreads.
    fn update(
        &mut self,
        set: &DaemonSet,
        pods: &[Arc<Pod>],
        hash: &str,
        api: &mut Client<'_>,
    ) -> Result<Requeue, Status> {
        let (nodes, pods, now) = (nodes_of(api), nodes::by_node(pods, false), api.now());
        let mut delayed: Option<Span> = None;
        let failed = &mut self.failed;
        let may_delete_failed = |node: &str| {
            let wait = back_off(failed, set, node, now);
            delayed = [delayed, wait].into_iter().flatten().min();
            wait.is_none()
        };
        let turns = api.turns(&key_of(set));
        let mut work = nodes::manage(set, &nodes, &pods, hash, may_delete_failed, api.wall_clock());
        work.create.sort_by_key(|node| turns.iter().position(|turn| turn == node).unwrap_or(usize::MAX));
        let requeue = delayed.map_or(Requeue::Done, Requeue::After);
        if !work.create.is_empty() || !work.delete.is_empty() {
            return match carry_out(set, work, hash, api)? {
                Requeue::Done => Ok(requeue),
                more => Ok(more),
            };
        }
        if set.spec.update_strategy.kind == "RollingUpdate" {
            let work = rolling::plan(set, &nodes, &pods, hash, &turns, api.wall_clock());
            if let more @ Requeue::After(_) = carry_out(set, work, hash, api)? {
                return Ok(more);
            }
        }
        Ok(requeue)
    }
}

/// How long the failed pods of a node still have to be left alone; none if one may be deleted now.
fn back_off(
    failed: &mut BTreeMap<(String, i64, String), (Span, SimTime)>,
    set: &DaemonSet,
    node: &str,
    now: SimTime,
) -> Option<Span> {
    let key = (set.meta.uid.clone(), set.status.observed_generation, node.to_owned());
    failed.retain(|_, (_, since)| now.since(*since) <= FAILED_BACK_OFF_LIMIT.times(2));
    let held = failed.get(&key).copied();
    if let Some((delay, since)) = held
        && now.since(since) < delay
    {
        return Some(delay);
    }
    let delay = held.map_or(FAILED_BACK_OFF, |(delay, _)| delay.times(2).min(FAILED_BACK_OFF_LIMIT));
    failed.insert(key, (delay, now));
    None
}

fn key_of(set: &DaemonSet) -> Key {
    Key::new(Kind::DaemonSet, &set.meta.namespace, &set.meta.name)
}

fn carry_out(set: &DaemonSet, work: Work, hash: &str, api: &mut Client<'_>) -> Result<Requeue, Status> {
    for (pod, node) in &work.ended {
        let (name, failed) = (pod.meta.full_name(), pod.status.phase == "Failed");
        if failed {
            let message = format!("Found failed daemon pod {name} on node {node}, will try to kill it");
            api.event(set, Note::warning("FailedDaemonPod", &message));
        } else {
            let message = format!("Found succeeded daemon pod {name} on node {node}, will try to delete it");
            api.event(set, Note::normal("SucceededDaemonPod", &message));
        }
    }
    let allowed = api.allowance() as usize;
    let left = (work.create.len() + work.delete.len()).saturating_sub(allowed);
    let creations = work.create.iter().take(BURST_REPLICAS.min(allowed));
    let mut refused = None;
    for node in creations {
        match pod_control::create(set, nodes::pod_for(set, node, hash), api) {
            Ok(()) => api.take_turn(&key_of(set), node),
            Err(_) if pod_control::is_namespace_terminating(&set.meta.namespace, api.store()) => break,
            Err(status) => {
                refused = Some(status);
                break;
            }
        }
    }
    let room = api.allowance() as usize;
    for pod in work.delete.iter().take(BURST_REPLICAS.min(room)) {
        pod_control::delete(set, pod, api)?;
    }
    match refused {
        Some(status) => Err(status),
        None if left > 0 => Ok(Requeue::After(Span::from_millis(1))),
        None => Ok(Requeue::Done),
    }
}

fn write_status(
    set: &DaemonSet,
    pods: &[Arc<Pod>],
    hash: &str,
    api: &mut Client<'_>,
) -> Result<Requeue, Status> {
    let nodes = nodes_of(api);
    let status = status::of(set, &nodes, &nodes::by_node(pods, false), hash, api.wall_clock());
    let waiting = set.spec.min_ready_seconds > 0 && status.number_ready != Some(status.number_available);
    if status != set.status {
        let mut changed = set.clone();
        changed.status = status;
        changed.meta.resource_version = Default::default();
        api.update_status(changed)?;
    }
    let seconds = u64::try_from(set.spec.min_ready_seconds).unwrap_or_default();
    Ok(if waiting { Requeue::After(Span::from_secs(seconds)) } else { Requeue::Done })
}
