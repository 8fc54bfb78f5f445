//! Environment variables and references to fields and resources: `ValidateEnv`, `ValidateEnvFrom` and what they
//! call in core's validation.go, v1.36.

use super::super::at::At;
use super::super::errors::{Errors, quote};
use super::super::text;

const VARIABLE_FIELDS: &[&str] = &[
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];

/// Fields that a file may show.
pub(super) const FILE_FIELDS: &[&str] =
    &["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];

/// Fields that have a label in the API at all.
const FIELDS: &[&str] = &[
    "metadata.annotations",
    "metadata.labels",
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.serviceAccountName",
    "spec.schedulerName",
    "status.phase",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];

const RESOURCES: &[&str] = &[
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
];

const NO_SOURCE: &str = "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or \
`fileKeyRef`";

pub(super) fn variables(list: &At<'_>, errors: &mut Errors) {
    for variable in list.items() {
        let name = variable.child("name");
        if errors.require(&name) {
            errors.complain(&name, text::variable(name.text()));
        }
        let source = variable.child("valueFrom");
        if source.is_set() {
            value_from(&source, variable.text_of("value"), errors);
        }
    }
}

fn value_from(source: &At<'_>, value: &str, errors: &mut Errors) {
    let mut found = 0;
    for name in ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"] {
        let one = source.child(name);
        if !one.is_set() {
            continue;
        }
        found += 1;
        match name {
            "fieldRef" => field_selector(&one, VARIABLE_FIELDS, errors),
            "resourceFieldRef" => resource_selector(&one, false, errors),
            "fileKeyRef" => file_key(&one, errors),
            _ => key_selector(&one, errors),
        }
    }
    match found {
        0 => errors.invalid_as(&source.path, "\"\"", NO_SOURCE),
        _ if !value.is_empty() => {
            errors.invalid_as(&source.path, "\"\"", "may not be specified when `value` is not empty");
        }
        1 => {}
        _ => errors.invalid_as(&source.path, "\"\"", "may not have more than one field specified at a time"),
    }
}

fn key_selector(at: &At<'_>, errors: &mut Errors) {
    let name = at.child("name");
    errors.complain(&name, text::subdomain(name.text()));
    let key = at.child("key");
    if errors.require(&key) {
        errors.complain(&key, text::config_key(key.text()));
    }
}

fn file_key(at: &At<'_>, errors: &mut Errors) {
    let volume = at.child("volumeName");
    if errors.require(&volume) {
        errors.complain(&volume, text::label(volume.text()));
    }
    let path = at.child("path");
    if errors.require(&path) {
        super::sources::not_reserved(&path, errors);
    }
    let key = at.child("key");
    if errors.require(&key) {
        errors.complain(&key, text::variable(key.text()));
    }
}

/// validateFileKeyRefVolumes: the files are in volumes of the pod's own.
pub fn file_volumes(spec: &At<'_>, errors: &mut Errors) {
    let containers = ["initContainers", "containers"].into_iter().flat_map(|list| spec.child(list).items());
    for variable in containers.flat_map(|container| container.child("env").items()) {
        let name = variable.child("valueFrom").child("fileKeyRef").child("volumeName");
        if name.text().is_empty() {
            continue;
        }
        match spec.child("volumes").items().find(|volume| volume.text_of("name") == name.text()) {
            None => errors.not_found(&name.path, name.text(), ""),
            Some(volume) if volume.child("emptyDir").is_set() => {}
            Some(_) => {
                let why = "referenced volume must be of type emptyDir";
                errors.invalid_as(&name.path, &format!("{:?}", name.text()), why);
            }
        }
    }
}

/// A path with a key in brackets: `metadata.labels['app']`.
fn split(path: &str) -> (&str, Option<&str>) {
    let inner = path.strip_suffix("']").and_then(|rest| rest.split_once("['"));
    match inner.filter(|(head, _)| !head.is_empty()) {
        Some((head, key)) => (head, Some(key)),
        None => (path, None),
    }
}

/// validateObjectFieldSelector.
pub(super) fn field_selector(at: &At<'_>, allowed: &[&str], errors: &mut Errors) {
    if !errors.require(&at.child("apiVersion")) || !errors.require(&at.child("fieldPath")) {
        return;
    }
    let (version, field) = (at.text_of("apiVersion"), at.child("fieldPath"));
    let (path, key) = split(field.text());
    let keyed = matches!(path, "metadata.annotations" | "metadata.labels");
    let trouble = if version != "v1" {
        Some(format!("unsupported pod version: {version}"))
    } else if key.is_some() && !keyed {
        Some(format!("field label does not support subscript: {}", field.text()))
    } else if key.is_none() && path != "spec.host" && !FIELDS.contains(&path) {
        Some(format!("field label not supported: {path}"))
    } else {
        None
    };
    if let Some(trouble) = trouble {
        return errors.invalid(&field, &format!("error converting fieldPath: {trouble}"));
    }
    let path = if path == "spec.host" { "spec.nodeName" } else { path };
    match key {
        Some(key) if path == "metadata.annotations" => {
            let key = key.to_lowercase();
            errors.complain_of(&at.path, &key, text::qualified(&key));
        }
        Some(key) => errors.complain_of(&at.path, key, text::qualified(key)),
        None if !allowed.contains(&path) => errors.unsupported_as(&field.path, &quote(path), allowed),
        None => {}
    }
}

/// validateContainerResourceFieldSelector.
pub(super) fn resource_selector(at: &At<'_>, volume: bool, errors: &mut Errors) {
    let resource = at.child("resource");
    let huge =
        ["requests.hugepages-", "limits.hugepages-"].iter().any(|one| resource.text().starts_with(one));
    if volume && at.text_of("containerName").is_empty() {
        errors.required(at.path_to("containerName"), "");
    } else if errors.require(&resource) && !RESOURCES.contains(&resource.text()) && !huge {
        errors.unsupported(&resource, RESOURCES);
    }
    divisor(at, huge, errors);
}

const SIZES: &[&str] = &["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

fn divisor(at: &At<'_>, huge: bool, errors: &mut Errors) {
    let Some(divisor) = at.child("divisor").quantity().filter(|divisor| !divisor.is_zero()) else { return };
    let resource = at.text_of("resource");
    let shown = divisor.to_string();
    let sized = |what: &str| {
        let list = SIZES.join(", ");
        (!SIZES.contains(&shown.as_str()))
            .then(|| format!("only divisor's values {list} are supported with the {what} resource"))
    };
    let why = match resource.split_once('.').map_or("", |(_, name)| name) {
        "cpu" if !["1m", "1"].contains(&shown.as_str()) => {
            Some("only divisor's values 1m and 1 are supported with the cpu resource".to_owned())
        }
        "memory" => sized("memory"),
        "ephemeral-storage" => sized("local ephemeral storage"),
        _ if huge => sized("hugepages"),
        _ => None,
    };
    if let Some(why) = why {
        errors.invalid_as(at.path_to("divisor"), &quote(resource), &why);
    }
}

/// Whole maps taken as variables.
pub(super) fn from(list: &At<'_>, errors: &mut Errors) {
    for source in list.items() {
        let prefix = source.child("prefix");
        if !prefix.text().is_empty() {
            errors.complain(&prefix, text::variable(prefix.text()));
        }
        let mut found = 0;
        for name in ["configMapRef", "secretRef"] {
            let one = source.child(name);
            if !one.is_set() {
                continue;
            }
            found += 1;
            let name = one.child("name");
            if errors.require(&name) {
                errors.complain(&name, text::subdomain(name.text()));
            }
        }
        match found {
            0 => errors.invalid_as(&list.path, "\"\"", "must specify one of: `configMapRef` or `secretRef`"),
            1 => {}
            _ => {
                errors.invalid_as(&list.path, "\"\"", "may not have more than one field specified at a time")
            }
        }
    }
}
