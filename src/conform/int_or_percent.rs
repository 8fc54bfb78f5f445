//! The set `int-or-percent`: counts and percentages of a total, and the fenceposts of a rolling update.
//!
//! Models what apimachinery pkg/util/intstr and pkg/controller/deployment/util answer, v1.36.

use serde_json::{Value, json};

use super::{Set, diff};
use crate::kinds::int_or_string::{IntOrString, resolve_fenceposts};

pub struct IntOrPercent;

impl Set for IntOrPercent {
    fn name(&self) -> &'static str {
        "int-or-percent"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        let got = match input["fn"].as_str() {
            Some("GetScaledValueFromIntOrPercent") => scaled(input)?,
            Some("deployment ResolveFenceposts") => fenceposts(input)?,
            other => return Err(format!("unknown fn {other:?}")),
        };
        let got = got.unwrap_or_else(|error| json!({"error": error}));
        diff(expect, &got).map_or(Ok(()), Err)
    }
}

type Answer = Result<Value, String>;

fn scaled(input: &Value) -> Result<Answer, String> {
    let Some(given) = int_or_string(&input["intOrPercent"])? else {
        return Ok(Err("nil value for IntOrString".to_owned()));
    };
    let total = input["total"].as_i64().ok_or("input has no total")?;
    let round_up = input["roundUp"].as_bool().ok_or("input has no roundUp")?;
    Ok(given.scaled_value(total, round_up).map(|value| json!({"value": value})))
}

fn fenceposts(input: &Value) -> Result<Answer, String> {
    let surge = int_or_string(&input["maxSurge"])?;
    let unavailable = int_or_string(&input["maxUnavailable"])?;
    let desired = input["desired"].as_i64().and_then(|desired| i32::try_from(desired).ok());
    let resolved =
        resolve_fenceposts(surge.as_ref(), unavailable.as_ref(), desired.ok_or("input has no desired")?);
    Ok(resolved.map(|(surge, unavailable)| json!({"maxSurge": surge, "maxUnavailable": unavailable})))
}

fn int_or_string(value: &Value) -> Result<Option<IntOrString>, String> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(IntOrString::String(text.clone()))),
        other => {
            let number = other.as_i64().and_then(|number| i32::try_from(number).ok());
            number
                .map(|number| Some(IntOrString::Int(number)))
                .ok_or(format!("not an int or string: {other}"))
        }
    }
}
