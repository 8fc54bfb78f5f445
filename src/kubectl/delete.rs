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
        return vec![Line { text: "No resources found".into(), error: false }];
    }
    world.act("kubectl", |api| {
        let one = |read| match read {
            Ok(manifest) => delete_in(&key_of(&manifest), api),
            Err(manifest::Problem { text, .. }) => Line { text: text.replace("FILE", file), error: true },
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
        Err(status) => Line { text: status.to_string(), error: true },
        Ok(()) => {
            let place = if key.namespace.is_empty() {
                String::new()
            } else {
                format!(" from {} namespace", key.namespace)
            };
            let singular = key.kind.info().qualified_singular();
            Line { text: format!("{singular} \"{}\" deleted{place}", key.name), error: false }
        }
    }
}
