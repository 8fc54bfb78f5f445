//! Containers of pods and templates: `describeContainers` of describe.go, v1.36.

use serde_json::Value;

use super::{Writer, environment, probe};
use crate::kubectl::moment::rfc1123z;
use crate::kubectl::reach::{Reach, flag_text, quantity_text};

/// Containers under one heading.
pub struct Containers<'a> {
    pub label: &'a str,
    pub list: Vec<Value>,
    pub statuses: Vec<Value>,
    /// The pod they are in, unless it is a template.
    pub pod: Option<&'a Value>,
    pub space: &'a str,
}

pub fn describe(w: &mut Writer, containers: &Containers<'_>) {
    let none = if containers.list.is_empty() { " <none>" } else { "" };
    w.write(0, format!("{}{}:{none}\n", containers.space, containers.label));
    let indent = if containers.space.is_empty() { "" } else { " " };
    for container in &containers.list {
        w.write(1, format!("{indent}{}:\n", container["name"].text()));
        let status = containers.statuses.iter().rfind(|status| status["name"] == container["name"]);
        one(w, container, status, containers.pod);
    }
}

fn one(w: &mut Writer, container: &Value, status: Option<&Value>, pod: Option<&Value>) {
    basics(w, container, status);
    command(w, "Command", container["command"].items());
    command(w, "Args", container["args"].items());
    if let Some(status) = status {
        states(w, status);
    }
    resources(w, 2, &container["resources"]);
    for (name, field) in
        [("Liveness", "livenessProbe"), ("Readiness", "readinessProbe"), ("Startup", "startupProbe")]
    {
        if container[field].is_set() {
            w.field(2, name, probe::text(&container[field]));
        }
    }
    environment::sources(w, container["envFrom"].items());
    environment::variables(w, container, pod);
    mounts(w, container);
}

fn basics(w: &mut Writer, container: &Value, status: Option<&Value>) {
    if let Some(status) = status {
        w.field(2, "Container ID", status["containerID"].text());
    }
    w.field(2, "Image", container["image"].text());
    if let Some(status) = status {
        w.field(2, "Image ID", status["imageID"].text());
    }
    for (name, field) in [("Port", "containerPort"), ("Host Port", "hostPort")] {
        let ports = ports(container["ports"].items(), field);
        match ports.as_str() {
            "" => w.field(2, name, "<none>"),
            many if many.contains(',') => w.field(2, &format!("{name}s"), many),
            one => w.field(2, name, one),
        }
    }
    let profile = &container["securityContext"]["seccompProfile"];
    if profile.is_set() {
        w.field(2, "SeccompProfile", profile["type"].text());
    }
    if profile["type"] == "Localhost" {
        w.field(3, "LocalhostProfile", profile["localhostProfile"].text());
    }
}

/// `80/TCP (http), 443/TCP`.
fn ports(ports: &[Value], field: &str) -> String {
    let one = |port: &Value| {
        let text = format!("{}/{}", port[field].int(), port["protocol"].text());
        match port["name"].text() {
            "" => text,
            name => format!("{text} ({name})"),
        }
    };
    ports.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn command(w: &mut Writer, name: &str, words: &[Value]) {
    if words.is_empty() {
        return;
    }
    w.write(2, format!("{name}:\n"));
    for line in words.iter().flat_map(|word| word.text().split('\n')) {
        w.write(3, format!("{line}\n"));
    }
}

fn states(w: &mut Writer, status: &Value) {
    state(w, "State", &status["state"]);
    if status["lastState"]["terminated"].is_set() {
        state(w, "Last State", &status["lastState"]);
    }
    w.field(2, "Ready", flag_text(&Value::from(status["ready"].flag())));
    w.field(2, "Restart Count", status["restartCount"].int());
}

fn state(w: &mut Writer, name: &str, state: &Value) {
    let (running, waiting, ended) = (&state["running"], &state["waiting"], &state["terminated"]);
    if running.is_set() {
        w.field(2, name, "Running");
        w.field(3, "Started", rfc1123z(&running["startedAt"]));
    } else if waiting.is_set() || !ended.is_set() {
        w.field(2, name, "Waiting");
        optional(w, "Reason", &waiting["reason"]);
    } else {
        w.field(2, name, "Terminated");
        optional(w, "Reason", &ended["reason"]);
        optional(w, "Message", &ended["message"]);
        w.field(3, "Exit Code", ended["exitCode"].int());
        if ended["signal"].int() > 0 {
            w.field(3, "Signal", ended["signal"].int());
        }
        w.field(3, "Started", rfc1123z(&ended["startedAt"]));
        w.field(3, "Finished", rfc1123z(&ended["finishedAt"]));
    }
}

fn optional(w: &mut Writer, name: &str, value: &Value) {
    if !value.text().is_empty() {
        w.field(3, name, value.text());
    }
}

/// Limits and requests by name.
pub fn resources(w: &mut Writer, level: usize, resources: &Value) {
    for (name, field) in [("Limits", "limits"), ("Requests", "requests")] {
        if resources[field].size() > 0 {
            w.write(level, format!("{name}:\n"));
        }
        for (resource, amount) in resources[field].entries() {
            w.field(level + 1, resource, quantity_text(amount));
        }
    }
}

fn mounts(w: &mut Writer, container: &Value) {
    let mut mounts: Vec<&Value> = container["volumeMounts"].items().iter().collect();
    mounts.sort_by_key(|mount| mount["mountPath"].text());
    let none = if mounts.is_empty() { "\t<none>" } else { "" };
    w.write(2, format!("Mounts:{none}\n"));
    for mount in mounts {
        let mut flags = if mount["readOnly"].flag() { "ro".to_owned() } else { "rw".to_owned() };
        if !mount["subPath"].text().is_empty() {
            flags.push_str(&format!(",path={}", mount["subPath"]));
        }
        let (path, name) = (mount["mountPath"].text(), mount["name"].text());
        w.write(3, format!("{path} from {name} ({flags})\n"));
    }
    let mut devices: Vec<&Value> = container["volumeDevices"].items().iter().collect();
    devices.sort_by_key(|device| device["devicePath"].text());
    if !devices.is_empty() {
        w.write(2, format!("Devices:{none}\n"));
    }
    for device in devices {
        w.write(3, format!("{} from {}\n", device["devicePath"].text(), device["name"].text()));
    }
}
