//! Whether an object makes sense: rest.BeforeCreate and rest.BeforeUpdate with pkg/apis/*/validation, v1.36.
//!
//! Rules are upstream's, in upstream's order and words. They look at an object as the API prints it,
//! after defaulting and the strategy; each file takes one topic and adds to an `Errors`. An update is
//! checked as a whole by `validate_update`, which repeats the rules of creation where upstream does.

mod at;
mod autoscaling;
mod cluster;
mod config;
mod definition;
mod dump;
mod endpoints;
pub(super) mod errors;
mod extensions;
mod go_text;
mod ip;
mod job_policies;
mod job_status;
mod jobs;
mod json_text;
mod limits;
mod meta;
mod networking;
mod pod;
mod rbac;
mod selector;
mod service;
mod status;
mod storage;
pub(super) mod text;
mod volume;
mod workloads;

use serde_json::Value;

use super::registry::Kind;
use super::{app_model, custom, vpa};
use errors::Errors;
pub use errors::{FieldError, Reason};
pub use pod::only_resources;
pub use text::qualified as qualified_name_faults;

/// What is wrong with a new object. Kinds whose own rules say nothing of metadata have it checked last.
pub fn validate(kind: Kind, object: &Value) -> Vec<FieldError> {
    let mut errors = Errors::default();
    if matches!(kind, Kind::PodDisruptionBudget | Kind::CSIDriver | Kind::Binding) {
        rules(kind, object, None, &mut errors);
        if errors.0.is_empty() {
            meta::create(kind, object, &mut errors);
        }
        return errors.0;
    }
    create(kind, object, &mut errors);
    errors.0
}

/// What is wrong with an object that takes the place of another one.
pub fn validate_update(kind: Kind, new: &Value, old: &Value) -> Vec<FieldError> {
    let mut errors = Errors::default();
    meta::update(new, old, &mut errors);
    update(kind, new, old, &mut errors);
    errors.0
}

/// What is wrong with a pod whose containers are to have other resources.
pub fn validate_resize(new: &Value, old: &Value) -> Vec<FieldError> {
    let mut errors = Errors::default();
    meta::update(new, old, &mut errors);
    pod::resize(new, old, &mut errors);
    errors.0
}

/// What is wrong with a pod that gets containers to look into it.
pub fn validate_ephemeral(new: &Value, old: &Value) -> Vec<FieldError> {
    let mut errors = Errors::default();
    meta::update(new, old, &mut errors);
    pod::ephemeral_update(new, old, &mut errors);
    errors.0
}

/// What is wrong with a status that is written through its subresource.
pub fn validate_status_update(kind: Kind, new: &Value, old: &Value) -> Vec<FieldError> {
    let mut errors = Errors::default();
    status::update(kind, new, old, &mut errors);
    errors.0
}

/// The API server's sentence for an object that is refused.
pub fn status_message(kind: Kind, name: &str, causes: &[FieldError]) -> String {
    let info = kind.info();
    let kind =
        if info.group.is_empty() { info.kind.to_owned() } else { format!("{}.{}", info.kind, info.group) };
    let mut lines: Vec<String> = Vec::new();
    for line in causes.iter().map(FieldError::line) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let list = match lines.as_slice() {
        [one] => one.clone(),
        many => format!("[{}]", many.join(", ")),
    };
    format!("{kind} {} is invalid: {list}", errors::quote(name))
}

fn create(kind: Kind, object: &Value, errors: &mut Errors) {
    if kind == Kind::Pod {
        return pod::create(object, errors);
    }
    meta::create(kind, object, errors);
    rules(kind, object, None, errors);
}

/// The rules of a kind besides those of metadata; `old` is what an update replaces.
fn rules(kind: Kind, object: &Value, old: Option<&Value>, errors: &mut Errors) {
    match kind {
        Kind::PodTemplate => pod::template(&at::At::root(object).child("template"), errors),
        Kind::Deployment => workloads::deployment(object, errors),
        Kind::ReplicaSet => workloads::replica_set(object, errors),
        Kind::ReplicationController => workloads::replication_controller(object, errors),
        Kind::StatefulSet => workloads::stateful_set(object, old, errors),
        Kind::DaemonSet => workloads::daemon_set(object, errors),
        Kind::ControllerRevision => workloads::revision(object, errors),
        Kind::Job => jobs::job(object, errors),
        Kind::CronJob => jobs::cron_job(object, old, errors),
        Kind::Service => service::service(object, errors),
        Kind::Endpoints => endpoints::endpoints(object, errors),
        Kind::EndpointSlice => endpoints::slice(object, errors),
        Kind::Ingress => networking::ingress(object, old, errors),
        Kind::IngressClass => networking::class(object, errors),
        Kind::NetworkPolicy => networking::policy(object, errors),
        Kind::HorizontalPodAutoscaler => autoscaling::autoscaler(object, old, errors),
        Kind::ConfigMap => config::config_map(object, errors),
        Kind::Secret => config::secret(object, errors),
        Kind::PersistentVolume => volume::volume(object, errors),
        Kind::PersistentVolumeClaim => storage::claim_spec(&at::At::root(object).child("spec"), errors),
        Kind::StorageClass => storage::class(object, errors),
        Kind::VolumeAttachment => storage::attachment(object, errors),
        Kind::CSIDriver => storage::driver(object, errors),
        Kind::CSINode => storage::csi_node(object, errors),
        Kind::ResourceQuota => limits::quota(object, errors),
        Kind::LimitRange => limits::limit_range(object, errors),
        _ => cluster_rules(kind, object, old, errors),
    }
}

fn cluster_rules(kind: Kind, object: &Value, old: Option<&Value>, errors: &mut Errors) {
    match kind {
        Kind::VerticalPodAutoscaler => {
            errors.0.extend(custom::validate_against(&vpa::schema(), object, old));
        }
        Kind::AppModel => {
            errors.0.extend(custom::validate_against(&app_model::schema(), object, old));
        }
        Kind::Custom(custom) => errors.0.extend(custom.validate(object, old)),
        Kind::Namespace => {
            let finalizers = at::At::root(object).child("spec").child("finalizers");
            meta::namespace_finalizers(&finalizers, errors);
        }
        Kind::Node => cluster::node(object, errors),
        Kind::PodDisruptionBudget => cluster::disruption_budget(object, errors),
        Kind::PriorityClass => cluster::priority_class(object, errors),
        Kind::Lease => cluster::lease(object, errors),
        Kind::Role => rbac::role(object, true, errors),
        Kind::ClusterRole => rbac::role(object, false, errors),
        Kind::RoleBinding => rbac::binding(object, true, errors),
        Kind::ClusterRoleBinding => rbac::binding(object, false, errors),
        Kind::ValidatingWebhookConfiguration => extensions::webhooks(object, false, errors),
        Kind::MutatingWebhookConfiguration => extensions::webhooks(object, true, errors),
        Kind::ValidatingAdmissionPolicy => extensions::policy(object, errors),
        Kind::ValidatingAdmissionPolicyBinding => extensions::policy_binding(object, errors),
        Kind::CustomResourceDefinition => definition::check(object, old, errors),
        _ => {}
    }
}

/// How often and in which order upstream looks at a changed object: the whole again, its metadata, what may not change.
fn update(kind: Kind, new: &Value, old: &Value, errors: &mut Errors) {
    let whole = |errors: &mut Errors| {
        meta::create(kind, new, errors);
        rules(kind, new, Some(old), errors);
    };
    let metadata = |errors: &mut Errors| meta::update_of(kind, new, old, errors);
    match kind {
        Kind::Pod => pod::update(new, old, errors),
        Kind::Service => {
            metadata(errors);
            service::change(new, old, errors);
            whole(errors);
        }
        Kind::PersistentVolume => {
            whole(errors);
            whole(errors);
            volume::change(new, old, errors);
        }
        Kind::PersistentVolumeClaim => {
            whole(errors);
            metadata(errors);
            whole(errors);
            storage::claim_change(new, old, errors);
        }
        Kind::ConfigMap | Kind::Secret => {
            metadata(errors);
            data_change(kind, new, old, errors);
            whole(errors);
        }
        Kind::Job => {
            whole(errors);
            metadata(errors);
            jobs::job_change(new, old, errors);
        }
        Kind::PodDisruptionBudget => rules(kind, new, Some(old), errors),
        Kind::LimitRange => whole(errors),
        Kind::Role | Kind::ClusterRole | Kind::RoleBinding | Kind::ClusterRoleBinding => {
            whole(errors);
            whole(errors);
            metadata(errors);
            if matches!(kind, Kind::RoleBinding | Kind::ClusterRoleBinding) {
                rbac::binding_change(new, old, errors);
            }
        }
        _ => update_more(kind, new, old, errors),
    }
}

fn data_change(kind: Kind, new: &Value, old: &Value, errors: &mut Errors) {
    if kind == Kind::ConfigMap {
        return config::frozen(&["data", "binaryData"], new, old, errors);
    }
    errors.immutable(&at::At::root(new).child("type"), &old["type"]);
    config::frozen(&["data"], new, old, errors);
}

/// The kinds whose metadata comes between a first look at the whole and a second one, if there are two.
fn update_more(kind: Kind, new: &Value, old: &Value, errors: &mut Errors) {
    let twice = [
        Kind::ReplicaSet,
        Kind::DaemonSet,
        Kind::ReplicationController,
        Kind::NetworkPolicy,
        Kind::Namespace,
        Kind::Node,
        Kind::StorageClass,
        Kind::VolumeAttachment,
    ];
    let named =
        [Kind::ServiceAccount, Kind::Endpoints, Kind::EndpointSlice, Kind::Ingress, Kind::IngressClass];
    if twice.contains(&kind) {
        meta::create(kind, new, errors);
        rules(kind, new, Some(old), errors);
    }
    meta::update_of(kind, new, old, errors);
    let in_between = [Kind::IngressClass, Kind::EndpointSlice];
    if in_between.contains(&kind) {
        changes(kind, new, old, errors);
    }
    let once = [Kind::Namespace, Kind::Node, Kind::StorageClass, Kind::VolumeAttachment, Kind::PriorityClass];
    if !once.contains(&kind) {
        if named.contains(&kind) {
            meta::create(kind, new, errors);
        }
        rules(kind, new, Some(old), errors);
    }
    if !in_between.contains(&kind) {
        changes(kind, new, old, errors);
    }
}

fn changes(kind: Kind, new: &Value, old: &Value, errors: &mut Errors) {
    match kind {
        Kind::Deployment | Kind::ReplicaSet | Kind::DaemonSet => workloads::fixed_selector(new, old, errors),
        Kind::StatefulSet => workloads::stateful_set_change(new, old, errors),
        Kind::ControllerRevision => workloads::revision_change(new, old, errors),
        Kind::IngressClass => {
            let controller = at::At::root(new).child("spec").child("controller");
            errors.immutable(&controller, &old["spec"]["controller"]);
        }
        Kind::EndpointSlice => storage::fixed("addressType", new, old, errors),
        Kind::VolumeAttachment => storage::fixed("spec", new, old, errors),
        Kind::StorageClass => storage::class_change(new, old, errors),
        Kind::CSIDriver => storage::driver_change(new, old, errors),
        Kind::ResourceQuota => limits::quota_change(new, old, errors),
        Kind::Node => cluster::node_change(new, old, errors),
        Kind::PriorityClass => cluster::priority_class_change(new, old, errors),
        Kind::CustomResourceDefinition => definition::change(new, old, errors),
        _ => {}
    }
}

#[cfg(test)]
mod status_tests;
