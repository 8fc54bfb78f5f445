//! The revisions of a StatefulSet: `getStatefulSetRevisions` and `truncateHistory` of
//! pkg/controller/statefulset/stateful_set_control.go, v1.36.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::identity;
use crate::cluster::api::{Client, Propagation};
use crate::cluster::revisions;
use crate::cluster::status::{Reason, Status};
use crate::cluster::store::Key;
use crate::cluster::template_hash::data_hash;
use crate::kinds::Kind;
use crate::kinds::controller_revision::ControllerRevision;
use crate::kinds::pod::Pod;
use crate::kinds::stateful_set::{StatefulSet, StatefulSetStatus};

const HASH_LABEL: &str = "controller.kubernetes.io/hash";

/// The current and the update revision, and how many names were taken.
pub struct Revisions {
    pub current: Arc<ControllerRevision>,
    pub update: Arc<ControllerRevision>,
    pub collision_count: i32,
}

pub fn find(set: &StatefulSet, api: &mut Client<'_>) -> Result<Revisions, Status> {
    let all = revisions::of_owner(&set.meta.uid, api.store());
    let data = revisions::patch_of(&set.spec.template);
    let number = all.last().and_then(|last| last.revision).unwrap_or_default() + 1;
    let mut collision_count = set.status.collision_count.unwrap_or_default();
    let equal = all.iter().rfind(|one| one.data == data).cloned();
    let update = match (equal, all.last()) {
        (Some(_), Some(last)) if last.data == data => last.clone(),
        (Some(equal), _) => {
            let mut renumbered = ControllerRevision::clone(&equal);
            renumbered.revision = Some(number);
            api.update(renumbered.clone())?;
            Arc::new(renumbered)
        }
        (None, _) => create(set, (data, number), &mut collision_count, api)?,
    };
    let current = all.iter().find(|one| one.meta.name == set.status.current_revision).cloned();
    Ok(Revisions { current: current.unwrap_or_else(|| update.clone()), update, collision_count })
}

/// A name that another revision has leads to the next one.
fn create(
    set: &StatefulSet,
    content: (serde_json::Value, i64),
    collision_count: &mut i32,
    api: &mut Client<'_>,
) -> Result<Arc<ControllerRevision>, Status> {
    let most = api.store().objects(Kind::ControllerRevision).count();
    for _ in 0..=most {
        let hash = data_hash(&content.0, *collision_count);
        let labels = &set.spec.template.meta.labels;
        let revision = revisions::revision_of(set, labels, (HASH_LABEL, &hash), content.clone());
        let (namespace, name) = (revision.meta.namespace.clone(), revision.meta.name.clone());
        match api.create(revision) {
            Err(status) if status.reason == Reason::AlreadyExists => {
                let there = api.store().get::<ControllerRevision>(&namespace, &name);
                if let Some(same) = there.filter(|there| there.data == content.0) {
                    return Ok(same.clone());
                }
                *collision_count += 1;
            }
            result => return result,
        }
    }
    Err(Status::already_exists(Kind::ControllerRevision, &set.meta.name))
}

/// Lets the oldest revisions go that neither the status nor a pod names, beyond the limit.
pub fn truncate(
    set: &StatefulSet,
    status: &StatefulSetStatus,
    pods: &[Arc<Pod>],
    api: &mut Client<'_>,
) -> Result<(), Status> {
    let Ok(limit) = usize::try_from(set.spec.revision_history_limit.unwrap_or(10)) else { return Ok(()) };
    let mut live: BTreeSet<&str> = pods.iter().map(|pod| identity::revision(pod)).collect();
    live.extend([status.current_revision.as_str(), status.update_revision.as_str()]);
    let mut history = revisions::of_owner(&set.meta.uid, api.store());
    history.retain(|one| !live.contains(one.meta.name.as_str()));
    let surplus = history.len().saturating_sub(limit);
    for revision in history.into_iter().take(surplus) {
        let key = Key::new(Kind::ControllerRevision, &revision.meta.namespace, &revision.meta.name);
        api.delete(&key, None, Propagation::Background)?;
    }
    Ok(())
}
