//! `kubectl top`: what metrics.k8s.io says of pods and nodes. kubectl pkg/cmd/top and pkg/metricsutil, v1.36.

use serde_json::Value;

use super::Verb;
use crate::kinds::Kind;
use crate::kinds::selection::Selection;
use crate::kubectl::call::flags::{Flag, Flags, SELECTION, switch, value};
use crate::kubectl::call::{Answer, Call, Started, namespace};
use crate::kubectl::describe::{Cluster, WorldView};
use crate::kubectl::reach::{Reach, quantity};
use crate::kubectl::tabwriter;
use crate::kubectl::usage;

const OWN: &[Flag] = &[
    switch("containers"),
    switch("no-headers"),
    switch("sum"),
    switch("show-capacity"),
    switch("use-protocol-buffers"),
    value("sort-by"),
];

pub const VERB: Verb = Verb { name: "top", flags: &[OWN, SELECTION], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let view = WorldView(call.world);
    let Some((what, names)) = flags.words.split_first() else {
        return Err(usage::of_group("top"));
    };
    let kind = match what.as_str() {
        "pod" | "pods" | "po" => Kind::PodMetrics,
        "node" | "nodes" | "no" => Kind::NodeMetrics,
        _ => return Err(usage::unknown_below("top", &flags.words)),
    };
    refuse_conflicts(flags, names)?;
    if !view.serves(kind) {
        return Err(Answer::failed("error: Metrics API not available"));
    }
    let everywhere = flags.is_on("all-namespaces");
    let place = namespace(call, flags);
    let inside = (kind == Kind::PodMetrics && !everywhere).then_some(place);
    let labels = flags.value("selector").unwrap_or_default();
    let selection = Selection::parse(labels, flags.value("field-selector").unwrap_or_default());
    let selection = selection.map_err(|why| Answer::failed(&why))?;
    let mut found = view.list(kind, inside);
    found.retain(|one| {
        selection.selects(one)
            && (names.is_empty() || names.iter().any(|name| one["metadata"]["name"] == name.as_str()))
    });
    if let Some(missing) =
        names.iter().find(|name| !found.iter().any(|one| one["metadata"]["name"] == name.as_str()))
    {
        let info = kind.info();
        return Err(Answer::failed(&format!(
            "Error from server (NotFound): {} \"{missing}\" not found",
            info.qualified_plural()
        )));
    }
    if found.is_empty() {
        return Err(nothing(&view, kind, place, everywhere));
    }
    if let Some(by) = flags.value("sort-by").filter(|by| !by.is_empty()) {
        found.sort_by_key(|one| std::cmp::Reverse(usage(one, by)));
    }
    let text = match kind {
        Kind::PodMetrics => pods(&found, flags, everywhere),
        _ => nodes(&view, &found, flags),
    };
    Ok(Started::Done(Answer::said(tabwriter::align(&text, tabwriter::TABLE))))
}

fn refuse_conflicts(flags: &Flags, names: &[String]) -> Result<(), Answer> {
    let given = |name: &str| flags.value(name).filter(|text| !text.is_empty());
    if given("sort-by").is_some_and(|by| !matches!(by, "cpu" | "memory")) {
        return Err(Answer::failed("error: --sort-by accepts only cpu or memory"));
    }
    match !names.is_empty() && (given("selector").is_some() || given("field-selector").is_some()) {
        true => Err(Answer::failed("error: only one of NAME or selector can be provided")),
        false => Ok(()),
    }
}

/// Without pods there is nothing to show; with some the metrics are still to come.
fn nothing(view: &WorldView<'_>, kind: Kind, place: &str, everywhere: bool) -> Answer {
    let pods = view.list(Kind::Pod, Some(place).filter(|_| !everywhere));
    match (kind, pods.is_empty(), everywhere) {
        (Kind::PodMetrics, true, true) => {
            Answer { stderr: "No resources found\n".into(), ..Answer::default() }
        }
        (Kind::PodMetrics, true, false) => {
            Answer { stderr: format!("No resources found in {place} namespace.\n"), ..Answer::default() }
        }
        _ => Answer::failed("error: metrics not available yet"),
    }
}

/// Thousandths of a core, or bytes.
fn usage(object: &Value, resource: &str) -> i64 {
    let amount = |usage: &Value| {
        let amount = quantity(&usage[resource]).unwrap_or_default();
        if resource == "cpu" { amount.milli_value() } else { amount.value() }
    };
    match object["usage"].is_object() {
        true => amount(&object["usage"]),
        false => object["containers"].items().iter().map(|one| amount(&one["usage"])).sum(),
    }
}

const MIB: i64 = 1 << 20;

fn cells(cpu_milli: i64, bytes: i64) -> String {
    format!("{cpu_milli}m\t{}Mi\t\n", bytes / MIB)
}

fn pods(found: &[Value], flags: &Flags, everywhere: bool) -> String {
    let by_container = flags.is_on("containers");
    let mut text = String::new();
    if !flags.is_on("no-headers") {
        text += if everywhere { "NAMESPACE\t" } else { "" };
        text += if by_container { "POD\tNAME\t" } else { "NAME\t" };
        text += "CPU(cores)\tMEMORY(bytes)\t\n";
    }
    let mut total = (0, 0);
    for pod in found {
        let meta = &pod["metadata"];
        let place = if everywhere { format!("{}\t", meta["namespace"].text()) } else { String::new() };
        let name = meta["name"].text();
        if by_container {
            for one in pod["containers"].items() {
                let of = |resource: &str| usage(one, resource);
                text += &format!("{place}{name}\t{}\t{}", one["name"].text(), cells(of("cpu"), of("memory")));
            }
            continue;
        }
        let (cpu, memory) = (usage(pod, "cpu"), usage(pod, "memory"));
        total = (total.0 + cpu, total.1 + memory);
        text += &format!("{place}{name}\t{}", cells(cpu, memory));
    }
    if flags.is_on("sum") {
        let indent = if everywhere { "\t" } else { "" };
        text += &format!("{indent}\t________\t________\t\n{indent}\t{}", cells(total.0, total.1));
    }
    text
}

fn nodes(view: &WorldView<'_>, found: &[Value], flags: &Flags) -> String {
    let mut text = String::new();
    if !flags.is_on("no-headers") {
        text += "NAME\tCPU(cores)\tCPU(%)\tMEMORY(bytes)\tMEMORY(%)\t\n";
    }
    let field = if flags.is_on("show-capacity") { "capacity" } else { "allocatable" };
    for node in found {
        let name = node["metadata"]["name"].text();
        let whole = view.get(Kind::Node, "", name).unwrap_or_default()["status"][field].take();
        let (cpu, memory) = (usage(node, "cpu"), usage(node, "memory"));
        let of = |used: i64, whole: i64| if whole > 0 { used.saturating_mul(100) / whole } else { 0 };
        let (all_cpu, all_memory) = (
            quantity(&whole["cpu"]).unwrap_or_default().milli_value(),
            quantity(&whole["memory"]).unwrap_or_default().value(),
        );
        text += &format!(
            "{name}\t{cpu}m\t{}%\t{}Mi\t{}%\t\n",
            of(cpu, all_cpu),
            memory / MIB,
            of(memory, all_memory)
        );
    }
    text
}
