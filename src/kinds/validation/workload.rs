//! Deployments and ReplicaSets: pkg/apis/apps/validation/validation.go, v1.36.

use super::{Findings, names, pod};
use crate::kinds::codec::Codec;
use crate::kinds::deployment::{Deployment, RollingUpdateDeployment};
use crate::kinds::int_or_string::IntOrString;
use crate::kinds::pod::PodTemplateSpec;
use crate::kinds::replicaset::ReplicaSet;
use crate::kinds::selector::LabelSelector;

pub(super) fn deployment(one: &Deployment, findings: &mut Findings) {
    let spec = &one.spec;
    findings.non_negative("spec.replicas", one.replicas().into());
    selector_and_template(&spec.selector, &spec.template, findings);
    findings.non_negative("spec.minReadySeconds", spec.min_ready_seconds.into());
    strategy_type(&spec.strategy.kind, findings);
    match (spec.strategy.kind.as_str(), &spec.strategy.rolling_update) {
        ("Recreate", Some(_)) => {
            let detail = "Forbidden: may not be specified when strategy `type` is 'Recreate'";
            findings.push("spec.strategy.rollingUpdate", detail.into());
        }
        ("RollingUpdate", Some(rolling)) => rolling_update(rolling, findings),
        _ => {}
    }
    if let Some(deadline) =
        spec.progress_deadline_seconds.filter(|deadline| *deadline <= spec.min_ready_seconds)
    {
        findings.invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
    }
}

/// The server names the whole strategy, in Go's field names.
fn strategy_type(kind: &str, findings: &mut Findings) {
    if !["Recreate", "RollingUpdate"].contains(&kind) {
        let value = format!("{{\"Type\":\"{kind}\",\"RollingUpdate\":null}}");
        let supported = "supported values: \"Recreate\", \"RollingUpdate\"";
        findings.push("spec.strategy", format!("Unsupported value: {value}: {supported}"));
    }
}

pub(super) fn replica_set(one: &ReplicaSet, findings: &mut Findings) {
    findings.non_negative("spec.replicas", one.replicas().into());
    selector_and_template(&one.spec.selector, &one.spec.template, findings);
}

fn selector_and_template(selector: &LabelSelector, template: &PodTemplateSpec, findings: &mut Findings) {
    if selector.is_empty() {
        findings.required("spec.selector");
    }
    requirements(selector, findings);
    if !selector.is_empty() && !selector.matches(&template.meta.labels) {
        let labels = template.meta.labels.to_value().unwrap_or_default();
        findings.invalid(
            "spec.template.metadata.labels",
            labels,
            "`selector` does not match template `labels`",
        );
    }
    names::labels("spec.template.labels", &template.meta.labels, findings);
    pod::spec(&template.spec, "spec.template.spec", findings);
    if ["OnFailure", "Never"].contains(&template.spec.restart_policy.as_str()) {
        findings.unsupported("spec.template.spec.restartPolicy", &template.spec.restart_policy, &["Always"]);
    }
}

fn requirements(selector: &LabelSelector, findings: &mut Findings) {
    for (at, one) in selector.match_expressions.iter().enumerate() {
        let path = format!("spec.selector.matchExpressions[{at}]");
        match (one.operator.as_str(), one.values.is_empty()) {
            ("In" | "NotIn", true) => {
                let detail = "Required value: must be specified when `operator` is 'In' or 'NotIn'";
                findings.push(&format!("{path}.values"), detail.into());
            }
            ("Exists" | "DoesNotExist", false) => {
                let detail = "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
                findings.push(&format!("{path}.values"), detail.into());
            }
            ("In" | "NotIn" | "Exists" | "DoesNotExist", _) => {}
            (operator, _) => findings.invalid(
                &format!("{path}.operator"),
                format!("\"{operator}\""),
                "not a valid selector operator",
            ),
        }
    }
}

fn rolling_update(rolling: &RollingUpdateDeployment, findings: &mut Findings) {
    let path = "spec.strategy.rollingUpdate";
    for (name, value) in [("maxUnavailable", &rolling.max_unavailable), ("maxSurge", &rolling.max_surge)] {
        match value {
            Some(IntOrString::Int(number)) => {
                findings.non_negative(&format!("{path}.{name}"), (*number).into())
            }
            Some(IntOrString::String(text)) if !is_percent(text) => {
                let why = "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', \
                           regex used for validation is '[0-9]+%')";
                findings.invalid(&format!("{path}.{name}"), format!("\"{text}\""), why);
            }
            _ => {}
        }
    }
    let zero = |value: &Option<IntOrString>| match value {
        Some(IntOrString::Int(number)) => *number == 0,
        Some(IntOrString::String(text)) => {
            is_percent(text) && text.trim_end_matches('%').bytes().all(|digit| digit == b'0')
        }
        None => false,
    };
    if zero(&rolling.max_unavailable) && zero(&rolling.max_surge) {
        let value = rolling.max_unavailable.clone().unwrap_or_default();
        findings.invalid(&format!("{path}.maxUnavailable"), value, "may not be 0 when `maxSurge` is 0");
    }
}

fn is_percent(text: &str) -> bool {
    text.strip_suffix('%')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()))
}

pub(super) fn selector_is_immutable(new: &LabelSelector, old: &LabelSelector, findings: &mut Findings) {
    if new != old {
        findings.invalid("spec.selector", new.to_value().unwrap_or_default(), "field is immutable");
    }
}
