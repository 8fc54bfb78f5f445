//! Objects as they are read: stored, computed for the asking, and what nodes report beside the store.

use serde_json::{Value, json};

use super::metrics::served as measured;
use super::{ApiServer, Key, served};
use crate::kinds::Kind;
use crate::kinds::node::Node;
use crate::sim::SimTime;

/// Reads at one moment.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub api: &'a ApiServer,
    pub now: SimTime,
}

impl Reader<'_> {
    /// The namespace is empty for kinds outside namespaces.
    pub fn get(&self, kind: Kind, namespace: &str, name: &str) -> Option<Value> {
        let key = Key::new(kind, namespace, name);
        let api = self.api;
        let stored = || api.store().object(&key).map(|object| object.to_value_as(kind));
        match kind {
            Kind::NodeMetrics | Kind::PodMetrics => {
                measured::get(api, &key, self.now).map(|object| object.to_value())
            }
            Kind::Lease if namespace == LEASES => stored().or_else(|| self.lease(name)),
            kind if served::has(kind) => stored().or_else(|| served::get(api, &key, self.now)),
            _ => stored(),
        }
    }

    /// By namespace and name; every namespace if none is given.
    pub fn list(&self, kind: Kind, namespace: Option<&str>) -> Vec<Value> {
        let (api, now) = (self.api, self.now);
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
            let computed = computed
                .filter(|object| is_inside(object["metadata"]["namespace"].as_str().unwrap_or_default()));
            all.extend(computed);
            if stored > 0 {
                all.sort_by_key(|object| place_of(object).map(str::to_owned));
            }
        }
        all
    }

    /// A node's lease. Kubelets renew them beside the store: a write every ten seconds by every node would push out of the
    /// history what people want to see there.
    fn lease(&self, name: &str) -> Option<Value> {
        let api = self.api;
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
        let nodes = self.api.store().list::<Node>();
        nodes.filter_map(|node| self.lease(&node.meta.name))
    }
}

fn place_of(object: &Value) -> [&str; 2] {
    ["namespace", "name"].map(|field| object["metadata"][field].as_str().unwrap_or_default())
}

/// Where the leases of nodes are.
const LEASES: &str = "kube-node-lease";
/// nodeLeaseDurationSeconds
const LEASE_SECONDS: i32 = 40;
