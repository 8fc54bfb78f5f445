//! Services: pkg/apis/core/validation/validation.go ValidateService, v1.36.

use super::{Findings, names};
use crate::kinds::int_or_string::IntOrString;
use crate::kinds::service::{Service, ServicePort};

pub(super) fn service(one: &Service, findings: &mut Findings) {
    let spec = &one.spec;
    findings.one_of("spec.type", &spec.kind, &["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]);
    findings.one_of("spec.sessionAffinity", &spec.session_affinity, &["ClientIP", "None"]);
    if spec.kind == "ExternalName" {
        if spec.external_name.is_empty() {
            findings.required("spec.externalName");
        }
    } else if spec.ports.is_empty() && spec.cluster_ip != "None" {
        findings.required("spec.ports");
    }
    for (at, port) in spec.ports.iter().enumerate() {
        self::port(port, &format!("spec.ports[{at}]"), spec.ports.len() > 1, findings);
        let same = |earlier: &&ServicePort| earlier.port == port.port && earlier.protocol == port.protocol;
        if spec.ports[..at].iter().any(|earlier| same(&earlier)) {
            let value =
                format!("Duplicate value: {{\"port\":{},\"protocol\":\"{}\"}}", port.port, port.protocol);
            findings.push(&format!("spec.ports[{at}]"), value);
        }
    }
}

fn port(port: &ServicePort, path: &str, needs_name: bool, findings: &mut Findings) {
    match port.name.as_str() {
        "" if needs_name => findings.required(&format!("{path}.name")),
        "" => {}
        name => names::label(&format!("{path}.name"), name, findings),
    }
    findings.port(&format!("{path}.port"), port.port.into());
    findings.one_of(&format!("{path}.protocol"), &port.protocol, &["SCTP", "TCP", "UDP"]);
    if let Some(IntOrString::Int(target)) = port.target_port {
        findings.port(&format!("{path}.targetPort"), target.into());
    }
}
