//! What is known of a type: from the API server's OpenAPI document, from a field table (the kinds that Kubernetes does not have), or
//! from the schema of a definition that adds a kind. One form for the three.

use kubarium_openapi::{Definition, Field, named, of_kind};
use serde_json::Value;

use super::words;
use crate::kinds::custom::CustomKind;
use crate::kinds::schema::{Struct, Type};
use crate::kinds::{Kind, conversion};

/// Where a type is described.
#[derive(Clone, Copy)]
pub enum Source {
    Document(&'static Definition),
    /// An object of a table; `true` for the object itself, which has a header.
    Table(&'static Struct, bool),
    /// An object of an added kind.
    Added(CustomKind),
    Schema(&'static Value),
}

/// A type.
pub struct Shape {
    pub name: String,
    pub doc: String,
    pub parts: Vec<Part>,
}

/// A field of a type.
pub struct Part {
    pub name: String,
    /// As in `[]Container`.
    pub ty: String,
    pub required: bool,
    pub doc: String,
    pub words: Vec<String>,
    /// The type of what it holds.
    pub of: Option<Source>,
}

/// A kind whose first two fields and metadata are described as every kind's are.
const TYPICAL: (&str, &str) = ("apps/v1", "Deployment");

impl Source {
    pub fn of(kind: Kind, api_version: &str) -> Source {
        let info = kind.info();
        match (kind, of_kind(api_version, info.kind)) {
            (Kind::Custom(added), _) => Source::Added(added),
            (_, Some(definition)) => Source::Document(definition),
            (_, None) => {
                let other = conversion::version(api_version, info.kind).map(|version| version.table());
                Source::Table(other.unwrap_or(info.table), true)
            }
        }
    }

    /// The type, its fields in the order of their names.
    pub fn shape(self) -> Shape {
        let mut shape = match self {
            Source::Document(definition) => of_definition(definition),
            Source::Table(table, top) => of_table(table, top),
            Source::Added(kind) => {
                let parts = header().into_iter().chain(of_schema(kind.schema())).collect();
                Shape { name: kind.info().kind.to_owned(), doc: doc_of(kind.schema()), parts }
            }
            Source::Schema(schema) => {
                Shape { name: String::new(), doc: String::new(), parts: of_schema(schema).collect() }
            }
        };
        shape.parts.sort_by(|one, other| one.name.cmp(&other.name));
        shape.parts.dedup_by(|later, first| later.name == first.name);
        shape
    }
}

fn of_definition(definition: &'static Definition) -> Shape {
    let name = definition.short_name();
    let parts = definition.fields.iter().map(|field| of_field(name, field)).collect();
    Shape { name: name.to_owned(), doc: definition.doc(), parts }
}

/// `[]` and `map[string]` before a type, and the type.
fn parted(ty: &str) -> (&str, &str) {
    let held = ty.rfind(']').map_or(0, |at| at + 1);
    ty.split_at(held)
}

fn of_field(owner: &str, field: &Field) -> Part {
    let (around, held) = parted(field.ty);
    let of = named(held);
    let shown = of.map_or(held, |of| if of.json == "object" { of.short_name() } else { of.json });
    Part {
        name: field.name.to_owned(),
        ty: format!("{around}{shown}"),
        required: field.required,
        doc: with_words(field.doc(), words::of(owner, field.name)),
        words: words::of(owner, field.name).iter().map(|word| (*word).to_owned()).collect(),
        of: of.map(Source::Document),
    }
}

/// The API server's document ends a field's description with its words; those of added kinds are as they were written.
fn with_words(doc: String, words: &[&str]) -> String {
    let quoted = |word: &&str| format!("\n - `\"{}\"`", word.trim_matches('"'));
    match words {
        [] => doc,
        words => format!("{doc}\n\nPossible enum values:{}", words.iter().map(quoted).collect::<String>()),
    }
}

/// apiVersion, kind and metadata, as they are described of every kind.
fn header() -> Vec<Part> {
    let typical = of_kind(TYPICAL.0, TYPICAL.1).map(of_definition);
    let parts = typical.into_iter().flat_map(|shape| shape.parts);
    parts.filter(|part| matches!(part.name.as_str(), "apiVersion" | "kind" | "metadata")).collect()
}

fn of_table(table: &'static Struct, top: bool) -> Shape {
    let own = table.fields.iter().map(|field| Part {
        name: field.name.to_owned(),
        ty: name_of((field.ty)()),
        required: false,
        doc: field.doc.trim().to_owned(),
        words: words::of(table.name, field.name).iter().map(|word| (*word).to_owned()).collect(),
        of: within((field.ty)()).map(|table| Source::Table(table, false)),
    });
    let header = if top { header() } else { Vec::new() };
    Shape {
        name: table.name.to_owned(),
        doc: table.doc.trim().to_owned(),
        parts: header.into_iter().chain(own).collect(),
    }
}

/// The table of what a type is or holds.
fn within(ty: Type) -> Option<&'static Struct> {
    match ty {
        Type::Struct(table) => Some(table),
        Type::List(of) | Type::Map(of) => within(of()),
        _ => None,
    }
}

fn name_of(ty: Type) -> String {
    match ty {
        Type::String | Type::Bytes => "string".into(),
        Type::Bool => "boolean".into(),
        Type::Int32 | Type::Int64 => "integer".into(),
        Type::Float => "number".into(),
        Type::Quantity => "Quantity".into(),
        Type::IntOrString => "IntOrString".into(),
        Type::Time | Type::MicroTime => "string".into(),
        Type::Any => "Object".into(),
        Type::List(of) => format!("[]{}", name_of(of())),
        Type::Map(of) => format!("map[string]{}", name_of(of())),
        Type::Struct(table) => table.name.into(),
    }
}

fn doc_of(schema: &Value) -> String {
    schema["description"].as_str().unwrap_or_default().to_owned()
}

fn of_schema(schema: &'static Value) -> impl Iterator<Item = Part> {
    let fields = innermost(schema)["properties"].as_object().into_iter().flatten();
    let required = innermost(schema)["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    fields.map(|(name, field)| Part {
        name: name.clone(),
        ty: type_of(field),
        required: required.contains(&Value::from(name.as_str())),
        doc: doc_of(field),
        words: field["enum"].as_array().into_iter().flatten().map(word).collect(),
        of: Some(Source::Schema(field)),
    })
}

fn word(value: &Value) -> String {
    match value.as_str() {
        Some("") => "\"\"".to_owned(),
        Some(text) => text.to_owned(),
        None => value.to_string(),
    }
}

/// What a list or map holds. A definition's schema is held to a depth by its own checks.
fn innermost(schema: &Value) -> &Value {
    let held = [&schema["items"], &schema["additionalProperties"]].into_iter().find(|held| held.is_object());
    held.map_or(schema, innermost)
}

fn type_of(schema: &Value) -> String {
    match schema["type"].as_str() {
        _ if schema["items"].is_object() => format!("[]{}", type_of(&schema["items"])),
        _ if schema["additionalProperties"].is_object() => {
            format!("map[string]{}", type_of(&schema["additionalProperties"]))
        }
        Some("object") | None => "Object".to_owned(),
        Some(json) => json.to_owned(),
    }
}
