//! The tables of `kubectl get`: which columns a kind has and what stands in them.
//!
//! Models pkg/printers/internalversion/printers.go, v1.36, which the server runs with every column; kubectl
//! then leaves out the wide ones (`table`). One file to a kind or group of kinds, one line to a kind here.

use serde_json::Value;

use super::moment;
use super::reach::Reach;
use crate::kinds::{Kind, Time};

mod admission;
mod config;
mod custom;
mod discovery;
mod event;
mod hpa;
mod ingress;
mod jobs;
mod metrics;
mod node;
mod plain;
mod pod;
mod quota;
mod rbac;
mod server;
mod service;
mod storage;
pub mod table;
mod vpa;
mod workloads;

/// A column's heading, and whether only `-o wide` shows it.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub name: &'static str,
    pub wide: bool,
}

const fn column(name: &'static str) -> Column {
    Column { name, wide: false }
}

const fn wide(name: &'static str) -> Column {
    Column { name, wide: true }
}

/// How one kind is printed.
pub struct Printer {
    pub columns: &'static [Column],
    /// A cell to a column.
    pub row: fn(&Value, Time) -> Vec<String>,
}

/// The columns of a kind.
pub fn columns(kind: Kind) -> Vec<Column> {
    match kind {
        Kind::Custom(added) => custom::columns(added),
        kind => of(kind).columns.to_vec(),
    }
}

/// The objects in the order their table has: flow schemas as they are asked, others as they come.
pub fn in_order(kind: Kind, objects: &[Value]) -> Vec<&Value> {
    let mut all: Vec<&Value> = objects.iter().collect();
    if kind == Kind::FlowSchema {
        let precedence = |object: &&Value| object["spec"]["matchingPrecedence"].as_i64();
        all.sort_by_key(|object| (precedence(object), name(object)));
    }
    all
}

/// A cell to a column.
pub fn row(kind: Kind, object: &Value, now: Time) -> Vec<String> {
    match kind {
        Kind::Custom(added) => custom::row(added, object, now),
        kind => (of(kind).row)(object, now),
    }
}

fn of(kind: Kind) -> &'static Printer {
    match kind {
        Kind::Pod => &pod::POD,
        Kind::PodTemplate => &pod::POD_TEMPLATE,
        Kind::Deployment => &workloads::DEPLOYMENT,
        Kind::ReplicaSet => &workloads::REPLICA_SET,
        Kind::ReplicationController => &workloads::REPLICATION_CONTROLLER,
        Kind::StatefulSet => &workloads::STATEFUL_SET,
        Kind::DaemonSet => &workloads::DAEMON_SET,
        Kind::ControllerRevision => &workloads::CONTROLLER_REVISION,
        Kind::PodDisruptionBudget => &workloads::POD_DISRUPTION_BUDGET,
        Kind::Job => &jobs::JOB,
        Kind::CronJob => &jobs::CRON_JOB,
        Kind::HorizontalPodAutoscaler => &hpa::HPA,
        Kind::VerticalPodAutoscaler => &vpa::VPA,
        Kind::Service => &service::SERVICE,
        Kind::Endpoints => &discovery::ENDPOINTS,
        Kind::EndpointSlice => &discovery::ENDPOINT_SLICE,
        Kind::Ingress => &ingress::INGRESS,
        Kind::IngressClass => &ingress::INGRESS_CLASS,
        Kind::NetworkPolicy => &ingress::NETWORK_POLICY,
        Kind::Node => &node::NODE,
        Kind::Lease => &node::LEASE,
        Kind::Event => &event::EVENT,
        Kind::NodeMetrics => &metrics::NODE,
        Kind::PodMetrics => &metrics::POD,
        Kind::Namespace => &config::NAMESPACE,
        Kind::ConfigMap => &config::CONFIG_MAP,
        Kind::Secret => &config::SECRET,
        Kind::ServiceAccount => &config::SERVICE_ACCOUNT,
        Kind::PriorityClass => &config::PRIORITY_CLASS,
        Kind::ResourceQuota => &quota::RESOURCE_QUOTA,
        Kind::PersistentVolume => &storage::VOLUME,
        Kind::PersistentVolumeClaim => &storage::CLAIM,
        Kind::StorageClass => &storage::CLASS,
        Kind::VolumeAttachment => &storage::ATTACHMENT,
        Kind::CSIDriver => &storage::CSI_DRIVER,
        Kind::CSINode => &storage::CSI_NODE,
        Kind::CSIStorageCapacity => &storage::CSI_STORAGE_CAPACITY,
        Kind::RoleBinding | Kind::ClusterRoleBinding => &rbac::BINDING,
        Kind::MutatingWebhookConfiguration | Kind::ValidatingWebhookConfiguration => &admission::WEBHOOKS,
        Kind::ValidatingAdmissionPolicy => &admission::POLICY,
        Kind::ValidatingAdmissionPolicyBinding | Kind::MutatingAdmissionPolicyBinding => {
            &admission::POLICY_BINDING
        }
        Kind::MutatingAdmissionPolicy => &admission::MUTATING_POLICY,
        kind => of_server(kind),
    }
}

/// What tells of the server, of addresses and of devices; what has no columns of its own.
fn of_server(kind: Kind) -> &'static Printer {
    match kind {
        Kind::APIService => &server::API_SERVICE,
        Kind::ComponentStatus => &server::COMPONENT_STATUS,
        Kind::FlowSchema => &server::FLOW_SCHEMA,
        Kind::PriorityLevelConfiguration => &server::PRIORITY_LEVEL,
        Kind::CertificateSigningRequest => &server::CERTIFICATE_REQUEST,
        Kind::IPAddress => &server::ADDRESS,
        Kind::ServiceCIDR => &server::ADDRESS_RANGE,
        Kind::RuntimeClass => &server::RUNTIME_CLASS,
        Kind::VolumeAttributesClass => &server::ATTRIBUTES_CLASS,
        Kind::DeviceClass | Kind::ResourceClaimTemplate => &server::AGED,
        Kind::ResourceClaim => &server::RESOURCE_CLAIM,
        Kind::ResourceSlice => &server::RESOURCE_SLICE,
        _ => &plain::CREATED_AT,
    }
}

/// Every cell of an object, the wide ones too, with its column's heading.
pub fn cells(kind: Kind, object: &Value, now: Time) -> Vec<(&'static str, String)> {
    let names = columns(kind).into_iter().map(|column| column.name);
    names.zip(row(kind, object, now)).collect()
}

fn name(object: &Value) -> String {
    object["metadata"]["name"].text().to_owned()
}

/// AGE.
fn age(object: &Value, now: Time) -> String {
    moment::age(&object["metadata"]["creationTimestamp"], now)
}

/// CONTAINERS and IMAGES of a pod's spec.
fn containers(spec: &Value) -> [String; 2] {
    ["name", "image"].map(|field| {
        let texts: Vec<&str> = spec["containers"].items().iter().map(|one| one[field].text()).collect();
        texts.join(",")
    })
}

/// A field's text, or `<unset>`.
fn or_unset(value: &Value) -> String {
    value.text_or("<unset>").to_owned()
}

/// A field's text, or `<none>`.
fn or_none(value: &Value) -> String {
    value.text_or("<none>").to_owned()
}
