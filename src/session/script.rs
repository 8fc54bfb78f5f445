//! Scripts: what makes a session, as text.
//!
//! One JSON object to a line: first the options, then the actions with their times in microseconds. It is
//! what share links, autosave, bug reports and goldens carry.

use serde_json::{Value, json};

use super::action::Action;
use super::{Options, Preset};
use crate::cluster::kubelet::Switch;
use crate::kubectl::{patch, server_side};
use crate::sim::SimTime;
use crate::view::Ref;

/// An action and its time.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub at: SimTime,
    pub action: Action,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    pub options: Options,
    /// In time order.
    pub entries: Vec<Entry>,
}

/// Why a text is no script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptError {
    pub line: usize,
    pub message: String,
}

impl std::fmt::Display for ScriptError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

const VERSION: u64 = 1;

impl Script {
    pub fn to_text(&self) -> String {
        let options =
            json!({"kubarium": VERSION, "preset": self.options.preset.name(), "seed": self.options.seed});
        let mut lines = vec![options.to_string()];
        lines.extend(self.entries.iter().map(|entry| to_value(entry).to_string()));
        lines.join("\n") + "\n"
    }

    pub fn parse(text: &str) -> Result<Script, ScriptError> {
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let error = |line: usize, message: &str| ScriptError { line: line + 1, message: message.to_owned() };
        let (at, first) = lines.next().ok_or_else(|| error(0, "the script is empty"))?;
        let options = options(first).ok_or_else(|| error(at, "not the first line of a Kubarium script"))?;
        let mut entries: Vec<Entry> = Vec::new();
        for (at, line) in lines {
            let entry = entry(line).ok_or_else(|| error(at, "not an action"))?;
            if entries.last().is_some_and(|last| last.at > entry.at) {
                return Err(error(at, "actions must be in time order"));
            }
            if entries.len() >= super::LIMIT_ACTIONS {
                return Err(error(at, "too many actions"));
            }
            entries.push(entry);
        }
        Ok(Script { options, entries })
    }
}

fn options(line: &str) -> Option<Options> {
    let value: Value = serde_json::from_str(line).ok()?;
    (value["kubarium"].as_u64()? == VERSION).then_some(())?;
    Some(Options { preset: Preset::by_name(value["preset"].as_str()?)?, seed: value["seed"].as_u64()? })
}

/// Scripts of before there were other parts say whether it is the status.
fn patch_part(value: &Value) -> Option<patch::Part> {
    match value["status"].as_bool() {
        Some(true) => Some(patch::Part::Status),
        Some(false) => Some(patch::Part::Whole),
        None => patch::Part::by_name(value["part"].as_str().unwrap_or_default()),
    }
}

fn to_value(entry: &Entry) -> Value {
    let mut value = match &entry.action {
        Action::Apply { file, text } => json!({"do": "apply", "file": file, "text": text}),
        Action::ServerSideApply { file, text, options } => json!({
            "do": "apply-server-side", "file": file, "text": text, "manager": options.manager, "force": options.force,
        }),
        Action::Create { file, text } => json!({"do": "create", "file": file, "text": text}),
        Action::Patch { what, options } => json!({
            "do": "patch", "what": reference(what), "type": options.form.name(), "text": options.text,
            "part": options.part.name(),
        }),
        Action::Evict { namespace, pod } => json!({"do": "evict", "namespace": namespace, "pod": pod}),
        Action::DeleteManifest { text } => json!({"do": "delete-manifest", "text": text}),
        Action::Delete { what } => json!({"do": "delete", "what": reference(what)}),
        Action::Scale { what, replicas } => {
            json!({"do": "scale", "what": reference(what), "replicas": replicas})
        }
        Action::SetLoad { name, url, rate } => json!({"do": "load", "name": name, "url": url, "rate": rate}),
        Action::Curl { url } => json!({"do": "curl", "url": url}),
        Action::Cordon { node, on } => json!({"do": "cordon", "node": node, "on": on}),
        Action::Freeze { node, on } => json!({"do": "freeze", "node": node, "on": on}),
        Action::PowerOff { node, on } => json!({"do": "powerOff", "node": node, "on": on}),
        Action::SlowNode { node, on } => json!({"do": "slowNode", "node": node, "on": on}),
        Action::Partition { node, on } => json!({"do": "partition", "node": node, "on": on}),
        Action::Switch { namespace, pod, container, switch, on } => json!({
            "do": "switch", "namespace": namespace, "pod": pod, "container": container, "switch": switch.name(), "on": on,
        }),
        Action::AddNode => json!({"do": "add-node"}),
        Action::ConfigureScheduler { text } => json!({"do": "configure-scheduler", "text": text}),
        Action::Terminal { line } => json!({"do": "terminal", "line": line}),
        Action::Interrupt => json!({"do": "interrupt"}),
        Action::Edited { text } => json!({"do": "edited", "text": text}),
        Action::Files { files } => json!({"do": "files", "files": files}),
    };
    value["at"] = json!(entry.at.0);
    value
}

fn reference(what: &Ref) -> Value {
    json!([what.kind, what.namespace, what.name])
}

fn entry(line: &str) -> Option<Entry> {
    let value: Value = serde_json::from_str(line).ok()?;
    let text = |name: &str| value[name].as_str().map(str::to_owned);
    let number = |name: &str| value[name].as_u64().and_then(|wide| u32::try_from(wide).ok());
    let what = || {
        let part = |at: usize| value["what"][at].as_str().map(str::to_owned);
        Some(Ref { kind: part(0)?, namespace: part(1)?, name: part(2)? })
    };
    let action = match value["do"].as_str()? {
        "apply" => Action::Apply { file: text("file")?, text: text("text")? },
        "apply-server-side" => Action::ServerSideApply {
            file: text("file")?,
            text: text("text")?,
            options: server_side::Options { manager: text("manager")?, force: value["force"].as_bool()? },
        },
        "create" => Action::Create { file: text("file")?, text: text("text")? },
        "patch" => Action::Patch {
            what: what()?,
            options: patch::Options {
                text: text("text")?,
                form: patch::Form::by_name(&text("type")?)?,
                part: patch_part(&value)?,
            },
        },
        "evict" => Action::Evict { namespace: text("namespace")?, pod: text("pod")? },
        "delete-manifest" => Action::DeleteManifest { text: text("text")? },
        "delete" => Action::Delete { what: what()? },
        "scale" => Action::Scale { what: what()?, replicas: number("replicas")? },
        "load" => Action::SetLoad { name: text("name")?, url: text("url")?, rate: number("rate")? },
        "curl" => Action::Curl { url: text("url")? },
        "cordon" => Action::Cordon { node: text("node")?, on: value["on"].as_bool()? },
        "freeze" => Action::Freeze { node: text("node")?, on: value["on"].as_bool()? },
        "powerOff" => Action::PowerOff { node: text("node")?, on: value["on"].as_bool()? },
        "slowNode" => Action::SlowNode { node: text("node")?, on: value["on"].as_bool()? },
        "partition" => Action::Partition { node: text("node")?, on: value["on"].as_bool()? },
        "switch" => Action::Switch {
            namespace: text("namespace")?,
            pod: text("pod")?,
            container: text("container")?,
            switch: Switch::by_name(&text("switch")?)?,
            on: value["on"].as_bool()?,
        },
        "add-node" => Action::AddNode,
        "configure-scheduler" => Action::ConfigureScheduler { text: text("text")? },
        "terminal" => Action::Terminal { line: text("line")? },
        "interrupt" => Action::Interrupt,
        "edited" => Action::Edited { text: text("text") },
        "files" => Action::Files { files: files(&value["files"])? },
        _ => return None,
    };
    Some(Entry { at: SimTime(value["at"].as_u64()?), action })
}

fn files(value: &Value) -> Option<Vec<(String, String)>> {
    let one = |file: &Value| Some((file[0].as_str()?.to_owned(), file[1].as_str()?.to_owned()));
    value.as_array()?.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_read_back() {
        let action = Action::Scale {
            what: Ref { kind: "Deployment".into(), namespace: "default".into(), name: "web".into() },
            replicas: 3,
        };
        let entries = vec![
            Entry {
                at: SimTime(1),
                action: Action::Switch {
                    namespace: "default".into(),
                    pod: "web".into(),
                    container: "c".into(),
                    switch: Switch::Hang,
                    on: true,
                },
            },
            Entry {
                at: SimTime(1),
                action: Action::Apply { file: "a.yaml".into(), text: "kind: Pod\n".into() },
            },
            Entry { at: SimTime(5), action },
        ];
        let script = Script { options: Options::default(), entries };
        assert_eq!(Script::parse(&script.to_text()), Ok(script));
        assert_eq!(Script::parse("{}").unwrap_err().line, 1);
    }
}
