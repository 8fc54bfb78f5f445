//! `labelselector`: the text of `-l` and `--field-selector`, and LabelSelector objects.

use serde_json::{Map, Value, json};

use super::{Set, diff};
use crate::kinds::Labels;
use crate::kinds::codec::Codec;
use crate::kinds::selector::{FieldSelector, LabelSelector, Selector};

pub struct LabelSelectors;

impl Set for LabelSelectors {
    fn name(&self) -> &'static str {
        "labelselector"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        let answer = match input["kind"].as_str() {
            Some("string") => of_text(input),
            Some("object") => of_object(input),
            _ => of_fields(input),
        };
        let got = answer.unwrap_or_else(|error| json!({ "error": error }));
        diff(expect, &got).map_or(Ok(()), Err)
    }
}

fn of_text(input: &Value) -> Result<Value, String> {
    let selector = Selector::parse(input["selector"].as_str().unwrap_or_default())?;
    let requirement = |one: &crate::kinds::selector::Requirement| json!({"key": one.key, "operator": one.operator.name(), "values": one.values});
    let requirements: Vec<Value> = selector.requirements.iter().map(requirement).collect();
    let mut answer = common(input, &selector);
    answer.insert("requirements".into(), Value::Array(requirements));
    Ok(Value::Object(answer))
}

fn of_object(input: &Value) -> Result<Value, String> {
    let object = <Option<LabelSelector>>::from_value(&input["selector"]);
    let mut answer = common(input, &Selector::of(object.as_ref())?);
    answer.insert("formatted".into(), Selector::formatted(object.as_ref()).into());
    Ok(Value::Object(answer))
}

fn common(input: &Value, selector: &Selector) -> Map<String, Value> {
    let sets = input["labelSets"].as_array().into_iter().flatten();
    let matches: Vec<bool> = sets.map(|set| selector.matches(&Labels::from_value(set))).collect();
    let answer =
        json!({"string": selector.to_string(), "matches": matches, "empty": selector.is_everything()});
    answer.as_object().cloned().unwrap_or_default()
}

fn of_fields(input: &Value) -> Result<Value, String> {
    let selector = FieldSelector::parse(input["selector"].as_str().unwrap_or_default())?;
    let sets = input["fieldSets"].as_array().into_iter().flatten();
    let holds = |set: &Value| selector.matches(|field| set[field].as_str().unwrap_or_default().to_owned());
    let matches: Vec<bool> = sets.map(holds).collect();
    Ok(json!({"string": selector.to_string(), "matches": matches}))
}
