//! The line a version of an object is reduced to: what a reader would call its state.

use serde_json::Value;

use super::normal;

/// The numbers that make up the state of a kind.
const NUMBERS: &[(&str, &[&str])] = &[
    (
        "deployments",
        &[
            "/spec/replicas",
            "/status/replicas",
            "/status/updatedReplicas",
            "/status/readyReplicas",
            "/status/availableReplicas",
            "/status/unavailableReplicas",
            "/metadata/generation",
            "/status/observedGeneration",
        ],
    ),
    (
        "replicasets",
        &["/spec/replicas", "/status/replicas", "/status/readyReplicas", "/status/availableReplicas"],
    ),
    (
        "statefulsets",
        &[
            "/spec/replicas",
            "/status/replicas",
            "/status/readyReplicas",
            "/status/currentReplicas",
            "/status/updatedReplicas",
            "/status/availableReplicas",
        ],
    ),
    (
        "daemonsets",
        &[
            "/status/desiredNumberScheduled",
            "/status/currentNumberScheduled",
            "/status/numberReady",
            "/status/updatedNumberScheduled",
            "/status/numberAvailable",
            "/status/numberMisscheduled",
        ],
    ),
    (
        "jobs",
        &["/status/active", "/status/ready", "/status/succeeded", "/status/failed", "/status/terminating"],
    ),
    (
        "poddisruptionbudgets",
        &[
            "/status/disruptionsAllowed",
            "/status/currentHealthy",
            "/status/desiredHealthy",
            "/status/expectedPods",
        ],
    ),
    ("horizontalpodautoscalers", &["/status/currentReplicas", "/status/desiredReplicas"]),
];

/// What is compared of an object; the same for recorded and simulated ones.
pub fn line(resource: &str, object: &Value) -> String {
    let (spec, status) = (&object["spec"], &object["status"]);
    let counts =
        NUMBERS.iter().find(|(plural, _)| *plural == resource).map(|(_, paths)| numbers(object, paths));
    let text = match resource {
        "pods" => pod(object),
        "nodes" => {
            let off = spec["unschedulable"].as_bool().unwrap_or_default();
            format!("unschedulable={off} taints={}{}", taints(spec), conditions(status))
        }
        "events" => event(object),
        "endpoints" => endpoints(object),
        "endpointslices" => endpoint_slice(object),
        "namespaces" | "persistentvolumes" | "persistentvolumeclaims" => {
            status["phase"].as_str().unwrap_or_default().to_owned()
        }
        "resourcequotas" => format!("used={}", status["used"]),
        "cronjobs" => {
            format!("suspend={} active={}", spec["suspend"], status["active"].as_array().map_or(0, Vec::len))
        }
        "deployments" | "jobs" | "horizontalpodautoscalers" => {
            counts.unwrap_or_default() + &conditions(status)
        }
        _ => counts.unwrap_or_default(),
    };
    let ending = object["metadata"]["deletionTimestamp"].is_string();
    normal::text(&if ending { format!("{text} terminating") } else { text })
}

fn numbers(object: &Value, paths: &[&str]) -> String {
    let one = |path: &&str| {
        let name = path.rsplit('/').next().unwrap_or_default();
        format!("{name}={}", object.pointer(path).and_then(Value::as_i64).unwrap_or_default())
    };
    paths.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// ` {Ready=False:ContainersNotReady,...}`; a condition that is true needs no reason.
fn conditions(status: &Value) -> String {
    let mut all: Vec<String> = Vec::new();
    for condition in status["conditions"].as_array().into_iter().flatten() {
        let text = |field: &str| condition[field].as_str().unwrap_or_default();
        let plain = text("reason").is_empty() || text("status") == "True";
        let reason = if plain { String::new() } else { format!(":{}", text("reason")) };
        all.push(format!("{}={}{reason}", text("type"), text("status")));
    }
    all.sort();
    format!(" {{{}}}", all.join(","))
}

fn pod(pod: &Value) -> String {
    let status = &pod["status"];
    let lists = ["initContainerStatuses", "containerStatuses"];
    let containers = lists.iter().flat_map(|list| status[list].as_array().into_iter().flatten());
    let states: Vec<String> = containers.map(container).collect();
    format!(
        "{} node={} ip={} [{}]{}",
        status["phase"].as_str().unwrap_or_default(),
        pod["spec"]["nodeName"].as_str().unwrap_or("-"),
        if status["podIP"].is_string() { "yes" } else { "-" },
        states.join(" "),
        conditions(status)
    )
}

fn container(container: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let state = &container["state"];
    let words = match () {
        () if state["running"].is_object() => {
            format!("running{}", if container["ready"] == true { " ready" } else { "" })
        }
        () if state["terminated"].is_object() => {
            let ended = &state["terminated"];
            format!("terminated/{}({})", text(&ended["reason"]), ended["exitCode"])
        }
        () => format!("waiting/{}", text(&state["waiting"]["reason"])),
    };
    let restarts = container["restartCount"].as_i64().unwrap_or_default();
    let restarts = if restarts > 0 { format!(" r{restarts}") } else { String::new() };
    format!("{}:{words}{restarts}", text(&container["name"]))
}

fn taints(spec: &Value) -> String {
    let taints = spec["taints"].as_array().into_iter().flatten();
    let one = |taint: &Value| {
        let text = |field: &str| taint[field].as_str().unwrap_or_default();
        format!("{}={}:{}", text("key"), text("value"), text("effect"))
    };
    let mut all: Vec<String> = taints.map(one).collect();
    all.sort();
    all.join(",")
}

fn event(event: &Value) -> String {
    let text = |path: &str| event.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let source =
        if text("/source/component").is_empty() { "/reportingComponent" } else { "/source/component" };
    format!(
        "{} {} {}/{} x{} ({}): {}",
        text("/type"),
        text("/reason"),
        text("/involvedObject/kind"),
        text("/involvedObject/name"),
        event["count"].as_i64().or(event["series"]["count"].as_i64()).unwrap_or(1).max(1),
        text(source),
        text("/message")
    )
}

fn endpoints(object: &Value) -> String {
    let subsets = object["subsets"].as_array().cloned().unwrap_or_default();
    let count = |field: &str| {
        subsets.iter().map(|subset| subset[field].as_array().map_or(0, Vec::len)).sum::<usize>()
    };
    format!("ready={} notReady={}", count("addresses"), count("notReadyAddresses"))
}

fn endpoint_slice(object: &Value) -> String {
    let all = object["endpoints"].as_array().into_iter().flatten();
    let one = |endpoint: &Value| {
        let is = |field: &str| if endpoint["conditions"][field] == true { 't' } else { 'f' };
        format!("{}{}{}", is("ready"), is("serving"), is("terminating"))
    };
    let mut states: Vec<String> = all.map(one).collect();
    states.sort();
    format!("[{}]", states.join(" "))
}
