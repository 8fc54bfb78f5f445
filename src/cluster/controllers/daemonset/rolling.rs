//! How a new template spreads over the nodes: pkg/controller/daemon/update.go `rollingUpdate`, v1.36.

use std::sync::Arc;

use super::node;
use super::nodes::{ByNode, Work, is_updated};
use crate::cluster::pod_control;
use crate::kinds::Time;
use crate::kinds::daemon_set::DaemonSet;
use crate::kinds::int_or_string::IntOrString;
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;

/// The new and the old pod of a node.
type Pair<'a> = (Option<&'a Arc<Pod>>, Option<&'a Arc<Pod>>);

/// One look at a rolling update.
struct Update<'a> {
    set: &'a DaemonSet,
    hash: &'a str,
    turns: &'a [String],
    now: Time,
    surge: i64,
    unavailable: i64,
    desired: i64,
}

/// Nodes go in the order of `turns`, and then of their names.
pub fn plan(
    set: &DaemonSet,
    nodes: &[Arc<Node>],
    pods: &ByNode,
    hash: &str,
    turns: &[String],
    now: Time,
) -> Work {
    let mut pods = pods.clone();
    let wanted: Vec<&Arc<Node>> = nodes.iter().filter(|node| node::should_run(set, node).0).collect();
    for node in &wanted {
        pods.entry(node.meta.name.clone()).or_default();
    }
    let desired = wanted.len() as i64;
    let limits = set.spec.update_strategy.rolling_update.as_ref();
    let scaled = |limit: Option<&IntOrString>| limit.and_then(|limit| limit.scaled_value(desired, true).ok());
    let surge = scaled(limits.and_then(|limits| limits.max_surge.as_ref())).unwrap_or_default();
    let mut unavailable =
        scaled(limits.and_then(|limits| limits.max_unavailable.as_ref())).unwrap_or_default();
    if desired > 0 && unavailable == 0 && surge == 0 {
        unavailable = 1;
    }
    let update = Update { set, hash, turns, now, surge, unavailable, desired };
    if surge == 0 { update.replace(&pods) } else { update.surge(&pods, nodes) }
}

impl Update<'_> {
    fn turn(&self, node: &str) -> usize {
        self.turns.iter().position(|turn| turn == node).unwrap_or(usize::MAX)
    }

    fn is_available(&self, pod: &Pod) -> bool {
        pod_control::is_available(pod, self.set.spec.min_ready_seconds, self.now)
    }

    /// The pods of a node; none where there are two of a sort, which `manage` has to clear first.
    fn pair<'a>(&self, pods: &'a [Arc<Pod>]) -> Option<Pair<'a>> {
        let alive = pods.iter().filter(|pod| !pod.meta.is_terminating());
        let (new, old): (Vec<_>, Vec<_>) = alive.partition(|pod| is_updated(self.set, pod, self.hash));
        (new.len() <= 1 && old.len() <= 1).then(|| (new.first().copied(), old.first().copied()))
    }

    /// Old pods that are not available go; of the others as many as may be missing.
    fn replace(&self, pods: &ByNode) -> Work {
        let (mut missing, mut delete, mut candidates) = (0, Vec::new(), Vec::new());
        for pods in pods.values() {
            match self.pair(pods) {
                Some((Some(new), None)) => missing += i64::from(!self.is_available(new)),
                Some((None, Some(old))) if !self.is_available(old) => {
                    delete.push(old.clone());
                    missing += 1;
                }
                Some((None, Some(old))) if missing < self.unavailable => candidates.push(Arc::clone(old)),
                Some((None, Some(_))) => {}
                _ => missing += 1,
            }
        }
        candidates.sort_by_key(|pod| self.turn(&pod.spec.node_name));
        let more = usize::try_from(self.unavailable - missing).unwrap_or_default();
        delete.extend(candidates.into_iter().take(more));
        Work { delete, ..Default::default() }
    }

    /// New pods come beside old ones, as many as allowed; an old one goes when the new one is available.
    fn surge(&self, pods: &ByNode, nodes: &[Arc<Node>]) -> Work {
        let (mut surging, mut available) = (0, 0);
        let (mut delete, mut unwanted) = (Vec::new(), Vec::new());
        let (mut create, mut candidates) = (Vec::new(), Vec::new());
        for (name, pods) in pods {
            let Some((new, old)) = self.pair(pods) else {
                surging += 1;
                continue;
            };
            available += i64::from(old.or(new).is_some_and(|pod| self.is_available(pod)));
            let Some(old) = old else { continue };
            let wanted =
                || nodes.iter().any(|node| node.meta.name == *name && node::should_run(self.set, node).0);
            match new {
                Some(new) if self.is_available(new) => delete.push(old.clone()),
                Some(_) => surging += 1,
                None if !self.is_available(old) && !wanted() => delete.push(old.clone()),
                None if !self.is_available(old) => create.push(name.clone()),
                None if !wanted() => unwanted.push(old.clone()),
                None if surging < self.surge => candidates.push(name.clone()),
                None => {}
            }
        }
        let spare = usize::try_from(available - self.desired).unwrap_or_default();
        delete.extend(unwanted.into_iter().take(spare));
        candidates.sort_by_key(|node| self.turn(node));
        let more = usize::try_from(self.surge - surging).unwrap_or_default();
        create.extend(candidates.into_iter().take(more));
        Work { create, delete, ..Default::default() }
    }
}
