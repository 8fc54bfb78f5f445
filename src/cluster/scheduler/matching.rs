//! Taints against tolerations, nodes against node selectors.
//!
//! Models k8s.io/component-helpers scheduling/corev1 (helpers.go, nodeaffinity/), v1.36.

use crate::kinds::Labels;
use crate::kinds::affinity::{
    NodeAffinity, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, Toleration,
};
use crate::kinds::node::{Node, Taint};
use crate::kinds::pod::PodSpec;

/// Whether a toleration puts up with a taint.
pub fn tolerates(toleration: &Toleration, taint: &Taint) -> bool {
    let effect = toleration.effect.is_empty() || toleration.effect == taint.effect;
    let key = toleration.key.is_empty() || toleration.key == taint.key;
    effect && key && value_tolerated(toleration, taint)
}

fn value_tolerated(toleration: &Toleration, taint: &Taint) -> bool {
    let numbers = || Some((taint.value.parse::<i64>().ok()?, toleration.value.parse::<i64>().ok()?));
    match toleration.operator.as_str() {
        "" | "Equal" => toleration.value == taint.value,
        "Exists" => true,
        "Lt" => numbers().is_some_and(|(taint, limit)| taint < limit),
        "Gt" => numbers().is_some_and(|(taint, limit)| taint > limit),
        _ => false,
    }
}

/// The first taint of these effects that nothing tolerates.
pub fn untolerated<'a>(
    taints: &'a [Taint],
    tolerations: &[Toleration],
    effects: &[&str],
) -> Option<&'a Taint> {
    let blocking = |taint: &&Taint| effects.contains(&taint.effect.as_str());
    taints.iter().filter(blocking).find(|taint| !tolerations.iter().any(|one| tolerates(one, taint)))
}

/// nodeSelector and required node affinity together.
pub fn node_matches(spec: &PodSpec, node: &Node) -> bool {
    let labels = &node.meta.labels;
    spec.node_selector.iter().all(|(key, value)| labels.get(key) == Some(value))
        && required(node_affinity(spec)).is_none_or(|selector| selector_matches(selector, node))
}

pub fn node_affinity(spec: &PodSpec) -> Option<&NodeAffinity> {
    spec.affinity.as_ref()?.node_affinity.as_ref()
}

pub fn required(affinity: Option<&NodeAffinity>) -> Option<&NodeSelector> {
    affinity?.required.as_ref()
}

/// The terms of required node affinity, one of which must hold.
pub fn required_terms(spec: &PodSpec) -> &[NodeSelectorTerm] {
    required(node_affinity(spec)).map(|selector| selector.node_selector_terms.as_slice()).unwrap_or_default()
}

/// Whether one of the terms holds.
pub fn selector_matches(selector: &NodeSelector, node: &Node) -> bool {
    selector.node_selector_terms.iter().any(|term| term_matches(term, &node.meta.name, &node.meta.labels))
}

/// All requirements of a term; an empty term matches no node.
pub fn term_matches(term: &NodeSelectorTerm, name: &str, labels: &Labels) -> bool {
    if term.match_expressions.is_empty() && term.match_fields.is_empty() {
        return false;
    }
    let field = |one: &NodeSelectorRequirement| match one.key.as_str() {
        "metadata.name" => requirement_holds(one, Some(name)),
        _ => false,
    };
    let label = |key: &str| labels.get(key).map(String::as_str);
    term.match_expressions.iter().all(|one| requirement_holds(one, label(&one.key)))
        && term.match_fields.iter().all(field)
}

fn requirement_holds(one: &NodeSelectorRequirement, value: Option<&str>) -> bool {
    let listed = value.is_some_and(|value| one.values.iter().any(|wanted| wanted == value));
    let numbers = || Some((value?.parse::<i64>().ok()?, one.values.first()?.parse::<i64>().ok()?));
    match one.operator.as_str() {
        "In" => listed,
        "NotIn" => !listed,
        "Exists" => value.is_some(),
        "DoesNotExist" => value.is_none(),
        "Gt" => numbers().is_some_and(|(value, limit)| value > limit),
        "Lt" => numbers().is_some_and(|(value, limit)| value < limit),
        _ => false,
    }
}
