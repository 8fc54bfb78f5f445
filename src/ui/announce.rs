//! What a screen reader is told: the important differences between two frames, gathered until it is time to speak, so
//! that a cluster at a thousand times the speed does not talk without end.

use super::scene::Scene;
use super::text::{self, Lang};
use crate::view::PodView;
use std::collections::BTreeMap;

/// More of one sort are said as a number.
const NAMED: usize = 2;
/// Restarts and the like beyond this many are left out of one announcement.
const SENTENCES: usize = 4;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    ready: Vec<String>,
    /// Name and status.
    not_ready: Vec<(String, String)>,
    /// The count after the last of them.
    restarts: BTreeMap<String, u32>,
    /// Desired replicas before and after.
    scaled: BTreeMap<String, (u32, u32)>,
    nodes: BTreeMap<String, String>,
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        *self == Changes::default()
    }

    /// Adds what changed from one scene to the next.
    pub fn add(&mut self, before: &Scene, after: &Scene) {
        self.add_pods(before, after);
        for workload in &after.workloads {
            let old = before.workloads.iter().find(|old| old.reference == workload.reference);
            if let Some(old) = old.filter(|old| old.desired != workload.desired) {
                let name = format!("{} {}", workload.reference.kind, workload.reference.name);
                self.scaled.entry(name).or_insert((old.desired, workload.desired)).1 = workload.desired;
            }
        }
        for scene in &after.nodes {
            let name = &scene.node.reference.name;
            let old = before.nodes.iter().find(|old| old.node.reference.name == *name);
            if old.is_some_and(|old| old.node.ready != scene.node.ready) {
                self.nodes.insert(name.clone(), scene.node.status.clone());
            }
        }
    }

    fn add_pods(&mut self, before: &Scene, after: &Scene) {
        let old: BTreeMap<&str, &PodView> = before.placed_pods().map(|pod| (pod.uid.as_str(), pod)).collect();
        for pod in after.placed_pods() {
            let name = &pod.reference.name;
            let last = old.get(pod.uid.as_str());
            let was_ready = last.is_some_and(|last| last.is_ready);
            if pod.is_ready && !was_ready {
                self.not_ready.retain(|(other, _)| other != name);
                self.ready.push(name.clone());
            } else if was_ready && !pod.is_ready {
                self.ready.retain(|other| other != name);
                self.not_ready.push((name.clone(), pod.status.clone()));
            }
            if last.is_some_and(|last| pod.restarts > last.restarts) {
                self.restarts.insert(name.clone(), pod.restarts);
            }
        }
    }

    /// One announcement, and nothing left to say.
    pub fn speak(&mut self, lang: Lang) -> String {
        let changes = std::mem::take(self);
        let mut said = Vec::new();
        said.extend(changes.nodes.iter().map(|(name, status)| text::said_node(lang, name, status)));
        said.extend(
            changes.scaled.iter().map(|(name, (from, to))| text::said_scaled(lang, name, *from, *to)),
        );
        said.extend(changes.restarts.iter().map(|(name, count)| text::said_restart(lang, name, *count)));
        said.truncate(SENTENCES);
        if changes.not_ready.len() > NAMED {
            said.push(text::said_many_not_ready(lang, changes.not_ready.len()));
        } else {
            said.extend(
                changes.not_ready.iter().map(|(name, status)| text::said_not_ready(lang, name, status)),
            );
        }
        if changes.ready.len() > NAMED {
            said.push(text::said_many_ready(lang, changes.ready.len()));
        } else {
            said.extend(changes.ready.iter().map(|name| text::said_ready(lang, name)));
        }
        said.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{Frame, NodeView, Ref};

    fn scene(pods: &[(&str, bool, u32)], before: &Scene) -> Scene {
        let named = |name: &str| Ref { name: name.to_string(), ..Ref::default() };
        let pod = |(name, is_ready, restarts): &(&str, bool, u32)| PodView {
            reference: named(name),
            uid: (*name).to_string(),
            status: "Running".to_string(),
            is_ready: *is_ready,
            restarts: *restarts,
            ..PodView::default()
        };
        let node =
            NodeView { reference: named("n"), pods: pods.iter().map(pod).collect(), ..NodeView::default() };
        Scene::new(Frame { nodes: vec![node], ..Frame::default() }, before)
    }

    fn said(first: &[(&str, bool, u32)], second: &[(&str, bool, u32)]) -> String {
        let before = scene(first, &Scene::default());
        let after = scene(second, &before);
        let mut changes = Changes::default();
        changes.add(&before, &after);
        let words = changes.speak(Lang::En);
        assert!(changes.is_empty(), "what is said is not said again");
        words
    }

    #[test]
    fn a_pod_that_becomes_ready_is_named() {
        assert_eq!(said(&[("a", false, 0)], &[("a", true, 0)]), "Pod a is ready.");
        assert_eq!(said(&[("a", true, 0)], &[("a", true, 0)]), "");
    }

    #[test]
    fn many_are_a_number() {
        let many = [("a", true, 0), ("b", true, 0), ("c", true, 0)];
        assert_eq!(said(&[], &many), "3 pods became ready.");
    }

    #[test]
    fn a_restart_comes_before_readiness() {
        let words = said(&[("a", true, 1)], &[("a", false, 2)]);
        assert_eq!(words, "Pod a restarted, 2 in all. Pod a is no longer ready: Running.");
    }
}
