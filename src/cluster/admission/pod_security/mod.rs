//! PodSecurity: the standards `baseline` and `restricted`, asked for by a namespace's labels.
//!
//! Models k8s.io/pod-security-admission admission/admission.go and policy/, v1.36: `enforce` refuses pods,
//! `warn` warns of pods and of what makes pods. Versions other than `latest` are judged as `latest`.

mod baseline;
mod containers;
mod restricted;

use serde_json::Value;

use super::Request;
use crate::cluster::status::Status;
use crate::kinds::Kind;
use crate::kinds::namespace::Namespace;

/// A rule that is broken: what it forbids, and by what.
struct Violation {
    reason: &'static str,
    detail: String,
}

type Check = fn(&Value) -> Option<Violation>;

pub fn validate(request: &Request<'_>, warnings: &mut Vec<String>) -> Result<(), Status> {
    let object = request.object;
    if request.old.is_some() || !has_template(object.kind()) {
        return Ok(());
    }
    let Some(namespace) = request.store.get::<Namespace>("", &object.meta().namespace) else { return Ok(()) };
    let policy = |mode: &str| policy(namespace, mode);
    let (enforce, warn) = (policy("enforce"), policy("warn"));
    if enforce.is_none() && warn.is_none() {
        return Ok(());
    }
    let value = object.to_value();
    let spec = pod_spec(object.kind(), &value);
    if let (Some(policy), Kind::Pod) = (&enforce, object.kind())
        && let Some(text) = violations(policy, spec)
    {
        return Err(Status::forbidden(Kind::Pod, &object.meta().name, &format!("violates {text}")));
    }
    if let Some(text) = warn.and_then(|policy| violations(&policy, spec)) {
        warnings.push(format!("would violate {text}"));
    }
    Ok(())
}

fn has_template(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Pod
            | Kind::Deployment
            | Kind::ReplicaSet
            | Kind::ReplicationController
            | Kind::StatefulSet
            | Kind::DaemonSet
            | Kind::Job
            | Kind::CronJob
            | Kind::PodTemplate
    )
}

fn pod_spec(kind: Kind, object: &Value) -> &Value {
    match kind {
        Kind::Pod => &object["spec"],
        Kind::PodTemplate => &object["template"]["spec"],
        Kind::CronJob => &object["spec"]["jobTemplate"]["spec"]["template"]["spec"],
        _ => &object["spec"]["template"]["spec"],
    }
}

/// A level and its version, from the namespace's labels; none for `privileged`.
struct Policy {
    level: String,
    version: String,
}

fn policy(namespace: &Namespace, mode: &str) -> Option<Policy> {
    let label = |name: String| namespace.meta.labels.get(&name).cloned();
    let level = label(format!("pod-security.kubernetes.io/{mode}"))?;
    let version =
        label(format!("pod-security.kubernetes.io/{mode}-version")).unwrap_or_else(|| "latest".into());
    matches!(level.as_str(), "baseline" | "restricted").then_some(Policy { level, version })
}

fn violations(policy: &Policy, spec: &Value) -> Option<String> {
    let checks: Vec<Check> = match policy.level.as_str() {
        "restricted" => {
            let kept = baseline::CHECKS.iter().filter(|(_, stricter)| !stricter).map(|(check, _)| *check);
            kept.chain(restricted::CHECKS.iter().copied()).collect()
        }
        _ => baseline::CHECKS.iter().map(|(check, _)| *check).collect(),
    };
    let found: Vec<String> = checks
        .iter()
        .filter_map(|check| check(spec))
        .map(|violation| match violation.detail.as_str() {
            "" => violation.reason.to_owned(),
            detail => format!("{} ({detail})", violation.reason),
        })
        .collect();
    let head = format!("PodSecurity \"{}:{}\"", policy.level, policy.version);
    (!found.is_empty()).then(|| format!("{head}: {}", found.join(", ")))
}
