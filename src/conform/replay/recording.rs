//! What a recording's folder holds.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::yaml;

/// A command as it was run.
#[derive(Clone, Debug, Default)]
pub struct Command {
    pub text: String,
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
    /// Seconds since the recording's start.
    pub begun: f64,
    pub ended: f64,
    pub background: bool,
    /// What a command that only reads would have printed within the tolerance of its time.
    pub around: Vec<(String, String, i32)>,
}

/// A version of an object that a watch saw.
#[derive(Clone, Debug)]
pub struct Seen {
    pub at: f64,
    /// The plural, as in `watch.jsonl`.
    pub resource: String,
    /// EXISTING, ADDED, MODIFIED or DELETED.
    pub verb: String,
    pub object: Value,
}

#[derive(Clone, Debug, Default)]
pub struct Recording {
    pub name: String,
    pub namespace: String,
    /// Seconds.
    pub duration: f64,
    /// Commands before the start.
    pub setup: Vec<String>,
    /// Whether no other recording was made on the same nodes at that time.
    pub exclusive: bool,
    pub commands: Vec<Command>,
    pub files: BTreeMap<String, String>,
    pub seen: Vec<Seen>,
    /// The wall clock at the start, seconds since 1970 and microseconds into the second.
    pub started: i64,
    pub started_us: u64,
}

impl Recording {
    pub fn read(folder: &Path) -> Result<Recording, String> {
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let text = |file: &str| {
            let path = folder.join(file);
            std::fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))
        };
        let steps = one_document(&text("input/steps.yaml")?)?;
        let meta: Value = serde_json::from_str(&text("meta.json")?).map_err(|why| why.to_string())?;
        let commands = lines(&text("commands.jsonl")?)?;
        let background = background(&steps);
        let (started, started_us) = started(meta["t0"].as_str().unwrap_or_default())?;
        let seen = lines(&text("watch.jsonl")?)?;
        Ok(Recording {
            namespace: meta["namespace"].as_str().unwrap_or(&name).to_owned(),
            duration: number(&steps["duration"]),
            setup: texts(&steps["setup"]),
            exclusive: steps["exclusive"] == true,
            commands: commands.iter().map(|line| command(line, &background)).collect(),
            files: files(&folder.join("input"))?,
            seen: seen.into_iter().map(version).collect(),
            started,
            started_us,
            name,
        })
    }
}

fn one_document(text: &str) -> Result<Value, String> {
    match yaml::read(text).into_iter().next() {
        Some(Ok(document)) => Ok(document.value),
        Some(Err(why)) => Err(format!("steps.yaml: {}", why.message)),
        None => Err("steps.yaml is empty".into()),
    }
}

fn lines(text: &str) -> Result<Vec<Value>, String> {
    let full = text.lines().filter(|line| !line.trim().is_empty());
    full.map(|line| serde_json::from_str(line).map_err(|why| why.to_string())).collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_default()
}

/// A text or a list of texts.
fn texts(value: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match value {
        Value::Array(items) => items.iter().filter_map(text).collect(),
        one => text(one).into_iter().collect(),
    }
}

/// When commands were put into the background, and which.
fn background(steps: &Value) -> Vec<(f64, String)> {
    let all = steps["steps"].as_array().into_iter().flatten();
    let behind = all.filter(|step| step["bg"] == true);
    behind.flat_map(|step| texts(&step["run"]).into_iter().map(|text| (number(&step["at"]), text))).collect()
}

fn command(line: &Value, background: &[(f64, String)]) -> Command {
    let text = |field: &str| line[field].as_str().unwrap_or_default().to_owned();
    let (at, words) = (number(&line["at"]), text("cmd"));
    let said = line["lines"].as_array().into_iter().flatten();
    let said: String = said.filter_map(|line| Some(line[1].as_str()?.to_owned() + "\n")).collect();
    Command {
        stdout: text("stdout") + &said,
        stderr: text("stderr"),
        code: line["rc"].as_i64().unwrap_or_default() as i32,
        begun: number(&line["t"]),
        ended: number(&line["t_end"]),
        background: background.contains(&(at, words.clone())) || line["lines"].is_array(),
        text: words,
        around: Vec::new(),
    }
}

fn version(mut line: Value) -> Seen {
    let text = |field: &str| line[field].as_str().unwrap_or_default().to_owned();
    let (at, resource, verb) = (number(&line["t"]), text("resource"), text("type"));
    Seen { at, resource, verb, object: line["object"].take() }
}

fn files(folder: &Path) -> Result<BTreeMap<String, String>, String> {
    let mut files = BTreeMap::new();
    let entries = std::fs::read_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Ok(text) = std::fs::read_to_string(entry.path())
            && name != "steps.yaml"
        {
            files.insert(name, text);
        }
    }
    Ok(files)
}

fn started(text: &str) -> Result<(i64, u64), String> {
    let moment: jiff::Timestamp = text.parse().map_err(|why| format!("meta.json: t0: {why}"))?;
    Ok((moment.as_second(), moment.subsec_microsecond().unsigned_abs().into()))
}
