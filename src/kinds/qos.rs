//! A pod's quality-of-service class: pkg/apis/core/helper/qos, v1.36.

use serde_json::Value;

use super::codec::Codec;
use super::edit::quantity;
use super::pod::PodSpec;

/// Guaranteed, Burstable or BestEffort.
pub fn qos_class(spec: &PodSpec) -> &'static str {
    class(&spec.to_value().unwrap_or_default())
}

/// The same of a spec as the API prints it: from the resources of the pod as a whole, if it has any.
pub fn class(spec: &Value) -> &'static str {
    if spec["resources"].is_object() {
        return class_of(&[&spec["resources"]]);
    }
    let containers = ["containers", "initContainers"].into_iter().flat_map(|list| spec[list].as_array());
    let resources: Vec<&Value> = containers.flatten().map(|container| &container["resources"]).collect();
    class_of(&resources)
}

const COUNTED: [&str; 2] = ["cpu", "memory"];

fn class_of(resources: &[&Value]) -> &'static str {
    let (mut requests, mut limits) = (Sums::default(), Sums::default());
    let mut guaranteed = true;
    for one in resources {
        requests.add(&one["requests"]);
        guaranteed &= limits.add(&one["limits"]) == COUNTED.len();
    }
    if requests.is_empty() && limits.is_empty() {
        "BestEffort"
    } else if guaranteed && requests.covered_by(&limits) {
        "Guaranteed"
    } else {
        "Burstable"
    }
}

/// The sums of cpu and memory that are greater than zero.
#[derive(Default)]
struct Sums([Option<super::quantity::Quantity>; 2]);

impl Sums {
    /// Adds a resource list and says how many of the two it had.
    fn add(&mut self, list: &Value) -> usize {
        let mut found = 0;
        for (sum, name) in self.0.iter_mut().zip(COUNTED) {
            let Some(amount) = quantity(&list[name]).filter(|amount| amount.sign() > 0) else { continue };
            found += 1;
            match sum {
                Some(sum) => sum.add(&amount),
                None => *sum = Some(amount),
            }
        }
        found
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// Whether what is requested is what is allowed.
    fn covered_by(&self, limits: &Sums) -> bool {
        let count = |sums: &Sums| sums.0.iter().flatten().count();
        let same = self.0.iter().zip(&limits.0).all(|(request, limit)| request.is_none() || request == limit);
        same && count(self) == count(limits)
    }
}
