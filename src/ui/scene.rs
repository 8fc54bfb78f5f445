//! The frame as the page keeps it. Parts that look the same as in the frame before are the same pointer, so a component
//! compares a pointer and not a tree, and a thousand cards that did not change cost nothing.

use crate::view::{
    AutoscalerView, ClockView, EventView, FlowView, Frame, LoadView, NodeView, PendingView, PodView,
    ServiceView, Workload,
};
use std::collections::BTreeMap;
use std::ops::Deref;
use std::rc::Rc;

/// A shared part; equal when it is the same one.
#[derive(Debug, Default)]
pub struct Shared<T>(Rc<T>);

impl<T> Shared<T> {
    pub fn new(value: T) -> Shared<T> {
        Shared(Rc::new(value))
    }
}

impl<T: PartialEq> Shared<T> {
    /// The part from before if it equals this value.
    pub fn keep(value: T, before: Option<&Shared<T>>) -> Shared<T> {
        match before {
            Some(old) if **old == value => old.clone(),
            _ => Shared::new(value),
        }
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Shared<T> {
        Shared(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Shared<T>) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// A node without its pods, and the pods.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeScene {
    pub node: Shared<NodeView>,
    pub pods: Vec<Shared<PodView>>,
}

/// An event under a key that no other event of the frame has.
#[derive(Clone, Debug, PartialEq)]
pub struct EventScene {
    pub key: String,
    pub event: Shared<EventView>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    pub clock: Shared<ClockView>,
    pub nodes: Vec<Shared<NodeScene>>,
    pub pending: Vec<Shared<PendingView>>,
    pub services: Vec<Shared<ServiceView>>,
    pub workloads: Vec<Shared<Workload>>,
    pub autoscalers: Vec<Shared<AutoscalerView>>,
    pub loads: Vec<Shared<LoadView>>,
    pub events: Shared<Vec<EventScene>>,
    pub flows: Shared<Vec<FlowView>>,
    pub alerts: Shared<Vec<String>>,
    pub pods: u32,
    pub pods_ready: u32,
}

impl Scene {
    pub fn new(frame: Frame, before: &Scene) -> Scene {
        Scene {
            clock: Shared::keep(frame.clock, Some(&before.clock)),
            nodes: nodes(frame.nodes, &before.nodes),
            pending: keep_all(frame.pending, &before.pending, |waiting| waiting.pod.uid.clone()),
            services: keep_all(frame.services, &before.services, |service| service.reference.clone()),
            workloads: keep_all(frame.workloads, &before.workloads, |workload| workload.reference.clone()),
            autoscalers: keep_all(frame.autoscalers, &before.autoscalers, |hpa| hpa.reference.clone()),
            loads: keep_all(frame.loads, &before.loads, |load| load.name.clone()),
            events: events(frame.events, &before.events),
            flows: Shared::new(frame.flows),
            alerts: Shared::keep(frame.alerts, Some(&before.alerts)),
            pods: frame.pods,
            pods_ready: frame.pods_ready,
        }
    }

    /// Every pod on a node.
    pub fn placed_pods(&self) -> impl Iterator<Item = &PodView> {
        self.nodes.iter().flat_map(|node| node.pods.iter().map(Deref::deref))
    }
}

fn nodes(frame: Vec<NodeView>, before: &[Shared<NodeScene>]) -> Vec<Shared<NodeScene>> {
    let old: BTreeMap<&str, &Shared<NodeScene>> =
        before.iter().map(|scene| (scene.node.reference.name.as_str(), scene)).collect();
    let share = |mut node: NodeView| {
        let last = old.get(node.reference.name.as_str());
        let pods = pods(std::mem::take(&mut node.pods), last.map_or(&[], |scene| &scene.pods));
        let node = Shared::keep(node, last.map(|scene| &scene.node));
        Shared::keep(NodeScene { node, pods }, last.copied())
    };
    frame.into_iter().map(share).collect()
}

/// Like `keep_all`, but a pod that differs only in what its card does not show counts as the same.
fn pods(frame: Vec<PodView>, before: &[Shared<PodView>]) -> Vec<Shared<PodView>> {
    let old: BTreeMap<&str, &Shared<PodView>> = before.iter().map(|pod| (pod.uid.as_str(), pod)).collect();
    let share = |pod: PodView| match old.get(pod.uid.as_str()) {
        Some(last) if looks_the_same(&pod, last) => (*last).clone(),
        _ => Shared::new(pod),
    };
    frame.into_iter().map(share).collect()
}

/// Age runs always, and usage flickers by a thousandth: neither is worth drawing a card again.
fn looks_the_same(new: &PodView, old: &PodView) -> bool {
    new.light == old.light
        && new.is_ready == old.is_ready
        && new.restarts == old.restarts
        && new.requests_per_s == old.requests_per_s
        && new.cpu_milli / 10 == old.cpu_milli / 10
        && new.memory_bytes >> 22 == old.memory_bytes >> 22
        && new.status == old.status
        && new.ready == old.ready
        && new.ip == old.ip
        && new.owner == old.owner
        && new.revision == old.revision
        && new.containers == old.containers
}

fn keep_all<T, K>(frame: Vec<T>, before: &[Shared<T>], key: impl Fn(&T) -> K) -> Vec<Shared<T>>
where
    T: PartialEq,
    K: Ord,
{
    let old: BTreeMap<K, &Shared<T>> = before.iter().map(|part| (key(part), part)).collect();
    let share = |part: T| {
        let last = old.get(&key(&part)).copied();
        Shared::keep(part, last)
    };
    frame.into_iter().map(share).collect()
}

fn events(frame: Vec<EventView>, before: &Shared<Vec<EventScene>>) -> Shared<Vec<EventScene>> {
    let old: BTreeMap<&str, &Shared<EventView>> =
        before.iter().map(|scene| (scene.key.as_str(), &scene.event)).collect();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let share = |event: EventView| {
        let key = event_key(&event, &mut seen);
        let event = Shared::keep(event, old.get(key.as_str()).copied());
        EventScene { key, event }
    };
    Shared::keep(frame.into_iter().map(share).collect(), Some(before))
}

/// An event keeps its key while its count grows; a second one of the same words gets a number.
fn event_key(event: &EventView, seen: &mut BTreeMap<String, u32>) -> String {
    let about = &event.about;
    let base =
        format!("{}/{}/{} {} {}", about.kind, about.namespace, about.name, event.reason, event.message);
    let times = seen.entry(base.clone()).or_insert(0);
    *times += 1;
    if *times == 1 { base } else { format!("{base} #{times}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::Ref;

    fn pod(uid: &str, status: &str) -> PodView {
        PodView { uid: uid.to_string(), status: status.to_string(), ..PodView::default() }
    }

    fn frame(pods: Vec<PodView>) -> Frame {
        let reference =
            Ref { kind: "Node".to_string(), namespace: String::new(), name: "worker-1".to_string() };
        Frame { nodes: vec![NodeView { reference, pods, ..NodeView::default() }], ..Frame::default() }
    }

    #[test]
    fn what_did_not_change_is_the_same_pointer() {
        let first = Scene::new(frame(vec![pod("a", "Running"), pod("b", "Pending")]), &Scene::default());
        let mut aged = pod("a", "Running");
        aged.age_s = 9;
        let second = Scene::new(frame(vec![aged, pod("b", "Running")]), &first);
        let (old, new) = (&first.nodes[0], &second.nodes[0]);
        assert!(old != new, "the panel has something to draw");
        assert!(old.node == new.node, "its head has not");
        assert!(old.pods[0] == new.pods[0], "age alone draws no card");
        assert!(old.pods[1] != new.pods[1]);
    }

    #[test]
    fn an_unchanged_node_is_not_drawn_again() {
        let first = Scene::new(frame(vec![pod("a", "Running")]), &Scene::default());
        let second = Scene::new(frame(vec![pod("a", "Running")]), &first);
        assert!(first.nodes[0] == second.nodes[0]);
    }

    #[test]
    fn events_of_the_same_words_have_keys_of_their_own() {
        let event = |count: u32| EventView { reason: "BackOff".to_string(), count, ..EventView::default() };
        let frame = Frame { events: vec![event(1), event(2)], ..Frame::default() };
        let scene = Scene::new(frame, &Scene::default());
        assert_ne!(scene.events[0].key, scene.events[1].key);
    }
}
