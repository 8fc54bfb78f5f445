//! `kubectl describe`: kubectl pkg/describe/describe.go, v1.36.
//!
//! A describer gets an object as JSON and asks a `Cluster` for what stands around it; a `Writer` takes the
//! text and lays out its columns. One file to a kind or group of kinds, one line to a kind here; kinds
//! without a describer of their own go through `generic`, as in kubectl.

use serde_json::Value;

use crate::kinds::Kind;

mod autoscaler;
mod cluster;
mod config;
mod containers;
mod environment;
mod events;
mod generic;
mod ingress;
mod jobs;
mod meta;
mod namespace;
mod network_policy;
mod node;
mod node_resources;
mod pod;
mod pod_requests;
mod probe;
mod rbac;
mod service;
mod storage;
mod template;
mod volume_sources;
mod volumes;
mod workloads;
mod writer;

pub use cluster::{Cluster, WorldView};
pub use rbac::rows as rule_rows;
use writer::Writer;

/// Writes the description of one object.
type Describer = fn(&Value, &dyn Cluster, &mut Writer);

fn describer(kind: Kind) -> Option<Describer> {
    Some(match kind {
        Kind::Pod => pod::describe,
        Kind::Deployment => workloads::deployment,
        Kind::ReplicaSet => workloads::replica_set,
        Kind::ReplicationController => workloads::replication_controller,
        Kind::StatefulSet => workloads::stateful_set,
        Kind::DaemonSet => workloads::daemon_set,
        Kind::PodDisruptionBudget => workloads::pod_disruption_budget,
        Kind::Job => jobs::job,
        Kind::CronJob => jobs::cron_job,
        Kind::HorizontalPodAutoscaler => autoscaler::describe,
        Kind::Service => service::service,
        Kind::Endpoints => service::endpoints,
        Kind::EndpointSlice => service::endpoint_slice,
        Kind::Ingress => ingress::ingress,
        Kind::IngressClass => ingress::ingress_class,
        Kind::NetworkPolicy => network_policy::describe,
        Kind::Node => node::describe,
        Kind::CSINode => node::csi_node,
        Kind::PersistentVolume => storage::volume,
        Kind::PersistentVolumeClaim => storage::claim,
        Kind::StorageClass => storage::class,
        Kind::ConfigMap => config::config_map,
        Kind::Secret => config::secret,
        Kind::ServiceAccount => config::service_account,
        Kind::PriorityClass => config::priority_class,
        Kind::Namespace => namespace::namespace,
        Kind::ResourceQuota => namespace::resource_quota,
        Kind::LimitRange => namespace::limit_range,
        Kind::Role | Kind::ClusterRole => rbac::role,
        Kind::RoleBinding | Kind::ClusterRoleBinding => rbac::binding,
        _ => return None,
    })
}

/// The description of an object as the API prints it.
pub fn describe(cluster: &dyn Cluster, kind: Kind, object: &Value) -> String {
    let mut writer = Writer::default();
    match describer(kind) {
        Some(describer) => describer(object, cluster, &mut writer),
        None => generic::describe(kind, object, cluster, &mut writer),
    }
    writer.finish()
}

/// Several descriptions, as kubectl sets them apart; only one alone has its events.
pub fn describe_all(cluster: &dyn Cluster, objects: &[(Kind, Value)]) -> String {
    let quiet = cluster::WithoutEvents(cluster);
    let shown: &dyn Cluster = if objects.len() > 1 { &quiet } else { cluster };
    let one = |(kind, object): &(Kind, Value)| describe(shown, *kind, object);
    objects.iter().map(one).collect::<Vec<_>>().join("\n\n")
}

/// The description of what is there under a name, if it is there.
pub fn describe_named(cluster: &dyn Cluster, kind: Kind, namespace: &str, name: &str) -> Option<String> {
    let object = cluster.get(kind, namespace, name)?;
    Some(describe(cluster, kind, &object))
}

/// A pod template by itself.
pub fn describe_template(template: &Value) -> String {
    let mut writer = Writer::default();
    template::describe(&mut writer, template);
    writer.finish()
}

/// How long ago, seen from the cluster's present.
fn age(value: &Value, cluster: &dyn Cluster) -> String {
    super::moment::age(value, cluster.now())
}

/// What an event must be about to be shown.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    pub namespace: &'a str,
    pub name: &'a str,
    pub kind: Option<&'a str>,
    pub uid: &'a str,
}

impl About<'_> {
    pub fn matches(&self, event: &Value) -> bool {
        let about = &event["involvedObject"];
        let is = |field: &str, wanted: &str| about[field].as_str().unwrap_or_default() == wanted;
        is("namespace", self.namespace)
            && is("name", self.name)
            && self.kind.is_none_or(|kind| is("kind", kind))
            && (self.uid.is_empty() || is("uid", self.uid))
    }
}
