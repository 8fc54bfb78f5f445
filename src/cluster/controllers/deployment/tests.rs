//! Rollouts played through with ReplicaSets that obey at once.

use std::sync::Arc;

use serde_json::json;

use super::{Action, Basis, Plan, plan};
use crate::kinds::deployment::Deployment;
use crate::kinds::replicaset::ReplicaSet;
use crate::kinds::{Codec, Kind, Object, Time, defaults};

/// A Deployment with its ReplicaSets, and what has been said of them.
struct Lab {
    deployment: Deployment,
    sets: Vec<ReplicaSet>,
    events: Vec<String>,
    now: Time,
}

impl Lab {
    fn new(spec: serde_json::Value) -> Lab {
        let mut object =
            Kind::Deployment.read(&json!({"metadata": {"name": "web", "generation": 1}, "spec": spec}));
        defaults::set_defaults(&mut object);
        let Object::Deployment(deployment) = object else { unreachable!() };
        let deployment = Deployment::clone(&deployment);
        Lab { deployment, sets: Vec::new(), events: Vec::new(), now: Time(1_000_000) }
    }

    fn pass(&mut self) -> Plan {
        let sets: Vec<Arc<ReplicaSet>> = self.sets.iter().cloned().map(Arc::new).collect();
        let plan = plan(&self.deployment, &sets, &[], self.now);
        self.carry_out(&plan);
        plan
    }

    /// Stops at the first conflict, as the API server would make it.
    fn carry_out(&mut self, plan: &Plan) {
        let mut written: Vec<String> = Vec::new();
        for action in &plan.actions {
            match action {
                Action::Create(set) => {
                    let mut set = ReplicaSet::clone(set);
                    set.meta.creation_timestamp = Some(self.now);
                    self.sets.push(set);
                }
                Action::Update { replica_set, basis, .. } => {
                    let name = &replica_set.meta.name;
                    if *basis == Basis::Read && written.contains(name) {
                        return;
                    }
                    written.push(name.clone());
                    let set = self.sets.iter_mut().find(|set| set.meta.name == *name).unwrap();
                    *set = ReplicaSet::clone(replica_set);
                }
                Action::Delete(name) => self.sets.retain(|set| set.meta.name != *name),
                Action::WriteStatus { .. } if written.contains(&String::new()) => return,
                Action::WriteStatus { status, annotations } => {
                    written.push(String::new());
                    self.deployment.status = status.as_ref().clone();
                    self.deployment.meta.annotations = annotations.clone();
                }
                Action::Event(event) => self.events.push(event.message.clone()),
            }
        }
    }

    /// The ReplicaSets' own status: pods as wanted; `ready` is how many of the newest's are available.
    fn obey(&mut self, ready: i32) {
        let newest = self.sets.len() - 1;
        for (at, set) in self.sets.iter_mut().enumerate() {
            let pods = set.replicas();
            set.status.replicas = Some(pods);
            set.status.available_replicas = if at == newest { pods.min(ready) } else { pods };
            set.status.ready_replicas = set.status.available_replicas;
        }
    }

    /// Passes until nothing changes, then one more pod is ready.
    fn roll_out(&mut self) {
        for ready in 0..=self.deployment.replicas() {
            while !self.pass().actions.is_empty() {
                self.obey(ready);
            }
            self.now = self.now.plus_seconds(2);
            self.obey(ready + 1);
        }
        while !self.pass().actions.is_empty() {}
    }

    fn set_image(&mut self, image: &str) {
        let mut template = self.deployment.spec.template.to_value().unwrap();
        template["spec"]["containers"][0]["image"] = json!(image);
        self.deployment.spec.template = Codec::from_value(&template);
        self.deployment.meta.generation += 1;
    }

    fn sizes(&mut self) -> Vec<String> {
        let steps = std::mem::take(&mut self.events);
        let step = |text: String| {
            let words: Vec<&str> = text.split(' ').collect();
            let is_new = self.sets.last().is_some_and(|set| words[4] == set.meta.name);
            format!("{} {}->{}", if is_new { "new" } else { "old" }, words[6], words[8])
        };
        steps.into_iter().map(step).collect()
    }
}

fn check(spec: serde_json::Value, steps: &str) {
    let mut lab = Lab::new(spec);
    lab.deployment.spec.selector.match_labels.insert("app".into(), "web".into());
    lab.set_image("app:v1");
    lab.roll_out();
    lab.events.clear();
    lab.set_image("app:v2");
    lab.roll_out();
    assert_eq!(lab.sizes().join(", "), steps);
    let progressing = lab.deployment.condition("Progressing").unwrap();
    assert_eq!(progressing.reason, "NewReplicaSetAvailable");
}

fn spec(replicas: i32, strategy: serde_json::Value) -> serde_json::Value {
    json!({"replicas": replicas, "strategy": strategy, "template": {"spec": {"containers": [{"name": "app"}]}}})
}

#[test]
fn moves_pods_as_recorded_from_a_real_cluster() {
    let quarter = "new 0->1, old 4->3, new 1->2, old 3->2, new 2->3, old 2->1, new 3->4, old 1->0";
    check(spec(4, json!({})), quarter);
    check(spec(1, json!({})), "new 0->1, old 1->0");
    let missing_one = json!({"rollingUpdate": {"maxSurge": 0, "maxUnavailable": 1}});
    check(spec(2, missing_one), "old 2->1, new 0->1, old 1->0, new 1->2");
    check(spec(3, json!({"type": "Recreate"})), "old 3->0, new 0->3");
}

#[test]
fn a_rollback_conflicts_with_its_own_first_write() {
    let mut lab = Lab::new(spec(2, json!({})));
    lab.deployment.spec.selector.match_labels.insert("app".into(), "web".into());
    for image in ["app:v1", "app:v2"] {
        lab.set_image(image);
        lab.roll_out();
    }
    lab.set_image("app:v1");
    let plan = lab.pass();
    let bases: Vec<Basis> = plan
        .actions
        .iter()
        .filter_map(|action| match action {
            Action::Update { basis, .. } => Some(*basis),
            _ => None,
        })
        .collect();
    assert_eq!(bases, [Basis::Read, Basis::Read, Basis::Written]);
    let revised = lab.sets[0].meta.annotation("deployment.kubernetes.io/revision");
    assert_eq!((revised, lab.sets[0].replicas()), (Some("3"), 0));
}

#[test]
fn a_stuck_rollout_is_looked_at_again_at_its_deadline() {
    let mut lab = Lab::new(spec(1, json!({})));
    lab.deployment.spec.selector.match_labels.insert("app".into(), "web".into());
    while !lab.pass().actions.is_empty() {
        lab.obey(0);
    }
    assert_eq!(lab.pass().requeue_after_seconds, Some(601));
    lab.now = lab.now.plus_seconds(600);
    lab.pass();
    let progressing = lab.deployment.condition("Progressing").unwrap();
    assert_eq!(progressing.reason, "ProgressDeadlineExceeded");
}

#[test]
fn an_empty_selector_is_refused() {
    let mut lab = Lab::new(spec(1, json!({})));
    lab.pass();
    assert_eq!(lab.events, ["This deployment is selecting all pods. A non-empty selector is required."]);
    assert_eq!(lab.deployment.status.observed_generation, 1);
}
