//! Field tables and what is read off them: strict decoding and suggestions.
//!
//! `check` walks a value along its type's table and reports what the API server's strict decoder
//! reports (sigs.k8s.io/json and apimachinery's `runtime/serializer/json`, v1.36): unknown fields in
//! one list, and the first field of a wrong type in `encoding/json`'s words. Each finding carries
//! the path of the field so that `yaml` can put it on a line.

use serde_json::Value;

use super::base64;
use super::quantity::Quantity;
use super::time::Time;

/// The type of one field.
#[derive(Clone, Copy)]
pub enum Type {
    String,
    Bool,
    Int32,
    Int64,
    Float,
    Quantity,
    IntOrString,
    Time,
    MicroTime,
    Bytes,
    Any,
    List(fn() -> Type),
    Map(fn() -> Type),
    Struct(&'static Struct),
}

/// The fields of one API type.
pub struct Struct {
    pub name: &'static str,
    pub doc: &'static str,
    pub fields: &'static [Field],
}

/// One row of a field table.
pub struct Field {
    pub name: &'static str,
    pub doc: &'static str,
    pub ty: fn() -> Type,
    /// False where the simulator keeps the field but does not act on it.
    pub simulated: bool,
}

impl Struct {
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl Type {
    /// What an omitted member of a list prints as.
    pub fn zero(self) -> Value {
        match self {
            Type::String | Type::Quantity | Type::Bytes => Value::from(""),
            Type::Bool => Value::from(false),
            Type::Int32 | Type::Int64 | Type::Float | Type::IntOrString => Value::from(0),
            Type::List(_) => Value::Array(Vec::new()),
            Type::Map(_) | Type::Struct(_) => Value::Object(Default::default()),
            Type::Any | Type::Time | Type::MicroTime => Value::Null,
        }
    }

    /// The name of the type in Go, as `encoding/json` writes it.
    fn go_name(self) -> String {
        match self {
            Type::String => "string".into(),
            Type::Bool => "bool".into(),
            Type::Int32 => "int32".into(),
            Type::Int64 => "int64".into(),
            Type::Float => "float64".into(),
            Type::Quantity => "resource.Quantity".into(),
            Type::IntOrString => "intstr.IntOrString".into(),
            Type::Time => "v1.Time".into(),
            Type::MicroTime => "v1.MicroTime".into(),
            Type::Bytes => "[]uint8".into(),
            Type::Any => "interface {}".into(),
            Type::List(item) => format!("[]{}", item().qualified()),
            Type::Map(item) => format!("map[string]{}", item().qualified()),
            Type::Struct(table) => format!("v1.{}", table.name),
        }
    }

    /// The kind of the type in Go's reflection.
    fn go_kind(self) -> &'static str {
        match self {
            Type::String => "string",
            Type::Bool => "bool",
            Type::Int32 => "int32",
            Type::Int64 => "int64",
            Type::Float => "float64",
            Type::List(_) | Type::Bytes => "slice",
            Type::Map(_) => "map",
            Type::Any => "interface",
            Type::Quantity | Type::IntOrString | Type::Time | Type::MicroTime | Type::Struct(_) => "struct",
        }
    }

    fn qualified(self) -> String {
        self.go_name()
    }

    /// The word a course note would use for the type.
    pub fn plain_name(self) -> String {
        match self {
            Type::String | Type::Bytes => "text".into(),
            Type::Bool => "true or false".into(),
            Type::Int32 | Type::Int64 => "a whole number".into(),
            Type::Float => "a number".into(),
            Type::Quantity => "a quantity such as 250m or 64Mi".into(),
            Type::IntOrString => "a whole number or text".into(),
            Type::Time | Type::MicroTime => "a time such as 2026-01-15T10:00:00Z".into(),
            Type::Any => "anything".into(),
            Type::List(_) => "a list (lines that begin with \"- \")".into(),
            Type::Map(_) | Type::Struct(_) => "a mapping (name: value lines)".into(),
        }
    }
}

/// Something wrong with the shape of a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The path as strict decoding prints it: `spec.template.spec.containers[0].imagee`.
    pub path: String,
    pub problem: Problem,
    pub hint: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    UnknownField,
    /// The rest of `encoding/json`'s sentence after `json: `, and the Go kind of the field.
    WrongType(String, &'static str),
    /// Text of the right type that cannot be read: a quantity, a time.
    Unreadable(String),
}

impl Problem {
    pub fn is_wrong_type(&self) -> bool {
        !matches!(self, Problem::UnknownField)
    }

    /// What converting an untyped object says of a wrong type: apimachinery pkg/runtime/converter.go.
    pub fn unconverted(&self) -> Option<String> {
        let Problem::WrongType(sentence, kind) = self else { return None };
        let given = match sentence.split(' ').nth(2).unwrap_or_default() {
            "array" => "slice",
            "object" => "map",
            "number" => "int64",
            other => other,
        };
        Some(match *kind {
            "struct" => format!("cannot restore struct from: {given}"),
            "slice" => format!("cannot restore slice from {given}"),
            "map" => format!("cannot restore map from {given}"),
            plain => format!("unrecognized type: {plain}"),
        })
    }

    /// What the server says of it.
    pub fn sentence(&self, path: &str) -> String {
        match self {
            Problem::UnknownField => format!("unknown field \"{path}\""),
            Problem::WrongType(rest, _) => format!("json: {rest}"),
            Problem::Unreadable(text) => text.clone(),
        }
    }
}

/// Nesting deeper than this is refused, as the server's decoder does at 10000; ours protects the stack.
pub const MAX_DEPTH: usize = 100;

/// Every unknown field and wrong type of `value`, in the order of the document's field names.
pub fn check(value: &Value, table: &'static Struct) -> Vec<Finding> {
    let mut walk = Walk {
        findings: Vec::new(),
        path: String::new(),
        go_path: String::new(),
        owner: table.name,
        depth: 0,
    };
    walk.value(value, Type::Struct(table));
    walk.findings
}

/// Takes out what no type has.
pub fn prune(value: &mut Value, table: &'static Struct) {
    prune_type(value, Type::Struct(table));
}

fn prune_type(value: &mut Value, ty: Type) {
    match (ty, value) {
        (Type::Struct(table), Value::Object(members)) => {
            members.retain(|name, _| table.field(name).is_some());
            for (name, member) in members.iter_mut() {
                if let Some(field) = table.field(name) {
                    prune_type(member, (field.ty)());
                }
            }
        }
        (Type::List(item), Value::Array(items)) => items.iter_mut().for_each(|one| prune_type(one, item())),
        (Type::Map(item), Value::Object(members)) => {
            members.values_mut().for_each(|one| prune_type(one, item()));
        }
        _ => {}
    }
}

/// Paths of fields that are accepted but not acted on, without what lies below them.
pub fn unsimulated(value: &Value, table: &'static Struct) -> Vec<String> {
    let mut paths = Vec::new();
    collect_unsimulated(value, Type::Struct(table), String::new(), &mut paths);
    paths
}

fn collect_unsimulated(value: &Value, ty: Type, path: String, paths: &mut Vec<String>) {
    if paths.len() >= MAX_FINDINGS {
        return;
    }
    match (ty, value) {
        (Type::Struct(table), Value::Object(members)) => {
            for (name, member) in members {
                let Some(field) = table.field(name) else { continue };
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                if field.simulated {
                    collect_unsimulated(member, (field.ty)(), path, paths);
                } else {
                    paths.push(path);
                }
            }
        }
        (Type::List(item), Value::Array(items)) => {
            for (at, value) in items.iter().enumerate() {
                collect_unsimulated(value, item(), format!("{path}[{at}]"), paths);
            }
        }
        _ => {}
    }
}

/// Findings beyond this many are not collected; the server too stops after 100 strict errors.
const MAX_FINDINGS: usize = 100;

struct Walk {
    findings: Vec<Finding>,
    path: String,
    /// The path as `encoding/json` names it: without list positions and map keys.
    go_path: String,
    owner: &'static str,
    depth: usize,
}

impl Walk {
    fn value(&mut self, value: &Value, ty: Type) {
        if self.findings.len() >= MAX_FINDINGS || value.is_null() {
            return;
        }
        if self.depth > MAX_DEPTH {
            return self.wrong(value, ty);
        }
        self.depth += 1;
        match (ty, value) {
            (Type::Struct(table), Value::Object(_)) => self.members(value, table),
            (Type::Map(item), Value::Object(members)) => {
                members.iter().for_each(|(name, value)| self.nested(&format!(".{name}"), "", value, item()));
            }
            (Type::List(item), Value::Array(items)) => {
                items
                    .iter()
                    .enumerate()
                    .for_each(|(at, value)| self.nested(&format!("[{at}]"), "", value, item()));
            }
            _ if scalar_fits(value, ty) => self.readable(value, ty),
            _ => self.wrong(value, ty),
        }
        self.depth -= 1;
    }

    fn members(&mut self, value: &Value, table: &'static Struct) {
        let outer = std::mem::replace(&mut self.owner, table.name);
        for (name, member) in value.as_object().into_iter().flatten() {
            match table.field(name) {
                Some(field) => self.nested(&format!(".{name}"), name, member, (field.ty)()),
                None => self.unknown(name, table),
            }
        }
        self.owner = outer;
    }

    fn nested(&mut self, step: &str, go_name: &str, value: &Value, ty: Type) {
        let (length, go_length) = (self.path.len(), self.go_path.len());
        let step = if length == 0 { step.trim_start_matches('.') } else { step };
        self.path.push_str(step);
        if !go_name.is_empty() {
            self.go_path.push('.');
            self.go_path.push_str(go_name);
        }
        self.value(value, ty);
        self.path.truncate(length);
        self.go_path.truncate(go_length);
    }

    fn unknown(&mut self, name: &str, table: &'static Struct) {
        let path = if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) };
        let hint = did_you_mean(name, table.fields.iter().map(|field| field.name));
        self.findings.push(Finding { path, problem: Problem::UnknownField, hint });
    }

    /// Whether text of the right type says something.
    fn readable(&mut self, value: &Value, ty: Type) {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let error = match ty {
            Type::Quantity => Quantity::parse(text.trim()).err().map(|error| error.to_string()),
            Type::Bytes => {
                base64::decode(&text).err().map(|at| format!("illegal base64 data at input byte {at}"))
            }
            Type::Time | Type::MicroTime if Time::parse(&text).is_none() => Some(format!(
                "parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as \"2006\""
            )),
            _ => None,
        };
        if let Some(error) = error {
            let (path, hint) = (self.path.clone(), Some(format!("this field takes {}", ty.plain_name())));
            self.findings.push(Finding { path, problem: Problem::Unreadable(error), hint });
        }
    }

    fn wrong(&mut self, value: &Value, ty: Type) {
        let target = format!("Go struct field {}{}", self.owner, self.go_path);
        let sentence =
            format!("cannot unmarshal {} into {target} of type {}", json_word(value, ty), ty.go_name());
        let hint = Some(format!("this field takes {}", ty.plain_name()));
        let problem = Problem::WrongType(sentence, ty.go_kind());
        self.findings.push(Finding { path: self.path.clone(), problem, hint });
    }
}

fn scalar_fits(value: &Value, ty: Type) -> bool {
    match ty {
        Type::String => value.is_string(),
        Type::Bool => value.is_boolean(),
        Type::Int32 => value.as_i64().is_some_and(|wide| i32::try_from(wide).is_ok()),
        Type::Int64 => value.as_i64().is_some(),
        Type::Float => value.is_number(),
        Type::Quantity => value.is_string() || value.is_number(),
        Type::IntOrString => value.is_string() || value.as_i64().is_some(),
        Type::Time | Type::MicroTime | Type::Bytes => value.is_string(),
        Type::Any => true,
        Type::List(_) | Type::Map(_) | Type::Struct(_) => false,
    }
}

fn json_word(value: &Value, ty: Type) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(_) => "bool".into(),
        Value::Number(number) if matches!(ty, Type::Int32 | Type::Int64) => format!("number {number}"),
        Value::Number(_) => "number".into(),
        Value::String(_) => "string".into(),
        Value::Array(_) => "array".into(),
        Value::Object(_) => "object".into(),
    }
}

/// The candidate nearest to `name`, if it is near enough to be what the user meant.
pub fn did_you_mean<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    let near = |candidate: &&str| distance(&name.to_lowercase(), &candidate.to_lowercase());
    let best = candidates.min_by_key(near)?;
    let limit = (name.chars().count().max(best.len()) / 3).max(1);
    (near(&best) <= limit).then(|| format!("did you mean \"{best}\"?"))
}

/// Edits between two words; a swap of neighbours counts as one.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(64).collect(), b.chars().take(64).collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut cost = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(rows[i - 2][j - 2] + 1);
            }
            row.push(cost);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_suggested() {
        let fields = ["replicas", "selector", "template"];
        let hint = |word| did_you_mean(word, fields.into_iter());
        assert_eq!(hint("replcias").as_deref(), Some("did you mean \"replicas\"?"));
        assert_eq!(hint("Replicas").as_deref(), Some("did you mean \"replicas\"?"));
        assert_eq!(hint("volumes"), None);
    }
}
