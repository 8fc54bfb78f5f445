//! What a debugging container may do: kubectl pkg/cmd/debug/profiles.go, v1.36, where `general` is the default.

use serde_json::{Value, json};

/// What is debugged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Style {
    Node,
    Copy,
    Ephemeral,
}

const KNOWN: [&str; 6] = ["legacy", "general", "baseline", "restricted", "netadmin", "sysadmin"];
pub const LEGACY: &str = "--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly \
    specify a profile, for example \"--profile=general\".";

pub fn check(profile: &str) -> Result<(), String> {
    match KNOWN.contains(&profile) {
        true => Ok(()),
        false => Err(format!("error: unknown profile: {profile}")),
    }
}

/// Changes a pod and the container of it that debugs.
pub fn apply(profile: &str, style: Style, spec: &mut Value, list: &str, name: &str) {
    let containers = spec[list].as_array_mut().into_iter().flatten();
    if let Some(one) = containers.into_iter().find(|one| one["name"] == name) {
        secure(profile, style, one);
        if style == Style::Node && !matches!(profile, "netadmin" | "baseline" | "restricted") {
            one["volumeMounts"] = json!([{"mountPath": "/host", "name": "host-root"}]);
        }
    }
    match style {
        Style::Node if !matches!(profile, "baseline" | "restricted") => {
            for field in ["hostNetwork", "hostPID", "hostIPC"] {
                spec[field] = json!(true);
            }
            if profile != "netadmin" {
                spec["volumes"] = json!([{"name": "host-root", "hostPath": {"path": "/"}}]);
            }
        }
        Style::Copy if spec["shareProcessNamespace"].is_null() => {
            spec["shareProcessNamespace"] = json!(true);
        }
        _ => {}
    }
}

fn secure(profile: &str, style: Style, one: &mut Value) {
    match (profile, style) {
        ("general", Style::Copy | Style::Ephemeral) => {
            one["securityContext"] = json!({"capabilities": {"add": ["SYS_PTRACE"]}});
        }
        ("restricted", _) => {
            one["securityContext"] = json!({
                "allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}, "runAsNonRoot": true,
                "seccompProfile": {"type": "RuntimeDefault"},
            });
        }
        ("netadmin", _) => {
            one["securityContext"] = json!({"capabilities": {"add": ["NET_ADMIN", "NET_RAW"]}});
        }
        ("sysadmin", _) => one["securityContext"] = json!({"privileged": true}),
        ("general" | "baseline", _) => {
            one.as_object_mut().map(|one| one.remove("securityContext"));
        }
        _ => {}
    }
}
