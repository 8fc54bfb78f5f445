//! Environments of containers: `describeContainerEnvVars` and `describeContainerEnvFrom` of describe.go,
//! with kubectl pkg/util/fieldpath and pkg/util/resource, v1.36.

use serde_json::Value;

use super::Writer;
use crate::kubectl::reach::{Reach, quantity};

pub fn sources(w: &mut Writer, sources: &[Value]) {
    if sources.is_empty() {
        return;
    }
    w.write(2, "Environment Variables from:\n");
    for source in sources {
        let (from, of) = match (&source["configMapRef"], &source["secretRef"]) {
            (map, _) if map.is_set() => ("ConfigMap", map),
            (_, secret) if secret.is_set() => ("Secret", secret),
            (none, _) => ("", none),
        };
        let prefix = match source["prefix"].text() {
            "" => String::new(),
            prefix => format!(" with prefix '{prefix}'"),
        };
        let (name, optional) = (of["name"].text(), of["optional"].flag());
        w.write(3, format!("{name}\t{from}{prefix}\tOptional: {optional}\n"));
    }
}

pub fn variables(w: &mut Writer, container: &Value, pod: Option<&Value>) {
    let variables = container["env"].items();
    let none = if variables.is_empty() { "\t<none>" } else { "" };
    w.write(2, format!("Environment:{none}\n"));
    for variable in variables {
        let name = variable["name"].text();
        if variable["valueFrom"].is_set() {
            from(w, name, &variable["valueFrom"], container, pod);
            continue;
        }
        for (at, line) in variable["value"].text().split('\n').enumerate() {
            let before = if at == 0 { format!("{name}:") } else { String::new() };
            w.write(3, format!("{before}\t{line}\n"));
        }
    }
}

fn from(w: &mut Writer, name: &str, from: &Value, container: &Value, pod: Option<&Value>) {
    let (field, resource) = (&from["fieldRef"], &from["resourceFieldRef"]);
    let (secret, map) = (&from["secretKeyRef"], &from["configMapKeyRef"]);
    if field.is_set() {
        let path = field["fieldPath"].text();
        let value = pod.and_then(|pod| field_value(pod, path)).unwrap_or_default();
        w.write(3, format!("{name}:\t{value} ({}:{path})\n", field["apiVersion"].text()));
    } else if resource.is_set() {
        let what = resource["resource"].text();
        let value = match resource_value(resource, container) {
            Some(0) if matches!(what, "limits.cpu" | "limits.memory") => "node allocatable".into(),
            Some(value) => value.to_string(),
            None => String::new(),
        };
        w.write(3, format!("{name}:\t{value} ({what})\n"));
    } else if secret.is_set() {
        let text = format!("key '{}' in secret '{}'", secret["key"].text(), secret["name"].text());
        w.write(3, format!("{name}:\t<set to the {text}>\tOptional: {}\n", secret["optional"].flag()));
    } else if map.is_set() {
        let text = format!("key '{}' of config map '{}'", map["key"].text(), map["name"].text());
        w.write(3, format!("{name}:\t<set to the {text}>\tOptional: {}\n", map["optional"].flag()));
    }
}

/// The fields of its own that a pod can name and kubectl looks up.
fn field_value(pod: &Value, path: &str) -> Option<String> {
    let meta = &pod["metadata"];
    let own = |field: &str| meta[field].text().to_owned();
    if let Some((map, key)) = path.strip_suffix("']").and_then(|path| path.split_once("['")) {
        let map = map.strip_prefix("metadata.").filter(|map| matches!(*map, "annotations" | "labels"))?;
        return Some(meta[map][key].text().to_owned());
    }
    match path {
        "metadata.annotations" => Some(pairs(&meta["annotations"])),
        "metadata.labels" => Some(pairs(&meta["labels"])),
        "metadata.name" | "metadata.namespace" | "metadata.uid" => Some(own(&path["metadata.".len()..])),
        _ => None,
    }
}

fn pairs(map: &Value) -> String {
    let lines: Vec<String> = map.entries().map(|(key, value)| format!("{key}={value}")).collect();
    lines.join("\n")
}

/// A container's limit or request in units of the divisor, rounded up.
fn resource_value(reference: &Value, container: &Value) -> Option<i64> {
    let (list, name) = reference["resource"].text().split_once('.')?;
    let known = matches!(name, "cpu" | "memory" | "ephemeral-storage") || name.starts_with("hugepages-");
    if !known || !matches!(list, "limits" | "requests") {
        return None;
    }
    let amount = quantity(&container["resources"][list][name]).unwrap_or_default();
    let divisor = quantity(&reference["divisor"]).filter(|divisor| !divisor.is_zero());
    let one = || crate::kinds::quantity::Quantity::parse("1").unwrap_or_default();
    let divisor = divisor.unwrap_or_else(one);
    let (amount, divisor) = match name {
        "cpu" => (amount.milli_value(), divisor.milli_value()),
        _ => (amount.value(), divisor.value()),
    };
    Some((amount as f64 / divisor as f64).ceil() as i64)
}
