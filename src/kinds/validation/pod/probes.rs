//! Probes and hooks: `validateProbe`, `validateHandler` and `validateLifecycle` of core's validation.go, v1.36.

use super::super::at::At;
use super::super::errors::{Errors, quote};
use super::super::text;

/// Hooks and the three probes of a container.
pub(super) fn check(container: &At<'_>, grace: Option<i64>, errors: &mut Errors) {
    for name in ["postStart", "preStop"] {
        let hook = container.child("lifecycle").child(name);
        if hook.is_set() {
            handler(&hook, &["exec", "httpGet", "tcpSocket", "sleep"], grace, errors);
        }
    }
    for name in ["livenessProbe", "readinessProbe", "startupProbe"] {
        let probe = container.child(name);
        if probe.is_set() {
            self::probe(&probe, name == "readinessProbe", grace, errors);
        }
    }
}

fn probe(at: &At<'_>, readiness: bool, grace: Option<i64>, errors: &mut Errors) {
    handler(at, &["exec", "httpGet", "tcpSocket", "grpc"], grace, errors);
    let counts =
        ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"];
    counts.iter().for_each(|name| errors.not_negative(&at.child(name)));
    let period = at.child("terminationGracePeriodSeconds");
    if period.is_set() && period.number() <= 0 {
        errors.invalid(&period, "must be greater than 0");
    }
    let successes = at.child("successThreshold");
    if readiness && period.is_set() {
        errors.invalid(&period, "must not be set for readinessProbes");
    } else if !readiness && successes.number() != 1 {
        errors.invalid(&successes, "must be 1");
    }
}

fn handler(at: &At<'_>, kinds: &[&str], grace: Option<i64>, errors: &mut Errors) {
    let mut found = false;
    for kind in kinds {
        let one = at.child(kind);
        if !one.is_set() {
            continue;
        }
        if found {
            errors.forbidden(&one.path, "may not specify more than 1 handler type");
            continue;
        }
        found = true;
        match *kind {
            "exec" if one.child("command").len() == 0 => errors.required(one.path_to("command"), ""),
            "httpGet" => http_get(&one, errors),
            "tcpSocket" | "grpc" => port(&one.child("port"), errors),
            "sleep" => sleep(&one, grace, errors),
            _ => {}
        }
    }
    if !found {
        errors.required(&at.path, "must specify a handler type");
    }
}

fn http_get(at: &At<'_>, errors: &mut Errors) {
    errors.require(&at.child("path"));
    port(&at.child("port"), errors);
    let scheme = at.child("scheme");
    if !["HTTP", "HTTPS"].contains(&scheme.text()) {
        errors.unsupported_as(&scheme.path, &quote(scheme.text()), &["HTTP", "HTTPS"]);
    }
    for header in at.child("httpHeaders").items() {
        let name = header.text_of("name");
        errors.complain_of(at.path_to("httpHeaders"), name, text::http_header(name));
    }
}

fn sleep(at: &At<'_>, grace: Option<i64>, errors: &mut Errors) {
    let seconds = at.child("seconds").number();
    if let Some(grace) = grace.filter(|grace| !(0..=*grace).contains(&seconds)) {
        let why = format!("must be non-negative and less than terminationGracePeriodSeconds ({grace})");
        errors.invalid_as(&at.path, &seconds.to_string(), &why);
    }
}

/// ValidatePortNumOrName.
pub fn port(at: &At<'_>, errors: &mut Errors) {
    if at.value.is_string() {
        return errors.complain(at, text::port_name(at.text()));
    }
    for why in text::port_number(at.number()) {
        errors.invalid_as(&at.path, &at.number().to_string(), &why);
    }
}
