//! Pods and their containers: pkg/apis/core/validation/validation.go ValidatePodSpec, v1.36.

use super::{Findings, names};
use crate::kinds::container::{Container, ResourceRequirements};
use crate::kinds::int_or_string::IntOrString;
use crate::kinds::pod::{Pod, PodSpec};
use crate::kinds::probe::Probe;

pub(super) fn spec(spec: &PodSpec, path: &str, findings: &mut Findings) {
    if spec.containers.is_empty() {
        findings.required(&format!("{path}.containers"));
    }
    containers(&spec.containers, &format!("{path}.containers"), findings);
    containers(&spec.init_containers, &format!("{path}.initContainers"), findings);
    duplicate_names(spec, path, findings);
    findings.one_of(
        &format!("{path}.restartPolicy"),
        &spec.restart_policy,
        &["Always", "OnFailure", "Never"],
    );
    spread_constraints(spec, path, findings);
}

fn containers(list: &[Container], path: &str, findings: &mut Findings) {
    for (at, container) in list.iter().enumerate() {
        self::container(container, &format!("{path}[{at}]"), findings);
    }
}

fn duplicate_names(spec: &PodSpec, path: &str, findings: &mut Findings) {
    for (at, container) in spec.containers.iter().enumerate() {
        let earlier = spec.containers[..at].iter().any(|one| one.name == container.name);
        if earlier && !container.name.is_empty() {
            findings.push(
                &format!("{path}.containers[{at}].name"),
                format!("Duplicate value: \"{}\"", container.name),
            );
        }
    }
}

fn container(container: &Container, path: &str, findings: &mut Findings) {
    match container.name.as_str() {
        "" => findings.required(&format!("{path}.name")),
        name => names::label(&format!("{path}.name"), name, findings),
    }
    if container.image.trim().is_empty() {
        findings.required(&format!("{path}.image"));
    }
    for (at, port) in container.ports.iter().enumerate() {
        let path = format!("{path}.ports[{at}]");
        match port.container_port {
            0 => findings.required(&format!("{path}.containerPort")),
            number => findings.port(&format!("{path}.containerPort"), number.into()),
        }
        findings.one_of(&format!("{path}.protocol"), &port.protocol, &["SCTP", "TCP", "UDP"]);
    }
    findings.one_of(
        &format!("{path}.imagePullPolicy"),
        &container.image_pull_policy,
        &["Always", "IfNotPresent", "Never"],
    );
    resources(&container.resources, &format!("{path}.resources"), findings);
    let probes = [
        ("livenessProbe", &container.liveness_probe),
        ("readinessProbe", &container.readiness_probe),
        ("startupProbe", &container.startup_probe),
    ];
    for (name, one) in probes {
        if let Some(one) = one {
            probe(one, &format!("{path}.{name}"), name != "readinessProbe", findings);
        }
    }
}

fn resources(resources: &ResourceRequirements, path: &str, findings: &mut Findings) {
    for (field, list) in [("limits", &resources.limits), ("requests", &resources.requests)] {
        for (name, amount) in list.iter().filter(|(_, amount)| amount.sign() < 0) {
            findings.invalid(
                &format!("{path}.{field}[{name}]"),
                format!("\"{amount}\""),
                "must be greater than or equal to 0",
            );
        }
    }
    for (name, request) in &resources.requests {
        if let Some(limit) = resources.limits.get(name).filter(|limit| request > limit) {
            let why = format!("must be less than or equal to {name} limit of {limit}");
            findings.invalid(&format!("{path}.requests"), format!("\"{request}\""), &why);
        }
    }
}

fn probe(probe: &Probe, path: &str, single_success: bool, findings: &mut Findings) {
    let grpc = probe.extra.as_ref().is_some_and(|extra| extra.contains_key("grpc"));
    let handlers = [probe.exec.is_some(), probe.http_get.is_some(), probe.tcp_socket.is_some(), grpc];
    match handlers.iter().filter(|present| **present).count() {
        0 => findings.push(path, "Required value: must specify a handler type".into()),
        1 => {}
        _ => findings.push(path, "Forbidden: may not specify more than 1 handler type".into()),
    }
    let numbers = [
        ("initialDelaySeconds", probe.initial_delay_seconds),
        ("timeoutSeconds", probe.timeout_seconds),
        ("periodSeconds", probe.period_seconds),
        ("successThreshold", probe.success_threshold),
        ("failureThreshold", probe.failure_threshold),
    ];
    for (name, value) in numbers {
        findings.non_negative(&format!("{path}.{name}"), value.into());
    }
    if single_success && probe.success_threshold != 1 {
        findings.invalid(&format!("{path}.successThreshold"), probe.success_threshold, "must be 1");
    }
    let port = probe
        .http_get
        .as_ref()
        .map(|get| ("httpGet", &get.port))
        .or(probe.tcp_socket.as_ref().map(|tcp| ("tcpSocket", &tcp.port)));
    if let Some((handler, IntOrString::Int(number))) = port {
        findings.port(&format!("{path}.{handler}.port"), (*number).into());
    }
}

fn spread_constraints(spec: &PodSpec, path: &str, findings: &mut Findings) {
    for (at, one) in spec.topology_spread_constraints.iter().enumerate() {
        let path = format!("{path}.topologySpreadConstraints[{at}]");
        if one.max_skew <= 0 {
            findings.invalid(&format!("{path}.maxSkew"), one.max_skew, "must be greater than zero");
        }
        if one.topology_key.is_empty() {
            findings.push(&format!("{path}.topologyKey"), "Required value: can not be empty".into());
        }
        findings.one_of(
            &format!("{path}.whenUnsatisfiable"),
            &one.when_unsatisfiable,
            &["DoNotSchedule", "ScheduleAnyway"],
        );
    }
}

const FORBIDDEN: &str = "Forbidden: pod updates may not change fields other than `spec.containers[*].image`,\
`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing \
tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

/// Images and tolerations may change, nothing else.
pub(super) fn update(new: &Pod, old: &Pod, findings: &mut Findings) {
    let mut allowed = PodSpec::clone(&new.spec);
    allowed.tolerations = old.spec.tolerations.clone();
    for (new, old) in allowed.containers.iter_mut().zip(&old.spec.containers) {
        new.image = old.image.clone();
    }
    for (new, old) in allowed.init_containers.iter_mut().zip(&old.spec.init_containers) {
        new.image = old.image.clone();
    }
    if allowed != *old.spec {
        findings.push("spec", FORBIDDEN.into());
    }
}
