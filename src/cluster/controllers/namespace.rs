//! The namespace controller: empties a namespace that is being deleted, then lets it go.
//!
//! Models pkg/controller/namespace, v1.36: content goes five seconds after the deletion was asked for,
//! pods first; the rest and the namespace itself once no pod is left.

use super::{Controller, Requeue};
use crate::cluster::api::{Client, Propagation};
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store};
use crate::kinds::Kind;
use crate::kinds::namespace::Namespace;
use crate::sim::Span;

/// namespaceDeletionGracePeriod
const GRACE_SECONDS: i64 = 5;

#[derive(Clone, Debug)]
pub struct NamespaceController;

impl Controller for NamespaceController {
    fn name(&self) -> &'static str {
        "namespace-controller"
    }

    fn watches(&self, change: &Change, _store: &Store, keys: &mut Vec<Key>) {
        if change.key.kind == Kind::Namespace && change.object().meta().is_terminating() {
            keys.push(change.key.clone());
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(namespace) = api.store().by_key::<Namespace>(key).cloned() else { return Ok(Requeue::Done) };
        let Some(asked) = namespace.meta.deletion_timestamp else { return Ok(Requeue::Done) };
        let wait = GRACE_SECONDS - api.wall_clock().seconds_since(asked);
        if wait > 0 {
            return Ok(Requeue::After(Span::from_secs(wait as u64)));
        }
        let pods = content(api.store(), &key.name, |kind| kind == Kind::Pod);
        let doomed = if pods.is_empty() { content(api.store(), &key.name, |_| true) } else { pods };
        for content in &doomed {
            api.delete(content, None, Propagation::Background)?;
        }
        if !content(api.store(), &key.name, |_| true).is_empty() {
            return Ok(Requeue::After(Span::from_secs(1)));
        }
        api.remove(key);
        Ok(Requeue::Done)
    }
}

fn content(store: &Store, namespace: &str, wanted: impl Fn(Kind) -> bool) -> Vec<Key> {
    let inside = |key: &&Key| *key.namespace == *namespace && wanted(key.kind);
    store.all().map(|(key, _)| key).filter(inside).cloned().collect()
}
