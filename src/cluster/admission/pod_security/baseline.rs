//! The standard `baseline`: what gives a pod known ways out of its box.

use serde_json::Value;

use super::containers::{all, breaking, counted, items, named, quoted};
use super::{Check, Violation};

/// In the order of upstream's check names; the second says whether `restricted` has a stricter one in its place.
pub const CHECKS: &[(Check, bool)] = &[
    (capabilities, true),
    (host_namespaces, false),
    (host_path_volumes, true),
    (host_ports, false),
    (privileged, false),
    (proc_mount, false),
    (selinux_options, false),
    (seccomp_profile, true),
    (sysctls, false),
];

const CAPABILITIES: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

fn capabilities(spec: &Value) -> Option<Violation> {
    let (mut names, mut added) = (Vec::new(), Vec::new());
    for container in all(spec) {
        let more = items(&container["securityContext"]["capabilities"]["add"]);
        let bad: Vec<&str> =
            more.iter().filter_map(Value::as_str).filter(|name| !CAPABILITIES.contains(name)).collect();
        if !bad.is_empty() {
            names.push(container["name"].as_str().unwrap_or_default());
            added.extend(bad);
        }
    }
    added.sort_unstable();
    added.dedup();
    let detail =
        format!("{} must not include {} in securityContext.capabilities.add", named(&names), quoted(&added));
    (!names.is_empty()).then_some(Violation { reason: "non-default capabilities", detail })
}

fn host_namespaces(spec: &Value) -> Option<Violation> {
    let set = ["hostNetwork", "hostPID", "hostIPC"].into_iter().filter(|name| spec[name] == true);
    let detail = set.map(|name| format!("{name}=true")).collect::<Vec<_>>().join(", ");
    (!detail.is_empty()).then_some(Violation { reason: "host namespaces", detail })
}

fn host_path_volumes(spec: &Value) -> Option<Violation> {
    let volumes = items(&spec["volumes"]).iter().filter(|volume| volume["hostPath"].is_object());
    let names: Vec<&str> = volumes.filter_map(|volume| volume["name"].as_str()).collect();
    (!names.is_empty()).then(|| Violation { reason: "hostPath volumes", detail: counted("volume", &names) })
}

fn host_ports(spec: &Value) -> Option<Violation> {
    let (mut names, mut ports) = (Vec::new(), Vec::new());
    for container in all(spec) {
        let used = items(&container["ports"]).iter().filter_map(|port| port["hostPort"].as_i64());
        let used: Vec<i64> = used.filter(|port| *port != 0).collect();
        if !used.is_empty() {
            names.push(container["name"].as_str().unwrap_or_default());
            ports.extend(used);
        }
    }
    ports.sort_unstable();
    ports.dedup();
    let verb = if names.len() == 1 { "uses" } else { "use" };
    let word = if ports.len() == 1 { "hostPort" } else { "hostPorts" };
    let list = ports.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let detail = format!("{} {verb} {word} {list}", named(&names));
    (!names.is_empty()).then_some(Violation { reason: "hostPort", detail })
}

fn privileged(spec: &Value) -> Option<Violation> {
    let names = breaking(spec, |context| context["privileged"] == true);
    let detail = format!("{} must not set securityContext.privileged=true", named(&names));
    (!names.is_empty()).then_some(Violation { reason: "privileged", detail })
}

fn proc_mount(spec: &Value) -> Option<Violation> {
    let names = breaking(spec, |context| context["procMount"].as_str().is_some_and(|kind| kind != "Default"));
    let detail = format!("{} must not set securityContext.procMount to \"Unmasked\"", named(&names));
    (!names.is_empty()).then_some(Violation { reason: "procMount", detail })
}

const SELINUX_TYPES: [&str; 5] =
    ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

fn selinux_options(spec: &Value) -> Option<Violation> {
    let bad = |context: &Value| {
        let options = &context["seLinuxOptions"];
        let text = |name: &str| options[name].as_str().unwrap_or_default().to_owned();
        !SELINUX_TYPES.contains(&text("type").as_str())
            || !text("user").is_empty()
            || !text("role").is_empty()
    };
    let names = breaking(spec, bad);
    let setters = setters(bad(&spec["securityContext"]), &names)?;
    let detail = format!("{setters} set forbidden securityContext.seLinuxOptions");
    Some(Violation { reason: "seLinuxOptions", detail })
}

fn seccomp_profile(spec: &Value) -> Option<Violation> {
    let bad = |context: &Value| context["seccompProfile"]["type"] == "Unconfined";
    let names = breaking(spec, bad);
    let setters = setters(bad(&spec["securityContext"]), &names)?;
    let detail = format!("{setters} must not set securityContext.seccompProfile.type to \"Unconfined\"");
    Some(Violation { reason: "seccompProfile", detail })
}

/// `pod`, `container "a"`, or both.
pub fn setters(pod: bool, names: &[&str]) -> Option<String> {
    match (pod, names.is_empty()) {
        (true, true) => Some("pod".into()),
        (true, false) => Some(format!("pod and {}", named(names))),
        (false, false) => Some(named(names)),
        (false, true) => None,
    }
}

const SYSCTLS: [&str; 10] = [
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.ping_group_range",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
];

fn sysctls(spec: &Value) -> Option<Violation> {
    let names = items(&spec["securityContext"]["sysctls"]).iter().filter_map(|one| one["name"].as_str());
    let names: Vec<&str> = names.filter(|name| !SYSCTLS.contains(name)).collect();
    (!names.is_empty()).then(|| Violation { reason: "forbidden sysctls", detail: names.join(", ") })
}
