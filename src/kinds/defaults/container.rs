//! Containers: image, messages, ports, variables, probes and hooks.
//!
//! Models `SetDefaults_Container`, `SetDefaults_Probe`, `SetDefaults_HTTPGetAction` and the generated
//! defaults of their fields in pkg/apis/core/v1, v1.36.

use serde_json::Value;

use super::resources;
use crate::kinds::edit::{child, each, or_number, or_set, or_text, text};

pub(super) fn container(container: &mut Value) {
    let policy = pull_policy(text(container, "image"));
    or_text(container, "imagePullPolicy", policy);
    or_text(container, "terminationMessagePath", "/dev/termination-log");
    or_text(container, "terminationMessagePolicy", "File");
    each(container, "ports").for_each(|port| or_text(port, "protocol", "TCP"));
    each(container, "env").for_each(variable);
    resources::round_both(container);
    for name in ["livenessProbe", "readinessProbe", "startupProbe"] {
        if let Some(one) = child(container, name) {
            probe(one);
        }
    }
    if let Some(hooks) = child(container, "lifecycle") {
        for name in ["postStart", "preStop"] {
            if let Some(hook) = child(hooks, name) {
                http_get(hook);
            }
        }
    }
}

/// `Always` for `:latest` or no tag, else `IfNotPresent`.
pub(super) fn pull_policy(image: &str) -> &'static str {
    let name = image.rsplit('/').next().unwrap_or_default();
    let tag = name.split('@').next().unwrap_or_default().split_once(':').map(|(_, tag)| tag);
    match tag {
        Some("latest") => "Always",
        Some(_) => "IfNotPresent",
        None if name.contains('@') || !is_reference(image) => "IfNotPresent",
        None => "Always",
    }
}

/// Whether an image's name can be read at all; what cannot has no tag, not even `latest`.
fn is_reference(image: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | ':' | '[' | ']');
    let path = match image.split_once('/') {
        Some((host, path)) if is_domain(host) => path,
        _ => image,
    };
    !image.is_empty() && image.chars().all(allowed) && !path.chars().any(|c| c.is_ascii_uppercase())
}

fn is_domain(first: &str) -> bool {
    first.contains(['.', ':']) || first == "localhost" || first.chars().any(|c| c.is_ascii_uppercase())
}

fn variable(variable: &mut Value) {
    let Some(source) = child(variable, "valueFrom") else { return };
    field_ref(source);
    if let Some(key) = child(source, "fileKeyRef") {
        or_set(key, "optional", false);
    }
}

pub(super) fn field_ref(owner: &mut Value) {
    if let Some(selector) = child(owner, "fieldRef") {
        or_text(selector, "apiVersion", "v1");
    }
}

fn probe(probe: &mut Value) {
    or_number(probe, "timeoutSeconds", 1);
    or_number(probe, "periodSeconds", 10);
    or_number(probe, "successThreshold", 1);
    or_number(probe, "failureThreshold", 3);
    http_get(probe);
    if let Some(grpc) = child(probe, "grpc") {
        or_set(grpc, "service", "");
    }
}

fn http_get(handler: &mut Value) {
    if let Some(get) = child(handler, "httpGet") {
        or_text(get, "path", "/");
        or_text(get, "scheme", "HTTP");
    }
}
