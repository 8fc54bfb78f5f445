//! What the API server fills in: pkg/apis/*/v1/defaults.go and the generated zz_generated.defaults.go, v1.36.
//!
//! Works on an object as the API prints it, so that fields that are only kept get their defaults too.
//! Two things that upstream's conversion does are here as well, for they look like defaults: the old
//! name of a pod's service account, and the kind of claim templates. Applying twice changes nothing.

mod autoscaling;
mod cluster;
mod container;
mod pod;
mod resources;
mod service;
mod storage;
mod volumes;
mod workloads;

use serde_json::Value;

use super::registry::{Kind, Object};
pub use resources::aggregate;

/// Fills in the defaults of an object.
pub fn apply(kind: Kind, object: &mut Value) {
    match kind {
        Kind::Pod => pod::pod(object),
        Kind::PodTemplate => pod::template(object, "template"),
        Kind::Deployment => workloads::deployment(object),
        Kind::ReplicaSet => workloads::replica_set(object),
        Kind::ReplicationController => workloads::replication_controller(object),
        Kind::StatefulSet => workloads::stateful_set(object),
        Kind::DaemonSet => workloads::daemon_set(object),
        Kind::Job => workloads::job(object),
        Kind::CronJob => workloads::cron_job(object),
        Kind::Service => service::service(object),
        Kind::Endpoints => service::endpoints(object),
        Kind::EndpointSlice => service::endpoint_slice(object),
        Kind::NetworkPolicy => service::network_policy(object),
        Kind::IngressClass => service::ingress_class(object),
        Kind::HorizontalPodAutoscaler => autoscaling::autoscaler(object),
        Kind::PersistentVolume => storage::volume(object),
        Kind::PersistentVolumeClaim => storage::claim(object),
        Kind::StorageClass => storage::class(object),
        Kind::CSIDriver => storage::csi_driver(object),
        Kind::Custom(custom) => custom.defaults(object),
        _ => cluster::apply(kind, object),
    }
}

/// The same for a typed object.
pub fn set_defaults(object: &mut Object) {
    let kind = object.kind();
    let mut value = object.to_value();
    apply(kind, &mut value);
    *object = kind.read(&value);
}

#[cfg(test)]
mod tests;
