//! The objects of metrics.k8s.io, made when somebody asks for them: metrics-server pkg/api and pkg/storage.
//!
//! A node is what its pods use and what its system uses besides. A pod is there once each of its running containers
//! was read.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{PodMetrics, RESOLUTION};
use crate::cluster::api::ApiServer;
use crate::cluster::store::{Key, Store};
use crate::kinds::pod::Pod;
use crate::kinds::quantity::Quantity;
use crate::kinds::{Codec, Kind, Object, ObjectMeta};
use crate::sim::SimTime;

/// What kubelet, container runtime and system use on an idle node: 40m and 320Mi.
pub const SYSTEM: (u64, u64) = (40_000_000, 320 << 20);

/// The objects of a metrics kind, by namespace and name; none of any other kind.
pub fn list(api: &ApiServer, kind: Kind, now: SimTime) -> Vec<Object> {
    match (kind, api.pod_metrics()) {
        (Kind::PodMetrics, Some(pods)) => pods.iter().filter_map(|one| pod(api, one, now)).collect(),
        (Kind::NodeMetrics, Some(pods)) => nodes(api, pods, now),
        _ => Vec::new(),
    }
}

/// One object of a metrics kind.
pub fn get(api: &ApiServer, key: &Key, now: SimTime) -> Option<Object> {
    let named =
        |object: &Object| *object.meta().name == *key.name && *object.meta().namespace == *key.namespace;
    list(api, key.kind, now).into_iter().find(named)
}

fn pod(api: &ApiServer, (key, metrics): (&Key, &PodMetrics), now: SimTime) -> Option<Object> {
    let stored: &Pod = api.store().by_key::<Pod>(key)?;
    let containers: Vec<Value> = metrics
        .containers
        .iter()
        .map(|one| json!({"name": one.name, "usage": usage(one.cpu_nano, one.memory_bytes)}))
        .collect();
    Some(Kind::PodMetrics.read(&json!({
        "metadata": metadata(api, &stored.meta, now),
        "timestamp": metrics.timestamp.to_string(),
        "window": format!("{}s", metrics.window_seconds),
        "containers": containers,
    })))
}

fn nodes(api: &ApiServer, pods: &BTreeMap<Key, PodMetrics>, now: SimTime) -> Vec<Object> {
    let Some(read_at) = now.0.checked_div(RESOLUTION.0).filter(|scrapes| *scrapes > 0) else {
        return Vec::new();
    };
    let timestamp = api.wall_clock(SimTime(read_at * RESOLUTION.0)).to_string();
    let one = |node: &crate::kinds::node::Node| {
        let (cpu, memory) = used_on(api.store(), pods, &node.meta.name);
        Kind::NodeMetrics.read(&json!({
            "metadata": metadata(api, &node.meta, now),
            "timestamp": timestamp,
            "window": format!("{}s", RESOLUTION.as_secs()),
            "usage": usage(cpu, memory),
        }))
    };
    let ready = |node: &&std::sync::Arc<crate::kinds::node::Node>| node.is_ready();
    api.store().list::<crate::kinds::node::Node>().filter(ready).map(|node| one(node)).collect()
}

fn used_on(store: &Store, pods: &BTreeMap<Key, PodMetrics>, node: &str) -> (u64, u64) {
    let used = |pod: &std::sync::Arc<Pod>| {
        let read = pods.get(&Key::new(Kind::Pod, &pod.meta.namespace, &pod.meta.name));
        read.map_or((0, 0), |one| (one.cpu_nano(), one.memory_bytes()))
    };
    store.pods_on(node).map(used).fold(SYSTEM, |sum, one| (sum.0 + one.0, sum.1 + one.1))
}

/// Name, labels and the time of asking.
fn metadata(api: &ApiServer, of: &ObjectMeta, now: SimTime) -> Value {
    let meta = ObjectMeta {
        name: of.name.clone(),
        namespace: of.namespace.clone(),
        labels: of.labels.clone(),
        creation_timestamp: Some(api.wall_clock(now)),
        ..Default::default()
    };
    meta.to_value().unwrap_or_default()
}

fn usage(cpu_nano: u64, memory_bytes: u64) -> Value {
    let text = |written: String| Quantity::parse(&written).unwrap_or_default().to_string();
    json!({"cpu": text(format!("{cpu_nano}n")), "memory": text(format!("{}Ki", memory_bytes.div_ceil(1024)))})
}
