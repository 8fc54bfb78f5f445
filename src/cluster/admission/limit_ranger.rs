//! LimitRanges: defaults for containers, and bounds for containers, pods and claims.
//!
//! Models plugin/pkg/admission/limitranger/admission.go, v1.36. Resources are taken in the order of
//! their names where upstream's order is a map's.

use std::sync::Arc;

use serde_json::Value;

use super::{Request, aggregate};
use crate::cluster::scheduler::resources;
use crate::cluster::status::Status;
use crate::cluster::store::Store;
use crate::kinds::container::{Container, ResourceList};
use crate::kinds::limit_range::{LimitRange, LimitRangeItem};
use crate::kinds::pod::Pod;
use crate::kinds::quantity::Quantity;
use crate::kinds::{Kind, Object};
use crate::sim::Rng;

const ANNOTATION: &str = "kubernetes.io/limit-ranger";

pub fn admit(store: &Store, object: &mut Object, _: &mut Rng) -> Result<(), Status> {
    let Object::Pod(pod) = object else { return Ok(()) };
    let ranges: Vec<Arc<LimitRange>> = store.list_in::<LimitRange>(&pod.meta.namespace).cloned().collect();
    for range in ranges {
        let of_containers = range.spec.limits.iter().filter(|item| item.kind == "Container");
        let (mut requests, mut limits) = (ResourceList::new(), ResourceList::new());
        for item in of_containers {
            requests.extend(item.default_request.clone());
            limits.extend(item.default.clone());
        }
        merge(Arc::make_mut(pod), &requests, &limits);
    }
    Ok(())
}

fn merge(pod: &mut Pod, requests: &ResourceList, limits: &ResourceList) {
    let spec = Arc::make_mut(&mut pod.spec);
    let mut notes = Vec::new();
    for container in &mut spec.containers {
        notes.extend(fill(container, "container", requests, limits));
    }
    for container in &mut spec.init_containers {
        notes.extend(fill(container, "init container", requests, limits));
    }
    if !notes.is_empty() {
        let text = format!("LimitRanger plugin set: {}", notes.join("; "));
        pod.meta.annotations.insert(ANNOTATION.into(), text);
    }
}

/// Fills in what a container lacks and says what it was.
fn fill(
    container: &mut Container,
    what: &str,
    requests: &ResourceList,
    limits: &ResourceList,
) -> Vec<String> {
    let missing = |held: &ResourceList, given: &ResourceList| -> Vec<String> {
        given.keys().filter(|name| !held.contains_key(*name)).cloned().collect()
    };
    let resources = &mut container.resources;
    let (new_requests, new_limits) =
        (missing(&resources.requests, requests), missing(&resources.limits, limits));
    for name in &new_requests {
        resources.requests.insert(name.clone(), requests[name].clone());
    }
    for name in &new_limits {
        resources.limits.insert(name.clone(), limits[name].clone());
    }
    let note = |names: Vec<String>, word: &str| {
        (!names.is_empty()).then(|| format!("{} {word} for {what} {}", names.join(", "), container.name))
    };
    note(new_requests, "request").into_iter().chain(note(new_limits, "limit")).collect()
}

pub fn validate(request: &Request<'_>, _warnings: &mut Vec<String>) -> Result<(), Status> {
    let mut errors = Vec::new();
    match request.object {
        Object::Pod(pod) if request.old.is_none() => {
            for item in items(request.store, &pod.meta.namespace) {
                check_pod(&item, pod, &mut errors);
            }
        }
        Object::PersistentVolumeClaim(claim) => {
            let asked = request.object.to_value();
            for item in items(request.store, &claim.meta.namespace) {
                check_claim(&item, &asked, &mut errors);
            }
        }
        _ => {}
    }
    if errors.is_empty() {
        return Ok(());
    }
    Err(Status::forbidden(request.object.kind(), &request.object.meta().name, &aggregate(&errors)))
}

fn items(store: &Store, namespace: &str) -> Vec<LimitRangeItem> {
    store.list_in::<LimitRange>(namespace).flat_map(|range| range.spec.limits.clone()).collect()
}

fn check_pod(item: &LimitRangeItem, pod: &Pod, errors: &mut Vec<String>) {
    match item.kind.as_str() {
        "Container" => {
            for container in pod.spec.containers.iter().chain(&pod.spec.init_containers) {
                let resources = &container.resources;
                check(item, &resources.requests, &resources.limits, errors);
            }
        }
        "Pod" => {
            let (requests, limits) = (resources::requests(&pod.spec), resources::limits(&pod.spec));
            check(item, &requests, &limits, errors);
        }
        _ => {}
    }
}

fn check(item: &LimitRangeItem, requests: &ResourceList, limits: &ResourceList, errors: &mut Vec<String>) {
    let kind = &item.kind;
    for (name, bound) in &item.min {
        let start = format!("minimum {name} usage per {kind} is {bound}");
        match (requests.get(name), limits.get(name)) {
            (None, _) => errors.push(format!("{start}.  No request is specified")),
            (Some(request), _) if request < bound => {
                errors.push(format!("{start}, but request is {request}"))
            }
            (_, Some(limit)) if limit < bound => errors.push(format!("{start}, but limit is {limit}")),
            _ => {}
        }
    }
    for (name, bound) in &item.max {
        let start = format!("maximum {name} usage per {kind} is {bound}");
        match (requests.get(name), limits.get(name)) {
            (_, None) => errors.push(format!("{start}.  No limit is specified")),
            (_, Some(limit)) if limit > bound => errors.push(format!("{start}, but limit is {limit}")),
            (Some(request), _) if request > bound => {
                errors.push(format!("{start}, but request is {request}"))
            }
            _ => {}
        }
    }
    for (name, bound) in &item.max_limit_request_ratio {
        errors.extend(check_ratio(name, kind, bound, requests.get(name), limits.get(name)));
    }
}

fn check_ratio(
    name: &str,
    kind: &str,
    bound: &Quantity,
    request: Option<&Quantity>,
    limit: Option<&Quantity>,
) -> Option<String> {
    let start = format!("{name} max limit to request ratio per {kind} is {bound}");
    let Some(request) = request.filter(|request| !request.is_zero()) else {
        return Some(format!("{start}, but no request is specified or request is 0"));
    };
    let Some(limit) = limit.filter(|limit| !limit.is_zero()) else {
        return Some(format!("{start}, but no limit is specified or limit is 0"));
    };
    let ratio = limit.approximate_f64() / request.approximate_f64();
    (ratio > bound.approximate_f64()).then(|| format!("{start}, but provided ratio is {ratio:.6}"))
}

/// Bounds of type PersistentVolumeClaim hold for what a claim requests.
fn check_claim(item: &LimitRangeItem, claim: &Value, errors: &mut Vec<String>) {
    if item.kind != Kind::PersistentVolumeClaim.info().kind {
        return;
    }
    let asked = |name: &str| {
        let text = claim["spec"]["resources"]["requests"][name].as_str()?;
        Quantity::parse(text).ok()
    };
    for (word, bounds, breaks) in [("minimum", &item.min, true), ("maximum", &item.max, false)] {
        for (name, bound) in bounds {
            let start = format!("{word} {name} usage per {} is {bound}", item.kind);
            match asked(name) {
                None => errors.push(format!("{start}.  No request is specified")),
                Some(request) if request != *bound && (request < *bound) == breaks => {
                    errors.push(format!("{start}, but request is {request}"));
                }
                _ => {}
            }
        }
    }
}
