//! `/healthz`, `/livez`, `/readyz`: k8s.io/apiserver pkg/server/healthz and the checks of kube-apiserver, v1.36.
//!
//! A server that answers is healthy here: every check holds.

use super::refusal::Refused;

/// Checks of all three, in the order in which they are made; those of `/readyz` alone begin with `readyz:`.
const CHECKS: [&str; 35] = [
    "ping",
    "log",
    "etcd",
    "readyz:etcd-readiness",
    "readyz:informer-sync",
    "poststarthook/start-apiserver-admission-initializer",
    "poststarthook/generic-apiserver-start-informers",
    "poststarthook/priority-and-fairness-config-consumer",
    "poststarthook/priority-and-fairness-filter",
    "poststarthook/storage-object-count-tracker-hook",
    "poststarthook/start-apiextensions-informers",
    "poststarthook/start-apiextensions-controllers",
    "poststarthook/crd-informer-synced",
    "poststarthook/start-system-namespaces-controller",
    "poststarthook/start-cluster-authentication-info-controller",
    "poststarthook/start-kube-apiserver-identity-lease-controller",
    "poststarthook/start-kube-apiserver-identity-lease-garbage-collector",
    "poststarthook/start-legacy-token-tracking-controller",
    "poststarthook/start-service-ip-repair-controllers",
    "poststarthook/rbac/bootstrap-roles",
    "poststarthook/scheduling/bootstrap-system-priority-classes",
    "poststarthook/priority-and-fairness-config-producer",
    "poststarthook/bootstrap-controller",
    "poststarthook/start-kubernetes-service-cidr-controller",
    "poststarthook/aggregator-reload-proxy-client-cert",
    "poststarthook/start-kube-aggregator-informers",
    "poststarthook/apiservice-status-local-available-controller",
    "poststarthook/apiservice-status-remote-available-controller",
    "poststarthook/apiservice-registration-controller",
    "poststarthook/apiservice-discovery-controller",
    "poststarthook/kube-apiserver-autoregistration",
    "autoregister-completion",
    "poststarthook/apiservice-openapi-controller",
    "poststarthook/apiservice-openapiv3-controller",
    "readyz:shutdown",
];

/// The names of an endpoint's checks.
pub fn checks(endpoint: &str) -> impl Iterator<Item = &'static str> + use<'_> {
    CHECKS.into_iter().filter_map(move |check| match check.strip_prefix("readyz:") {
        Some(own) => (endpoint == "readyz").then_some(own),
        None => Some(check),
    })
}

/// The body that an endpoint, or one of its checks, answers with.
pub fn answer(endpoint: &str, check: &str, query: &str) -> Result<String, Refused> {
    let (excluded, unknown): (Vec<&str>, Vec<&str>) = query
        .split('&')
        .filter_map(|pair| pair.strip_prefix("exclude="))
        .partition(|name| checks(endpoint).any(|check| check == *name));
    if !check.is_empty() {
        return match checks(endpoint).any(|known| known == check) {
            true => Ok("ok".into()),
            false => Err(Refused::no_such_path()),
        };
    }
    if !query.split('&').any(|pair| pair == "verbose" || pair.starts_with("verbose=")) {
        return Ok("ok".into());
    }
    let line = |check: &str| match excluded.contains(&check) {
        true => format!("[+]{check} excluded: ok\n"),
        false => format!("[+]{check} ok\n"),
    };
    let mut text: String = checks(endpoint).map(line).collect();
    if !unknown.is_empty() {
        let names: Vec<String> = unknown.iter().map(|name| format!("{name:?}")).collect();
        text +=
            &format!("warn: some health checks cannot be excluded: no matches for {}\n", names.join(", "));
    }
    Ok(text + &format!("{endpoint} check passed\n"))
}
