//! A container's environment and command line.
//!
//! Models makeEnvironmentVariables in pkg/kubelet/kubelet_pods.go, pkg/kubelet/envvars/envvars.go and
//! third_party/forked/golang/expansion/expand.go, v1.36 (`env_files` reads files); the image's own variables come first, as the runtime does it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::config::{self, Place, Source, lookup, needed};
use super::container::Stage;
use super::{env_files, names, security};
use crate::cluster::api::Client;
use crate::cluster::images::contents;
use crate::kinds::container::Container;
use crate::kinds::service::{Service, ServicePort};

/// Variables in the order they were set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Environment {
    pub order: Vec<String>,
    pub values: BTreeMap<String, String>,
}

impl Environment {
    fn set(&mut self, name: &str, value: String) {
        if self.values.insert(name.to_owned(), value).is_none() {
            self.order.push(name.to_owned());
        }
    }
}

/// All variables of a container, or why they cannot be made.
pub fn make(container: &Container, stage: &Stage<'_, '_>) -> Result<Environment, String> {
    let place = &Place { pod: &stage.pod, pod_ip: &stage.pod_ip, node_ip: &stage.agent.ip };
    let api: &Client<'_> = stage.api;
    let mut made = Environment::default();
    let services = services(place, api);
    whole(container, place, api, &mut made)?;
    for variable in &container.env {
        let from = variable.extra.as_deref().and_then(|extra| extra.get("valueFrom"));
        let value = match from {
            None => Some(expand(&variable.value, &[&made.values, &services])),
            Some(from) if from["fileKeyRef"].is_object() => env_files::value(&from["fileKeyRef"], stage)?,
            Some(from) => value_from(from, container, place, api)?,
        };
        if let Some(value) = value {
            made.set(&variable.name, value);
        }
    }
    for (name, value) in services {
        if !made.values.contains_key(&name) {
            made.set(&name, value);
        }
    }
    Ok(with_image(container, place, made))
}

/// The image's variables before the pod's, which count.
fn with_image(container: &Container, place: &Place<'_>, made: Environment) -> Environment {
    let mut all = Environment::default();
    let mut own = contents::variables(&container.image);
    own.insert(1.min(own.len()), ("HOSTNAME", names::kernel_name(place.pod)));
    own.into_iter().for_each(|(name, value)| all.set(name, value));
    for name in &made.order {
        all.set(name, made.values[name].clone());
    }
    if !all.values.contains_key("HOME") {
        let user = security::identity(place.pod, &container.name, &container.image).user;
        all.set("HOME", if user == 0 { "/root" } else { "/" }.into());
    }
    all
}

fn whole(
    container: &Container,
    place: &Place<'_>,
    api: &Client<'_>,
    made: &mut Environment,
) -> Result<(), String> {
    let list = container.extra.as_deref().and_then(|extra| extra.get("envFrom")).and_then(Value::as_array);
    for from in list.into_iter().flatten() {
        for (source, reference) in
            [(Source::ConfigMap, &from["configMapRef"]), (Source::Secret, &from["secretRef"])]
        {
            let Some(name) = reference["name"].as_str() else { continue };
            let data = match lookup(source, name, &place.pod.meta.namespace, api) {
                Err(_) if needed(reference).is_none() => continue,
                found => found?,
            };
            let prefix = from["prefix"].as_str().unwrap_or_default();
            data.into_iter().for_each(|(key, value)| made.set(&format!("{prefix}{key}"), value));
        }
    }
    Ok(())
}

fn value_from(
    from: &Value,
    container: &Container,
    place: &Place<'_>,
    api: &Client<'_>,
) -> Result<Option<String>, String> {
    if let Some(path) = from["fieldRef"]["fieldPath"].as_str() {
        return config::field(path, place).map(Some);
    }
    if from["resourceFieldRef"].is_object() {
        return config::resource(&from["resourceFieldRef"], &container.name, place.pod, api).map(Some);
    }
    let keys = [(Source::ConfigMap, &from["configMapKeyRef"]), (Source::Secret, &from["secretKeyRef"])];
    match keys.into_iter().find(|(_, reference)| reference.is_object()) {
        Some((source, reference)) => key(source, reference, &place.pod.meta.namespace, api),
        None => Ok(None),
    }
}

fn key(source: Source, from: &Value, namespace: &str, api: &Client<'_>) -> Result<Option<String>, String> {
    let optional = from["optional"] == true;
    let (name, key) = (from["name"].as_str().unwrap_or_default(), from["key"].as_str().unwrap_or_default());
    match lookup(source, name, namespace, api) {
        Err(_) if optional => Ok(None),
        Err(missing) => Err(missing),
        Ok(mut data) => match data.remove(key) {
            None if optional => Ok(None),
            None => {
                Err(format!("couldn't find key {key} in {} {namespace}/{name}", source.kind().info().kind))
            }
            found => Ok(found),
        },
    }
}

/// The variables of the Services a pod can see: those of its namespace, and `kubernetes`.
fn services(place: &Place<'_>, api: &Client<'_>) -> BTreeMap<String, String> {
    let pod = place.pod;
    let links = pod.spec.extra.as_deref().and_then(|extra| extra.get("enableServiceLinks"))
        != Some(&Value::Bool(false));
    let mut found = BTreeMap::new();
    let seen = |service: &Service| {
        let master = service.meta.namespace == "default" && service.meta.name == "kubernetes";
        let own = links && service.meta.namespace == pod.meta.namespace;
        let has_ip = !matches!(service.spec.cluster_ip.as_str(), "" | "None");
        (own || master) && has_ip && service.spec.external_name.is_empty()
    };
    for service in api.store().list_in::<Service>("default").filter(|service| seen(service)) {
        of_service(service, &mut found);
    }
    for service in api.store().list_in::<Service>(&pod.meta.namespace).filter(|service| seen(service)) {
        of_service(service, &mut found);
    }
    found
}

fn of_service(service: &Service, found: &mut BTreeMap<String, String>) {
    let prefix = service.meta.name.to_uppercase().replace('-', "_");
    let ip = &service.spec.cluster_ip;
    let Some(first) = service.spec.ports.first() else { return };
    let mut set = |name: String, value: String| drop(found.insert(name, value));
    set(format!("{prefix}_SERVICE_HOST"), ip.clone());
    set(format!("{prefix}_SERVICE_PORT"), first.port.to_string());
    for port in service.spec.ports.iter().filter(|port| !port.name.is_empty()) {
        let name = port.name.to_uppercase().replace('-', "_");
        set(format!("{prefix}_SERVICE_PORT_{name}"), port.port.to_string());
    }
    let protocol =
        |port: &ServicePort| if port.protocol.is_empty() { "TCP".to_owned() } else { port.protocol.clone() };
    let url = |port: &ServicePort| format!("{}://{ip}:{}", protocol(port).to_lowercase(), port.port);
    set(format!("{prefix}_PORT"), url(first));
    for port in &service.spec.ports {
        let base = format!("{prefix}_PORT_{}_{}", port.port, protocol(port).to_uppercase());
        set(format!("{base}_PROTO"), protocol(port).to_lowercase());
        set(format!("{base}_PORT"), port.port.to_string());
        set(format!("{base}_ADDR"), ip.clone());
        set(base, url(port));
    }
}

/// `$(NAME)` by its value, `$$` by `$`; a name nobody knows stays as it is written.
pub fn expand(text: &str, known: &[&BTreeMap<String, String>]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('$') {
            out.push('$');
            rest = after;
            continue;
        }
        let name = rest.strip_prefix('(').and_then(|inner| inner.split_once(')'));
        match name {
            Some((name, after)) => {
                match known.iter().find_map(|known| known.get(name)) {
                    Some(value) => out.push_str(value),
                    None => out.push_str(&format!("$({name})")),
                }
                rest = after;
            }
            None => out.push('$'),
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_expanded() {
        let known = BTreeMap::from([("A".to_owned(), "1".to_owned())]);
        let expand = |text| expand(text, &[&known]);
        assert_eq!(expand("x$(A)-$(B)-$$(A)-$A-$(A"), "x1-$(B)-$(A)-$A-$(A");
        assert_eq!(expand("no"), "no");
    }
}
