//! The disruption controller: how many pods of a budget may go on purpose now.
//!
//! Models pkg/controller/disruption/disruption.go, v1.36. How many pods are expected follows the scale of their
//! controllers (Deployment, ReplicaSet, ReplicationController, StatefulSet) where the budget is a percentage or says how
//! many may be missing; a pod that was evicted and is still there counts as gone for two minutes.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::{Controller, Requeue};
use crate::cluster::api::Client;
use crate::cluster::events::Note;
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store};
use crate::kinds::int_or_string::IntOrString;
use crate::kinds::pod::Pod;
use crate::kinds::pod_disruption_budget::PodDisruptionBudget;
use crate::kinds::selector::LabelSelector;
use crate::kinds::{Codec, Kind, Labels, Object, Time};
use crate::sim::Span;

/// DeletionTimeout
const DELETION_TIMEOUT_SECONDS: i64 = 120;

#[derive(Clone, Debug)]
pub struct DisruptionController;

impl Controller for DisruptionController {
    /// The name its events carry.
    fn name(&self) -> &'static str {
        "controllermanager"
    }

    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>) {
        match change.key.kind {
            Kind::PodDisruptionBudget => keys.push(change.key.clone()),
            Kind::Pod => {
                let labels: Vec<&Labels> =
                    [&change.old, &change.new].into_iter().flatten().map(|pod| &pod.meta().labels).collect();
                let budgets = store.list_in::<PodDisruptionBudget>(&change.key.namespace);
                let covers = |budget: &&Arc<PodDisruptionBudget>| {
                    selector(budget)
                        .is_some_and(|selector| labels.iter().any(|labels| selector.matches(labels)))
                };
                let key = |budget: &Arc<PodDisruptionBudget>| {
                    Key::new(Kind::PodDisruptionBudget, &budget.meta.namespace, &budget.meta.name)
                };
                keys.extend(budgets.filter(covers).map(key));
            }
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(budget) = api.store().by_key::<PodDisruptionBudget>(key).cloned() else {
            return Ok(Requeue::Done);
        };
        let pods = covered(&budget, api.store());
        if pods.is_empty() {
            api.event(&*budget, Note::normal("NoPods", "No matching pods found"));
        }
        let now = api.wall_clock();
        let object = Object::PodDisruptionBudget(budget.clone()).to_value();
        let (expected, wanted) = match expectation(&object["spec"], &pods, api.store()) {
            Ok(expectation) => expectation,
            Err(why) => {
                let why = format!("Failed to calculate the number of expected pods: {why}");
                api.event(&*budget, Note::warning("CalculateExpectedPodCountFailed", &why));
                return Ok(Requeue::Done);
            }
        };
        let (disrupted, look_again) = disrupted(&object["status"], &pods, now);
        let is_healthy = |pod: &&Arc<Pod>| {
            !pod.meta.is_terminating() && !disrupted.contains_key(&pod.meta.name) && pod.is_ready()
        };
        let healthy = pods.iter().filter(is_healthy).count() as i64;
        let allowed = if expected > 0 { (healthy - wanted).max(0) } else { 0 };
        let numbers = [
            ("currentHealthy", healthy),
            ("desiredHealthy", wanted),
            ("expectedPods", expected),
            ("disruptionsAllowed", allowed),
            ("observedGeneration", budget.meta.generation),
        ];
        write(&object, &numbers, &disrupted, now, api)?;
        Ok(look_again.map_or(Requeue::Done, |seconds| Requeue::After(Span::from_secs(seconds))))
    }
}

/// None selects nothing; an empty one selects everything.
fn selector(budget: &PodDisruptionBudget) -> Option<LabelSelector> {
    budget.spec.selector.clone()
}

fn covered(budget: &PodDisruptionBudget, store: &Store) -> Vec<Arc<Pod>> {
    let Some(selector) = selector(budget) else { return Vec::new() };
    let pods = store.list_in::<Pod>(&budget.meta.namespace);
    pods.filter(|pod| selector.matches(&pod.meta.labels)).cloned().collect()
}

/// How many pods there should be, and how many of them healthy at least.
fn expectation(spec: &Value, pods: &[Arc<Pod>], store: &Store) -> Result<(i64, i64), String> {
    let amount = |field: &str| spec.get(field).map(IntOrString::from_value);
    match (amount("maxUnavailable"), amount("minAvailable")) {
        (Some(most), _) => {
            let expected = scale_of(pods, store);
            Ok((expected, (expected - most.scaled_value(expected, true)?).max(0)))
        }
        (None, Some(IntOrString::Int(least))) => Ok((pods.len() as i64, i64::from(least))),
        (None, Some(least)) => {
            let expected = scale_of(pods, store);
            Ok((expected, least.scaled_value(expected, true)?))
        }
        (None, None) => Ok((0, 0)),
    }
}

/// The sum of what the pods' controllers want, each counted once.
fn scale_of(pods: &[Arc<Pod>], store: &Store) -> i64 {
    let mut scales: BTreeMap<String, i64> = BTreeMap::new();
    for pod in pods {
        let Some(owner) = pod.meta.controller() else { continue };
        let kind = match owner.kind.as_str() {
            "ReplicaSet" => Kind::ReplicaSet,
            "ReplicationController" => Kind::ReplicationController,
            "StatefulSet" => Kind::StatefulSet,
            _ => continue,
        };
        let Some(mut held) = store.object(&Key::new(kind, &pod.meta.namespace, &owner.name)) else {
            continue;
        };
        let above = held.meta().controller().filter(|above| above.kind == "Deployment");
        if let Some(above) = above {
            let key = Key::new(Kind::Deployment, &pod.meta.namespace, &above.name);
            held = store.object(&key).unwrap_or(held);
        }
        let replicas = held.to_value()["spec"]["replicas"].as_i64().unwrap_or(1);
        scales.insert(held.meta().uid.clone(), replicas);
    }
    scales.values().sum()
}

/// Pods that were evicted and are still to go, and in how many seconds one of them counts again.
fn disrupted(status: &Value, pods: &[Arc<Pod>], now: Time) -> (BTreeMap<String, Value>, Option<u64>) {
    let mut kept = BTreeMap::new();
    let mut soonest: Option<u64> = None;
    for (name, at) in status["disruptedPods"].as_object().into_iter().flatten() {
        let there = pods.iter().any(|pod| pod.meta.name == *name && !pod.meta.is_terminating());
        let age = Time::parse(at.as_str().unwrap_or_default()).map_or(i64::MAX, |at| now.seconds_since(at));
        if !there || age >= DELETION_TIMEOUT_SECONDS {
            continue;
        }
        let left = (DELETION_TIMEOUT_SECONDS - age).max(0) as u64;
        soonest = Some(soonest.map_or(left, |soonest| soonest.min(left)));
        kept.insert(name.clone(), at.clone());
    }
    (kept, soonest)
}

fn write(
    object: &Value,
    numbers: &[(&str, i64)],
    disrupted: &BTreeMap<String, Value>,
    now: Time,
    api: &mut Client<'_>,
) -> Result<(), Status> {
    let mut status = object["status"].clone();
    if !status.is_object() {
        status = json!({});
    }
    for (name, number) in numbers {
        status[*name] = json!(number);
    }
    status["disruptedPods"] = json!(disrupted);
    if disrupted.is_empty()
        && let Some(members) = status.as_object_mut()
    {
        members.remove("disruptedPods");
    }
    set_condition(&mut status, now);
    let mut written = object.clone();
    written["status"] = status;
    api.update_status(PodDisruptionBudget::from_value(&written))
}

/// UpdateDisruptionAllowedCondition of component-helpers apps/poddisruptionbudget.
fn set_condition(status: &mut Value, now: Time) {
    let allowed = status["disruptionsAllowed"].as_i64().unwrap_or_default() > 0;
    let (state, reason) = if allowed { ("True", "SufficientPods") } else { ("False", "InsufficientPods") };
    let mut conditions = status["conditions"].as_array().cloned().unwrap_or_default();
    let held = conditions.iter().find(|one| one["type"] == "DisruptionAllowed");
    let since = held.filter(|held| held["status"] == state).map(|held| held["lastTransitionTime"].clone());
    let condition = json!({
        "type": "DisruptionAllowed", "status": state, "reason": reason, "message": "",
        "lastTransitionTime": since.unwrap_or_else(|| json!(now.to_string())),
        "observedGeneration": status["observedGeneration"],
    });
    match conditions.iter_mut().find(|one| one["type"] == "DisruptionAllowed") {
        Some(held) => *held = condition,
        None => conditions.push(condition),
    }
    status["conditions"] = Value::Array(conditions);
}
