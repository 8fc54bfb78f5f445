//! A pod's quality-of-service class: pkg/apis/core/v1/helper/qos, v1.36.

use super::container::{Container, ResourceRequirements};
use super::pod::PodSpec;

/// Guaranteed, Burstable or BestEffort.
pub fn qos_class(spec: &PodSpec) -> &'static str {
    if let Some(pod_level) = &spec.resources {
        return class_of(std::iter::once(pod_level));
    }
    class_of(
        spec.containers.iter().chain(&spec.init_containers).map(|container: &Container| &container.resources),
    )
}

fn class_of<'a>(resources: impl Iterator<Item = &'a ResourceRequirements> + Clone) -> &'static str {
    let set = |one: &ResourceRequirements| {
        ["cpu", "memory"].iter().any(|name| {
            let positive = |list: &super::container::ResourceList| {
                list.get(*name).is_some_and(|amount| amount.sign() > 0)
            };
            positive(&one.requests) || positive(&one.limits)
        })
    };
    if !resources.clone().any(set) {
        return "BestEffort";
    }
    let equal = |one: &ResourceRequirements| {
        ["cpu", "memory"].iter().all(|name| {
            one.limits.get(*name).is_some_and(|limit| limit.sign() > 0 && one.request(name) == Some(limit))
        })
    };
    if resources.clone().all(equal) { "Guaranteed" } else { "Burstable" }
}
