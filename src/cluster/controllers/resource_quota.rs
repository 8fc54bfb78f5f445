//! The quota controller: writes down what a namespace uses of each quota.
//!
//! Models pkg/controller/resourcequota/resource_quota_controller.go, v1.36: a quota is counted again when
//! it changes and when something it counts comes or goes; admission counts for itself (see there).

use std::sync::Arc;

use super::{Controller, Requeue};
use crate::cluster::api::Client;
use crate::cluster::quota;
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store, Verb};
use crate::kinds::resource_quota::ResourceQuota;
use crate::kinds::{Kind, Object};

#[derive(Clone, Debug)]
pub struct ResourceQuotaController;

impl Controller for ResourceQuotaController {
    fn name(&self) -> &'static str {
        "resourcequota-controller"
    }

    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>) {
        if change.key.kind == Kind::ResourceQuota {
            keys.push(change.key.clone());
        } else if counts_anew(change) {
            let quotas = store.list_in::<ResourceQuota>(&change.key.namespace);
            keys.extend(
                quotas.map(|quota| Key::new(Kind::ResourceQuota, &quota.meta.namespace, &quota.meta.name)),
            );
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(held) = api.store().by_key::<ResourceQuota>(key).cloned() else { return Ok(Requeue::Done) };
        let mut counted = Arc::unwrap_or_clone(held);
        counted.status.used = quota::used_in(api.store(), &key.namespace, &counted);
        counted.status.hard = counted.spec.hard.clone();
        api.update_status(counted)?;
        Ok(Requeue::Done)
    }
}

/// Things come and go, and a pod that has finished no longer counts.
fn counts_anew(change: &Change) -> bool {
    if change.key.kind == Kind::Event || change.key.namespace.is_empty() {
        return false;
    }
    match (change.verb, &change.old, &change.new) {
        (Verb::Modified, Some(Object::Pod(old)), Some(Object::Pod(new))) => {
            old.is_terminal() != new.is_terminal()
        }
        (Verb::Modified, ..) => matches!(change.key.kind, Kind::Service | Kind::PersistentVolumeClaim),
        _ => true,
    }
}
