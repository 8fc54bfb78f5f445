//! What describers ask for: objects by name and by kind, the events of an object, and the present.

use serde_json::Value;

use super::About;
use crate::cluster::reading::Reader;
use crate::cluster::{World, custom_kinds};
use crate::kinds::custom::CustomKind;
use crate::kinds::{Kind, Time};
use crate::kubectl::reach::Reach;

pub trait Cluster {
    fn now(&self) -> Time;

    /// The namespace is empty for kinds outside namespaces.
    fn get(&self, kind: Kind, namespace: &str, name: &str) -> Option<Value>;

    /// By namespace and name; every namespace if none is given.
    fn list(&self, kind: Kind, namespace: Option<&str>) -> Vec<Value>;

    /// Whether a kind is there to be asked for.
    fn serves(&self, _kind: Kind) -> bool {
        true
    }

    /// The kinds that definitions add.
    fn added(&self) -> Vec<CustomKind> {
        Vec::new()
    }

    fn events(&self, about: About<'_>) -> Vec<Value> {
        let namespace = Some(about.namespace).filter(|namespace| !namespace.is_empty());
        let events = self.list(Kind::Event, namespace).into_iter();
        events.filter(|event| about.matches(event)).collect()
    }

    /// Whether descriptions end with events.
    fn shows_events(&self) -> bool {
        true
    }

    /// The pods of a node that have not ended.
    fn pods_on(&self, node: &str) -> Vec<Value> {
        let here = |pod: &Value| {
            pod["spec"]["nodeName"] == node
                && !matches!(pod["status"]["phase"].text(), "Succeeded" | "Failed")
        };
        self.list(Kind::Pod, None).into_iter().filter(here).collect()
    }
}

/// A running simulation.
pub struct WorldView<'a>(pub &'a World);

impl<'a> WorldView<'a> {
    pub fn reader(&self) -> Reader<'a> {
        Reader { api: self.0.api(), now: self.0.now() }
    }
}

impl Cluster for WorldView<'_> {
    fn now(&self) -> Time {
        self.0.api().wall_clock(self.0.now())
    }

    fn get(&self, kind: Kind, namespace: &str, name: &str) -> Option<Value> {
        self.reader().get(kind, namespace, name)
    }

    fn serves(&self, kind: Kind) -> bool {
        self.0.api().serves(kind)
    }

    fn added(&self) -> Vec<CustomKind> {
        custom_kinds::all(self.0.api().store())
    }

    fn list(&self, kind: Kind, namespace: Option<&str>) -> Vec<Value> {
        self.reader().list(kind, namespace)
    }
}

/// The same cluster, described without events: kubectl leaves them out where it describes several objects.
pub struct WithoutEvents<'a>(pub &'a dyn Cluster);

impl Cluster for WithoutEvents<'_> {
    fn now(&self) -> Time {
        self.0.now()
    }

    fn get(&self, kind: Kind, namespace: &str, name: &str) -> Option<Value> {
        self.0.get(kind, namespace, name)
    }

    fn list(&self, kind: Kind, namespace: Option<&str>) -> Vec<Value> {
        self.0.list(kind, namespace)
    }

    fn added(&self) -> Vec<CustomKind> {
        self.0.added()
    }

    fn shows_events(&self) -> bool {
        false
    }
}
