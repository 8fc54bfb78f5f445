//! Services: `ValidateService` of pkg/apis/core/validation/validation.go, v1.36.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::at::At;
use super::errors::{Errors, quote, show};
use super::pod::probes;
use super::{dump, ip, meta, text};

const ONLY_BALANCER: &str = "may only be used when `type` is 'LoadBalancer'";
const NOT_EXTERNAL_NAME: &str = "may not be set for ExternalName services";

pub(super) fn is_headless(spec: &At<'_>) -> bool {
    let addresses = spec.child("clusterIPs");
    addresses.len() == 1 && addresses.texts().next() == Some("None")
}

pub(super) fn service(object: &Value, errors: &mut Errors) {
    let root = At::root(object);
    let spec = root.child("spec");
    topology(&root.child("metadata").child("annotations"), errors);
    let ports = spec.child("ports");
    if ports.len() == 0 && !is_headless(&spec) && spec.text_of("type") != "ExternalName" {
        errors.required(&ports.path, "");
    }
    of_type(&spec, errors);
    let mut names = BTreeSet::new();
    ports.items().for_each(|port| self::port(&port, ports.len() > 1, &mut names, errors));
    meta::labels(&spec.child("selector"), errors);
    affinity(&spec, errors);
    addresses(&spec, errors);
    for external in spec.child("externalIPs").items() {
        let before = errors.0.len();
        ip::address(&external, errors);
        if errors.0.len() == before {
            ip::not_special(&external, errors);
        }
    }
    errors.one_of_required(&spec.child("type"), &["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]);
    port_pairs(&spec, errors);
    source_ranges(&root, &spec, errors);
    balancer(&spec, errors);
    traffic(&spec, errors);
}

fn topology(notes: &At<'_>, errors: &mut Errors) {
    let (hints, mode) = (
        notes.key("service.kubernetes.io/topology-aware-hints"),
        notes.key("service.kubernetes.io/topology-mode"),
    );
    if hints.is_set() && mode.is_set() && hints.value != mode.value {
        let why =
            "must match annotations[service.kubernetes.io/topology-aware-hints] when both are specified";
        errors.invalid(&mode, why);
    }
}

fn of_type(spec: &At<'_>, errors: &mut Errors) {
    let kind = spec.text_of("type");
    match kind {
        "LoadBalancer" | "NodePort" if is_headless(spec) => {
            let why = format!("may not be set to 'None' for {kind} services");
            errors.invalid_as(format!("{}[0]", spec.path_to("clusterIPs")), "\"None\"", &why);
        }
        "ExternalName" => {
            for name in ["clusterIPs", "ipFamilies"] {
                if spec.child(name).len() > 0 {
                    errors.forbidden(spec.path_to(name), NOT_EXTERNAL_NAME);
                }
            }
            if spec.has("ipFamilyPolicy") {
                errors.forbidden(spec.path_to("ipFamilyPolicy"), NOT_EXTERNAL_NAME);
            }
            let name = spec.text_of("externalName");
            match name.strip_suffix('.').unwrap_or(name) {
                "" => errors.required(spec.path_to("externalName"), ""),
                bare => errors.complain_of(spec.path_to("externalName"), bare, text::subdomain(bare)),
            }
        }
        _ => {}
    }
}

const PROTOCOLS: [&str; 3] = ["SCTP", "TCP", "UDP"];

fn port<'a>(port: &At<'a>, needs_name: bool, names: &mut BTreeSet<&'a str>, errors: &mut Errors) {
    let name = port.child("name");
    if !name.text().is_empty() {
        errors.complain(&name, text::label(name.text()));
        if !names.insert(name.text()) {
            errors.duplicate(&name.path, &quote(name.text()));
        }
    } else if needs_name {
        errors.required(&name.path, "");
    }
    errors.between(&port.child("port"), 1, 65535);
    errors.one_of_required(&port.child("protocol"), &PROTOCOLS);
    probes::port(&port.child("targetPort"), errors);
    let application = port.child("appProtocol");
    if application.is_set() {
        errors.complain(&application, text::qualified(application.text()));
    }
}

const AFFINITY_SECONDS: i64 = 86400;

fn affinity(spec: &At<'_>, errors: &mut Errors) {
    let (kind, config) = (spec.child("sessionAffinity"), spec.child("sessionAffinityConfig"));
    errors.one_of_required(&kind, &["ClientIP", "None"]);
    if kind.text() == "None" && config.is_set() {
        errors.forbidden(&config.path, "must not be set when session affinity is None");
    }
    if kind.text() != "ClientIP" {
        return;
    }
    let client = config.child("clientIP");
    let timeout = client.child("timeoutSeconds");
    if let Some(missing) = [&config, &client, &timeout].into_iter().find(|at| !at.is_set()) {
        return errors.required(&missing.path, "when session affinity type is ClientIP");
    }
    if timeout.number() <= 0 || timeout.number() > AFFINITY_SECONDS {
        errors.invalid(&timeout, &format!("must be greater than 0 and less than {AFFINITY_SECONDS}"));
    }
}

/// ValidateServiceClusterIPsRelatedFields.
fn addresses(spec: &At<'_>, errors: &mut Errors) {
    if spec.text_of("type") == "ExternalName" {
        return;
    }
    let (one, list) = (spec.text_of("clusterIP"), spec.child("clusterIPs"));
    match (one, list.texts().next()) {
        ("", None) => {}
        ("", Some(_)) => errors.invalid(&list, "must be empty when `clusterIP` is not specified"),
        (_, None) => errors.required(&list.path, ""),
        (one, Some(first)) if one != first => errors.invalid(&list, "first value must match `clusterIP`"),
        _ => {}
    }
    families(spec, errors);
    let mut broken = false;
    for (index, address) in list.items().enumerate() {
        if index == 0 && address.text() == "None" {
            if list.len() > 1 {
                broken = true;
                errors.invalid(&list, "'None' must be the first and only value");
            }
            continue;
        }
        let before = errors.0.len();
        ip::address(&address, errors);
        broken |= errors.0.len() > before;
    }
    if list.len() > 2 {
        errors.invalid(&list, "may only hold up to 2 values");
    }
    if broken {
        return;
    }
    if list.len() > 1 && !ip::dual_stack(list.texts()) {
        errors.invalid(&list, "may specify no more than one IP for each IP family");
    }
    if !is_headless(spec) {
        for (index, (address, family)) in list.items().zip(spec.child("ipFamilies").texts()).enumerate() {
            let six = ip::parse(address.text()).is_some_and(|address| address.is_ipv6());
            if (family == "IPv4" && six) || (family == "IPv6" && !six) {
                let why = format!("expected an {family} value as indicated by `ipFamilies[{index}]`");
                errors.invalid(&address, &why);
            }
        }
    }
}

fn families(spec: &At<'_>, errors: &mut Errors) {
    let mut seen = BTreeSet::new();
    for family in spec.child("ipFamilies").items() {
        errors.one_of(&family, &["IPv4", "IPv6"]);
        if !seen.insert(family.text()) {
            errors.duplicate(&family.path, &quote(family.text()));
        }
    }
    errors.one_of(&spec.child("ipFamilyPolicy"), &["PreferDualStack", "RequireDualStack", "SingleStack"]);
}

fn port_pairs(spec: &At<'_>, errors: &mut Errors) {
    let ports: Vec<At<'_>> = spec.child("ports").items().collect();
    if spec.text_of("type") == "ClusterIP" {
        for port in ports.iter().filter(|port| port.child("nodePort").number() != 0) {
            errors.forbidden(port.path_to("nodePort"), "may not be used when `type` is 'ClusterIP'");
        }
    }
    let mut seen = BTreeSet::new();
    for port in &ports {
        let node = port.child("nodePort");
        if node.number() != 0 && !seen.insert((port.text_of("protocol"), node.number())) {
            errors.duplicate(&node.path, &node.number().to_string());
        }
    }
    let mut seen = BTreeSet::new();
    for port in &ports {
        let (protocol, number) = (port.text_of("protocol"), port.child("port").number());
        if !seen.insert((protocol, number)) {
            let key = json!({"protocol": protocol, "port": number});
            errors.duplicate(&port.path, &dump::dump(&key, dump::SERVICE_PORT));
        }
    }
}

const RANGES: &str = "service.beta.kubernetes.io/load-balancer-source-ranges";

fn source_ranges(root: &At<'_>, spec: &At<'_>, errors: &mut Errors) {
    let list = spec.child_as("loadBalancerSourceRanges", "LoadBalancerSourceRanges");
    let note = root.child("metadata").child("annotations").key(RANGES);
    let balancer = spec.text_of("type") == "LoadBalancer";
    if list.len() > 0 {
        if !balancer {
            errors.forbidden(&list.path, ONLY_BALANCER);
        }
        for range in list.items() {
            ip::range_text(&range.path, range.text().trim(), errors);
        }
    } else if note.is_set() {
        if !balancer {
            errors.forbidden(&note.path, ONLY_BALANCER);
        }
        let ranges = note.text().trim();
        for range in ranges.split(',').filter(|_| !ranges.is_empty()) {
            ip::range_text(&note.path, range.trim(), errors);
        }
    }
}

fn balancer(spec: &At<'_>, errors: &mut Errors) {
    let allocate = spec.child("allocateLoadBalancerNodePorts");
    match (spec.text_of("type") == "LoadBalancer", allocate.is_set()) {
        (false, true) => errors.forbidden(&allocate.path, ONLY_BALANCER),
        (true, false) => errors.required("allocateLoadBalancerNodePorts", ""),
        _ => {}
    }
    class(spec, errors);
}

fn class(spec: &At<'_>, errors: &mut Errors) {
    let class = spec.child("loadBalancerClass");
    if !class.is_set() {
        return;
    }
    match spec.text_of("type") {
        "LoadBalancer" => errors.complain(&class, text::qualified(class.text())),
        _ => errors.forbidden(&class.path, ONLY_BALANCER),
    }
}

fn is_external(spec: &At<'_>) -> bool {
    match spec.text_of("type") {
        "LoadBalancer" | "NodePort" => true,
        "ClusterIP" => spec.child("externalIPs").len() > 0,
        _ => false,
    }
}

fn needs_health_check(spec: &At<'_>) -> bool {
    spec.text_of("type") == "LoadBalancer" && spec.text_of("externalTrafficPolicy") == "Local"
}

fn traffic(spec: &At<'_>, errors: &mut Errors) {
    let external = spec.child("externalTrafficPolicy");
    if is_external(spec) {
        errors.one_of_required(&external, &["Cluster", "Local"]);
    } else if !external.text().is_empty() {
        errors.invalid(&external, "may only be set for externally-accessible services");
    }
    let check = spec.child("healthCheckNodePort");
    match (needs_health_check(spec), check.number()) {
        (true, 0) => errors.required(&check.path, ""),
        (true, _) => errors.between(&check, 1, 65535),
        (false, 0) => {}
        (false, _) => {
            let why = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
            errors.invalid(&check, why);
        }
    }
    let internal = spec.child("internalTrafficPolicy");
    let wanted = matches!(spec.text_of("type"), "NodePort" | "LoadBalancer" | "ClusterIP");
    if !internal.is_set() && wanted {
        errors.required(&internal.path, "");
    }
    errors.one_of(&internal, &["Cluster", "Local"]);
    errors.one_of(&spec.child("trafficDistribution"), &["PreferClose", "PreferSameNode", "PreferSameZone"]);
}

/// ValidateServiceUpdate, what comes before the whole.
pub(super) fn change(new: &Value, old: &Value, errors: &mut Errors) {
    let (spec, held) = (At::root(new).child("spec"), At::root(old).child("spec"));
    if ![&spec, &held].iter().any(|one| one.text_of("type") == "ExternalName") {
        changed_addresses(&spec, &held, errors);
        changed_families(&spec, &held, errors);
    }
    let class = spec.child("loadBalancerClass");
    let balancers = [&spec, &held].iter().all(|one| one.text_of("type") == "LoadBalancer");
    if balancers && *class.value != held.value["loadBalancerClass"] {
        errors.invalid(&class, ONCE);
    }
    self::class(&spec, errors);
    let check = spec.child("healthCheckNodePort");
    let both = needs_health_check(&spec) && needs_health_check(&held);
    if both && check.number() != held.child("healthCheckNodePort").number() {
        errors.forbidden(&check.path, "field is immutable");
    }
}

const ONCE: &str = "may not change once set";

fn changed_addresses(spec: &At<'_>, old: &At<'_>, errors: &mut Errors) {
    if is_headless(spec) && is_headless(old) {
        return;
    }
    let list = spec.child("clusterIPs");
    let (held, given): (Vec<&str>, Vec<&str>) =
        (old.child("clusterIPs").texts().collect(), list.texts().collect());
    let first = format!("{}[0]", list.path);
    if held.len() == given.len() {
        for index in (0..held.len()).filter(|index| held[*index] != given[*index]) {
            errors.invalid_as(format!("{}[{index}]", list.path), &show(list.value), ONCE);
        }
        return;
    }
    if given.is_empty() {
        errors.invalid_as(&first, &show(list.value), "primary clusterIP can not be unset");
    }
    if !held.is_empty() && !given.is_empty() && held[0] != given[0] {
        errors.invalid_as(&first, &show(list.value), ONCE);
    }
    if held.len() > given.len() && given.len() == 1 {
        single_stack(spec, "must be set to 'SingleStack' when releasing the secondary clusterIP", errors);
    }
}

fn changed_families(spec: &At<'_>, old: &At<'_>, errors: &mut Errors) {
    if is_headless(spec) || is_headless(old) {
        return;
    }
    let (list, addresses) = (spec.child("ipFamilies"), spec.child("clusterIPs"));
    let (held, given): (Vec<&str>, Vec<&str>) =
        (old.child("ipFamilies").texts().collect(), list.texts().collect());
    let first = format!("{}[0]", list.path);
    if held.len() == given.len() {
        for _ in held.iter().zip(&given).filter(|(held, given)| held != given) {
            errors.invalid_as(&first, &show(list.value), ONCE);
        }
        return;
    }
    if held.len() > given.len() && addresses.len() == 0 {
        errors.invalid_as(&first, &show(list.value), "primary ipFamily can not be unset");
    }
    if !held.is_empty() && !given.is_empty() && held[0] != given[0] {
        errors.invalid_as(&first, &show(addresses.value), ONCE);
    }
    if held.len() > given.len() && given.len() == 1 {
        single_stack(spec, "must be set to 'SingleStack' when releasing the secondary ipFamily", errors);
    }
}

fn single_stack(spec: &At<'_>, why: &str, errors: &mut Errors) {
    let policy = spec.child("ipFamilyPolicy");
    if policy.text() != "SingleStack" {
        errors.invalid(&policy, why);
    }
}
