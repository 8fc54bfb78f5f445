//! The standard `restricted`: what a hardened pod must say of itself.

use serde_json::Value;

use super::baseline::setters;
use super::containers::{all, breaking, counted, items, named, quoted};
use super::{Check, Violation};

/// In the order of upstream's check names.
pub const CHECKS: &[Check] =
    &[allow_privilege_escalation, capabilities, volumes, run_as_non_root, run_as_user, seccomp_profile];

fn allow_privilege_escalation(spec: &Value) -> Option<Violation> {
    let names = breaking(spec, |context| context["allowPrivilegeEscalation"] != false);
    let detail = format!("{} must set securityContext.allowPrivilegeEscalation=false", named(&names));
    (!names.is_empty()).then_some(Violation { reason: "allowPrivilegeEscalation != false", detail })
}

fn capabilities(spec: &Value) -> Option<Violation> {
    let undropped =
        breaking(spec, |context| !items(&context["capabilities"]["drop"]).iter().any(|name| name == "ALL"));
    let (mut names, mut added) = (Vec::new(), Vec::new());
    for container in all(spec) {
        let more =
            items(&container["securityContext"]["capabilities"]["add"]).iter().filter_map(Value::as_str);
        let bad: Vec<&str> = more.filter(|name| *name != "NET_BIND_SERVICE").collect();
        if !bad.is_empty() {
            names.push(container["name"].as_str().unwrap_or_default());
            added.extend(bad);
        }
    }
    added.sort_unstable();
    added.dedup();
    let mut details = Vec::new();
    if !undropped.is_empty() {
        details.push(format!("{} must set securityContext.capabilities.drop=[\"ALL\"]", named(&undropped)));
    }
    if !names.is_empty() {
        let list = quoted(&added);
        details
            .push(format!("{} must not include {list} in securityContext.capabilities.add", named(&names)));
    }
    (!details.is_empty())
        .then(|| Violation { reason: "unrestricted capabilities", detail: details.join("; ") })
}

const VOLUMES: [&str; 9] = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "persistentVolumeClaim",
    "projected",
    "secret",
    "image",
];

fn volumes(spec: &Value) -> Option<Violation> {
    let (mut names, mut kinds) = (Vec::new(), Vec::new());
    for volume in items(&spec["volumes"]) {
        let source =
            volume.as_object().into_iter().flat_map(|members| members.keys()).find(|key| *key != "name");
        if let Some(source) = source.filter(|source| !VOLUMES.contains(&source.as_str())) {
            names.push(volume["name"].as_str().unwrap_or_default());
            kinds.push(source.as_str());
        }
    }
    kinds.sort_unstable();
    kinds.dedup();
    let verb = if names.len() == 1 { "uses" } else { "use" };
    let word = counted("volume type", &kinds);
    let detail = format!("{} {verb} restricted {word}", counted("volume", &names));
    (!names.is_empty()).then_some(Violation { reason: "restricted volume types", detail })
}

fn run_as_non_root(spec: &Value) -> Option<Violation> {
    const REASON: &str = "runAsNonRoot != true";
    let pod = &spec["securityContext"]["runAsNonRoot"];
    let refused = breaking(spec, |context| context["runAsNonRoot"] == false);
    if let Some(setters) = setters(*pod == false, &refused) {
        let detail = format!("{setters} must not set securityContext.runAsNonRoot=false");
        return Some(Violation { reason: REASON, detail });
    }
    let unset = breaking(spec, |context| context["runAsNonRoot"].is_null());
    let detail = format!("pod or {} must set securityContext.runAsNonRoot=true", named(&unset));
    (*pod != true && !unset.is_empty()).then_some(Violation { reason: REASON, detail })
}

fn run_as_user(spec: &Value) -> Option<Violation> {
    let names = breaking(spec, |context| context["runAsUser"] == 0);
    let setters = setters(spec["securityContext"]["runAsUser"] == 0, &names)?;
    Some(Violation { reason: "runAsUser=0", detail: format!("{setters} must not set runAsUser=0") })
}

fn seccomp_profile(spec: &Value) -> Option<Violation> {
    const REASON: &str = "seccompProfile";
    let profile = |context: &Value| context["seccompProfile"]["type"].as_str().map(str::to_owned);
    let bad = |kind: &Option<String>| kind.as_deref().is_some_and(|kind| kind == "Unconfined");
    let pod = profile(&spec["securityContext"]);
    let refused = breaking(spec, |context| bad(&profile(context)));
    if let Some(setters) = setters(bad(&pod), &refused) {
        let detail = format!("{setters} must not set securityContext.seccompProfile.type to \"Unconfined\"");
        return Some(Violation { reason: REASON, detail });
    }
    let unset = breaking(spec, |context| profile(context).is_none());
    let wanted = "must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"";
    let detail = format!("pod or {} {wanted}", named(&unset));
    (pod.is_none() && !unset.is_empty()).then_some(Violation { reason: REASON, detail })
}
