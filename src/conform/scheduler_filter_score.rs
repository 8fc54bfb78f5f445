//! The set `scheduler-filter-score`: which nodes pass, why others do not, and the scores of those that do.

use serde_json::Value;

use super::{Set, diff, scheduler};

pub struct SchedulerFilterScore;

impl Set for SchedulerFilterScore {
    fn name(&self) -> &'static str {
        "scheduler-filter-score"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        let got = scheduler::cycle(input, scheduler::answer)?;
        diff(expect, &Value::Object(got)).map_or(Ok(()), Err)
    }
}
