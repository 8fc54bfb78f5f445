//! ControllerRevisions: the templates that DaemonSets and StatefulSets have had.
//!
//! Models pkg/controller/history/controller_history.go and the patches that pkg/controller/daemon/update.go
//! and pkg/controller/statefulset/stateful_set_utils.go keep in them, v1.36.

use std::sync::Arc;

use serde_json::{Value, json};

use super::controllers::controller_reference;
use super::store::Store;
use crate::kinds::controller_revision::ControllerRevision;
use crate::kinds::pod::PodTemplateSpec;
use crate::kinds::{Codec, Labels, ObjectMeta, Resource};

/// What a revision keeps: a patch that puts the template back.
pub fn patch_of(template: &PodTemplateSpec) -> Value {
    let mut template = template.to_value().unwrap_or_else(|| json!({}));
    template["$patch"] = json!("replace");
    json!({"spec": {"template": template}})
}

/// The template that a revision keeps.
pub fn template_of(revision: &ControllerRevision) -> PodTemplateSpec {
    let mut template = revision.data["spec"]["template"].clone();
    if let Some(members) = template.as_object_mut() {
        members.remove("$patch");
    }
    PodTemplateSpec::from_value(&template)
}

/// A new revision of an owner; its labels tell the hash under a name of the owner's kind.
pub fn revision_of<T: Resource + Clone>(
    owner: &T,
    labels: &Labels,
    (label, hash): (&str, &str),
    (data, number): (Value, i64),
) -> ControllerRevision {
    let mut labels = labels.clone();
    labels.insert(label.into(), hash.into());
    let owner_meta = owner.meta();
    let meta = ObjectMeta {
        name: format!("{}-{hash}", owner_meta.name.chars().take(PREFIX_LIMIT_CHARS).collect::<String>()),
        namespace: owner_meta.namespace.clone(),
        labels,
        annotations: owner_meta.annotations.clone(),
        owner_references: vec![controller_reference(&owner.clone().into_object())],
        ..Default::default()
    };
    ControllerRevision { meta, data, revision: Some(number), extra: None }
}

/// ControllerRevisionName
const PREFIX_LIMIT_CHARS: usize = 223;

/// The revisions of an owner, the newest last.
pub fn of_owner(uid: &str, store: &Store) -> Vec<Arc<ControllerRevision>> {
    let mine = |one: &&Arc<ControllerRevision>| one.meta.is_controlled_by(uid);
    let mut revisions: Vec<_> = store.owned_by::<ControllerRevision>(uid).filter(mine).cloned().collect();
    revisions.sort_by_key(|one| (one.revision, one.meta.creation_timestamp, one.meta.name.clone()));
    revisions
}
