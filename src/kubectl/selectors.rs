//! Label selectors as text: `LabelSelectorAsSelector` and `FormatLabelSelector` of apimachinery
//! pkg/apis/meta/v1/helpers.go, and pkg/labels/selector.go, v1.36.

use serde_json::Value;

use super::reach::Reach;
use crate::kinds::selector::{LabelSelector, Selector};
use crate::kinds::{Codec, Labels};

fn read(selector: &Value) -> Option<LabelSelector> {
    selector.is_set().then(|| LabelSelector::from_value(selector))
}

/// The selector's text; nothing selected and everything selected are both the empty text.
pub fn text(selector: &Value) -> Result<String, String> {
    match read(selector) {
        None => Ok(String::new()),
        Some(selector) => Selector::of(Some(&selector)).map(|selector| selector.to_string()),
    }
}

/// `<none>` for a selector without requirements, `<error>` for one that cannot be read.
pub fn formatted(selector: &Value) -> String {
    Selector::formatted(read(selector).as_ref())
}

/// Whether a selector selects an object; one that is not set selects nothing.
pub fn selects(selector: &Value, object: &Value) -> bool {
    let labels = Labels::from_value(&object["metadata"]["labels"]);
    read(selector).is_some_and(|selector| selector.matches(&labels))
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
