//! What the plugins that score by amounts share: plugins/noderesources/resource_allocation.go, v1.36.

use super::node_info::NodeInfo;
use super::resources::{Resources, is_scalar};
use crate::api_struct;

api_struct! {
    /// A resource that counts in a score.
    ResourceSpec {
        /// Its name.
        name "name": String,
        /// How much it counts for, 1 to 100.
        weight "weight": i64,
    }
}

/// One resource on one node: what the node can give, and what would be taken with the pod.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    pub allocatable: i64,
    pub taken: i64,
    pub asked: i64,
    pub weight: i64,
}

/// The resources that count where a configuration names none.
pub fn cpu_and_memory() -> Vec<ResourceSpec> {
    let spec = |name: &str| ResourceSpec { name: name.into(), weight: 1, extra: None };
    vec![spec("cpu"), spec("memory")]
}

/// The resources as given; a weight that is left out is 1.
pub fn or_cpu_and_memory(given: &[ResourceSpec]) -> Vec<ResourceSpec> {
    if given.is_empty() {
        return cpu_and_memory();
    }
    let weigh = |one: &ResourceSpec| ResourceSpec { weight: one.weight.max(1), ..one.clone() };
    given.iter().map(weigh).collect()
}

pub fn invalid_weights(given: &[ResourceSpec]) -> Vec<String> {
    let wrong = given.iter().filter(|one| !(0..=100).contains(&one.weight));
    wrong.map(|one| format!("resource weight of {} not in valid range [1-100]", one.name)).collect()
}

/// calculateResourceAllocatableRequest for each resource of a pod's own request; with `real` what pods on the node ask
/// for, else with something for those that ask for no CPU or memory. Calls `with` and leaves out resources the node does not have.
pub fn shares(
    own: &Resources,
    node: &NodeInfo,
    specs: &[ResourceSpec],
    real: bool,
    mut with: impl FnMut(Share),
) {
    let taken = if real { &node.requested } else { &node.non_zero };
    for spec in specs {
        let asked = own.get(&spec.name);
        let allocatable = node.allocatable.get(&spec.name);
        if allocatable == 0 || asked == 0 && is_scalar(&spec.name) {
            continue;
        }
        let taken = match spec.name.as_str() {
            "cpu" | "memory" => taken.get(&spec.name),
            other => node.requested.get(other),
        };
        with(Share { allocatable, taken: taken.saturating_add(asked), asked, weight: spec.weight });
    }
}
