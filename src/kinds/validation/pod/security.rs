//! Security contexts of pods and containers: `validatePodSpecSecurityContext` and `ValidateSecurityContext` of core's
//! validation.go, v1.36.

use std::collections::BTreeSet;

use super::super::at::At;
use super::super::dump;
use super::super::errors::{Errors, quote, show};
use super::{range_if_set, sources, windows};

const MOST: i64 = i32::MAX as i64;

pub(super) fn of_pod(spec: &At<'_>, errors: &mut Errors) {
    let context = spec.child("securityContext");
    if !context.is_set() {
        return;
    }
    for name in ["fsGroup", "runAsUser", "runAsGroup"] {
        range_if_set(&context.child(name), 0, MOST, errors);
    }
    for group in context.child("supplementalGroups").items() {
        range_if_set(&group, 0, MOST, errors);
    }
    let shared = spec.child("shareProcessNamespace");
    if shared.is_true() && spec.child("hostPID").is_true() {
        let why = "ShareProcessNamespace and HostPID cannot both be enabled";
        errors.invalid_as(context.path_to("shareProcessNamespace"), &show(shared.value), why);
    }
    sysctls(spec, &context.child("sysctls"), errors);
    errors.one_of(&context.child("fsGroupChangePolicy"), &["Always", "OnRootMismatch"]);
    seccomp(&context.child("seccompProfile"), errors);
    windows::options(&context.child("windowsOptions"), errors);
    app_armor(&context.child("appArmorProfile"), errors);
    errors.one_of(&context.child("supplementalGroupsPolicy"), &["Merge", "Strict"]);
    errors.one_of(&context.child("seLinuxChangePolicy"), &["MountOption", "Recursive"]);
}

const SYSCTL_LENGTH: usize = 253;
const SYSCTL: &str = "must have at most 253 characters and match regex \
^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";

fn is_sysctl(name: &str) -> bool {
    let end = |c: &u8| c.is_ascii_lowercase() || c.is_ascii_digit();
    let segment = |part: &str| {
        let bytes = part.as_bytes();
        let inner = bytes.iter().all(|c| end(c) || *c == b'-' || *c == b'_');
        inner && bytes.first().is_some_and(end) && bytes.last().is_some_and(end)
    };
    name.len() <= SYSCTL_LENGTH && name.split(['.', '/']).all(segment)
}

fn sysctls(spec: &At<'_>, list: &At<'_>, errors: &mut Errors) {
    let mut seen = BTreeSet::new();
    for one in list.items() {
        let name = one.child("name");
        if name.text().is_empty() {
            errors.required(&name.path, "");
        } else if !is_sysctl(name.text()) {
            errors.invalid(&name, SYSCTL);
        } else if seen.contains(name.text()) {
            errors.duplicate(&name.path, &quote(name.text()));
        }
        let plain = name.text().replace('/', ".");
        if spec.child("hostNetwork").is_true() && plain.starts_with("net.") {
            errors.invalid(&name, "may not be specified when 'hostNetwork' is true");
        } else if spec.child("hostIPC").is_true() && is_ipc(&plain) {
            errors.invalid(&name, "may not be specified when 'hostIPC' is true");
        }
        seen.insert(name.text());
    }
}

fn is_ipc(name: &str) -> bool {
    name == "kernel.sem"
        || ["kernel.shm", "kernel.msg", "fs.mqueue."].iter().any(|head| name.starts_with(head))
}

/// validateSeccompProfileField.
fn seccomp(at: &At<'_>, errors: &mut Errors) {
    if !at.is_set() {
        return;
    }
    let (kind, profile) = (at.child("type"), at.child("localhostProfile"));
    match kind.text() {
        "" => errors.required(&kind.path, "type is required when seccompProfile is set"),
        _ => errors.one_of(&kind, &["Localhost", "RuntimeDefault", "Unconfined"]),
    }
    if kind.text() != "Localhost" {
        if profile.is_set() {
            let shown = dump::dump(at.value, dump::SECCOMP_PROFILE);
            errors.invalid_as(&profile.path, &shown, "can only be set when seccomp type is Localhost");
        }
    } else if profile.is_set() {
        sources::descending(&profile, errors);
    } else {
        errors.required(&profile.path, "must be set when seccomp type is Localhost");
    }
}

const PROFILE_LENGTH: usize = 4095;

/// ValidateAppArmorProfileField.
fn app_armor(at: &At<'_>, errors: &mut Errors) {
    if !at.is_set() {
        return;
    }
    let (kind, profile) = (at.child("type"), at.child("localhostProfile"));
    match kind.text() {
        "Localhost" => local_profile(&profile, errors),
        "RuntimeDefault" | "Unconfined" => {
            if profile.is_set() {
                errors.invalid(&profile, "can only be set when AppArmor type is Localhost");
            }
        }
        "" => errors.required(&kind.path, "type is required when appArmorProfile is set"),
        _ => errors.unsupported(&kind, &["Localhost", "RuntimeDefault", "Unconfined"]),
    }
}

fn local_profile(profile: &At<'_>, errors: &mut Errors) {
    const MISSING: &str = "must be set when AppArmor type is Localhost";
    if !profile.is_set() {
        return errors.required(&profile.path, MISSING);
    }
    if profile.text().trim() != profile.text() {
        errors.invalid(profile, "must not be padded with whitespace");
    } else if profile.text().is_empty() {
        errors.required(&profile.path, MISSING);
    }
    if profile.text().len() > PROFILE_LENGTH {
        errors.too_long(&profile.path, PROFILE_LENGTH);
    }
}

pub(super) fn of_container(at: &At<'_>, host_users: bool, errors: &mut Errors) {
    if !at.is_set() {
        return;
    }
    for name in ["runAsUser", "runAsGroup"] {
        range_if_set(&at.child(name), 0, MOST, errors);
    }
    let mount = at.child("procMount");
    errors.one_of(&mount, &["Default", "Unmasked"]);
    if host_users && mount.text() == "Unmasked" {
        errors.invalid(&mount, "`hostUsers` must be false to use `Unmasked`");
    }
    seccomp(&at.child("seccompProfile"), errors);
    if at.child("allowPrivilegeEscalation").is_false() {
        no_escalation(at, errors);
    }
    windows::options(&at.child("windowsOptions"), errors);
    app_armor(&at.child("appArmorProfile"), errors);
}

fn no_escalation(at: &At<'_>, errors: &mut Errors) {
    let shown = dump::dump(at.value, dump::SECURITY_CONTEXT);
    if at.child("privileged").is_true() {
        let why = "cannot set `allowPrivilegeEscalation` to false and `privileged` to true";
        errors.invalid_as(&at.path, &shown, why);
    }
    let added = at.child("capabilities").child("add");
    for _ in added.texts().filter(|capability| *capability == "CAP_SYS_ADMIN") {
        let why = "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN";
        errors.invalid_as(&at.path, &shown, why);
    }
}
