//! A field table against an OpenAPI schema, type by type.

use std::collections::BTreeSet;

use kubarium::kinds::Kind;
use kubarium::kinds::schema::{Struct, Type};
use serde_json::{Map, Value};

/// Definitions that are one value to us and not a struct with fields.
const SCALARS: &[(&str, &str)] = &[
    ("resource.Quantity", "quantity"),
    ("intstr.IntOrString", "int-or-string"),
    ("meta.v1.Time", "time"),
    ("meta.v1.MicroTime", "micro-time"),
];

pub fn compare(kind: Kind, root: &Value, definitions: &Map<String, Value>, wrong: &mut Vec<String>) {
    let name = reference(root).expect("a root refers to its definition");
    let mut walk = Walk { definitions, seen: BTreeSet::new(), wrong };
    walk.fields(kind.info().table, &name, true);
}

struct Walk<'a> {
    definitions: &'a Map<String, Value>,
    seen: BTreeSet<(String, &'static str)>,
    wrong: &'a mut Vec<String>,
}

impl Walk<'_> {
    fn fields(&mut self, table: &'static Struct, name: &str, root: bool) {
        if !self.seen.insert((name.to_owned(), table.name)) {
            return;
        }
        let short = name.rsplit('.').next().unwrap_or(name);
        if short != table.name {
            self.wrong.push(format!("{short} is called {}", table.name));
        }
        let none = Map::new();
        let theirs = self.definitions[name]["properties"].as_object().cloned().unwrap_or(none);
        let header = |field: &str| root && (field == "apiVersion" || field == "kind");
        for (field, schema) in theirs.iter().filter(|(field, _)| !header(field)) {
            match table.field(field) {
                Some(ours) => self.types(&format!("{short}.{field}"), (ours.ty)(), schema),
                None => self.wrong.push(format!("{short}.{field} is missing")),
            }
        }
        for field in table.fields.iter().filter(|field| !theirs.contains_key(field.name)) {
            self.wrong.push(format!("{short}.{} is not in the API", field.name));
        }
        let names: BTreeSet<&str> = table.fields.iter().map(|field| field.name).collect();
        if names.len() != table.fields.len() {
            self.wrong.push(format!("{short} lists a field twice"));
        }
        for field in table.fields.iter().filter(|field| field.doc.trim().is_empty()) {
            self.wrong.push(format!("{short}.{} has no documentation", field.name));
        }
    }

    fn types(&mut self, path: &str, ours: Type, theirs: &Value) {
        let expected = self.describe(theirs);
        let fits = match (ours, expected.as_str()) {
            (Type::List(item), "list") => return self.types(path, item(), &theirs["items"]),
            (Type::Map(item), "map") => return self.types(path, item(), &theirs["additionalProperties"]),
            (Type::Struct(table), name) if self.definitions.contains_key(name) => {
                return self.fields(table, name, false);
            }
            (ours, expected) => word(ours) == expected,
        };
        if !fits {
            self.wrong.push(format!("{path} is {expected} there, {} here", word(ours)));
        }
    }

    /// One word for a schema; the name of the definition for a struct.
    fn describe(&self, schema: &Value) -> String {
        if let Some(name) = reference(schema) {
            let scalar = SCALARS.iter().find(|(ending, _)| name.ends_with(ending));
            return match scalar {
                Some((_, word)) => (*word).to_owned(),
                None if self.definitions[&name]["properties"].is_object() => name,
                None => "any".to_owned(),
            };
        }
        let format = schema["format"].as_str().unwrap_or_default();
        match (schema["type"].as_str().unwrap_or_default(), format) {
            ("string", "byte") => "bytes",
            ("string", _) => "string",
            ("boolean", _) => "bool",
            ("integer", "int32") => "int32",
            ("integer", _) => "int64",
            ("number", _) => "float",
            ("array", _) => "list",
            ("object", _) if schema["additionalProperties"].is_object() => "map",
            _ => "any",
        }
        .to_owned()
    }
}

fn word(ty: Type) -> &'static str {
    match ty {
        Type::String => "string",
        Type::Bool => "bool",
        Type::Int32 => "int32",
        Type::Int64 => "int64",
        Type::Float => "float",
        Type::Quantity => "quantity",
        Type::IntOrString => "int-or-string",
        Type::Time => "time",
        Type::MicroTime => "micro-time",
        Type::Bytes => "bytes",
        Type::Any => "any",
        Type::List(_) => "list",
        Type::Map(_) => "map",
        Type::Struct(_) => "struct",
    }
}

/// The definition a schema refers to, directly or through `allOf`.
pub fn reference(schema: &Value) -> Option<String> {
    let direct = schema.get("$ref").or_else(|| schema.get("allOf")?.get(0)?.get("$ref"))?;
    direct.as_str()?.rsplit('/').next().map(str::to_owned)
}
