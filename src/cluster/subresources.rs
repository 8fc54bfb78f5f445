//! Requests about a part of an object that are not ordinary writes: `binding` and `eviction` of pods,
//! `scale` of what has replicas, v1.36.
//!
//! Models pkg/registry/core/pod/storage/storage.go and eviction.go, and component-helpers
//! apps/poddisruptionbudget. Kinds that are never stored are answered here too.

use std::sync::Arc;

use serde_json::{Value, json};

use super::api::{Client, Propagation};
use super::status::{Reason, Status};
use super::store::Key;
use super::{reviews, writes};
use crate::kinds::edit::ensure;
use crate::kinds::pod::Pod;
use crate::kinds::pod_disruption_budget::PodDisruptionBudget;
use crate::kinds::pod_status::PodCondition;
use crate::kinds::scale;
use crate::kinds::selector::LabelSelector;
use crate::kinds::{Codec, Kind, Labels, Object, Resource, Verbs};

/// Evictions the server lets through before the budget's controller noted them.
const LIMIT_DISRUPTED: usize = 2000;

/// Refuses requests about one object of a kind that is not stored.
pub(super) fn refuse_unserved(kind: Kind) -> Result<(), Status> {
    match kind.verbs() {
        Verbs::All => Ok(()),
        Verbs::Create => {
            Err(Status::new(Reason::NotFound, "the server could not find the requested resource"))
        }
        Verbs::Read => Err(Status::method_not_allowed()),
    }
}

impl Client<'_> {
    /// Places a pod on a node: the `binding` subresource.
    pub fn bind(&mut self, namespace: &str, name: &str, node: &str) -> Result<(), Status> {
        self.bind_with(namespace, name, node, &Labels::default())
    }

    fn bind_with(
        &mut self,
        namespace: &str,
        name: &str,
        node: &str,
        annotations: &Labels,
    ) -> Result<(), Status> {
        let pod =
            self.store().get::<Pod>(namespace, name).ok_or_else(|| Status::not_found(Kind::Pod, name))?;
        if let Some(why) = unbindable(pod) {
            let what = format!("Operation cannot be fulfilled on pods/binding {name:?}: {why}");
            return Err(Status::new(Reason::Conflict, what));
        }
        let mut pod = Pod::clone(pod);
        Arc::make_mut(&mut pod.spec).node_name = node.to_owned();
        pod.status.nominated_node_name.clear();
        pod.meta.annotations.extend(annotations.iter().map(|(key, value)| (key.clone(), value.clone())));
        writes::set_pod_condition(&mut pod, writes::condition("PodScheduled", "True"), self.wall_clock());
        self.put(pod.into_object());
        Ok(())
    }

    /// Acts on an object of a kind that is only made, never stored.
    pub(super) fn create_unstored(&mut self, object: Object) -> Result<Object, Status> {
        if object.kind().verbs() == Verbs::Read {
            return Err(Status::method_not_allowed());
        }
        if object.kind() != Kind::Binding {
            return reviews::answer(self.store(), &object);
        }
        let (meta, target) = (object.meta(), object.to_value()["target"].take());
        let text = |name: &str| target[name].as_str().unwrap_or_default();
        let mut wrong = Vec::new();
        if !matches!(text("kind"), "" | "Node") {
            let kind = text("kind");
            let known = "supported values: \"Node\", \"<empty>\"";
            wrong.push(format!("target.kind: Unsupported value: {kind:?}: {known}"));
        }
        if text("name").is_empty() {
            wrong.push("target.name: Required value".to_owned());
        }
        if !wrong.is_empty() {
            return Err(Status::new(Reason::Unknown, super::admission::aggregate(&wrong)));
        }
        let namespace = if meta.namespace.is_empty() { "default" } else { &meta.namespace };
        self.bind_with(namespace, &meta.name, text("name"), &meta.annotations)?;
        Ok(object)
    }

    /// Wants another number of replicas: the `scale` subresource.
    pub fn scale(&mut self, key: &Key, replicas: i32) -> Result<(), Status> {
        let stored = self.store().object(key).ok_or_else(|| Status::not_found(key.kind, &key.name))?;
        let Some(paths) = scale::paths(key.kind) else {
            return Err(Status::new(Reason::NotFound, "the server could not find the requested resource"));
        };
        let mut scaled = stored.to_value();
        let names = paths.spec.trim_start_matches('.').split('.');
        let place = names.fold(&mut scaled, |value, name| ensure(value, name));
        *place = json!(replicas);
        self.update_object(key.kind.read(&scaled)).map(drop)
    }

    /// Deletes a pod unless its disruption budget forbids it: the `eviction` subresource.
    pub fn evict(&mut self, namespace: &str, name: &str, grace_seconds: Option<i64>) -> Result<(), Status> {
        let pod =
            self.store().get::<Pod>(namespace, name).ok_or_else(|| Status::not_found(Kind::Pod, name))?;
        let pod = Pod::clone(pod);
        let free = pod.is_terminal() || pod.status.phase == "Pending" || pod.meta.is_terminating();
        if !free && let Some(budget) = self.budget_of(&pod)? {
            self.spend(budget, &pod)?;
        }
        self.note_eviction(pod);
        self.delete(&Key::new(Kind::Pod, namespace, name), grace_seconds, Propagation::Background)
    }

    /// The condition that says why the pod goes.
    fn note_eviction(&mut self, mut pod: Pod) {
        let condition = PodCondition {
            reason: "EvictionByEvictionAPI".into(),
            message: "Eviction API: evicting".into(),
            observed_generation: pod.meta.generation,
            ..writes::condition("DisruptionTarget", "True")
        };
        writes::set_pod_condition(&mut pod, condition, self.wall_clock());
        self.put(pod.into_object());
    }

    fn budget_of(&self, pod: &Pod) -> Result<Option<Arc<PodDisruptionBudget>>, Status> {
        let covers = |budget: &&Arc<PodDisruptionBudget>| {
            let selector = LabelSelector::from_value(&status_of(budget, "spec")["selector"]);
            !selector.is_empty() && selector.matches(&pod.meta.labels)
        };
        let budgets: Vec<&Arc<PodDisruptionBudget>> =
            self.store().list_in::<PodDisruptionBudget>(&pod.meta.namespace).filter(covers).collect();
        if budgets.len() > 1 {
            let why = "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.";
            return Err(Status::new(Reason::Unknown, why));
        }
        Ok(budgets.first().map(|budget| Arc::clone(budget)))
    }

    /// Takes one disruption from a budget, or refuses.
    fn spend(&mut self, budget: Arc<PodDisruptionBudget>, pod: &Pod) -> Result<(), Status> {
        let (spec, mut status) = (status_of(&budget, "spec"), status_of(&budget, "status"));
        let number = |name: &str| status[name].as_i64().unwrap_or(0);
        let (healthy, wanted) = (number("currentHealthy"), number("desiredHealthy"));
        let ready = pod.status.conditions.iter().any(|one| one.kind == "Ready" && one.status == "True");
        let enough = healthy >= wanted && wanted > 0;
        if !ready && (spec["unhealthyPodEvictionPolicy"] == "AlwaysAllow" || enough) {
            return Ok(());
        }
        let name = &budget.meta.name;
        let refused = |note: String| {
            let why = "Cannot evict pod as it would violate the pod's disruption budget.";
            Status { cause: Some(note), ..Status::new(Reason::TooManyRequests, why) }
        };
        if number("observedGeneration") < budget.meta.generation {
            return Err(refused(format!(
                "The disruption budget {name} is still being processed by the server."
            )));
        }
        let allowed = number("disruptionsAllowed");
        let forbidden = |why: &str| {
            Status::new(Reason::Forbidden, format!("poddisruptionbudget.policy {name:?} is forbidden: {why}"))
        };
        if allowed < 0 {
            return Err(forbidden("pdb disruptions allowed is negative"));
        }
        if status["disruptedPods"].as_object().is_some_and(|pods| pods.len() > LIMIT_DISRUPTED) {
            let why = "DisruptedPods map too big - too many evictions not confirmed by PDB controller";
            return Err(forbidden(why));
        }
        if allowed == 0 {
            return Err(refused(format!(
                "The disruption budget {name} needs {wanted} healthy pods and has {healthy} currently"
            )));
        }
        let now = json!(self.wall_clock().to_string());
        status["disruptionsAllowed"] = json!(allowed - 1);
        if !status["disruptedPods"].is_object() {
            status["disruptedPods"] = json!({});
        }
        status["disruptedPods"][&pod.meta.name] = now.clone();
        if allowed == 1 {
            exhausted(&mut status, now);
        }
        let mut written = budget.to_value().unwrap_or_default();
        written["status"] = status;
        self.update_status(PodDisruptionBudget::from_value(&written))
    }
}

fn status_of(budget: &PodDisruptionBudget, part: &str) -> Value {
    budget.to_value().unwrap_or_default()[part].take()
}

/// The condition DisruptionAllowed of a budget that is spent.
fn exhausted(status: &mut Value, now: Value) {
    let condition = json!({
        "type": "DisruptionAllowed", "status": "False", "reason": "InsufficientPods", "message": "",
        "lastTransitionTime": now, "observedGeneration": status["observedGeneration"],
    });
    let mut conditions = status["conditions"].as_array().cloned().unwrap_or_default();
    conditions.retain(|one| one["type"] != "DisruptionAllowed");
    conditions.push(condition);
    status["conditions"] = Value::Array(conditions);
}

/// Why a pod cannot be put on a node.
fn unbindable(pod: &Pod) -> Option<String> {
    let (name, node) = (&pod.meta.name, &pod.spec.node_name);
    let gates = pod.spec.extra.as_ref().and_then(|extra| extra.get("schedulingGates"));
    if pod.meta.is_terminating() {
        return Some(format!("pod {name} is being deleted, cannot be assigned to a host"));
    }
    if !node.is_empty() {
        return Some(format!("pod {name} is already assigned to node {node:?}"));
    }
    let gated = gates.and_then(Value::as_array).is_some_and(|gates| !gates.is_empty());
    gated.then(|| format!("pod {name} has non-empty .spec.schedulingGates"))
}
