//! Priorities: a pod's class becomes its number: plugin/pkg/admission/priority/admission.go, v1.36.

use std::sync::Arc;

use serde_json::json;

use super::Request;
use crate::cluster::status::Status;
use crate::cluster::store::Store;
use crate::kinds::pod::Pod;
use crate::kinds::priority_class::PriorityClass;
use crate::kinds::{Kind, Object, Resource};
use crate::sim::Rng;

/// The classes every cluster has: pkg/apis/scheduling/v1/helpers.go.
const SYSTEM: [(&str, i32); 2] =
    [("system-cluster-critical", 2_000_000_000), ("system-node-critical", 2_000_001_000)];
const PREEMPTS: &str = "PreemptLowerPriority";

pub fn admit(store: &Store, object: &mut Object, _: &mut Rng) -> Result<(), Status> {
    let Object::Pod(pod) = object else { return Ok(()) };
    let pod = Arc::make_mut(pod);
    let spec = Arc::make_mut(&mut pod.spec);
    let (name, priority, policy) = match spec.priority_class_name.as_str() {
        "" => default_class(store),
        name => {
            let found = class(store, name).ok_or_else(|| {
                let why = format!("no PriorityClass with name {name} was found");
                Status::forbidden(Kind::Pod, &pod.meta.name, &why)
            })?;
            (name.to_owned(), found.0, found.1)
        }
    };
    if spec.priority.is_some_and(|given| given != priority) {
        let given = spec.priority.unwrap_or_default();
        let why = format!(
            "the integer value of priority ({given}) must not be provided in pod spec; priority admission controller \
             computed {priority} from the given PriorityClass name"
        );
        return Err(Status::forbidden(Kind::Pod, &pod.meta.name, &why));
    }
    spec.priority = Some(priority);
    spec.priority_class_name = name;
    spec.extra.get_or_insert_default().entry("preemptionPolicy").or_insert(json!(policy));
    Ok(())
}

/// A pod keeps the priority it was given when it was made.
pub fn keep(object: &mut Object, old: &Object) {
    let (Some(pod), Some(old)) = (Pod::of(object), Pod::of(old)) else { return };
    let mut pod = Pod::clone(pod);
    let spec = Arc::make_mut(&mut pod.spec);
    spec.priority = spec.priority.or(old.spec.priority);
    if spec.preemption_policy.is_none() {
        spec.preemption_policy.clone_from(&old.spec.preemption_policy);
    }
    *object = pod.into_object();
}

fn class(store: &Store, name: &str) -> Option<(i32, String)> {
    let system = SYSTEM.iter().find(|(system, _)| *system == name);
    let own = || store.get::<PriorityClass>("", name).map(|class| facts(class));
    system.map(|(_, value)| (*value, PREEMPTS.to_owned())).or_else(own)
}

fn facts(class: &PriorityClass) -> (i32, String) {
    (class.value.unwrap_or(0), class.preemption_policy.clone().unwrap_or_else(|| PREEMPTS.into()))
}

/// The class marked as default; of several, which cannot be now but could once, the least.
fn default_class(store: &Store) -> (String, i32, String) {
    let marked = store.list::<PriorityClass>().filter(|class| class.global_default);
    match marked.min_by_key(|class| class.value.unwrap_or(0)) {
        Some(class) => {
            let (value, policy) = facts(class);
            (class.meta.name.clone(), value, policy)
        }
        None => (String::new(), 0, PREEMPTS.into()),
    }
}

pub fn validate(request: &Request<'_>, _warnings: &mut Vec<String>) -> Result<(), Status> {
    let Object::PriorityClass(class) = request.object else { return Ok(()) };
    let other = request
        .store
        .list::<PriorityClass>()
        .find(|other| class.global_default && other.global_default && other.meta.name != class.meta.name);
    let Some(other) = other else { return Ok(()) };
    let why =
        format!("PriorityClass {} is already marked as default. Only one default can exist", other.meta.name);
    Err(Status::forbidden(Kind::PriorityClass, &class.meta.name, &why))
}
