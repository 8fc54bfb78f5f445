//! One pass over a StatefulSet: `updateStatefulSet` of pkg/controller/statefulset/stateful_set_control.go, v1.36.

use std::sync::Arc;

use super::claims;
use super::identity::{self, new_pod, ordinal, place, revision};
use crate::cluster::pod_control;
use crate::kinds::Time;
use crate::kinds::persistent_volume_claim::PersistentVolumeClaim;
use crate::kinds::pod::{Pod, PodTemplateSpec};
use crate::kinds::stateful_set::{StatefulSet, StatefulSetStatus};

/// A revision by name, with its template.
#[derive(Clone, Debug)]
pub struct Revision {
    pub name: String,
    pub template: PodTemplateSpec,
}

#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Defaulted.
    pub set: &'a StatefulSet,
    /// What the pods had before the update, and what they are to have.
    pub current: &'a Revision,
    pub update: &'a Revision,
    pub collision_count: i32,
    pub pods: &'a [Arc<Pod>],
    pub claims: &'a [Arc<PersistentVolumeClaim>],
    pub now: Time,
}

/// One API call. A refused one ends the pass.
#[derive(Clone, Debug)]
pub enum Action {
    /// With the name of the pod it is for.
    CreateClaim(Box<PersistentVolumeClaim>, String),
    /// Whom a claim belongs to has changed.
    UpdateClaim(Box<PersistentVolumeClaim>),
    CreatePod(Box<Pod>),
    UpdatePod(Box<Pod>),
    DeletePod(Arc<Pod>),
}

#[derive(Clone, Debug)]
pub struct Plan {
    pub actions: Vec<Action>,
    pub status: StatefulSetStatus,
}

pub fn plan(input: &Input<'_>) -> Plan {
    let mut pass = Pass::new(input);
    pass.run();
    pass.complete_update();
    Plan { actions: pass.actions, status: pass.status }
}

/// Missing pods that one pass makes at most.
const MOST_MADE: usize = 500;

struct Pass<'a> {
    input: &'a Input<'a>,
    /// The wanted pods by place, made or not; without those that are left to a later pass.
    replicas: Vec<Arc<Pod>>,
    left_out: bool,
    /// Pods beyond the wanted ones, the highest first.
    condemned: Vec<Arc<Pod>>,
    actions: Vec<Action>,
    status: StatefulSetStatus,
}

fn is_created(pod: &Pod) -> bool {
    !pod.status.phase.is_empty()
}

impl<'a> Pass<'a> {
    fn new(input: &'a Input<'a>) -> Pass<'a> {
        let set = input.set;
        let mut found: Vec<Option<Arc<Pod>>> = vec![None; identity::replicas(set) as usize];
        let mut condemned = Vec::new();
        for pod in input.pods {
            match place(set, pod) {
                Some(place) => found[place] = Some(pod.clone()),
                None if ordinal(pod).is_some() => condemned.push(pod.clone()),
                None => {}
            }
        }
        condemned.sort_by_key(|pod| std::cmp::Reverse(ordinal(pod)));
        let (mut replicas, mut missing) = (Vec::new(), 0);
        for (place, pod) in found.into_iter().enumerate() {
            missing += usize::from(pod.is_none());
            let made = || (missing <= MOST_MADE).then(|| Arc::new(make(input, place)));
            replicas.extend(pod.or_else(made));
        }
        let left_out = missing > MOST_MADE;
        let status = StatefulSetStatus {
            observed_generation: set.meta.generation,
            current_revision: input.current.name.clone(),
            update_revision: input.update.name.clone(),
            collision_count: Some(input.collision_count),
            conditions: Vec::new(),
            ..Default::default()
        };
        let mut pass = Pass { input, replicas, left_out, condemned, actions: Vec::new(), status };
        pass.count(input.pods.to_vec());
        pass
    }

    fn is_available(&self, pod: &Pod) -> bool {
        pod_control::is_available(pod, self.input.set.spec.min_ready_seconds, self.input.now)
    }

    fn is_unavailable(&self, pod: &Pod) -> bool {
        !self.is_available(pod) || pod.meta.is_terminating()
    }

    fn count(&mut self, pods: Vec<Arc<Pod>>) {
        let count = |test: &dyn Fn(&Pod) -> bool| pods.iter().filter(|pod| test(pod)).count() as i32;
        let ready = |pod: &Pod| pod.status.phase == "Running" && pod.is_ready();
        let of =
            |pod: &Pod, name: &str| is_created(pod) && !pod.meta.is_terminating() && revision(pod) == name;
        let (current, update) = (&self.input.current.name, &self.input.update.name);
        let available = count(&|pod| ready(pod) && self.is_available(pod));
        self.status.replicas = Some(count(&is_created));
        self.status.ready_replicas = count(&ready);
        self.status.available_replicas = Some(available);
        self.status.current_replicas = count(&|pod| of(pod, current));
        self.status.updated_replicas = count(&|pod| of(pod, update));
    }

    fn run(&mut self) {
        if self.input.set.meta.is_terminating() {
            return;
        }
        let ordered = self.input.set.spec.pod_management_policy != "Parallel";
        let went_through = self.tend_replicas(ordered) && self.tend_condemned(ordered);
        self.count(self.replicas.iter().chain(&self.condemned).cloned().collect());
        if went_through && self.input.set.spec.update_strategy.kind != "OnDelete" {
            self.replace_outdated();
        }
    }

    /// False when the pass ends here.
    fn tend_replicas(&mut self, ordered: bool) -> bool {
        for pod in self.replicas.clone() {
            let waits = self.tend(&pod, ordered);
            if waits && ordered {
                return false;
            }
        }
        true
    }

    /// Whether an ordered set has to wait for this pod.
    fn tend(&mut self, pod: &Arc<Pod>, ordered: bool) -> bool {
        if pod.is_terminal() {
            if !pod.meta.is_terminating() {
                self.actions.push(Action::DeletePod(pod.clone()));
            }
            return true;
        }
        if !is_created(pod) {
            if self.has_stale_claim(pod) {
                return true;
            }
            self.create_claims(pod);
            self.actions.push(Action::CreatePod(Box::new(Pod::clone(pod))));
            return true;
        }
        if pod.status.phase == "Pending" {
            self.create_claims(pod);
        }
        let ready = pod.status.phase == "Running" && pod.is_ready();
        if ordered && (pod.meta.is_terminating() || !ready || !self.is_available(pod)) {
            return true;
        }
        if let Some(corrected) = identity::corrected(pod) {
            self.actions.push(Action::UpdatePod(Box::new(corrected)));
        }
        self.settle_claims(pod);
        false
    }

    fn claim(&self, name: &str) -> Option<&'a Arc<PersistentVolumeClaim>> {
        self.input.claims.iter().find(|claim| claim.meta.name == name)
    }

    fn has_stale_claim(&self, pod: &Pod) -> bool {
        let wanted = claims::wanted(self.input.set, pod);
        let mut held = wanted.iter().filter_map(|claim| self.claim(&claim.meta.name));
        held.any(|claim| claims::is_stale(self.input.set, pod, claim))
    }

    fn create_claims(&mut self, pod: &Pod) {
        for claim in claims::wanted(self.input.set, pod) {
            if self.claim(&claim.meta.name).is_none() {
                self.actions.push(Action::CreateClaim(Box::new(claim), pod.meta.name.clone()));
            }
        }
    }

    fn settle_claims(&mut self, pod: &Arc<Pod>) {
        for claim in claims::wanted(self.input.set, pod) {
            let held = self.claim(&claim.meta.name);
            let changed = held.and_then(|held| claims::with_owners(self.input.set, pod, held));
            self.actions.extend(changed.map(|changed| Action::UpdateClaim(Box::new(changed))));
        }
    }

    fn tend_condemned(&mut self, ordered: bool) -> bool {
        let all = self.replicas.iter().chain(self.condemned.iter().rev());
        let first_unavailable = all.into_iter().find(|pod| self.is_unavailable(pod)).cloned();
        let condemned = self.condemned.clone();
        condemned.iter().for_each(|pod| self.settle_claims(pod));
        for pod in condemned {
            let first = first_unavailable.as_ref().is_some_and(|first| first.meta.name == pod.meta.name);
            if pod.meta.is_terminating() {
                if ordered {
                    return false;
                }
                continue;
            }
            let available = pod.status.phase == "Running" && self.is_available(&pod);
            if ordered && !available && !first {
                return false;
            }
            self.actions.push(Action::DeletePod(pod));
            if ordered {
                return false;
            }
        }
        true
    }

    /// The highest pod that is not of the new revision goes, once all above it are available.
    fn replace_outdated(&mut self) {
        let rolling = self.input.set.spec.update_strategy.rolling_update.as_ref();
        let partition = rolling.and_then(|rolling| rolling.partition).unwrap_or_default();
        let least = usize::try_from(partition).unwrap_or_default();
        if self.left_out {
            return;
        }
        let targets: Vec<Arc<Pod>> = self.replicas.iter().skip(least).rev().cloned().collect();
        for pod in targets {
            if revision(&pod) != self.input.update.name && !pod.meta.is_terminating() {
                self.actions.push(Action::DeletePod(pod));
                self.status.current_replicas -= 1;
                return;
            }
            if self.is_unavailable(&pod) {
                return;
            }
        }
    }

    /// When all pods are new, what is new is current.
    fn complete_update(&mut self) {
        let status = &mut self.status;
        let wanted = identity::replicas(self.input.set);
        let rolling = self.input.set.spec.update_strategy.kind == "RollingUpdate";
        let counts = [status.updated_replicas, status.ready_replicas, status.replicas.unwrap_or_default()];
        if rolling && counts == [wanted; 3] {
            status.current_replicas = status.updated_replicas;
            status.current_revision = status.update_revision.clone();
        }
    }
}

/// The pod of a place: of the old revision below the partition.
fn make(input: &Input<'_>, place: usize) -> Pod {
    let set = input.set;
    let place = i32::try_from(place).unwrap_or(i32::MAX);
    let strategy = &set.spec.update_strategy;
    let old = match &strategy.rolling_update {
        None => strategy.kind == "RollingUpdate" && place < set.status.current_replicas,
        Some(rolling) => place < rolling.partition.unwrap_or_default(),
    };
    let revision = if old { input.current } else { input.update };
    new_pod(set, &revision.template, &revision.name, identity::start(set).saturating_add(place))
}
