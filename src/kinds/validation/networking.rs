//! Ingresses, their classes and network policies: pkg/apis/networking/validation/validation.go, v1.36.

use serde_json::Value;

use super::at::At;
use super::errors::{Errors, quote, show};
use super::{ip, selector, text};

pub(super) fn ingress(object: &Value, old: Option<&Value>, errors: &mut Errors) {
    let root = At::root(object);
    let spec = root.child("spec");
    let (backend, rules) = (spec.child("defaultBackend"), spec.child("rules"));
    if rules.len() == 0 && !backend.is_set() {
        errors.invalid_as(
            &spec.path,
            &show(rules.value),
            "either `defaultBackend` or `rules` must be specified",
        );
    }
    if backend.is_set() {
        self::backend(&backend, errors);
    }
    rules.items().for_each(|rule| self::rule(&rule, errors));
    for tls in spec.child("tls").items() {
        tls.child("hosts").items().for_each(|name| host(&name, errors));
        let secret = tls.child("secretName");
        if !secret.text().is_empty() {
            errors.complain(&secret, text::subdomain(secret.text()));
        }
    }
    let class = spec.child("ingressClassName");
    if class.is_set() {
        errors.complain(&class, text::subdomain(class.text()));
    }
    let note = root.child("metadata").child("annotations").key(CLASS);
    if old.is_none() && note.is_set() && class.is_set() && note.text() != class.text() {
        let why = "must match `ingressClassName` when both are specified";
        errors.invalid_as(format!("annotations.{CLASS}"), &show(note.value), why);
    }
}

const CLASS: &str = "kubernetes.io/ingress.class";

fn host(at: &At<'_>, errors: &mut Errors) {
    let complaints =
        if at.text().contains('*') { text::wildcard(at.text()) } else { text::subdomain(at.text()) };
    errors.complain(at, complaints);
}

fn rule(rule: &At<'_>, errors: &mut Errors) {
    let name = rule.child("host");
    if !name.text().is_empty() {
        if ip::parse(name.text()).is_some() {
            errors.invalid(&name, "must be a DNS name, not an IP address");
        }
        host(&name, errors);
    }
    let http = rule.child("http");
    let paths = http.child("paths");
    if http.is_set() && paths.len() == 0 {
        errors.required(&paths.path, "");
    }
    paths.items().for_each(|path| http_path(&path, errors));
}

const SEQUENCES: [&str; 5] = ["//", "/./", "/../", "%2f", "%2F"];

fn http_path(at: &At<'_>, errors: &mut Errors) {
    let (kind, path) = (at.child("pathType"), at.child("path"));
    if !kind.is_set() {
        return errors.required(&kind.path, "pathType must be specified");
    }
    let absolute = path.text().starts_with('/');
    let shown = quote(path.text());
    match kind.text() {
        "Exact" | "Prefix" => {
            if !absolute {
                errors.invalid_as(&path.path, &shown, "must be an absolute path");
            }
            for sequence in SEQUENCES.iter().filter(|sequence| path.text().contains(**sequence)) {
                errors.invalid(&path, &format!("must not contain '{sequence}'"));
            }
            for suffix in ["/..", "/."].iter().filter(|suffix| path.text().ends_with(**suffix)) {
                errors.invalid(&path, &format!("cannot end with '{suffix}'"));
            }
        }
        "ImplementationSpecific" => {
            if !absolute && !path.text().is_empty() {
                errors.invalid(&path, "must be an absolute path");
            }
        }
        _ => errors.unsupported(&kind, &["Exact", "ImplementationSpecific", "Prefix"]),
    }
    backend(&at.child("backend"), errors);
}

fn backend(at: &At<'_>, errors: &mut Errors) {
    let (resource, service) = (at.child("resource"), at.child("service"));
    match (resource.is_set(), service.is_set()) {
        (true, true) => errors.invalid_as(&at.path, "\"\"", "cannot set both resource and service backends"),
        (true, false) => reference(&resource, errors),
        (false, true) => service_backend(at, &service, errors),
        (false, false) => errors.invalid_as(&at.path, "\"\"", "resource or service backend is required"),
    }
}

fn service_backend(at: &At<'_>, service: &At<'_>, errors: &mut Errors) {
    let name = service.child("name");
    if errors.require(&name) {
        errors.complain(&name, text::label(name.text()));
    }
    let (name, number) = (service.child("port").child("name"), service.child("port").child("number"));
    match (name.text().is_empty(), number.number() == 0) {
        (false, false) => errors.invalid_as(&at.path, "\"\"", "cannot set both port name & port number"),
        (false, true) => errors.complain(&name, text::port_name(name.text())),
        (true, false) => errors.between(&number, 1, 65535),
        (true, true) => errors.required(&at.path, "port name or number is required"),
    }
}

/// A reference to an object of some kind.
fn reference(at: &At<'_>, errors: &mut Errors) {
    let group = at.child("apiGroup");
    if group.is_set() {
        errors.complain(&group, text::subdomain(group.text()));
    }
    for name in ["kind", "name"] {
        let part = at.child(name);
        match part.text() {
            "" => errors.required(&part.path, &format!("{name} is required")),
            given => errors.complain(&part, text::path_segment(given)),
        }
    }
}

const CONTROLLER: usize = 250;

pub(super) fn class(object: &Value, errors: &mut Errors) {
    let spec = At::root(object).child("spec");
    let controller = spec.child("controller");
    if controller.text().len() > CONTROLLER {
        errors.too_long(&controller.path, CONTROLLER);
    }
    text::domain_prefixed_path(&controller, errors);
    let parameters = spec.child("parameters");
    if !parameters.is_set() {
        return;
    }
    reference(&parameters, errors);
    let (scope, space) = (parameters.child("scope"), parameters.child("namespace"));
    if !scope.is_set() {
        return errors.required(&scope.path, "");
    }
    match (scope.text(), space.is_set()) {
        ("Namespace", true) => errors.complain(&space, text::label(space.text())),
        ("Namespace", false) => errors.required(&space.path, "`parameters.scope` is set to 'Namespace'"),
        ("Cluster", true) => errors.forbidden(&space.path, "`parameters.scope` is set to 'Cluster'"),
        ("Cluster", false) => {}
        _ => errors.unsupported(&scope, &["Cluster", "Namespace"]),
    }
}

pub(super) fn policy(object: &Value, errors: &mut Errors) {
    let spec = At::root(object).child("spec");
    selector::check(&spec.child("podSelector"), errors);
    for (list, peers) in [("ingress", "from"), ("egress", "to")] {
        for rule in spec.child(list).items() {
            rule.child("ports").items().for_each(|port| policy_port(&port, errors));
            rule.child(peers).items().for_each(|one| peer(&one, errors));
        }
    }
    let types = spec.child("policyTypes");
    if types.len() > 2 {
        return errors.invalid(&types, "may not specify more than two policyTypes");
    }
    types.items().for_each(|one| errors.one_of(&one, &["Ingress", "Egress"]));
}

fn policy_port(at: &At<'_>, errors: &mut Errors) {
    errors.one_of(&at.child("protocol"), &["TCP", "UDP", "SCTP"]);
    let (port, end) = (at.child("port"), at.child("endPort"));
    if !port.is_set() {
        if end.is_set() {
            errors.invalid(&end, "may not be specified when `port` is not specified");
        }
    } else if port.value.is_string() {
        if end.is_set() {
            errors.invalid(&end, "may not be specified when `port` is non-numeric");
        }
        errors.complain(&port, text::port_name(port.text()));
    } else {
        errors.between(&port, 1, 65535);
        if end.is_set() {
            if end.number() < port.number() {
                errors.invalid(&end, "must be greater than or equal to `port`");
            }
            errors.between(&end, 1, 65535);
        }
    }
}

fn peer(at: &At<'_>, errors: &mut Errors) {
    let selectors = ["podSelector", "namespaceSelector"].map(|name| at.child(name));
    selectors.iter().for_each(|one| selector::check(one, errors));
    let block = at.child("ipBlock");
    if block.is_set() {
        ip_block(&block, errors);
    }
    let others = selectors.iter().any(At::is_set);
    match (others, block.is_set()) {
        (false, false) => errors.required(&at.path, "must specify a peer"),
        (true, true) => errors.forbidden(&at.path, "may not specify both ipBlock and another peer"),
        _ => {}
    }
}

fn ip_block(block: &At<'_>, errors: &mut Errors) {
    let range = block.child("cidr");
    if !errors.require(&range) {
        return;
    }
    let Some(outer) = ip::range(&range, errors) else { return };
    for except in block.child("except").items() {
        let inner = ip::range(&except, errors);
        if inner.is_some_and(|inner| !ip::holds(outer, inner)) {
            errors.invalid(&except, "must be a strict subset of `cidr`");
        }
    }
}
