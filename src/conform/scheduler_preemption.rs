//! The set `scheduler-preemption`: the dry run of every node, and the one that is chosen.

use serde_json::{Map, Value, json};

use super::{Set, diff, scheduler};
use crate::cluster::scheduler::{Candidate, Evaluation};

pub struct SchedulerPreemption;

impl Set for SchedulerPreemption {
    fn name(&self) -> &'static str {
        "scheduler-preemption"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        let got = scheduler::cycle(input, answer)?;
        diff(expect, &Value::Object(got)).map_or(Ok(()), Err)
    }
}

fn answer(result: &Evaluation) -> Map<String, Value> {
    let mut answer = scheduler::answer(result);
    let looked_at = result.post_filter.preemption.as_deref();
    let Some(preemption) = looked_at.filter(|one| !one.candidates.is_empty()) else { return answer };
    let candidates: Map<String, Value> =
        preemption.candidates.iter().map(|one| (one.node.to_string(), candidate(one))).collect();
    answer.insert("candidates".into(), Value::Object(candidates));
    answer.insert("nominatedOneOf".into(), json!([preemption.node()]));
    answer
}

fn candidate(one: &Candidate) -> Value {
    let victims: Vec<String> =
        one.victims.iter().map(|victim| format!("{}/{}", victim.namespace, victim.name)).collect();
    json!({"victims": victims, "numPDBViolations": one.pdb_violations})
}
