//! What a pod asks for in all: `PodRequests` and `PodLimits` of component-helpers resource/helpers.go, v1.36.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::kinds::quantity::Quantity;
use crate::kubectl::reach::{Reach, quantity};

pub type Amounts = BTreeMap<String, Quantity>;

/// Whether the resources in force in the container statuses count too.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum StatusResources {
    Used,
    Unused,
}

pub fn requests(pod: &Value, status: StatusResources) -> Amounts {
    let mut amounts = of_containers(pod, "requests", status);
    for (name, amount) in pod_level(pod, "requests") {
        amounts.insert(name, amount);
    }
    merge_sum(&mut amounts, &read(&pod["spec"]["overhead"]));
    amounts
}

pub fn limits(pod: &Value, status: StatusResources) -> Amounts {
    let mut amounts = of_containers(pod, "limits", status);
    for (name, amount) in pod_level(pod, "limits") {
        amounts.insert(name, amount);
    }
    for (name, amount) in read(&pod["spec"]["overhead"]) {
        amounts.entry(name).and_modify(|limit| limit.add(&amount));
    }
    amounts
}

fn read(list: &Value) -> Amounts {
    let one = |(name, value): (&str, &Value)| (name.to_owned(), quantity(value).unwrap_or_default());
    list.entries().map(one).collect()
}

pub fn merge_sum(sum: &mut Amounts, other: &Amounts) {
    for (name, amount) in other {
        match sum.get_mut(name) {
            Some(known) => known.add(amount),
            None => drop(sum.insert(name.clone(), amount.clone())),
        }
    }
}

fn merge_max(most: &mut Amounts, other: &Amounts) {
    for (name, amount) in other {
        match most.get_mut(name) {
            Some(known) if *known >= *amount => {}
            Some(known) => *known = amount.clone(),
            None => drop(most.insert(name.clone(), amount.clone())),
        }
    }
}

fn pod_level(pod: &Value, list: &str) -> Amounts {
    let supported = |name: &String| name == "cpu" || name == "memory" || name.starts_with("hugepages-");
    let mut amounts = read(&pod["spec"]["resources"][list]);
    amounts.retain(|name, _| supported(name));
    amounts
}

/// Containers add up; an init container that ends needs its share only before the others start, but beside
/// the sidecars that started before it.
fn of_containers(pod: &Value, list: &str, status: StatusResources) -> Amounts {
    let (spec, statuses) = (&pod["spec"], &pod["status"]);
    let mut sum = Amounts::new();
    for container in spec["containers"].items() {
        merge_sum(&mut sum, &one(pod, container, &statuses["containerStatuses"], list, status));
    }
    let (mut sidecars, mut most) = (Amounts::new(), Amounts::new());
    for container in spec["initContainers"].items() {
        if container["restartPolicy"] == "Always" {
            let amounts = one(pod, container, &statuses["initContainerStatuses"], list, status);
            merge_sum(&mut sum, &amounts);
            merge_sum(&mut sidecars, &amounts);
            merge_max(&mut most, &sidecars);
        } else {
            let mut beside = read(&container["resources"][list]);
            merge_sum(&mut beside, &sidecars);
            merge_max(&mut most, &beside);
        }
    }
    merge_max(&mut sum, &most);
    sum
}

/// The most of what a container asks for, what it was allotted and what is in force.
fn one(pod: &Value, container: &Value, statuses: &Value, list: &str, status: StatusResources) -> Amounts {
    let mut amounts = read(&container["resources"][list]);
    let named = |status: &&Value| status["name"] == container["name"] && status["resources"].is_set();
    let known = statuses.items().iter().rfind(named).filter(|_| status == StatusResources::Used);
    if let Some(known) = known {
        if resize_is_infeasible(pod) {
            amounts.clear();
        }
        merge_max(&mut amounts, &read(&known["resources"][list]));
        if list == "requests" {
            merge_max(&mut amounts, &read(&known["allocatedResources"]));
        }
    }
    amounts
}

fn resize_is_infeasible(pod: &Value) -> bool {
    let pending = |one: &Value| one["type"] == "PodResizePending" && one["reason"] == "Infeasible";
    pod["status"]["conditions"].items().iter().any(pending)
}
