//! The set `job-backoff`: one pass of the Job controller.
//!
//! Models what one `syncJob` of pkg/controller/job answers, v1.36.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{Set, diff, objects};
use crate::cluster::controllers::job::{BackoffRecord, Plan, plan};
use crate::kinds::job::{Job, JobCondition};
use crate::kinds::pod::Pod;
use crate::kinds::{Codec, Time};

pub struct JobBackoff;

impl Set for JobBackoff {
    fn name(&self) -> &'static str {
        "job-backoff"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        let now = objects::time(&input["now"])?;
        let job: Arc<Job> = objects::object(&input["job"])?;
        let pods: Vec<Arc<Pod>> = objects::list(&input["pods"])?;
        let memory = &input["controllerBackoffRecord"];
        let record = BackoffRecord {
            failures: memory["failuresAfterLastSuccess"].as_i64().unwrap_or_default() as i32,
            last_failure: memory["lastFailureTime"].as_str().and_then(Time::parse),
        };
        diff(expect, &answer(&plan(&job, &pods, record, now))).map_or(Ok(()), Err)
    }
}

fn answer(plan: &Plan) -> Value {
    let mut answer = Map::new();
    let mut put = |name: &str, list: Vec<Value>| {
        if !list.is_empty() {
            answer.insert(name.into(), Value::Array(list));
        }
    };
    let mut deleted: Vec<&str> =
        plan.drop.iter().chain(&plan.delete).map(|pod| pod.meta.name.as_str()).collect();
    deleted.sort_unstable();
    let indexes = plan.create.iter().filter_map(|(index, _)| *index);
    put("deletedPods", deleted.into_iter().map(Value::from).collect());
    put("createdIndexes", indexes.map(|index| json!(index.to_string())).collect());
    put("requeueAfterSeconds", plan.requeue_after_seconds.iter().map(|seconds| json!(seconds)).collect());
    put("conditions", plan.status.conditions.iter().map(condition).collect());
    let events = plan.events.iter().chain(&plan.final_events);
    put("events", events.map(|event| json!(objects::event(event))).collect());
    answer.insert("createdPods".into(), json!(plan.create.len()));
    answer.insert("failuresAfterLastSuccess".into(), json!(plan.record.failures));
    let mut status = plan.status.to_value().unwrap_or_default();
    if let Some(fields) = status.as_object_mut() {
        fields.remove("conditions");
    }
    answer.insert("status".into(), status);
    Value::Object(answer)
}

fn condition(condition: &JobCondition) -> Value {
    let mut value = json!({"type": condition.kind, "status": condition.status});
    for (name, text) in [("reason", &condition.reason), ("message", &condition.message)] {
        if !text.is_empty() {
            value[name] = json!(text);
        }
    }
    value
}
