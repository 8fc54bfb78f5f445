//! Annotations that mean something to pods: `ValidatePodSpecificAnnotations` and the old seccomp and AppArmor
//! annotations of core's validation.go, v1.36.
//!
//! Left out: tolerations in an annotation, an alpha form of Kubernetes 1.4.

use super::super::at::At;
use super::super::errors::{Errors, quote};
use super::sources;

pub(super) const MIRROR: &str = "kubernetes.io/config.mirror";
const DELETION_COST: &str = "controller.kubernetes.io/pod-deletion-cost";
const SECCOMP_POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP_CONTAINER: &str = "container.seccomp.security.alpha.kubernetes.io/";
pub(super) const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";

pub(super) fn check(notes: &At<'_>, spec: &At<'_>, errors: &mut Errors) {
    let mirror = notes.key(MIRROR);
    if mirror.is_set() && spec.text_of("nodeName").is_empty() {
        errors.invalid(&mirror, "must set spec.nodeName if mirror pod annotation is set");
    }
    let cost = notes.key(DELETION_COST);
    if cost.is_set() && !is_cost(cost.text()) {
        errors.invalid(&cost, "must be a 32bit integer");
    }
    let pod = notes.key(SECCOMP_POD);
    if pod.is_set() {
        seccomp(&pod.moved(notes.path_to(SECCOMP_POD)), errors);
    }
    for (key, value) in notes.entries().filter(|(key, _)| key.starts_with(SECCOMP_CONTAINER)) {
        seccomp(&value.moved(notes.path_to(key)), errors);
    }
    for (key, value) in notes.entries() {
        let Some(container) = key.strip_prefix(APP_ARMOR) else { continue };
        if !containers(spec).any(|one| one.text_of("name") == container) {
            errors.invalid_as(&value.path, &quote(container), "container not found");
        }
        let profile = value.text();
        if !matches!(profile, "" | "runtime/default" | "unconfined") && !profile.starts_with("localhost/") {
            errors.invalid(&value, &format!("invalid AppArmor profile name: {}", quote(profile)));
        }
    }
}

/// A 32-bit integer as people write it: no plus, no leading zeros.
fn is_cost(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits == "0" || !digits.starts_with('0');
    text.parse::<i32>().is_ok() && !text.starts_with('+') && plain
}

fn seccomp(at: &At<'_>, errors: &mut Errors) {
    let profile = at.text();
    if matches!(profile, "runtime/default" | "docker/default" | "unconfined") {
        return;
    }
    match profile.strip_prefix("localhost/") {
        Some(path) => {
            let path = serde_json::Value::from(path);
            sources::descending(&At { value: &path, path: at.path.clone() }, errors);
        }
        None => errors.invalid(at, "must be a valid seccomp profile"),
    }
}

fn containers<'a>(spec: &At<'a>) -> impl Iterator<Item = At<'a>> {
    let lists = ["initContainers", "containers", "ephemeralContainers"].map(|list| spec.child(list));
    lists.into_iter().flat_map(|list| list.items().collect::<Vec<_>>())
}

/// Annotations and fields that say the same thing must agree.
pub(super) fn agree(meta: &At<'_>, spec: &At<'_>, errors: &mut Errors) {
    let notes = meta.child("annotations");
    let own = spec.child("securityContext").child("seccompProfile");
    let words = Words { kind: "seccomp", plain: &["runtime/default", "docker/default"] };
    words.compare(&notes.key(SECCOMP_POD), &own, &own.path, errors);
    for container in containers(spec) {
        let note = notes.key(&format!("{SECCOMP_CONTAINER}{}", container.text_of("name")));
        let profile = container.child("securityContext").child("seccompProfile");
        words.compare(&note, &profile, &profile.path, errors);
    }
    if spec.child("os").text_of("name") == "windows" {
        return;
    }
    let words = Words { kind: "apparmor", plain: &["runtime/default"] };
    let pod = spec.child("securityContext").child("appArmorProfile");
    for container in containers(spec) {
        let note = notes.key(&format!("{APP_ARMOR}{}", container.text_of("name")));
        let own = container.child("securityContext").child("appArmorProfile");
        let path = own.path.clone();
        words.compare(&note, if own.is_set() { &own } else { &pod }, &path, errors);
    }
}

struct Words {
    kind: &'static str,
    plain: &'static [&'static str],
}

impl Words {
    fn compare(&self, note: &At<'_>, profile: &At<'_>, path: &str, errors: &mut Errors) {
        if !note.is_set() || !profile.is_set() {
            return;
        }
        let text = note.text();
        let same_type = match profile.text_of("type") {
            "Unconfined" => text == "unconfined",
            "RuntimeDefault" => self.plain.contains(&text),
            "Localhost" => text.starts_with("localhost/"),
            _ => true,
        };
        let local = text.strip_prefix("localhost/").unwrap_or(text);
        let kind = self.kind;
        if !same_type {
            errors.forbidden(
                format!("{path}.type"),
                &format!("{kind} type in annotation and field must match"),
            );
        } else if profile.text_of("type") == "Localhost" && local != profile.text_of("localhostProfile") {
            let why = format!("{kind} profile in annotation and field must match");
            errors.forbidden(format!("{path}.localhostProfile"), &why);
        }
    }
}
