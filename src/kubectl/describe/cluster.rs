//! What describers ask for: objects by name and by kind, the events of an object, and the present.

use serde_json::{Value, json};

use super::About;
use crate::cluster::metrics::served as measured;
use crate::cluster::{Key, World, custom_kinds, served};
use crate::kinds::custom::CustomKind;
use crate::kinds::node::Node;
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

impl Cluster for WorldView<'_> {
    fn now(&self) -> Time {
        self.0.api().wall_clock(self.0.now())
    }

    fn get(&self, kind: Kind, namespace: &str, name: &str) -> Option<Value> {
        let key = Key::new(kind, namespace, name);
        let api = self.0.api();
        let stored = || api.store().object(&key).map(|object| object.to_value_as(kind));
        match kind {
            Kind::NodeMetrics | Kind::PodMetrics => {
                measured::get(api, &key, self.0.now()).map(|object| object.to_value())
            }
            Kind::Lease if namespace == LEASES => stored().or_else(|| self.lease(name)),
            kind if served::has(kind) => stored().or_else(|| served::get(api, &key, self.0.now())),
            _ => stored(),
        }
    }

    fn serves(&self, kind: Kind) -> bool {
        self.0.api().serves(kind)
    }

    fn added(&self) -> Vec<CustomKind> {
        custom_kinds::all(self.0.api().store())
    }

    fn list(&self, kind: Kind, namespace: Option<&str>) -> Vec<Value> {
        let (api, now) = (self.0.api(), self.0.now());
        let is_inside = |place: &str| namespace.is_none_or(|wanted| place == wanted);
        if matches!(kind, Kind::NodeMetrics | Kind::PodMetrics) {
            let objects = measured::list(api, kind, now).into_iter();
            let inside = objects.filter(|object| is_inside(&object.meta().namespace));
            return inside.map(|object| object.to_value()).collect();
        }
        let objects = api.store().objects(kind).filter(|(key, _)| is_inside(&key.namespace));
        let mut all: Vec<Value> = objects.map(|(_, object)| object.to_value_as(kind)).collect();
        if kind == Kind::Lease && is_inside(LEASES) {
            all.extend(self.leases());
        }
        if served::has(kind) {
            let stored = all.len();
            let computed = served::list(api, kind, now).into_iter();
            let computed = computed.filter(|object| is_inside(object["metadata"]["namespace"].text()));
            all.extend(computed);
            if stored > 0 {
                all.sort_by_key(|object| place_of(object).map(str::to_owned));
            }
        }
        all
    }
}

fn place_of(object: &Value) -> [&str; 2] {
    ["namespace", "name"].map(|field| object["metadata"][field].text())
}

/// Where the leases of nodes are.
const LEASES: &str = "kube-node-lease";
/// nodeLeaseDurationSeconds
const LEASE_SECONDS: i32 = 40;

impl WorldView<'_> {
    /// A node's lease. Kubelets renew them beside the store: a write every ten seconds by every node would push out of the
    /// history what people want to see there.
    fn lease(&self, name: &str) -> Option<Value> {
        let api = self.0.api();
        let node = api.store().get::<Node>("", name)?;
        let renewed = api.wall_clock(api.lease(name)?).to_string();
        let owner = json!({"apiVersion": "v1", "kind": "Node", "name": name, "uid": node.meta.uid});
        Some(json!({
            "apiVersion": "coordination.k8s.io/v1",
            "kind": "Lease",
            "metadata": {
                "creationTimestamp": node.meta.creation_timestamp.map(|time| time.to_string()),
                "name": name,
                "namespace": LEASES,
                "ownerReferences": [owner],
            },
            "spec": {
                "holderIdentity": name,
                "leaseDurationSeconds": LEASE_SECONDS,
                "renewTime": renewed.replace('Z', ".000000Z"),
            },
        }))
    }

    fn leases(&self) -> impl Iterator<Item = Value> {
        let nodes = self.0.api().store().list::<Node>();
        nodes.filter_map(|node| self.lease(&node.meta.name))
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
