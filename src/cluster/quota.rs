//! What objects use of a quota: pkg/quota/v1/evaluator/core and apiserver pkg/quota/v1/generic, v1.36.

use crate::kinds::container::ResourceList;
use crate::kinds::pod::Pod;
use crate::kinds::qos::qos_class;
use crate::kinds::quantity::{Format, Quantity};
use crate::kinds::resource_quota::{ResourceQuota, ScopedResourceSelectorRequirement};
use crate::kinds::{Kind, Object};

use super::scheduler::resources;
use super::store::Store;

/// What one object uses; nothing if it does not count.
pub fn usage(object: &Object) -> ResourceList {
    let mut used = ResourceList::new();
    let info = object.kind().info();
    let mut count =
        |name: String, amount: i64| drop(used.insert(name, Quantity::from_value(amount, Format::DecimalSI)));
    let group = if info.group.is_empty() { String::new() } else { format!(".{}", info.group) };
    count(format!("count/{}{group}", info.plural), 1);
    let legacy = [
        "configmaps",
        "secrets",
        "services",
        "replicationcontrollers",
        "resourcequotas",
        "persistentvolumeclaims",
    ];
    if info.group.is_empty() && legacy.contains(&info.plural) {
        count(info.plural.to_owned(), 1);
    }
    match object {
        Object::Pod(pod) if pod.is_terminal() => return ResourceList::new(),
        Object::Pod(pod) => {
            count("pods".into(), 1);
            compute(pod, &mut used);
        }
        Object::Service(service) => {
            let open = service.spec.ports.iter().filter(|port| port.node_port != 0).count();
            let ports = match service.spec.kind.as_str() {
                "NodePort" => service.spec.ports.len(),
                "LoadBalancer" => open,
                _ => 0,
            };
            count("services.nodeports".into(), ports as i64);
            count("services.loadbalancers".into(), i64::from(service.spec.kind == "LoadBalancer"));
        }
        Object::PersistentVolumeClaim(_) => claim(object, &mut used),
        _ => {}
    }
    used
}

fn claim(object: &Object, used: &mut ResourceList) {
    let value = object.to_value();
    let class = value["spec"]["storageClassName"].as_str().unwrap_or_default().to_owned();
    let storage = value["spec"]["resources"]["requests"]["storage"]
        .as_str()
        .and_then(|text| Quantity::parse(text).ok());
    let prefix = format!("{class}.storageclass.storage.k8s.io/");
    if let Some(storage) = storage {
        if !class.is_empty() {
            used.insert(format!("{prefix}requests.storage"), storage.clone());
        }
        used.insert("requests.storage".into(), storage);
    }
    if !class.is_empty() {
        used.insert(format!("{prefix}persistentvolumeclaims"), Quantity::from_value(1, Format::DecimalSI));
    }
}

const BARE: [&str; 3] = ["cpu", "memory", "ephemeral-storage"];

/// Requests and limits of a pod under the names that quotas use.
fn compute(pod: &Pod, used: &mut ResourceList) {
    for (name, amount) in resources::requests(&pod.spec) {
        if BARE.contains(&name.as_str()) || name.starts_with("hugepages-") {
            used.insert(name.clone(), amount.clone());
        }
        used.insert(format!("requests.{name}"), amount);
    }
    for (name, amount) in resources::limits(&pod.spec) {
        if BARE.contains(&name.as_str()) {
            used.insert(format!("limits.{name}"), amount);
        }
    }
}

/// What a namespace uses of the resources a quota limits.
pub fn used_in(store: &Store, namespace: &str, quota: &ResourceQuota) -> ResourceList {
    let zero = |(name, hard): (&String, &Quantity)| (name.clone(), Quantity::from_value(0, hard.format()));
    let mut total: ResourceList = quota.spec.hard.iter().map(zero).collect();
    for kind in Kind::ALL.iter().copied().filter(|kind| kind.info().namespaced && *kind != Kind::Event) {
        let counted = quota.spec.hard.keys().any(|name| concerns(kind, name));
        if !counted {
            continue;
        }
        let inside = store
            .objects(kind)
            .filter(|(key, object)| *key.namespace == *namespace && matches(quota, object));
        for (_, object) in inside {
            for (name, amount) in usage(object) {
                if let Some(sum) = total.get_mut(&name) {
                    sum.add(&amount);
                }
            }
        }
    }
    total
}

/// Whether objects of a kind can use a resource of this name.
fn concerns(kind: Kind, name: &str) -> bool {
    let info = kind.info();
    match kind {
        Kind::Pod => !name.starts_with("count/") && !name.contains("storage.k8s.io/") || name == "count/pods",
        Kind::PersistentVolumeClaim => name.contains("storage") || name.contains(info.plural),
        _ => {
            name.starts_with(info.plural)
                || name.strip_prefix("count/").is_some_and(|rest| rest.starts_with(info.plural))
        }
    }
}

/// Whether a quota's scopes take an object in; scopes are about pods only.
pub fn matches(quota: &ResourceQuota, object: &Object) -> bool {
    let selector = quota.spec.scope_selector.as_ref();
    let listed = quota.spec.scopes.iter().map(|scope| (scope.as_str(), None));
    let selected = selector.into_iter().flat_map(|selector| &selector.match_expressions);
    let selected = selected.map(|one| (one.scope_name.as_str(), Some(one)));
    listed.chain(selected).all(|(scope, requirement)| match object {
        Object::Pod(pod) => in_scope(pod, scope, requirement),
        _ => false,
    })
}

fn in_scope(pod: &Pod, scope: &str, requirement: Option<&ScopedResourceSelectorRequirement>) -> bool {
    let extra = pod.spec.extra.as_deref();
    let deadline = extra.is_some_and(|extra| extra.contains_key("activeDeadlineSeconds"));
    match scope {
        "Terminating" => deadline,
        "NotTerminating" => !deadline,
        "BestEffort" => qos_class(&pod.spec) == "BestEffort",
        "NotBestEffort" => qos_class(&pod.spec) != "BestEffort",
        "PriorityClass" => {
            let name = pod.spec.priority_class_name.as_str();
            let listed =
                |one: &ScopedResourceSelectorRequirement| one.values.iter().any(|value| value == name);
            requirement.is_none_or(|one| match one.operator.as_str() {
                "In" => listed(one),
                "NotIn" => !listed(one),
                "Exists" => !name.is_empty(),
                _ => name.is_empty(),
            })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::Codec;
    use serde_json::json;

    #[test]
    fn a_pod_as_a_whole_counts_for_its_containers() {
        let own = json!({"requests": {"cpu": "100m", "ephemeral-storage": "1Gi"}});
        let spec = json!({
            "resources": {"requests": {"cpu": "2"}, "limits": {"memory": "1Gi"}},
            "containers": [{"name": "a", "resources": own}, {"name": "b"}],
        });
        let mut used = ResourceList::new();
        compute(&Pod::from_value(&json!({"spec": spec})), &mut used);
        let told: Vec<String> = used.iter().map(|(name, amount)| format!("{name}={amount}")).collect();
        assert_eq!(
            told,
            [
                "cpu=2",
                "ephemeral-storage=1Gi",
                "limits.memory=1Gi",
                "requests.cpu=2",
                "requests.ephemeral-storage=1Gi"
            ]
        );
    }
}
