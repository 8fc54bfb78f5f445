//! The set `duration-age`: how long ago, in both of kubectl's forms.
//!
//! Models what apimachinery pkg/util/duration answers, v1.36.

use serde_json::{Value, json};

use super::{Set, diff};
use crate::kinds::duration::{human_duration, short_human_duration};

pub struct DurationAge;

impl Set for DurationAge {
    fn name(&self) -> &'static str {
        "duration-age"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        let seconds = input["seconds"].as_f64().ok_or("input has no seconds")?;
        let micros = (seconds * 1e6) as i64;
        let got = json!({
            "humanDuration": human_duration(micros),
            "shortHumanDuration": short_human_duration(micros),
        });
        diff(expect, &got).map_or(Ok(()), Err)
    }
}
