//! The set `deployment-rolling`: one pass of the Deployment controller.
//!
//! Models what one `syncDeployment` of pkg/controller/deployment answers, v1.36: writes in order, status,
//! conditions with whether they were touched, events.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{Set, diff, objects};
use crate::cluster::controllers::deployment::{Action, Plan, plan};
use crate::kinds::deployment::{Deployment, DeploymentCondition};
use crate::kinds::pod::Pod;
use crate::kinds::replicaset::ReplicaSet;
use crate::kinds::{Codec, Labels, Time};

const REVISION: &str = "deployment.kubernetes.io/revision";

pub struct DeploymentRolling;

impl Set for DeploymentRolling {
    fn name(&self) -> &'static str {
        "deployment-rolling"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        let now = objects::time(&input["now"])?;
        let deployment: Arc<Deployment> = objects::object(&input["deployment"])?;
        let sets: Vec<Arc<ReplicaSet>> = objects::list(&input["replicaSets"])?;
        let pods: Vec<Arc<Pod>> = objects::list(&input["pods"])?;
        let got = answer(&plan(&deployment, &sets, &pods, now), &deployment, now);
        diff(expect, &got).map_or(Ok(()), Err)
    }
}

fn answer(plan: &Plan, read: &Deployment, now: Time) -> Value {
    let mut answer = Map::new();
    let actions: Vec<Value> = plan.actions.iter().filter_map(written).collect();
    answer.insert("actions".into(), json!(actions));
    answer.insert("statusUpdated".into(), json!(plan.status_changed));
    let events: Vec<String> = plan.events().map(objects::event).collect();
    if !events.is_empty() {
        answer.insert("events".into(), json!(events));
    }
    if plan.status_changed {
        let conditions: Vec<Value> = plan.status.conditions.iter().map(|it| condition(it, now)).collect();
        answer.insert("status".into(), status(plan));
        answer.insert("conditions".into(), json!(conditions));
        let revision = plan.annotations.get(REVISION).or(read.meta.annotations.get(REVISION));
        answer.insert("deploymentRevisionAnnotation".into(), json!(revision));
    }
    Value::Object(answer)
}

fn written(action: &Action) -> Option<Value> {
    match action {
        Action::Create(set) => Some(json!({
            "verb": "create",
            "replicaSet": set.meta.name,
            "to": set.replicas(),
            "annotations": annotations(&set.meta.annotations),
        })),
        Action::Update { replica_set, from, to, .. } => Some(json!({
            "verb": "update",
            "replicaSet": replica_set.meta.name,
            "from": from,
            "to": to,
            "annotations": annotations(&replica_set.meta.annotations),
        })),
        Action::Delete(name) => Some(json!({"verb": "delete", "replicaSet": name})),
        Action::WriteStatus { .. } | Action::Event(_) => None,
    }
}

fn annotations(all: &Labels) -> Value {
    json!(**all)
}

fn status(plan: &Plan) -> Value {
    let mut status = plan.status.to_value().unwrap_or_default();
    if let Some(fields) = status.as_object_mut() {
        fields.remove("conditions");
    }
    status
}

fn condition(condition: &DeploymentCondition, now: Time) -> Value {
    let mut value = json!({
        "type": condition.kind,
        "status": condition.status,
        "reason": condition.reason,
        "message": condition.message,
    });
    if condition.last_update_time == Some(now) {
        value["lastUpdateTimeIsNow"] = json!(true);
    }
    value
}
