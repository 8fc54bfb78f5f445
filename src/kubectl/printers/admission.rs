//! Webhook configurations and admission policies: printers.go, v1.36.

use serde_json::Value;

use super::{Printer, age, column, name};
use crate::kinds::Time;
use crate::kubectl::reach::{Reach, show};

pub const WEBHOOKS: Printer =
    Printer { columns: &[column("NAME"), column("WEBHOOKS"), column("AGE")], row: webhooks };

pub const POLICY: Printer = Printer {
    columns: &[column("NAME"), column("VALIDATIONS"), column("PARAMKIND"), column("AGE")],
    row: policy,
};

pub const MUTATING_POLICY: Printer = Printer {
    columns: &[column("NAME"), column("MUTATIONS"), column("PARAMKIND"), column("AGE")],
    row: |object, now| policy_with("mutations", object, now),
};

pub const POLICY_BINDING: Printer = Printer {
    columns: &[column("NAME"), column("POLICYNAME"), column("PARAMREF"), column("AGE")],
    row: policy_binding,
};

fn webhooks(object: &Value, now: Time) -> Vec<String> {
    vec![name(object), object["webhooks"].size().to_string(), age(object, now)]
}

fn policy(object: &Value, now: Time) -> Vec<String> {
    policy_with("validations", object, now)
}

fn policy_with(counted: &str, object: &Value, now: Time) -> Vec<String> {
    let spec = &object["spec"];
    let parameter = &spec["paramKind"];
    let parameter = match parameter.is_set() {
        true => format!("{}/{}", parameter["apiVersion"].text(), parameter["kind"].text()),
        false => "<unset>".into(),
    };
    vec![name(object), spec[counted].size().to_string(), parameter, age(object, now)]
}

fn policy_binding(object: &Value, now: Time) -> Vec<String> {
    let spec = &object["spec"];
    vec![name(object), spec["policyName"].text().into(), parameter(&spec["paramRef"]), age(object, now)]
}

fn parameter(reference: &Value) -> String {
    match (reference["name"].text(), reference["namespace"].text()) {
        ("", _) if reference["selector"].is_set() => selector(&reference["selector"]),
        ("", _) => "<unset>".into(),
        (name, "") => format!("*/{name}"),
        (name, namespace) => format!("{namespace}/{name}"),
    }
}

/// A selector as its generated Go type prints itself.
fn selector(selector: &Value) -> String {
    let labels: Vec<String> =
        selector["matchLabels"].entries().map(|(key, value)| format!("{key}: {},", value.text())).collect();
    let expression = |one: &Value| {
        let values = if one["values"].is_set() { show(&one["values"]) } else { "[]".into() };
        let (key, operator) = (one["key"].text(), one["operator"].text());
        format!("LabelSelectorRequirement{{Key:{key},Operator:{operator},Values:{values},}},")
    };
    let expressions: Vec<String> = selector["matchExpressions"].items().iter().map(expression).collect();
    format!(
        "&LabelSelector{{MatchLabels:map[string]string{{{}}},MatchExpressions:[]LabelSelectorRequirement{{{}}},}}",
        labels.concat(),
        expressions.concat()
    )
}
