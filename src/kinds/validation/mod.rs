//! Whether one object makes sense: pkg/apis/*/validation, v1.36.
//!
//! The rules here are the ones users meet: names, containers, ports, probes, resources, selectors,
//! autoscalers, and what may not change. Texts are the server's. Each file takes one topic and pushes
//! `FieldError`s onto a `Findings`.

mod hpa;
mod names;
mod placement;
mod pod;
mod service;
mod workload;

use super::registry::Object;

/// One field error, printed as the server prints it.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldError {
    /// Path with list positions: `spec.template.spec.containers[0].name`.
    pub field: String,
    /// `Required value: …`, `Invalid value: "x": …` and so on.
    pub detail: String,
}

/// Field errors in the order they are found.
#[derive(Default)]
struct Findings(Vec<FieldError>);

impl Findings {
    fn push(&mut self, field: &str, detail: String) {
        self.0.push(FieldError { field: field.to_owned(), detail });
    }

    fn required(&mut self, field: &str) {
        self.push(field, "Required value".into());
    }

    fn invalid(&mut self, field: &str, value: impl std::fmt::Display, why: &str) {
        self.push(field, format!("Invalid value: {value}: {why}"));
    }

    fn unsupported(&mut self, field: &str, value: &str, supported: &[&str]) {
        let list: Vec<String> = supported.iter().map(|one| format!("\"{one}\"")).collect();
        self.push(field, format!("Unsupported value: \"{value}\": supported values: {}", list.join(", ")));
    }

    fn non_negative(&mut self, field: &str, value: i64) {
        if value < 0 {
            self.invalid(field, value, "must be greater than or equal to 0");
        }
    }

    fn port(&mut self, field: &str, value: i64) {
        if !(1..=65535).contains(&value) {
            self.invalid(field, value, "must be between 1 and 65535, inclusive");
        }
    }

    fn one_of(&mut self, field: &str, value: &str, supported: &[&str]) {
        if !supported.contains(&value) {
            self.unsupported(field, value, supported);
        }
    }
}

/// What is wrong with a new object.
pub fn validate(object: &Object) -> Vec<FieldError> {
    let mut findings = Findings::default();
    names::object_name(object, &mut findings);
    match object {
        Object::Pod(one) => pod::spec(&one.spec, "spec", &mut findings),
        Object::Deployment(one) => workload::deployment(one, &mut findings),
        Object::ReplicaSet(one) => workload::replica_set(one, &mut findings),
        Object::Service(one) => service::service(one, &mut findings),
        Object::HorizontalPodAutoscaler(one) => hpa::hpa(one, &mut findings),
        _ => {}
    }
    findings.0
}

/// What may not change between two versions of an object.
pub fn validate_update(new: &Object, old: &Object) -> Vec<FieldError> {
    let mut findings = Findings::default();
    match (new, old) {
        (Object::Pod(new), Object::Pod(old)) => pod::update(new, old, &mut findings),
        (Object::Deployment(new), Object::Deployment(old)) => {
            workload::selector_is_immutable(&new.spec.selector, &old.spec.selector, &mut findings);
        }
        (Object::ReplicaSet(new), Object::ReplicaSet(old)) => {
            workload::selector_is_immutable(&new.spec.selector, &old.spec.selector, &mut findings);
        }
        _ => {}
    }
    findings.0
}
