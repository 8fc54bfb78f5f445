//! Where a pod may run: tolerations, node affinity, spreading. pkg/apis/core/validation/validation.go, v1.36.

use super::Findings;
use crate::kinds::affinity::{NodeSelectorTerm, Toleration};
use crate::kinds::pod::PodSpec;

pub(super) fn rules(spec: &PodSpec, path: &str, findings: &mut Findings) {
    for (at, toleration) in spec.tolerations.iter().enumerate() {
        self::toleration(toleration, &format!("{path}.tolerations[{at}]"), findings);
    }
    let affinity = spec.affinity.as_ref().and_then(|affinity| affinity.node_affinity.as_ref());
    if let Some(required) = affinity.and_then(|affinity| affinity.required.as_ref()) {
        let path = format!(
            "{path}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms"
        );
        if required.node_selector_terms.is_empty() {
            findings.push(&path, "Required value: must have at least one node selector term".into());
        }
        for (at, term) in required.node_selector_terms.iter().enumerate() {
            node_selector_term(term, &format!("{path}[{at}]"), findings);
        }
    }
    spread_constraints(spec, path, findings);
}

fn toleration(one: &Toleration, path: &str, findings: &mut Findings) {
    if one.key.is_empty() && one.operator != "Exists" {
        let why =
            "operator must be Exists when `key` is empty, which means \"match all values and all keys\"";
        findings.invalid(&format!("{path}.operator"), format!("\"{}\"", one.operator), why);
    }
    if one.toleration_seconds.is_some() && one.effect != "NoExecute" {
        let why = "effect must be 'NoExecute' when `tolerationSeconds` is set";
        findings.invalid(&format!("{path}.effect"), format!("\"{}\"", one.effect), why);
    }
    if one.operator == "Exists" && !one.value.is_empty() {
        let why = "value must be empty when `operator` is 'Exists'";
        findings.invalid(&format!("{path}.operator"), format!("\"{}\"", one.value), why);
    }
    let effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];
    if !one.effect.is_empty() && !effects.contains(&one.effect.as_str()) {
        findings.unsupported(&format!("{path}.effect"), &one.effect, &effects);
    }
}

fn node_selector_term(term: &NodeSelectorTerm, path: &str, findings: &mut Findings) {
    for (at, one) in term.match_expressions.iter().enumerate() {
        let path = format!("{path}.matchExpressions[{at}]");
        match (one.operator.as_str(), one.values.len()) {
            ("In" | "NotIn", 0) => {
                let detail = "Required value: must be specified when `operator` is 'In' or 'NotIn'";
                findings.push(&format!("{path}.values"), detail.into());
            }
            ("Exists" | "DoesNotExist", 1..) => {
                let detail = "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
                findings.push(&format!("{path}.values"), detail.into());
            }
            ("Gt" | "Lt", count) if count != 1 => {
                let detail = "Required value: must be specified single value when `operator` is 'Lt' or 'Gt'";
                findings.push(&format!("{path}.values"), detail.into());
            }
            ("In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt", _) => {}
            (operator, _) => {
                findings.invalid(
                    &format!("{path}.operator"),
                    format!("\"{operator}\""),
                    "not a valid selector operator",
                );
            }
        }
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
