//! Quotas: what a namespace may use in sum: apiserver pkg/admission/plugin/resourcequota/controller.go, v1.36.
//!
//! Deviation: what is used is counted from the objects at every request, so it is never out of date;
//! `status.used` is written by the quota controller.

use std::collections::{BTreeMap, BTreeSet};

use super::Request;
use crate::cluster::quota;
use crate::cluster::status::Status;
use crate::kinds::Object;
use crate::kinds::container::{Container, ResourceList};
use crate::kinds::pod::Pod;
use crate::kinds::resource_quota::ResourceQuota;

/// Resources that a quota of them makes every container declare.
const DECLARED: [&str; 6] =
    ["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];

pub fn validate(request: &Request<'_>, _warnings: &mut Vec<String>) -> Result<(), Status> {
    let (object, meta) = (request.object, request.object.meta());
    if !object.kind().info().namespaced || (request.old.is_some() && matches!(object, Object::Pod(_))) {
        return Ok(());
    }
    let quotas = request.store.list_in::<ResourceQuota>(&meta.namespace);
    for quota in quotas.filter(|quota| quota::matches(quota, object)) {
        if let Some(why) = refusal(request, quota) {
            return Err(Status::forbidden(object.kind(), &meta.name, &why));
        }
    }
    Ok(())
}

fn refusal(request: &Request<'_>, quota: &ResourceQuota) -> Option<String> {
    let name = &quota.meta.name;
    if let Object::Pod(pod) = request.object {
        let missing = undeclared(pod, quota);
        if !missing.is_empty() {
            return Some(format!("failed quota: {name}: must specify {}", missing.join("; ")));
        }
    }
    let asked = delta(request);
    let used = quota::used_in(request.store, &quota.meta.namespace, quota);
    let mut exceeded = BTreeSet::new();
    for (resource, hard) in &quota.spec.hard {
        let Some(more) = asked.get(resource).filter(|more| more.sign() > 0) else { continue };
        let mut sum = used.get(resource).cloned().unwrap_or_default();
        sum.add(more);
        if sum > *hard {
            exceeded.insert(resource.as_str());
        }
    }
    (!exceeded.is_empty()).then(|| {
        let print = |list: &ResourceList| {
            let chosen = list.iter().filter(|(resource, _)| exceeded.contains(resource.as_str()));
            chosen.map(|(resource, amount)| format!("{resource}={amount}")).collect::<Vec<_>>().join(",")
        };
        let (asked, used, hard) = (print(&asked), print(&used), print(&quota.spec.hard));
        format!("exceeded quota: {name}, requested: {asked}, used: {used}, limited: {hard}")
    })
}

/// What the write uses beyond what the stored object uses already.
fn delta(request: &Request<'_>) -> ResourceList {
    let mut asked = quota::usage(request.object);
    for (name, amount) in request.old.map(quota::usage).unwrap_or_default() {
        if let Some(more) = asked.get_mut(&name) {
            more.sub(&amount);
        }
    }
    asked
}

/// `limits.cpu for: web`, for each resource that some containers do not declare; those of a pod that asks for
/// something as a whole need not.
fn undeclared(pod: &Pod, quota: &ResourceQuota) -> Vec<String> {
    if pod.spec.resources.as_ref().is_some_and(|whole| !whole.requests.is_empty() || !whole.limits.is_empty())
    {
        return Vec::new();
    }
    let mut missing: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let required = DECLARED.into_iter().filter(|name| quota.spec.hard.contains_key(*name));
    for resource in required {
        let lacking = pod
            .spec
            .containers
            .iter()
            .chain(&pod.spec.init_containers)
            .filter(|one| !declares(one, resource));
        for container in lacking {
            missing.entry(resource).or_default().insert(&container.name);
        }
    }
    let line = |(resource, names): (&str, BTreeSet<&str>)| {
        format!("{resource} for: {}", names.into_iter().collect::<Vec<_>>().join(","))
    };
    missing.into_iter().map(line).collect()
}

fn declares(container: &Container, resource: &str) -> bool {
    let resources = &container.resources;
    match resource.split_once('.') {
        Some(("limits", name)) => resources.limits.contains_key(name),
        Some((_, name)) => resources.requests.contains_key(name),
        None => resources.requests.contains_key(resource),
    }
}
