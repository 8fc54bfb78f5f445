//! Objects filled at random along a schema: every field with a value that is not its zero.

use kubarium::kinds::Kind;
use kubarium::sim::Rng;
use serde_json::{Map, Value, json};

use crate::shape::reference;

pub fn object(kind: Kind, root: &Value, definitions: &Map<String, Value>, seed: u64) -> Value {
    let mut filler = Filler { rng: Rng::new(seed, kind.info().kind), definitions, around: Vec::new() };
    let mut object = filler.value(root, 0).unwrap_or_else(|| json!({}));
    object["apiVersion"] = kind.info().api_version().into();
    object["kind"] = kind.info().kind.into();
    object
}

struct Filler<'a> {
    rng: Rng,
    definitions: &'a Map<String, Value>,
    /// The types around the one being filled; a type within itself is left out.
    around: Vec<String>,
}

impl Filler<'_> {
    fn value(&mut self, schema: &Value, depth: usize) -> Option<Value> {
        if let Some(name) = reference(schema) {
            return self.named(&name, depth);
        }
        let number = self.rng.below(1000) + 1;
        Some(match schema["type"].as_str().unwrap_or_default() {
            "string" if schema["format"] == "byte" => json!("a3ViYXJpdW0="),
            "string" => json!(format!("text-{number}")),
            "boolean" => json!(true),
            "integer" => json!(number),
            "number" => json!(0.5),
            "array" => {
                let count = if depth < 5 { self.rng.below(2) + 1 } else { 1 };
                let items: Option<Vec<Value>> =
                    (0..count).map(|_| self.value(&schema["items"], depth + 1)).collect();
                json!(items?)
            }
            "object" if schema["additionalProperties"].is_object() => {
                json!({format!("key-{number}"): self.value(&schema["additionalProperties"], depth + 1)?})
            }
            _ => json!({"anything": number}),
        })
    }

    fn named(&mut self, name: &str, depth: usize) -> Option<Value> {
        let ends = |ending: &str| name.ends_with(ending);
        let number = self.rng.below(1000) + 1;
        if ends("resource.Quantity") {
            return Some(json!(format!("{}m", number % 999 + 1)));
        }
        if ends("IntOrString") {
            return Some(if number.is_multiple_of(2) {
                json!(number)
            } else {
                json!(format!("{}%", number % 100))
            });
        }
        if ends("meta.v1.MicroTime") {
            return Some(json!("2026-01-15T10:00:00.000000Z"));
        }
        if ends("meta.v1.Time") {
            return Some(json!("2026-01-15T10:00:00Z"));
        }
        if ends("JSONSchemaPropsOrStringArray")
            || ends("JSONSchemaPropsOrArray")
            || ends("JSONSchemaPropsOrBool")
        {
            return None;
        }
        if self.around.iter().any(|outer| outer == name) {
            return None;
        }
        let Some(properties) = self.definitions[name]["properties"].as_object() else {
            return Some(json!({"anything": number}));
        };
        self.around.push(name.to_owned());
        let mut members = Map::new();
        for (field, schema) in properties {
            if field == "resourceVersion" {
                members.insert(field.clone(), json!(number.to_string()));
            } else if let Some(value) = self.value(schema, depth + 1) {
                members.insert(field.clone(), value);
            }
        }
        self.around.pop();
        if name.ends_with("core.v1.PersistentVolumeClaim") {
            members.insert("apiVersion".into(), json!("v1"));
            members.insert("kind".into(), json!("PersistentVolumeClaim"));
        }
        Some(Value::Object(members))
    }
}
