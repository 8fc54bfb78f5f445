//! Label and field selectors, as objects and as text.
//!
//! Models apimachinery pkg/apis/meta/v1/helpers.go, pkg/labels/selector.go and pkg/fields/selector.go,
//! v1.36. `LabelSelector` is the API type that objects carry; `Selector` is the query it and the text
//! of `-l` come down to; `FieldSelector` is `--field-selector`.

mod fields;
mod parse;
mod requirement;

pub use fields::FieldSelector;
pub use requirement::{Operator, Requirement, Selector};

use super::meta::Labels;
use crate::api_struct;

api_struct! {
    /// A query over labels; an empty selector matches everything.
    LabelSelector {
        /// Every pair must be present.
        match_labels "matchLabels": Labels,
        /// Every requirement must hold.
        match_expressions "matchExpressions": Vec<LabelSelectorRequirement>,
    }
}

api_struct! {
    /// One requirement on a label.
    LabelSelectorRequirement {
        /// The label's name.
        key "key": String,
        /// In, NotIn, Exists or DoesNotExist.
        operator "operator": String,
        /// The values of In and NotIn.
        values "values": Vec<String>,
    }
}

impl LabelSelector {
    pub fn matches(&self, labels: &Labels) -> bool {
        let pair_holds = |(key, value): (&String, &String)| labels.get(key) == Some(value);
        self.match_labels.iter().all(pair_holds)
            && self.match_expressions.iter().all(|requirement| requirement.matches(labels))
    }

    pub fn is_empty(&self) -> bool {
        self.match_labels.is_empty() && self.match_expressions.is_empty()
    }
}

impl LabelSelectorRequirement {
    pub fn matches(&self, labels: &Labels) -> bool {
        let value = labels.get(&self.key);
        let listed = value.is_some_and(|value| self.values.contains(value));
        match self.operator.as_str() {
            "In" => listed,
            "NotIn" => !listed,
            "Exists" => value.is_some(),
            "DoesNotExist" => value.is_none(),
            _ => false,
        }
    }
}

/// A Service's or ReplicationController's selector: every pair must be present.
pub fn matches_all(selector: &Labels, labels: &Labels) -> bool {
    selector.iter().all(|(key, value)| labels.get(key) == Some(value))
}
