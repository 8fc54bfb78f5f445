//! `kubectl create quota`, `poddisruptionbudget` and `priorityclass`: kubectl
//! pkg/cmd/create/create_{quota,pdb,priorityclass}.go, v1.36.

use serde_json::{Map, Value, json};

use super::Request;
use crate::kinds::quantity::Quantity;
use crate::kubectl::call::flags::{Flag, short_value, switch, value};
use crate::kubectl::call::{Answer, Call};
use crate::kubectl::making::Words;

pub(super) const FLAGS: &[Flag] = &[
    value("hard"),
    value("scopes"),
    short_value("selector", 'l'),
    value("min-available"),
    value("max-unavailable"),
    value("value"),
    value("description"),
    switch("global-default"),
    value("preemption-policy"),
    value("class"),
];

pub(super) fn quota(_: &Call<'_>, asked: &Request<'_>) -> Result<(Value, Words), Answer> {
    let mut hard = Map::new();
    for pair in asked.list("hard") {
        let wrong =
            || Answer::failed(&format!("error: Invalid argument syntax {pair}, expected <resource>=<value>"));
        let (name, amount) = pair.split_once('=').ok_or_else(wrong)?;
        if Quantity::parse(amount).is_err() {
            return Err(Answer::failed(
                "error: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
            ));
        }
        hard.insert(name.to_owned(), json!(amount));
    }
    let mut object = json!({
        "apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": asked.name}, "spec": {}, "status": {},
    });
    if !hard.is_empty() {
        object["spec"]["hard"] = Value::Object(hard);
    }
    let scopes = asked.list("scopes");
    if !scopes.is_empty() {
        object["spec"]["scopes"] = json!(scopes);
    }
    Ok((object, Words::created("failed to create quota: ")))
}

pub(super) fn disruption_budget(_: &Call<'_>, asked: &Request<'_>) -> Result<(Value, Words), Answer> {
    let (least, most) = (asked.flags.value("min-available"), asked.flags.value("max-unavailable"));
    let Some(selector) = asked.flags.value("selector").filter(|text| !text.is_empty()) else {
        return Err(Answer::failed("error: a selector must be specified"));
    };
    if least.is_none() && most.is_none() {
        return Err(Answer::failed("error: one of min-available or max-unavailable must be specified"));
    }
    if least.is_some() && most.is_some() {
        return Err(Answer::failed("error: min-available and max-unavailable cannot be both specified"));
    }
    let labels: Map<String, Value> = selector
        .split(',')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), json!(value.trim_start_matches('='))))
        .collect();
    let amount = |text: &str| text.parse::<i32>().map_or_else(|_| json!(text), |number| json!(number));
    let mut spec = json!({"selector": {"matchLabels": labels}});
    match (least, most) {
        (Some(least), _) => spec["minAvailable"] = amount(least),
        (None, most) => spec["maxUnavailable"] = amount(most.unwrap_or_default()),
    }
    let object = json!({
        "apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": asked.name}, "spec": spec,
        "status": {"currentHealthy": 0, "desiredHealthy": 0, "disruptionsAllowed": 0, "expectedPods": 0},
    });
    Ok((object, Words::created("failed to create poddisruptionbudgets: ")))
}

pub(super) fn priority_class(_: &Call<'_>, asked: &Request<'_>) -> Result<(Value, Words), Answer> {
    let value: i32 = asked.flags.value("value").unwrap_or("0").parse().unwrap_or_default();
    let policy = asked.flags.value("preemption-policy").unwrap_or("PreemptLowerPriority");
    let mut object = json!({
        "apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": asked.name},
        "value": value, "preemptionPolicy": policy,
    });
    if asked.flags.is_on("global-default") {
        object["globalDefault"] = json!(true);
    }
    if let Some(text) = asked.flags.value("description") {
        object["description"] = json!(text);
    }
    Ok((object, Words::created("failed to create priorityclass: ")))
}
