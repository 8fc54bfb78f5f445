//! The set `statefulset`: one pass of the StatefulSet controller.
//!
//! Models what one `updateStatefulSet` of pkg/controller/statefulset answers, v1.36. What a parallel set does has no
//! order, and is compared sorted.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{Set, diff, objects};
use crate::cluster::controllers::statefulset::{Action, Input, Plan, Revision, plan};
use crate::kinds::Codec;
use crate::kinds::persistent_volume_claim::PersistentVolumeClaim;
use crate::kinds::pod::Pod;
use crate::kinds::stateful_set::StatefulSet;

pub struct StatefulSets;

impl Set for StatefulSets {
    fn name(&self) -> &'static str {
        "statefulset"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        let set: Arc<StatefulSet> = objects::object(&input["statefulSet"])?;
        let pods: Vec<Arc<Pod>> = objects::list(&input["pods"])?;
        let claims: Vec<Arc<PersistentVolumeClaim>> = objects::list(&input["persistentVolumeClaims"])?;
        let named = |name: &str| Revision { name: name.to_owned(), template: set.spec.template.clone() };
        let plan = plan(&Input {
            set: &set,
            current: &named(&set.status.current_revision),
            update: &named(&set.status.update_revision),
            collision_count: set.status.collision_count.unwrap_or_default(),
            pods: &pods,
            claims: &claims,
            now: objects::time(&input["now"])?,
        });
        let sorted = set.spec.pod_management_policy == "Parallel";
        diff(expect, &answer(&plan, &set.meta.name, sorted)).map_or(Ok(()), Err)
    }
}

fn answer(plan: &Plan, set: &str, sorted: bool) -> Value {
    let mut actions: Vec<String> = plan.actions.iter().filter_map(written).collect();
    let mut events: Vec<String> = plan.actions.iter().filter_map(|action| event(action, set)).collect();
    if sorted {
        actions.sort();
        events.sort();
    }
    let mut answer = Map::new();
    answer.insert("actions".into(), json!(actions));
    if !events.is_empty() {
        answer.insert("events".into(), json!(events));
    }
    answer.insert("status".into(), plan.status.to_value().unwrap_or_default());
    Value::Object(answer)
}

fn written(action: &Action) -> Option<String> {
    let revision = |pod: &Pod| pod.meta.labels.get("controller-revision-hash").cloned().unwrap_or_default();
    match action {
        Action::CreateClaim(claim, _) => Some(format!("create pvc {}", claim.meta.name)),
        Action::CreatePod(pod) => Some(format!("create pod {} revision={}", pod.meta.name, revision(pod))),
        Action::DeletePod(pod) => Some(format!("delete pod {}", pod.meta.name)),
        Action::UpdatePod(pod) => Some(format!("update pod {}", pod.meta.name)),
        Action::UpdateClaim(_) => None,
    }
}

fn event(action: &Action, set: &str) -> Option<String> {
    let (verb, what) = match action {
        Action::CreateClaim(claim, pod) => {
            let name = &claim.meta.name;
            return Some(format!(
                "Normal SuccessfulCreate Create Claim {name} Pod {pod} in StatefulSet {set} success"
            ));
        }
        Action::CreatePod(pod) => ("Create", &pod.meta.name),
        Action::UpdatePod(pod) => ("Update", &pod.meta.name),
        Action::DeletePod(pod) => ("Delete", &pod.meta.name),
        Action::UpdateClaim(_) => return None,
    };
    Some(format!("Normal Successful{verb} {verb} Pod {what} in StatefulSet {set} successful"))
}
