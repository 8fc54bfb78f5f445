//! The revisions of a DaemonSet: `constructHistory`, `snapshot` and `cleanupHistory` of
//! pkg/controller/daemon/update.go, v1.36.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::nodes::HASH_LABEL;
use crate::cluster::api::{Client, Propagation};
use crate::cluster::revisions;
use crate::cluster::status::{Reason, Status};
use crate::cluster::store::Key;
use crate::cluster::template_hash::template_hash;
use crate::kinds::Kind;
use crate::kinds::controller_revision::ControllerRevision;
use crate::kinds::daemon_set::DaemonSet;
use crate::kinds::pod::Pod;

/// The hash of the current revision, made if there was none, and the older ones.
pub fn construct(
    set: &DaemonSet,
    pods: &[Arc<Pod>],
    api: &mut Client<'_>,
) -> Result<(String, Vec<Arc<ControllerRevision>>), Status> {
    let data = revisions::patch_of(&set.spec.template);
    let all = revisions::of_owner(&set.meta.uid, api.store());
    let (current, old): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.data == data);
    let number = old.iter().filter_map(|one| one.revision).max().unwrap_or_default().max(0) + 1;
    let Some(kept) = current.last() else {
        return Ok((snapshot(set, (data, number), api)?, old));
    };
    let hash = kept.meta.labels.get(HASH_LABEL).cloned().unwrap_or_default();
    for twin in current.iter().filter(|one| one.meta.name != kept.meta.name) {
        relabel(pods, &hash, api)?;
        api.delete(&key(twin), None, Propagation::Background)?;
    }
    if kept.revision.unwrap_or_default() < number {
        let mut renumbered = ControllerRevision::clone(kept);
        renumbered.revision = Some(number);
        api.update(renumbered)?;
    }
    Ok((hash, old))
}

fn key(revision: &ControllerRevision) -> Key {
    Key::new(Kind::ControllerRevision, &revision.meta.namespace, &revision.meta.name)
}

fn relabel(pods: &[Arc<Pod>], hash: &str, api: &mut Client<'_>) -> Result<(), Status> {
    for pod in pods.iter().filter(|pod| !super::nodes::has_hash(pod, hash)) {
        let mut pod = Pod::clone(pod);
        pod.meta.labels.insert(HASH_LABEL.into(), hash.to_owned());
        pod.meta.resource_version = Default::default();
        api.update(pod)?;
    }
    Ok(())
}

fn snapshot(
    set: &DaemonSet,
    content: (serde_json::Value, i64),
    api: &mut Client<'_>,
) -> Result<String, Status> {
    let hash = template_hash(&set.spec.template, set.status.collision_count);
    let labels = &set.spec.template.meta.labels;
    let data = content.0.clone();
    let revision = revisions::revision_of(set, labels, (HASH_LABEL, &hash), content);
    let key = key(&revision);
    let Err(status) = api.create(revision) else { return Ok(hash) };
    if status.reason != Reason::AlreadyExists {
        return Err(status);
    }
    if api.store().by_key::<ControllerRevision>(&key).is_some_and(|there| there.data == data) {
        return Ok(hash);
    }
    let mut collided = set.clone();
    collided.status.collision_count = Some(set.status.collision_count.unwrap_or_default() + 1);
    collided.meta.resource_version = Default::default();
    api.update_status(collided)?;
    Err(status)
}

/// Lets the oldest revisions go that no pod has, beyond the limit.
pub fn clean_up(
    set: &DaemonSet,
    pods: &[Arc<Pod>],
    old: &[Arc<ControllerRevision>],
    api: &mut Client<'_>,
) -> Result<(), Status> {
    let kept = usize::try_from(set.spec.revision_history_limit.unwrap_or(10)).unwrap_or_default();
    let surplus = old.len().saturating_sub(kept);
    let live: BTreeSet<&String> = pods.iter().filter_map(|pod| pod.meta.labels.get(HASH_LABEL)).collect();
    let unused = |one: &&Arc<ControllerRevision>| {
        !one.meta.labels.get(HASH_LABEL).is_some_and(|hash| live.contains(hash))
    };
    for revision in old.iter().filter(unused).take(surplus) {
        api.delete(&key(revision), None, Propagation::Background)?;
    }
    Ok(())
}
