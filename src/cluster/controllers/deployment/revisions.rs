//! Which ReplicaSet is the new one, its revision, its name and its making.
//!
//! Models `getAllReplicaSetsAndSyncRevision` and `getNewReplicaSet` of pkg/controller/deployment/sync.go
//! and the annotations of util/deployment_util.go, v1.36. A change of annotations is written and nothing
//! else is done with the Deployment's revision until the next pass, as upstream.

use std::sync::Arc;

use super::super::controller_reference;
use super::conditions::{self, PROGRESSING};
use super::plan::{Action, Basis};
use super::sync::{Held, Revisions, Sync, wanted_pods};
use crate::cluster::planned::PlannedEvent;
use crate::cluster::template_hash::template_hash;
use crate::kinds::deployment::{Deployment, DeploymentCondition, DeploymentStatus};
use crate::kinds::pod::PodTemplateSpec;
use crate::kinds::replicaset::{ReplicaSet, ReplicaSetSpec};
use crate::kinds::{ObjectMeta, Resource, Time};

pub(super) const REVISION: &str = "deployment.kubernetes.io/revision";
pub(super) const REVISION_HISTORY: &str = "deployment.kubernetes.io/revision-history";
pub(super) const DESIRED_REPLICAS: &str = "deployment.kubernetes.io/desired-replicas";
pub(super) const MAX_REPLICAS: &str = "deployment.kubernetes.io/max-replicas";
const TEMPLATE_HASH: &str = "pod-template-hash";
/// Annotations of a Deployment that its ReplicaSets do not inherit.
const NOT_COPIED: [&str; 6] = [
    "kubectl.kubernetes.io/last-applied-configuration",
    REVISION,
    REVISION_HISTORY,
    DESIRED_REPLICAS,
    MAX_REPLICAS,
    "deprecated.deployment.rollback.to",
];
/// maxRevHistoryLengthInChars
const HISTORY_LIMIT_CHARS: usize = 2000;
/// DNS1123SubdomainMaxLength
const NAME_LIMIT_CHARS: usize = 253;

impl Sync<'_> {
    /// Finds the new ReplicaSet and brings its revision up to date; makes it if asked to.
    pub(super) fn sync_revisions(&mut self, create: bool) -> Revisions {
        let template = &self.deployment.spec.template;
        let new_at = self.sets.iter().position(|set| same_template(&set.spec.template, template));
        let others = self.sets.iter().enumerate().filter(|(at, _)| Some(*at) != new_at);
        let as_read = |(_, set): (usize, &Arc<ReplicaSet>)| Held { set: set.clone(), basis: Basis::Read };
        let old: Vec<Held> = others.map(as_read).collect();
        let revision = old.iter().map(|held| revision_of(&held.set)).max().unwrap_or_default().max(0) + 1;
        let new = match new_at {
            Some(at) => Some(self.existing(at, revision)),
            None => create.then(|| self.create(&old, revision)),
        };
        Revisions { new, old }
    }

    fn existing(&mut self, at: usize, revision: i64) -> Held {
        let as_read = self.sets[at].clone();
        let mut set = ReplicaSet::clone(&as_read);
        let annotated = annotate(&self.deployment, &mut set, revision);
        let min_ready_seconds = self.deployment.spec.min_ready_seconds;
        if annotated || set.spec.min_ready_seconds != min_ready_seconds {
            set.spec.min_ready_seconds = min_ready_seconds;
            self.explain(format!(
                "{} has the current template: it becomes revision {revision}",
                set.meta.name
            ));
            return self.update(&as_read, set, Basis::Read);
        }
        let found = format!("Found new replica set \"{}\"", set.meta.name);
        let revised = self.set_revision(set.meta.annotation(REVISION).unwrap_or_default().to_owned());
        let first_seen = self.deployment.condition(PROGRESSING).is_none();
        if self.note_progress(first_seen, (conditions::FOUND, &found)) || revised {
            self.write_status();
        }
        Held { set: as_read, basis: Basis::Read }
    }

    fn create(&mut self, old: &[Held], revision: i64) -> Held {
        let mut set = self.new_replica_set();
        let size = self.new_size(wanted_pods(old), 0);
        set.spec.replicas = Some(size);
        annotate(&self.deployment, &mut set, revision);
        self.annotate_sizes(&mut set);
        let name = set.meta.name.clone();
        self.explain(format!(
            "no ReplicaSet has the current template: {name} is made as revision {revision}"
        ));
        self.act(Action::Create(Box::new(set.clone())));
        if size > 0 {
            let message = format!("Scaled up replica set {name} from 0 to {size}");
            self.event(PlannedEvent::normal("ScalingReplicaSet", message));
        }
        let revised = self.set_revision(revision.to_string());
        let created = format!("Created new replica set \"{name}\"");
        if self.note_progress(true, (conditions::CREATED, &created)) || revised {
            self.write_status();
        }
        Held { set: Arc::new(set), basis: Basis::Written }
    }

    fn new_replica_set(&self) -> ReplicaSet {
        let (meta, spec) = (&self.deployment.meta, &self.deployment.spec);
        let hash = template_hash(&spec.template, self.deployment.status.collision_count);
        let (mut template, mut selector) = (spec.template.clone(), spec.selector.clone());
        template.meta.labels.insert(TEMPLATE_HASH.into(), hash.clone());
        selector.match_labels.insert(TEMPLATE_HASH.into(), hash.clone());
        ReplicaSet {
            meta: ObjectMeta {
                name: set_name(&meta.name, &hash),
                namespace: meta.namespace.clone(),
                labels: template.meta.labels.clone(),
                owner_references: vec![controller_reference(&self.deployment.clone().into_object())],
                ..Default::default()
            },
            spec: ReplicaSetSpec {
                selector,
                template,
                min_ready_seconds: spec.min_ready_seconds,
                ..Default::default()
            },
            ..Default::default()
        }
    }

    /// Whether the Deployment's revision was another one.
    fn set_revision(&mut self, revision: String) -> bool {
        let annotations = &mut self.deployment.meta.annotations;
        let changed = annotations.get(REVISION).map_or("", String::as_str) != revision;
        if changed {
            annotations.insert(REVISION.into(), revision);
        }
        changed
    }

    fn note_progress(&mut self, wanted: bool, (reason, message): (&str, &str)) -> bool {
        let noted = wanted && self.has_progress_deadline();
        if noted {
            let condition = self.condition((PROGRESSING, "True"), reason, message);
            conditions::set(&mut self.deployment.status, condition);
        }
        noted
    }
}

/// The status to write when the name of a new ReplicaSet is taken by a stranger; the next pass hashes anew.
pub fn after_collision(deployment: &Deployment) -> DeploymentStatus {
    let collision_count = Some(deployment.status.collision_count.unwrap_or_default() + 1);
    DeploymentStatus { collision_count, ..deployment.status.clone() }
}

/// The status to write, if any, and the event when a new ReplicaSet is refused for another reason.
pub fn after_failed_create(
    deployment: &Deployment,
    name: &str,
    error: &str,
    now: Time,
) -> (Option<DeploymentStatus>, PlannedEvent) {
    let sync = Sync::new(deployment, &[], &[], now);
    let message = format!("Failed to create new replica set \"{name}\": {error}");
    let status = sync.has_progress_deadline().then(|| {
        let mut status = deployment.status.clone();
        let condition: DeploymentCondition =
            sync.condition((PROGRESSING, "False"), conditions::CREATE_FAILED, &message);
        conditions::set(&mut status, condition);
        status
    });
    (status, PlannedEvent::warning(conditions::CREATE_FAILED, message))
}

/// Equal but for the hash that the controller puts among the labels.
fn same_template(a: &PodTemplateSpec, b: &PodTemplateSpec) -> bool {
    let plain = |template: &PodTemplateSpec| {
        let mut meta = template.meta.clone();
        meta.labels.remove(TEMPLATE_HASH);
        meta
    };
    a.spec == b.spec && a.extra == b.extra && plain(a) == plain(b)
}

/// 0 without the annotation; a revision that is no number does not count either.
pub(super) fn revision_of(set: &ReplicaSet) -> i64 {
    set.meta.annotation(REVISION).and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// Copies the Deployment's annotations and sets the revision, if it grows. Says whether anything changed.
fn annotate(deployment: &Deployment, set: &mut ReplicaSet, revision: i64) -> bool {
    let mut changed = false;
    for (name, value) in &deployment.meta.annotations {
        if !NOT_COPIED.contains(&name.as_str()) && set.meta.annotations.get(name) != Some(value) {
            set.meta.annotations.insert(name.clone(), value.clone());
            changed = true;
        }
    }
    let earlier = set.meta.annotations.get(REVISION).cloned();
    let readable = earlier.as_ref().is_none_or(|text| text.parse::<i64>().is_ok());
    if !readable || revision_of(set) >= revision {
        return changed && readable;
    }
    set.meta.annotations.insert(REVISION.into(), revision.to_string());
    if let Some(earlier) = earlier {
        remember_revision(set, &earlier);
    }
    true
}

/// Adds a revision to the ReplicaSet's history, at the cost of its oldest ones when it grows too long.
fn remember_revision(set: &mut ReplicaSet, earlier: &str) {
    let history = set.meta.annotation(REVISION_HISTORY).unwrap_or_default();
    let mut revisions: Vec<&str> = history.split(',').filter(|_| !history.is_empty()).collect();
    revisions.push(earlier);
    while revisions.len() > 1 && revisions.join(",").len() > HISTORY_LIMIT_CHARS {
        revisions.remove(0);
    }
    let history = revisions.join(",");
    set.meta.annotations.insert(REVISION_HISTORY.into(), history);
}

fn set_name(deployment: &str, hash: &str) -> String {
    let room = NAME_LIMIT_CHARS.saturating_sub(hash.len() + 1);
    let short: String = deployment.chars().take(room).collect();
    format!("{short}-{hash}")
}
