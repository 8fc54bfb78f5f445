//! What differs between operating systems: `validateWindowsSecurityContextOptions`, `validateWindowsHostProcessPod`,
//! `validateOS`, `validateLinux` and `validateWindows` of core's validation.go, v1.36.

use super::super::at::At;
use super::super::errors::{Errors, show};
use super::super::text;

const CREDENTIALS: usize = 64 * 1024;
const DOMAIN: usize = 256;
const USER: usize = 104;

pub(super) fn options(at: &At<'_>, errors: &mut Errors) {
    let name = at.child("gmsaCredentialSpecName");
    if name.is_set() {
        errors.complain(&name, text::subdomain(name.text()));
    }
    let credentials = at.child("gmsaCredentialSpec");
    if credentials.is_set() && credentials.text().is_empty() {
        errors.invalid(&credentials, "gmsaCredentialSpec cannot be an empty string");
    } else if credentials.text().len() > CREDENTIALS {
        errors.invalid(&credentials, "gmsaCredentialSpec size must be under 64 KiB");
    }
    let user = at.child("runAsUserName");
    if user.is_set() {
        user_name(&user, errors);
    }
}

fn user_name(at: &At<'_>, errors: &mut Errors) {
    let name = at.text();
    let parts: Vec<&str> = name.split('\\').collect();
    let (domain, user) = match parts.as_slice() {
        _ if name.is_empty() => return errors.invalid(at, "runAsUserName cannot be an empty string"),
        _ if name.chars().any(|c| c.is_ascii_control()) => {
            return errors.invalid(at, "runAsUserName cannot contain control characters");
        }
        [user] => (None, *user),
        [domain, user] => (Some(*domain), *user),
        _ => return errors.invalid(at, "runAsUserName cannot contain more than one backslash"),
    };
    if domain.is_some_and(|domain| domain.len() >= DOMAIN) {
        errors.invalid(at, "runAsUserName's Domain length must be under 256 characters");
    }
    if domain.is_some_and(|domain| !is_net_bios(domain) && !is_dns(domain)) {
        errors.invalid(at, "runAsUserName's Domain doesn't match the NetBios nor the DNS format");
    }
    if user.is_empty() {
        errors.invalid(at, "runAsUserName's User cannot be empty");
    } else if user.len() > USER {
        errors.invalid(at, "runAsUserName's User length must not be longer than 104 characters");
    }
    if !user.is_empty() && user.chars().all(|c| c == '.' || c == ' ') {
        errors.invalid(at, "runAsUserName's User cannot contain only periods or spaces");
    }
    if user.contains(['"', '/', '\\', ':', ';', '|', '=', ',', '+', '*', '?', '<', '>', '@', '[', ']']) {
        let why = "runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]";
        errors.invalid(at, why);
    }
}

fn is_net_bios(domain: &str) -> bool {
    let refused = ['\\', '/', ':', '*', '?', '"', '<', '>', '|'];
    (1..=15).contains(&domain.chars().count()) && !domain.starts_with('.') && !domain.contains(refused)
}

fn is_dns(domain: &str) -> bool {
    domain.split('.').all(|part| part.len() <= 63 && text::is_label_shaped(&part.to_lowercase()))
}

/// Every container of a pod, with its place.
fn containers<'a>(spec: &At<'a>) -> impl Iterator<Item = At<'a>> {
    let lists = ["initContainers", "containers", "ephemeralContainers"].map(|list| spec.child(list));
    lists.into_iter().flat_map(|list| list.items().collect::<Vec<_>>())
}

fn host_process_of<'a>(at: &At<'a>) -> At<'a> {
    at.child("securityContext").child("windowsOptions").child("hostProcess")
}

pub(super) fn host_process(spec: &At<'_>, errors: &mut Errors) {
    let pod = host_process_of(spec);
    let (mut all, mut count) = (0, 0);
    for container in containers(spec) {
        all += 1;
        let own = host_process_of(&container);
        if pod.is_set() && own.is_set() && pod.value != own.value {
            let was = show(pod.value);
            let why = format!("pod hostProcess value must be identical if both are specified, was {was}");
            errors.invalid(&own, &why);
        }
        count += usize::from(own.is_true() || (!own.is_set() && pod.is_true()));
    }
    if count == 0 {
        return;
    }
    if count != all {
        let why =
            "If pod contains any hostProcess containers then all containers must be HostProcess containers";
        errors.invalid_as(&spec.path, "\"\"", why);
    }
    if !spec.child("hostNetwork").is_true() {
        let why = "hostNetwork must be true if pod contains any hostProcess containers";
        errors.invalid_as(spec.path_to("hostNetwork"), "false", why);
    }
}

pub(super) fn operating_system(spec: &At<'_>, errors: &mut Errors) {
    let os = spec.child("os");
    if !os.is_set() {
        return;
    }
    let name = os.child("name");
    match name.text() {
        "" => errors.required(&name.path, "cannot be empty"),
        "linux" => linux(spec, errors),
        "windows" => windows(spec, errors),
        _ => errors.unsupported_as(&os.path, &show(name.value), &["linux", "windows"]),
    }
}

fn linux(spec: &At<'_>, errors: &mut Errors) {
    for owner in std::iter::once(spec.clone()).chain(containers(spec)) {
        let options = owner.child("securityContext").child("windowsOptions");
        if options.is_set() {
            errors.forbidden(&options.path, "windows options cannot be set for a linux pod");
        }
    }
}

/// Fields of a pod that Windows does not have, in the order they are looked at; those with a mark are in its
/// security context.
const OF_POD: &[(&str, bool)] = &[
    ("appArmorProfile", true),
    ("seLinuxOptions", true),
    ("hostUsers", false),
    ("hostPID", false),
    ("hostIPC", false),
    ("seccompProfile", true),
    ("fsGroup", true),
    ("fsGroupChangePolicy", true),
    ("sysctls", true),
    ("shareProcessNamespace", false),
    ("runAsUser", true),
    ("runAsGroup", true),
    ("supplementalGroups", true),
    ("supplementalGroupsPolicy", true),
    ("seLinuxChangePolicy", true),
];

const OF_CONTAINER: &[&str] = &[
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "capabilities",
    "readOnlyRootFilesystem",
    "privileged",
    "allowPrivilegeEscalation",
    "procMount",
    "runAsUser",
    "runAsGroup",
];

fn windows(spec: &At<'_>, errors: &mut Errors) {
    const WHY: &str = "cannot be set for a windows pod";
    let context = spec.child("securityContext");
    for (name, inside) in OF_POD {
        let at = if *inside { context.child(name) } else { spec.child(name) };
        let set = match *name {
            "hostPID" | "hostIPC" => at.is_true(),
            "sysctls" => at.len() > 0,
            _ => at.is_set(),
        };
        if set {
            errors.forbidden(&at.path, WHY);
        }
    }
    for container in containers(spec) {
        let context = container.child("securityContext");
        for name in OF_CONTAINER.iter().filter(|name| context.has(name)) {
            errors.forbidden(context.path_to(name), WHY);
        }
    }
}
