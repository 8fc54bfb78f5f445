//! Pods and their containers: pkg/apis/core/validation/validation.go ValidatePodSpec, v1.36.

use super::{Findings, names, placement};
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
    volumes(spec, path, findings);
    placement::rules(spec, path, findings);
    findings.one_of(
        &format!("{path}.restartPolicy"),
        &spec.restart_policy,
        &["Always", "OnFailure", "Never"],
    );
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
    } else if container.image.trim() != container.image {
        let why = "must not have leading or trailing whitespace";
        findings.invalid(&format!("{path}.image"), format!("\"{}\"", container.image), why);
    }
    for (at, port) in container.ports.iter().enumerate() {
        let path = format!("{path}.ports[{at}]");
        if !port.name.is_empty() {
            names::port_name(&format!("{path}.name"), &port.name, findings);
        }
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

/// Volumes have names of their own, and mounts name a volume that is there.
fn volumes(spec: &PodSpec, path: &str, findings: &mut Findings) {
    for (at, volume) in spec.volumes.iter().enumerate() {
        if volume.name.is_empty() {
            findings.required(&format!("{path}.volumes[{at}].name"));
        } else if spec.volumes[..at].iter().any(|earlier| earlier.name == volume.name) {
            findings
                .push(&format!("{path}.volumes[{at}].name"), format!("Duplicate value: \"{}\"", volume.name));
        }
    }
    let lists = [("containers", &spec.containers), ("initContainers", &spec.init_containers)];
    for (list, containers) in lists {
        for (at, container) in containers.iter().enumerate() {
            for (mount_at, mount) in container.volume_mounts.iter().enumerate() {
                if !spec.volumes.iter().any(|volume| volume.name == mount.name) {
                    let field = format!("{path}.{list}[{at}].volumeMounts[{mount_at}].name");
                    findings.push(&field, format!("Not found: \"{}\"", mount.name));
                }
            }
        }
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
