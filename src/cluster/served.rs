//! Objects that the server has without anybody having made them, computed when somebody asks: who serves which group
//! (APIService), the addresses of Services (IPAddress), the health of the control plane (ComponentStatus), the lease of
//! the API server itself.
//!
//! Models kube-aggregator's autoregistration, pkg/registry/core/service/ipallocator, pkg/registry/core/componentstatus and
//! pkg/controlplane/controller/apiserverleasegc, v1.36. What is made by hand stands beside these in the store.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::api::ApiServer;
use super::custom_kinds;
use super::store::Key;
use crate::kinds::Kind;
use crate::kinds::namespace::Namespace;
use crate::kinds::service::Service;
use crate::sim::{SimTime, Span};

/// Where the control plane keeps its own.
const SYSTEM: &str = "kube-system";

/// Priorities of groups: pkg/controlplane/apiserver/aggregator.go.
const GROUP_PRIORITIES: [(&str, i32); 21] = [
    ("", 18000),
    ("apps", 17800),
    ("events.k8s.io", 17750),
    ("authentication.k8s.io", 17700),
    ("authorization.k8s.io", 17600),
    ("autoscaling", 17500),
    ("batch", 17400),
    ("certificates.k8s.io", 17300),
    ("networking.k8s.io", 17200),
    ("policy", 17100),
    ("rbac.authorization.k8s.io", 17000),
    ("storage.k8s.io", 16800),
    ("apiextensions.k8s.io", 16700),
    ("admissionregistration.k8s.io", 16700),
    ("scheduling.k8s.io", 16600),
    ("coordination.k8s.io", 16500),
    ("node.k8s.io", 16300),
    ("discovery.k8s.io", 16200),
    ("flowcontrol.apiserver.k8s.io", 16100),
    ("resource.k8s.io", 15900),
    ("metrics.k8s.io", 100),
];
/// Versions that are not stored under their own name.
const OTHER_VERSIONS: [(&str, &str); 2] = [("autoscaling", "v1"), ("events.k8s.io", "v1")];
const VERSION_PRIORITY: i32 = 15;
/// What definitions add: crdregistration_controller.go.
const ADDED_PRIORITY: (i32, i32) = (1000, 100);

/// How the server names its lease: `apiserver-` and a hash of its host's name.
const IDENTITY: &str = "apiserver-wkjlvtgmdpqsqzrwa5nbqxkyfu";
/// --lease-duration of the server's own lease, and how often it is renewed: pkg/controlplane/apiserver/server.go.
const LEASE_SECONDS: i32 = 3600;
const RENEWED: Span = Span::from_secs(10);

/// Whether some objects of a kind are computed.
pub fn has(kind: Kind) -> bool {
    matches!(kind, Kind::APIService | Kind::IPAddress | Kind::ComponentStatus | Kind::Lease)
}

/// What there is of a kind, by name, without what is stored.
pub fn list(api: &ApiServer, kind: Kind, now: SimTime) -> Vec<Value> {
    match kind {
        Kind::APIService => api_services(api),
        Kind::IPAddress => addresses(api),
        Kind::ComponentStatus => COMPONENTS.iter().map(|name| component(name)).collect(),
        Kind::Lease => vec![lease(api, now)],
        _ => Vec::new(),
    }
}

/// One of them.
pub fn get(api: &ApiServer, key: &Key, now: SimTime) -> Option<Value> {
    let is = |object: &Value| {
        let meta = &object["metadata"];
        meta["name"] == *key.name && meta["namespace"].as_str().unwrap_or_default() == &*key.namespace
    };
    list(api, key.kind, now).into_iter().find(is)
}

/// When the cluster began.
fn begun(api: &ApiServer) -> Value {
    let system = api.store().get::<Namespace>("", SYSTEM);
    json!(system.and_then(|namespace| namespace.meta.creation_timestamp).map(|time| time.to_string()))
}

fn api_services(api: &ApiServer) -> Vec<Value> {
    let begun = begun(api);
    let mut all: BTreeMap<String, Value> = BTreeMap::new();
    // The aggregator serves its own group without a service for it.
    let is_listed = |kind: &&Kind| api.serves(**kind) && **kind != Kind::APIService;
    let own = Kind::ALL.iter().filter(is_listed).map(|kind| (kind.info().group, kind.info().version));
    for (group, version) in own.chain(OTHER_VERSIONS) {
        let priority = GROUP_PRIORITIES.iter().find(|(known, _)| *known == group);
        let numbers = priority.map_or(ADDED_PRIORITY, |(_, number)| (*number, VERSION_PRIORITY));
        let one = api_service((group, version), numbers, &begun);
        all.insert(format!("{version}.{group}"), one);
    }
    for kind in custom_kinds::all(api.store()) {
        let info = kind.info();
        let one = api_service((info.group, info.version), ADDED_PRIORITY, &begun);
        all.insert(format!("{}.{}", info.version, info.group), one);
    }
    all.into_values().collect()
}

fn api_service((group, version): (&str, &str), (priority, own): (i32, i32), begun: &Value) -> Value {
    let is_metrics = group == "metrics.k8s.io";
    let (reason, message) = match is_metrics {
        true => ("Passed", "all checks passed"),
        false => ("Local", "Local APIServices are always available"),
    };
    let mut spec = json!({"groupPriorityMinimum": priority, "version": version, "versionPriority": own});
    if !group.is_empty() {
        spec["group"] = json!(group);
    }
    if is_metrics {
        spec["service"] = json!({"name": "metrics-server", "namespace": SYSTEM, "port": 443});
        spec["insecureSkipTLSVerify"] = json!(true);
    }
    let available = json!({
        "lastTransitionTime": begun, "message": message, "reason": reason, "status": "True", "type": "Available",
    });
    let mut meta = json!({"creationTimestamp": begun, "name": format!("{version}.{group}")});
    if !is_metrics {
        meta["labels"] = json!({"kube-aggregator.kubernetes.io/automanaged": "onstart"});
    }
    json!({
        "apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService", "metadata": meta, "spec": spec,
        "status": {"conditions": [available]},
    })
}

/// An object to each address of each Service.
fn addresses(api: &ApiServer) -> Vec<Value> {
    let mut all: BTreeMap<String, Value> = BTreeMap::new();
    for service in api.store().list::<Service>() {
        let ip = &service.spec.cluster_ip;
        if !ip.is_empty() && ip != "None" {
            all.insert(ip.clone(), address(ip, service));
        }
    }
    all.into_values().collect()
}

fn address(ip: &str, service: &Service) -> Value {
    let meta = &service.meta;
    let created = meta.creation_timestamp.map(|time| time.to_string());
    let family = if ip.contains(':') { "IPv6" } else { "IPv4" };
    json!({
        "apiVersion": "networking.k8s.io/v1",
        "kind": "IPAddress",
        "metadata": {
            "creationTimestamp": created,
            "labels": {
                "ipaddress.kubernetes.io/ip-family": family,
                "ipaddress.kubernetes.io/managed-by": "ipallocator.k8s.io",
            },
            "name": ip,
        },
        "spec": {
            "parentRef": {"group": "", "name": meta.name, "namespace": meta.namespace, "resource": "services"},
        },
    })
}

/// In the order of pkg/registry/core/rest/storage_core.go, which asks them at the same time.
const COMPONENTS: [&str; 3] = ["etcd-0", "controller-manager", "scheduler"];

fn component(name: &str) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "ComponentStatus",
        "metadata": {"name": name},
        "conditions": [{"message": "ok", "status": "True", "type": "Healthy"}],
    })
}

fn lease(api: &ApiServer, now: SimTime) -> Value {
    let renewed = SimTime(now.0 - now.0 % RENEWED.0);
    let uid = api.store().get::<Namespace>("", SYSTEM).map(|namespace| namespace.meta.uid.clone());
    json!({
        "apiVersion": "coordination.k8s.io/v1",
        "kind": "Lease",
        "metadata": {
            "creationTimestamp": begun(api),
            "labels": {"apiserver.kubernetes.io/identity": "kube-apiserver"},
            "name": IDENTITY,
            "namespace": SYSTEM,
        },
        "spec": {
            "holderIdentity": format!("{IDENTITY}_{}", uid.unwrap_or_default()),
            "leaseDurationSeconds": LEASE_SECONDS,
            "renewTime": api.wall_clock(renewed).to_string().replace('Z', ".000000Z"),
        },
    })
}
