//! Label selectors as text: `LabelSelectorAsSelector` and `FormatLabelSelector` of apimachinery
//! pkg/apis/meta/v1/helpers.go, and pkg/labels/selector.go, v1.36.

use serde_json::Value;

use super::reach::Reach;
use crate::kinds::selector::LabelSelector;
use crate::kinds::{Codec, Labels};

/// The selector's text; nothing selected and everything selected are both the empty text.
pub fn text(selector: &Value) -> Result<String, String> {
    let mut requirements: Vec<(&str, String)> = selector["matchLabels"]
        .entries()
        .map(|(key, value)| (key, format!("{key}={}", value.text())))
        .collect();
    for one in selector["matchExpressions"].items() {
        requirements.push((one["key"].text(), requirement(one)?));
    }
    requirements.sort_by_key(|(key, _)| *key);
    Ok(requirements.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(","))
}

fn requirement(one: &Value) -> Result<String, String> {
    let key = one["key"].text();
    let mut values: Vec<&str> = one["values"].items().iter().map(Reach::text).collect();
    values.sort_unstable();
    let listed = values.join(",");
    match one["operator"].text() {
        "In" | "NotIn" if values.is_empty() => {
            Err("values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty".into())
        }
        "Exists" | "DoesNotExist" if !values.is_empty() => Err(format!(
            "values: Invalid value: {}: values set must be empty for exists and does not exist",
            one["values"]
        )),
        "In" => Ok(format!("{key} in ({listed})")),
        "NotIn" => Ok(format!("{key} notin ({listed})")),
        "Exists" => Ok(key.to_owned()),
        "DoesNotExist" => Ok(format!("!{key}")),
        other => Err(format!("\"{other}\" is not a valid label selector operator")),
    }
}

/// `<none>` for a selector without requirements, `<error>` for one that cannot be read.
pub fn formatted(selector: &Value) -> String {
    match text(selector) {
        Err(_) => "<error>".into(),
        Ok(text) if text.is_empty() => "<none>".into(),
        Ok(text) => text,
    }
}

/// Whether a selector selects an object; one that is not set selects nothing.
pub fn selects(selector: &Value, object: &Value) -> bool {
    let labels = Labels::from_value(&object["metadata"]["labels"]);
    selector.is_set() && LabelSelector::from_value(selector).matches(&labels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn requirements_are_sorted_by_key() {
        let selector = json!({"matchLabels": {"b": "1"}, "matchExpressions": [
            {"key": "c", "operator": "In", "values": ["y", "x"]}, {"key": "a", "operator": "DoesNotExist"}]});
        assert_eq!(formatted(&selector), "!a,b=1,c in (x,y)");
        assert_eq!(formatted(&Value::Null), "<none>");
        assert_eq!(formatted(&json!({"matchExpressions": [{"key": "a", "operator": "In"}]})), "<error>");
    }
}
