//! Containers of all sorts: `validateContainers`, `validateInitContainers`, `validateEphemeralContainers` and what they
//! call in core's validation.go, v1.36.

use std::collections::BTreeSet;

use super::super::at::At;
use super::super::errors::{Errors, quote};
use super::super::text;
use super::{Whole, environment, mounts, probes, resources, security};

pub(super) fn check(whole: &Whole<'_>, errors: &mut Errors) {
    regular(whole, errors);
    init(whole, errors);
    ephemeral(whole, errors);
}

fn regular(whole: &Whole<'_>, errors: &mut Errors) {
    let list = whole.spec.child("containers");
    if list.len() == 0 {
        return errors.required(&list.path, "");
    }
    let mut names = BTreeSet::new();
    for container in list.items() {
        common(&container, whole, errors);
        let name = container.child("name");
        if !names.insert(name.text()) {
            errors.duplicate(&name.path, &quote(name.text()));
        }
        probes::check(&container, whole.grace, errors);
        restart_rules(&container, errors);
    }
    host_ports(&list, &mut BTreeSet::new(), errors);
}

const INIT_ONLY: &str = "may not be set for init containers without restartPolicy=Always";

fn init(whole: &Whole<'_>, errors: &mut Errors) {
    let list = whole.spec.child("initContainers");
    let regular = whole.spec.child("containers");
    let mut names: BTreeSet<&str> = regular.items().map(|one| one.text_of("name")).collect();
    for container in list.items() {
        common(&container, whole, errors);
        restart_rules(&container, errors);
        let name = container.child("name");
        if names.contains(name.text()) {
            errors.duplicate(&name.path, &quote(name.text()));
        } else if !name.text().is_empty() {
            names.insert(name.text());
        }
        one_host_ports(&container, &list.path, errors);
        if container.text_of("restartPolicy") == "Always" {
            probes::check(&container, whole.grace, errors);
            continue;
        }
        for field in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] {
            if container.has(field) {
                errors.forbidden(container.path_to(field), INIT_ONLY);
            }
        }
    }
}

const EPHEMERAL_ONLY: &str = "cannot be set for an Ephemeral Container";

fn ephemeral(whole: &Whole<'_>, errors: &mut Errors) {
    let others = ["containers", "initContainers"].into_iter().flat_map(|list| whole.spec.child(list).items());
    let others: BTreeSet<&str> = others.map(|one| one.text_of("name")).collect();
    let mut names = others.clone();
    for container in whole.spec.child("ephemeralContainers").items() {
        common(&container, whole, errors);
        only_for_pods(&container, errors);
        let (name, target) = (container.child("name"), container.child("targetContainerName"));
        if !names.insert(name.text()) {
            errors.duplicate(&name.path, &quote(name.text()));
        }
        if !target.text().is_empty() && !others.contains(target.text()) {
            errors.not_found(&target.path, target.text(), "");
        }
        let refused = [
            "ports",
            "resources",
            "resizePolicy",
            "restartPolicy",
            "restartPolicyRules",
            "livenessProbe",
            "readinessProbe",
            "startupProbe",
            "lifecycle",
        ];
        for field in refused {
            if !crate::kinds::edit::is_empty(container.value, field) {
                errors.forbidden(container.path_to(field), EPHEMERAL_ONLY);
            }
        }
        for mount in container.child("volumeMounts").items() {
            for field in ["subPath", "subPathExpr"] {
                if !mount.text_of(field).is_empty() {
                    errors.forbidden(mount.path_to(field), EPHEMERAL_ONLY);
                }
            }
        }
    }
}

/// validateContainerOnlyForPod.
pub(super) fn only_for_pods(container: &At<'_>, errors: &mut Errors) {
    let image = container.child("image");
    if image.text().trim().len() != image.text().len() {
        errors.invalid(&image, "must not have leading or trailing whitespace");
    }
}

/// validateContainerCommon.
fn common(container: &At<'_>, whole: &Whole<'_>, errors: &mut Errors) {
    let name = container.child("name");
    if errors.require(&name) {
        errors.complain(&name, text::label(name.text()));
    }
    errors.require(&container.child("image"));
    let policies = ["File", "FallbackToLogsOnError"];
    errors.one_of_required(&container.child("terminationMessagePolicy"), &policies);
    ports(&container.child("ports"), errors);
    environment::variables(&container.child("env"), errors);
    environment::from(&container.child("envFrom"), errors);
    mounts::check(container, whole, errors);
    pull_policy(&container.child("imagePullPolicy"), errors);
    resources::requirements(&container.child("resources"), resources::container_name, &whole.claims, errors);
    resize_policy(container, whole, errors);
    security::of_container(&container.child("securityContext"), whole.host_users, errors);
}

pub(super) fn pull_policy(at: &At<'_>, errors: &mut Errors) {
    errors.one_of_required(at, &["Always", "IfNotPresent", "Never"]);
}

pub(super) const PROTOCOLS: [&str; 3] = ["SCTP", "TCP", "UDP"];

fn ports(list: &At<'_>, errors: &mut Errors) {
    let mut names = BTreeSet::new();
    for port in list.items() {
        let name = port.child("name");
        if !name.text().is_empty() {
            let complaints = text::port_name(name.text());
            if !complaints.is_empty() {
                errors.complain(&name, complaints);
            } else if !names.insert(name.text()) {
                errors.duplicate(&name.path, &quote(name.text()));
            }
        }
        let number = port.child("containerPort");
        match number.number() {
            0 => errors.required(&number.path, ""),
            _ => errors.between(&number, 1, 65535),
        }
        let host = port.child("hostPort");
        if host.number() != 0 {
            errors.between(&host, 1, 65535);
        }
        errors.one_of_required(&port.child("protocol"), &PROTOCOLS);
    }
}

fn host_ports(list: &At<'_>, seen: &mut BTreeSet<String>, errors: &mut Errors) {
    list.items().for_each(|container| taken(&container, seen, errors));
}

/// Init containers run one by one, so each is looked at alone, as if it were the first.
fn one_host_ports(container: &At<'_>, list: &str, errors: &mut Errors) {
    taken(&container.moved(format!("{list}[0]")), &mut BTreeSet::new(), errors);
}

fn taken(container: &At<'_>, seen: &mut BTreeSet<String>, errors: &mut Errors) {
    for port in container.child("ports").items() {
        let host = port.child("hostPort");
        let key = format!("{}/{}/{}", port.text_of("protocol"), port.text_of("hostIP"), host.number());
        if host.number() != 0 && !seen.insert(key.clone()) {
            errors.duplicate(&host.path, &quote(&key));
        }
    }
}

fn resize_policy(container: &At<'_>, whole: &Whole<'_>, errors: &mut Errors) {
    let list = container.child("resizePolicy");
    let mut seen = BTreeSet::new();
    for policy in list.items() {
        let (resource, restart) = (policy.child("resourceName"), policy.child("restartPolicy"));
        if !seen.insert(resource.text()) {
            errors.duplicate(&policy.path, &quote(resource.text()));
        }
        errors.one_of_required(&resource.moved(list.path.clone()), &["cpu", "memory"]);
        let restart = restart.moved(list.path.clone());
        errors.one_of_required(&restart, &["NotRequired", "RestartContainer"]);
        if whole.spec.text_of("restartPolicy") == "Never" && restart.text() != "NotRequired" {
            let why = "must be 'NotRequired' when `restartPolicy` is 'Never'";
            errors.invalid_as(&list.path, &quote(restart.text()), why);
        }
    }
}

const RULES: usize = 20;
const CODES: usize = 255;

/// validateContainerRestartPolicy.
fn restart_rules(container: &At<'_>, errors: &mut Errors) {
    let (policy, rules) = (container.child("restartPolicy"), container.child("restartPolicyRules"));
    if policy.is_set() {
        errors.one_of(&policy, &["Always", "Never", "OnFailure"]);
    } else if rules.len() > 0 {
        errors.required(&policy.path, "must specify restartPolicy when restart rules are used");
    }
    if rules.len() > RULES {
        errors.too_many(&rules.path, rules.len(), RULES);
    }
    for rule in rules.items() {
        errors.one_of_required(&rule.child("action"), &["Restart"]);
        let codes = rule.child("exitCodes");
        if !codes.is_set() {
            errors.required(&codes.path, "must be specified");
            continue;
        }
        errors.one_of_required(&codes.child("operator"), &["In", "NotIn"]);
        let count = codes.child("values").len();
        if count == 0 {
            errors.required(codes.path_to("values"), "must be specified");
        } else if count > CODES {
            errors.too_many(codes.path_to("values"), count, CODES);
        }
    }
}
