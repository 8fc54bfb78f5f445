//! Pods and pod templates: `ValidatePodSpec` and its callers in pkg/apis/core/validation/validation.go, v1.36.
//!
//! The checks run in upstream's order, for the order of the errors can be seen.

mod affinity;
mod annotations;
mod containers;
mod environment;
mod mounts;
mod placement;
pub(super) mod probes;
mod projected;
mod resize;
pub(super) mod resources;
mod security;
pub(super) mod sources;
pub(super) mod status;
mod update;
mod volumes;
mod windows;

use std::collections::BTreeMap;

use serde_json::Value;

use super::at::At;
use super::errors::{Errors, between};
use super::{ip, meta, text};
use crate::kinds::registry::Kind;

pub(super) use affinity::node_selector;
pub(super) use placement::{TAINT_EFFECTS, preemption_policy};
pub use resize::only_resources;
pub(super) use resize::resize;
pub(super) use update::{ephemeral_update, update};

/// What the parts of a spec need of the whole.
pub(super) struct Whole<'a> {
    pub spec: At<'a>,
    /// The volumes without errors, by name.
    pub volumes: BTreeMap<&'a str, &'a Value>,
    pub claims: Vec<&'a str>,
    pub grace: Option<i64>,
    pub host_users: bool,
    /// Whether this is a pod and not a template of one.
    pub is_pod: bool,
}

/// ValidatePodCreate.
pub(super) fn create(pod: &Value, errors: &mut Errors) {
    whole(pod, errors);
    let spec = At::root(pod).child("spec");
    if spec.child("ephemeralContainers").len() > 0 {
        errors.forbidden(spec.path_to("ephemeralContainers"), "cannot be set on create");
    }
    if !spec.text_of("nodeName").is_empty() && spec.child("schedulingGates").len() > 0 {
        errors
            .forbidden(spec.path_to("nodeName"), "cannot be set until all schedulingGates have been cleared");
    }
    annotations::agree(&At::root(pod).child("metadata"), &spec, errors);
}

/// validatePodMetadataAndSpec.
fn whole(pod: &Value, errors: &mut Errors) {
    meta::create(Kind::Pod, pod, errors);
    let root = At::root(pod);
    let spec = root.child("spec");
    annotations::check(&root.child("metadata").child("annotations"), &spec, errors);
    self::spec(&spec, Some(root.child("metadata").text_of("name")), errors);
    if spec.text_of("serviceAccountName").is_empty() {
        for volume in spec.child("volumes").items() {
            for source in volume.child("projected").child("sources").items() {
                if source.has("serviceAccountToken") {
                    let path = source.path_to("serviceAccountToken");
                    errors.forbidden(path, "must not be specified when serviceAccountName is not set");
                }
            }
        }
    }
    for list in ["containers", "initContainers"] {
        spec.child(list).items().for_each(|container| containers::only_for_pods(&container, errors));
    }
}

/// ValidatePodTemplateSpec.
pub(super) fn template(at: &At<'_>, errors: &mut Errors) {
    let spec = at.child("spec");
    template_meta(at, errors);
    self::spec(&spec, None, errors);
    annotations::agree(&at.child("metadata"), &spec, errors);
    if spec.child("ephemeralContainers").len() > 0 {
        errors.forbidden(
            spec.path_to("ephemeralContainers"),
            "ephemeral containers not allowed in pod template",
        );
    }
}

/// Labels and annotations of a template, which upstream places without `metadata`.
pub(super) fn template_meta(at: &At<'_>, errors: &mut Errors) {
    let meta = at.child("metadata");
    meta::labels(&meta.child("labels").moved(at.path_to("labels")), errors);
    let notes = meta.child("annotations").moved(at.path_to("annotations"));
    meta::annotations(&notes, errors);
    annotations::check(&notes, &at.child("spec"), errors);
}

/// ValidatePodSpec; the name is that of a pod, nothing for a template.
fn spec(spec: &At<'_>, pod: Option<&str>, errors: &mut Errors) {
    let grace = spec.child("terminationGracePeriodSeconds");
    if !grace.is_set() {
        errors.required(&grace.path, "");
    }
    let mut whole = Whole {
        spec: spec.clone(),
        volumes: BTreeMap::new(),
        claims: spec.child("resourceClaims").items().map(|claim| claim.text_of("name")).collect(),
        grace: grace.int(),
        host_users: !spec.child("hostUsers").is_false(),
        is_pod: pod.is_some(),
    };
    whole.claims.retain(|name| !name.is_empty());
    volumes::check(&mut whole, pod.unwrap_or_default(), errors);
    placement::resource_claims(&spec.child("resourceClaims"), errors);
    containers::check(&whole, errors);
    resources::of_pod(spec, errors);
    host_network_ports(&whole, errors);
    errors.one_of_required(&spec.child("restartPolicy"), &["Always", "OnFailure", "Never"]);
    let dns = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
    errors.one_of_required(&spec.child("dnsPolicy"), &dns);
    meta::labels(&spec.child("nodeSelector"), errors);
    security::of_pod(spec, errors);
    affinity::check(&spec.child("affinity"), errors);
    dns_config(spec, errors);
    for gate in spec.child("readinessGates").items() {
        let kind = gate.child("conditionType");
        errors.complain(&kind, text::qualified(kind.text()));
    }
    placement::scheduling_gates(&spec.child("schedulingGates"), errors);
    placement::spread(&whole, errors);
    windows::host_process(spec, errors);
    host_users(&whole, errors);
    names(spec, errors);
    rest(spec, errors);
    environment::file_volumes(spec, errors);
}

fn names(spec: &At<'_>, errors: &mut Errors) {
    for name in ["serviceAccountName", "nodeName"] {
        let at = spec.child(name);
        if !at.text().is_empty() {
            errors.complain(&at, text::subdomain(at.text()));
        }
    }
    let deadline = spec.child("activeDeadlineSeconds");
    if deadline.is_set() {
        errors.between(&deadline, 1, i64::from(i32::MAX));
    }
    for name in ["hostname", "subdomain"] {
        let at = spec.child(name);
        if !at.text().is_empty() {
            errors.complain(&at, text::label(at.text()));
        }
    }
}

fn rest(spec: &At<'_>, errors: &mut Errors) {
    placement::tolerations(&spec.child("tolerations"), errors);
    for alias in spec.child("hostAliases").items() {
        ip::address(&alias.child("ip"), errors);
        alias
            .child("hostnames")
            .items()
            .for_each(|name| errors.complain(&name, text::subdomain(name.text())));
    }
    let class = spec.child("priorityClassName");
    if !class.text().is_empty() {
        errors.complain(&class, text::subdomain(class.text()));
    }
    let runtime = spec.child("runtimeClassName");
    if runtime.is_set() {
        errors.complain(&runtime, text::subdomain(runtime.text()));
    }
    if spec.has("preemptionPolicy") {
        preemption_policy(&spec.child("preemptionPolicy"), errors);
    }
    let overhead = spec.child("overhead");
    if overhead.is_set() {
        let wrapped = serde_json::json!({"limits": overhead.value});
        let at = At { value: &wrapped, path: overhead.path.clone() };
        resources::requirements(&at, resources::container_name, &[], errors);
    }
    windows::operating_system(spec, errors);
}

fn host_network_ports(whole: &Whole<'_>, errors: &mut Errors) {
    if !whole.spec.child("hostNetwork").is_true() {
        return;
    }
    for container in whole.spec.child("containers").items() {
        for port in container.child("ports").items() {
            let (host, own) = (port.child("hostPort"), port.child("containerPort"));
            if (whole.is_pod || host.number() != 0) && host.number() != own.number() {
                let why = "must match `containerPort` when `hostNetwork` is true";
                errors.invalid_as(&host.path, &host.number().to_string(), why);
            }
        }
    }
}

fn host_users(whole: &Whole<'_>, errors: &mut Errors) {
    if whole.host_users {
        return;
    }
    for (name, shown) in [("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC")] {
        if whole.spec.child(name).is_true() {
            errors.forbidden(whole.spec.path_to(shown), "when `pod.Spec.HostUsers` is false");
        }
    }
}

const NAME_SERVERS: usize = 3;
const SEARCH_PATHS: usize = 32;
const SEARCH_LENGTH: usize = 2048;

fn dns_config(spec: &At<'_>, errors: &mut Errors) {
    let config = spec.child("dnsConfig");
    let servers = config.child("nameservers");
    if spec.text_of("dnsPolicy") == "None" {
        if !config.is_set() {
            return errors.required(&config.path, "must provide `dnsConfig` when `dnsPolicy` is None");
        }
        if servers.len() == 0 {
            let why = "must provide at least one DNS nameserver when `dnsPolicy` is None";
            return errors.required(&servers.path, why);
        }
    }
    if servers.len() > NAME_SERVERS {
        errors.invalid(&servers, &format!("must not have more than {NAME_SERVERS} nameservers"));
    }
    for server in servers.items() {
        ip::address(&server, errors);
    }
    let searches = config.child("searches");
    if searches.len() > SEARCH_PATHS {
        errors.invalid(&searches, &format!("must not have more than {SEARCH_PATHS} search paths"));
    }
    if searches.texts().collect::<Vec<_>>().join(" ").len() > SEARCH_LENGTH {
        let why = format!(
            "must not have more than {SEARCH_LENGTH} characters (including spaces) in the search list"
        );
        errors.invalid(&searches, &why);
    }
    for search in searches.items().filter(|search| search.text() != ".") {
        let bare = search.text().strip_suffix('.').unwrap_or(search.text());
        errors.complain_of(&search.path, bare, text::subdomain_with_underscore(bare));
    }
    for option in config.child("options").items().filter(|option| option.text_of("name").is_empty()) {
        errors.required(&option.path, "must not be empty");
    }
}

/// A number that a field holds must lie between two others; nothing if it is not there.
fn range_if_set(at: &At<'_>, least: i64, most: i64, errors: &mut Errors) {
    if at.is_set() && !(least..=most).contains(&at.number()) {
        errors.invalid(at, &between(least, most));
    }
}
