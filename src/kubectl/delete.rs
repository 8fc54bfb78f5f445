//! `kubectl delete`: by file or by name.
//!
//! Models kubectl pkg/cmd/delete, v1.36, with background propagation; it does not wait for finalizers.

use super::apply::{Line, key_of};
use super::manifest;
use crate::cluster::{Client, Key, Propagation, World};

/// `kubectl delete -f`.
pub fn delete_file(world: &mut World, file: &str, text: &str) -> Vec<Line> {
    let read = manifest::read_in(text, world.api().store());
    if read.is_empty() {
        return vec![Line::said("No resources found".into())];
    }
    world.act("kubectl", |api| {
        let one = |read| match read {
            Ok(manifest) => delete_in(&key_of(&manifest), api),
            Err(manifest::Problem { text, .. }) => Line::refused(text.replace("FILE", file)),
        };
        read.into_iter().map(one).collect()
    })
}

/// `kubectl delete KIND NAME`.
pub fn delete(world: &mut World, key: &Key) -> Line {
    world.act("kubectl", |api| delete_in(key, api))
}

fn delete_in(key: &Key, api: &mut Client<'_>) -> Line {
    match api.delete(key, None, Propagation::Background) {
        Err(status) => Line::refused(status.to_string()),
        Ok(()) => Line::said(sentence(key, "deleted")),
    }
}

/// `pod "x" deleted from default namespace`
pub(super) fn sentence(key: &Key, word: &str) -> String {
    let place = match &*key.namespace {
        "" => String::new(),
        namespace => format!(" from {namespace} namespace"),
    };
    format!("{} \"{}\" {word}{place}", key.kind.info().qualified_singular(), key.name)
}
