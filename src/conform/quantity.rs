//! The set `quantity`: parsing, printing, comparing and adding resource quantities.
//!
//! Models what apimachinery pkg/api/resource answers, v1.36. Integers travel as strings, since JSON
//! readers differ on 64-bit numbers; an approximate float that is not finite has no JSON form and is
//! left out of the comparison.

use serde_json::{Value, json};

use super::{Set, diff};
use crate::kinds::quantity::Quantity;

pub struct Quantities;

impl Set for Quantities {
    fn name(&self) -> &'static str {
        "quantity"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        let text = |key: &str| input[key].as_str().ok_or_else(|| format!("input has no {key}"));
        match text("op")? {
            "parse" => check_parse(text("quantity")?, expect),
            "compare" => check_compare(text("a")?, text("b")?, expect),
            other => Err(format!("unknown op {other}")),
        }
    }
}

fn check_parse(text: &str, expect: &Value) -> Result<(), String> {
    let quantity = match Quantity::parse(text) {
        Ok(quantity) => quantity,
        Err(error) => return diff(expect, &json!({"error": error.to_string()})).map_or(Ok(()), Err),
    };
    let mut got = json!({
        "canonical": quantity.to_string(),
        "value": quantity.value().to_string(),
        "milliValue": quantity.milli_value().to_string(),
        "format": quantity.format().as_str(),
        "sign": quantity.sign(),
        "isZero": quantity.is_zero(),
    });
    let mut expect = expect.clone();
    if let Some(whole) = quantity.as_int64() {
        got["asInt64"] = json!(whole.to_string());
    }
    let float = quantity.approximate_f64();
    if float.is_finite() {
        got["approxFloat"] = json!(float);
    } else if let Some(fields) = expect.as_object_mut() {
        fields.remove("approxFloat");
    }
    diff(&expect, &got).map_or(Ok(()), Err)
}

fn check_compare(a: &str, b: &str, expect: &Value) -> Result<(), String> {
    let a = Quantity::parse(a).map_err(|error| format!("a: {error}"))?;
    let b = Quantity::parse(b).map_err(|error| format!("b: {error}"))?;
    let (mut sum, mut rest) = (a.clone(), a.clone());
    sum.add(&b);
    rest.sub(&b);
    let got = json!({
        "cmp": a.cmp(&b) as i32,
        "equal": a == b,
        "add": sum.to_string(),
        "sub": rest.to_string(),
    });
    diff(expect, &got).map_or(Ok(()), Err)
}
