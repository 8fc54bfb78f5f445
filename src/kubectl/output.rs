//! `-o yaml`, `-o json` and `-o name`: cli-runtime pkg/printers/{yaml,json,name}.go, v1.36. Fields are sorted by name.

use std::fmt::Write;

use serde_json::{Value, json};

use super::reach::Reach;
use crate::kinds::Kind;
use crate::yaml::to_yaml;

/// One object by itself, several as a `List`.
pub fn document(objects: &[Value], single: bool) -> Value {
    match objects {
        [object] if single => object.clone(),
        _ => {
            json!({"apiVersion": "v1", "items": objects, "kind": "List", "metadata": {"resourceVersion": ""}})
        }
    }
}

/// kubectl leaves `managedFields` out unless `--show-managed-fields` is given.
pub fn without_managers(mut object: Value) -> Value {
    if let Some(meta) = object.get_mut("metadata").and_then(Value::as_object_mut) {
        meta.remove("managedFields");
    }
    object
}

pub fn yaml(document: &Value) -> String {
    to_yaml(document)
}

/// Indented by four spaces, as Go's encoder is asked to.
pub fn json(document: &Value) -> String {
    let mut text = String::new();
    pretty(document, 0, &mut text);
    text.push('\n');
    text
}

fn pretty(value: &Value, depth: usize, text: &mut String) {
    let entries: Vec<(String, &Value)> = match value {
        Value::Object(members) if !members.is_empty() => {
            members.iter().map(|(name, one)| (format!("{}: ", Value::from(name.as_str())), one)).collect()
        }
        Value::Array(items) if !items.is_empty() => items.iter().map(|one| (String::new(), one)).collect(),
        other => return text.push_str(&other.to_string()),
    };
    let [open, close] = if value.is_object() { ['{', '}'] } else { ['[', ']'] };
    text.push(open);
    for (at, (name, one)) in entries.into_iter().enumerate() {
        let comma = if at > 0 { "," } else { "" };
        let _ = write!(text, "{comma}\n{}{name}", "    ".repeat(depth + 1));
        pretty(one, depth + 1, text);
    }
    let _ = write!(text, "\n{}{close}", "    ".repeat(depth));
}

/// `pod/web-1`, `deployment.apps/web`.
pub fn name(kind: Kind, object: &Value) -> String {
    format!("{}/{}\n", kind.info().qualified_singular(), object["metadata"]["name"].text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_objects_are_a_list() {
        let list = document(&[json!({"b": 1}), json!({"a": []})], false);
        assert_eq!(
            yaml(&list),
            "apiVersion: v1\nitems:\n- b: 1\n- a: []\nkind: List\nmetadata:\n  resourceVersion: \"\"\n"
        );
        assert_eq!(
            json(&json!({"b": [1], "a": {}})),
            "{\n    \"a\": {},\n    \"b\": [\n        1\n    ]\n}\n"
        );
    }
}
