//! HorizontalPodAutoscalers: pkg/apis/autoscaling/validation/validation.go, v1.36.

use serde_json::Value;

use super::at::At;
use super::errors::{Errors, quote, show};
use super::pod::resources;
use super::{selector, text};

/// An autoscaler; one that is changed may keep its zero.
pub(super) fn autoscaler(object: &Value, old: Option<&Value>, errors: &mut Errors) {
    let spec = At::root(object).child("spec");
    let lowest = i64::from(old.is_none_or(|old| old["spec"]["minReplicas"] != 0));
    let (least, most) = (spec.child("minReplicas"), spec.child("maxReplicas"));
    if least.is_set() && least.number() < lowest {
        errors.invalid(&least, &format!("must be greater than or equal to {lowest}"));
    }
    if most.number() < 1 {
        errors.required(&most.path, "must be set and greater than 0");
    }
    if least.is_set() && most.number() < least.number() {
        let shown = most.number().to_string();
        errors.invalid_as(&most.path, &shown, "must be greater than or equal to `minReplicas`");
    }
    reference(&spec.child("scaleTargetRef"), errors);
    metrics(&spec.child("metrics"), least.is_set() && least.number() == 0, errors);
    for name in ["scaleUp", "scaleDown"] {
        let rules = spec.child("behavior").child(name);
        if rules.is_set() {
            self::rules(&rules, errors);
        }
    }
}

fn reference(at: &At<'_>, errors: &mut Errors) {
    for name in ["kind", "name"] {
        let part = at.child(name);
        if errors.require(&part) {
            errors.complain(&part, text::path_segment(part.text()));
        }
    }
    let version = at.child("apiVersion");
    if version.text().matches('/').count() > 1 {
        errors.invalid(&version, &format!("unexpected GroupVersion string: {}", version.text()));
    }
}

fn metrics(list: &At<'_>, to_zero: bool, errors: &mut Errors) {
    list.items().for_each(|metric| self::metric(&metric, errors));
    let counted = list.items().any(|metric| matches!(metric.text_of("type"), "Object" | "External"));
    if to_zero && !counted {
        let why = "must specify at least one Object or External metric to support scaling to zero replicas";
        errors.forbidden(&list.path, why);
    }
}

const SOURCES: [&str; 5] = ["ContainerResource", "External", "Object", "Pods", "Resource"];
/// The members in the order they are looked at, with the type that names them.
const MEMBERS: [(&str, &str); 5] = [
    ("object", "Object"),
    ("external", "External"),
    ("pods", "Pods"),
    ("resource", "Resource"),
    ("containerResource", "ContainerResource"),
];

fn metric(at: &At<'_>, errors: &mut Errors) {
    let kind = at.child("type");
    if kind.text().is_empty() {
        errors.required(&kind.path, "must specify a metric source type");
    }
    let known = SOURCES.contains(&kind.text());
    if !known {
        errors.unsupported_as(&kind.path, &quote(kind.text()), &SOURCES);
    }
    let present: Vec<&(&str, &str)> = MEMBERS.iter().filter(|(name, _)| at.has(name)).collect();
    if let Some((name, _)) = present.first() {
        source(name, &at.child(name), errors);
    }
    match MEMBERS.iter().find(|(_, named)| *named == kind.text()) {
        Some((name, _)) if !at.has(name) => {
            errors.required(at.path_to(name), "must populate information for the given metric source");
        }
        Some(_) => {}
        None => errors.unsupported_as(&kind.path, &quote(kind.text()), &SOURCES),
    }
    if present.len() > 1 {
        for (name, _) in present.iter().filter(|(_, named)| *named != kind.text()) {
            errors.forbidden(at.path_to(name), "must populate the given metric source only");
        }
    }
}

fn source(name: &str, at: &At<'_>, errors: &mut Errors) {
    let target = at.child("target");
    match name {
        "object" => {
            reference(&at.child("describedObject"), errors);
            identified(at, errors);
            if !target.has("value") && !target.has("averageValue") {
                let why = "must set either a target value or averageValue";
                errors.required(target.path_to("averageValue"), why);
            }
        }
        "external" => {
            identified(at, errors);
            external(&target, errors);
        }
        "pods" => {
            identified(at, errors);
            if !target.has("averageValue") {
                errors
                    .required(target.path_to("averageValue"), "must specify a positive target averageValue");
            }
        }
        _ => resource(name, at, errors),
    }
}

/// The metric and its target.
fn identified(at: &At<'_>, errors: &mut Errors) {
    let name = at.child("metric").child("name");
    match name.text() {
        "" => errors.required(&name.path, "must specify a metric name"),
        given => errors.complain(&name, text::path_segment(given)),
    }
    let chosen = at.child("metric").child("selector");
    if chosen.is_set() {
        selector::check(&chosen, errors);
    }
    target(&at.child("target"), errors);
}

fn external(target: &At<'_>, errors: &mut Errors) {
    match (target.has("value"), target.has("averageValue")) {
        (false, false) => {
            let why = "must set either a target value for metric or a per-pod target";
            errors.required(target.path_to("averageValue"), why);
        }
        (true, true) => {
            let why = "may not set both a target value for metric and a per-pod target";
            errors.forbidden(target.path_to("value"), why);
        }
        _ => {}
    }
}

fn resource(name: &str, at: &At<'_>, errors: &mut Errors) {
    let (resource, container) = (at.child("name"), at.child("container"));
    match resource.text() {
        "" => errors.required(&resource.path, "must specify a resource name"),
        given if name == "containerResource" => resources::container_name(&resource.path, given, errors),
        _ => {}
    }
    if name == "containerResource" {
        match container.text() {
            "" => errors.required(&container.path, "must specify a container"),
            given => errors.complain(&container, text::label(given)),
        }
    }
    let target = at.child("target");
    self::target(&target, errors);
    match (target.has("averageUtilization"), target.has("averageValue")) {
        (false, false) => {
            let why = "must set either a target raw value or a target utilization";
            errors.required(target.path_to("averageUtilization"), why);
        }
        (true, true) => {
            let why = "may not set both a target raw value and a target utilization";
            errors.forbidden(target.path_to("averageValue"), why);
        }
        _ => {}
    }
}

fn target(at: &At<'_>, errors: &mut Errors) {
    let kind = at.child("type");
    if kind.text().is_empty() {
        errors.required(&kind.path, "must specify a metric target type");
    }
    if !["Utilization", "Value", "AverageValue"].contains(&kind.text()) {
        let why = "must be either Utilization, Value, or AverageValue";
        errors.invalid_as(&kind.path, &quote(kind.text()), why);
    }
    for name in ["value", "averageValue"] {
        let amount = at.child(name);
        if let Some(read) = amount.quantity().filter(|read| read.sign() != 1) {
            errors.invalid_as(&amount.path, &quote(&read.to_string()), "must be positive");
        }
    }
    let percent = at.child("averageUtilization");
    if percent.is_set() && percent.number() < 1 {
        errors.invalid(&percent, "must be greater than 0");
    }
}

const WINDOW: i64 = 3600;
const PERIOD: i64 = 1800;

fn rules(at: &At<'_>, errors: &mut Errors) {
    let window = at.child("stabilizationWindowSeconds");
    if window.number() < 0 {
        errors.invalid(&window, "must be greater than or equal to zero");
    }
    if window.number() > WINDOW {
        errors.invalid(&window, &format!("must be less than or equal to {WINDOW}"));
    }
    errors.one_of(&at.child("selectPolicy"), &["Disabled", "Max", "Min"]);
    let policies = at.child("policies");
    if policies.len() == 0 {
        errors.required(&policies.path, "must specify at least one Policy");
    }
    policies.items().for_each(|one| policy(&one, errors));
    let tolerance = at.child("tolerance");
    if let Some(read) = tolerance.quantity().filter(|read| read.sign() < 0) {
        errors.invalid_as(&tolerance.path, &quote(&read.to_string()), "must be greater or equal to zero");
    }
}

fn policy(at: &At<'_>, errors: &mut Errors) {
    let (kind, value, period) = (at.child("type"), at.child("value"), at.child("periodSeconds"));
    if !["Pods", "Percent"].contains(&kind.text()) {
        errors.unsupported_as(&kind.path, &quote(kind.text()), &["Percent", "Pods"]);
    }
    for count in [&value, &period] {
        if count.number() <= 0 {
            errors.invalid_as(&count.path, &count.number().to_string(), "must be greater than zero");
        }
    }
    if period.number() > PERIOD {
        errors.invalid_as(
            &period.path,
            &show(period.value),
            &format!("must be less than or equal to {PERIOD}"),
        );
    }
}
