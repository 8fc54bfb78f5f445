//! What containers are configured from: data of ConfigMaps and Secrets, fields of the pod, amounts of resources.
//!
//! Models podFieldSelectorRuntimeValue and containerResourceRuntimeValue in pkg/kubelet/kubelet_pods.go with
//! pkg/fieldpath and pkg/api/v1/resource/helpers.go, v1.36.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::cluster::api::Client;
use crate::cluster::store::Key;
use crate::kinds::Kind;
use crate::kinds::base64;
use crate::kinds::container::ResourceList;
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;
use crate::kinds::quantity::Quantity;

/// An object whose data goes into containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    ConfigMap,
    Secret,
}

impl Source {
    pub fn kind(self) -> Kind {
        match self {
            Source::ConfigMap => Kind::ConfigMap,
            Source::Secret => Kind::Secret,
        }
    }

    /// As errors about a volume's keys name it.
    pub fn word(self) -> &'static str {
        match self {
            Source::ConfigMap => "config",
            Source::Secret => "secret",
        }
    }
}

pub type Data = BTreeMap<String, String>;

/// The data of an object, or that it is not there.
pub fn lookup(source: Source, name: &str, namespace: &str, api: &Client<'_>) -> Result<Data, String> {
    let kind = source.kind();
    let word = kind.info().kind.to_lowercase();
    let object = api.store().object(&Key::new(kind, namespace, name));
    let value = object.ok_or_else(|| format!("{word} \"{name}\" not found"))?.to_value();
    let read = |field: &str, encoded: bool| -> Vec<(String, String)> {
        let entries = value[field].as_object().into_iter().flatten();
        let text = |value: &Value| match encoded {
            true => decoded(value.as_str().unwrap_or_default()),
            false => value.as_str().unwrap_or_default().to_owned(),
        };
        entries.map(|(key, value)| (key.clone(), text(value))).collect()
    };
    let mut data = Data::from_iter(read("data", source == Source::Secret));
    data.extend(read("binaryData", true));
    Ok(data)
}

fn decoded(text: &str) -> String {
    base64::decode(text).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// The name of an object that has to be there.
pub fn needed(from: &Value) -> Option<&str> {
    if from["optional"] == true { None } else { from["name"].as_str() }
}

/// What of the pod is only known on its node.
pub struct Place<'a> {
    pub pod: &'a Pod,
    pub pod_ip: &'a str,
    pub node_ip: &'a str,
}

/// The text of a field of the pod.
pub fn field(path: &str, place: &Place<'_>) -> Result<String, String> {
    let (meta, spec) = (&place.pod.meta, &place.pod.spec);
    if let Some((of, key)) = path.strip_suffix("']").and_then(|path| path.split_once("['")) {
        let held = match of {
            "metadata.labels" => meta.labels.get(key),
            "metadata.annotations" => meta.annotations.get(key),
            _ => return Err(format!("invalid fieldPath \"{path}\"")),
        };
        return Ok(held.map(ToString::to_string).unwrap_or_default());
    }
    Ok(match path {
        "metadata.name" => meta.name.clone(),
        "metadata.namespace" => meta.namespace.clone(),
        "metadata.uid" => meta.uid.clone(),
        "metadata.labels" => {
            lines(meta.labels.iter().map(|(name, value)| (name.to_string(), value.to_string())))
        }
        "metadata.annotations" => {
            lines(meta.annotations.iter().map(|(name, value)| (name.to_string(), value.to_string())))
        }
        "spec.nodeName" => spec.node_name.clone(),
        "spec.serviceAccountName" => spec.service_account_name.clone(),
        "status.hostIP" | "status.hostIPs" => place.node_ip.to_owned(),
        "status.podIP" | "status.podIPs" => place.pod_ip.to_owned(),
        other => return Err(format!("unsupported fieldPath: {other}")),
    })
}

/// FormatMap: names and quoted values, sorted, a line each.
fn lines(entries: impl Iterator<Item = (String, String)>) -> String {
    let mut lines: Vec<String> = entries.map(|(name, value)| format!("{name}={value:?}")).collect();
    lines.sort();
    lines.join("\n")
}

/// The text of an amount: what the container is limited to or asks for, else its pod's limit, else what the node can give.
pub fn resource(from: &Value, container: &str, pod: &Pod, api: &Client<'_>) -> Result<String, String> {
    let name = from["containerName"].as_str().filter(|name| !name.is_empty()).unwrap_or(container);
    let container = pod.container_named(name).ok_or_else(|| format!("container {name} not found"))?;
    let asked = from["resource"].as_str().unwrap_or_default();
    let node = api.store().get::<Node>("", &pod.spec.node_name);
    let of = |list: &ResourceList, resource: &str| list.get(resource).filter(|one| !one.is_zero()).cloned();
    let of_pod = |resource: &str| {
        let whole = pod.spec.resources.as_ref().filter(|_| matches!(resource, "cpu" | "memory"));
        whole.and_then(|whole| of(&whole.limits, resource))
    };
    let amount = match asked.split_once('.') {
        Some(("limits", resource)) => of(&container.resources.limits, resource)
            .or_else(|| of_pod(resource))
            .or_else(|| node.and_then(|node| of(&node.status.allocatable, resource))),
        Some(("requests", resource)) => of(&container.resources.requests, resource),
        _ => return Err(format!("unsupported container resource : {asked}")),
    };
    let divisor = from["divisor"].as_str().and_then(|text| Quantity::parse(text).ok());
    let divisor = divisor.filter(|divisor| !divisor.is_zero());
    let amount = amount.unwrap_or_else(|| Quantity::from_value(0, Default::default()));
    let ceil = |part: i64, whole: i64| if whole == 0 { 0 } else { (part.saturating_add(whole - 1)) / whole };
    let one = match asked.ends_with(".cpu") {
        true => ceil(amount.milli_value(), divisor.map_or(1000, |divisor| divisor.milli_value())),
        false => ceil(amount.value(), divisor.map_or(1, |divisor| divisor.value())),
    };
    Ok(one.to_string())
}
