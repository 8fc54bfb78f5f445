//! `kubectl apply --prune`: what was applied once and is not in the files any more goes.
//!
//! Models kubectl pkg/cmd/apply/prune.go and pkg/util/prune/prune.go, v1.36, without ApplySets.

use std::collections::BTreeSet;

use super::apply::{LAST_APPLIED, Line};
use super::describe::{Cluster, WorldView};

use super::reach::Reach;
use crate::cluster::{Key, Propagation, World};
use crate::kinds::Kind;
use crate::kinds::selection::Selection;

/// getRESTMappings: what is looked at unless `--prune-allowlist` says otherwise.
const KINDS: [Kind; 16] = [
    Kind::ConfigMap,
    Kind::Endpoints,
    Kind::Namespace,
    Kind::PersistentVolumeClaim,
    Kind::PersistentVolume,
    Kind::Pod,
    Kind::ReplicationController,
    Kind::Secret,
    Kind::Service,
    Kind::Job,
    Kind::CronJob,
    Kind::Ingress,
    Kind::DaemonSet,
    Kind::Deployment,
    Kind::ReplicaSet,
    Kind::StatefulSet,
];

/// The kinds of `--prune-allowlist`: `GROUP/VERSION/KIND`, with `core` for the first group.
pub fn kinds(world: &World, listed: &[String]) -> Result<Vec<Kind>, String> {
    if listed.is_empty() {
        return Ok(KINDS.to_vec());
    }
    let one = |text: &String| {
        let parts: Vec<&str> = text.split('/').collect();
        let [group, version, kind] = parts.as_slice() else {
            return Err(format!(
                "error: invalid GroupVersionKind format: {text}, please follow <group/version/kind>"
            ));
        };
        let group = if *group == "core" { String::new() } else { format!("{group}/") };
        let api_version = format!("{group}{version}");
        let added = WorldView(world).added().into_iter().map(Kind::Custom);
        let added = { added }.find(|one| one.info().api_version() == api_version && one.info().kind == *kind);
        let found = Kind::of_manifest(&api_version, kind).or(added);
        found.ok_or_else(|| format!("error: no matches for kind \"{kind}\" in version \"{api_version}\""))
    };
    listed.iter().map(one).collect()
}

/// Deletes what `applied` does not name, in the namespaces it names.
pub fn prune(world: &mut World, applied: &BTreeSet<Key>, selection: &Selection, kinds: &[Kind]) -> Vec<Line> {
    let namespaces: BTreeSet<String> =
        applied.iter().map(|key| key.namespace.to_string()).filter(|name| !name.is_empty()).collect();
    let inside = namespaces.iter().flat_map(|name| {
        kinds.iter().filter(|kind| kind.info().namespaced).map(|kind| (*kind, Some(name.as_str())))
    });
    let outside = kinds.iter().filter(|kind| !kind.info().namespaced).map(|kind| (*kind, None));
    let mut lines = Vec::new();
    for (kind, namespace) in inside.chain(outside) {
        for object in WorldView(world).list(kind, namespace) {
            let key = Key::new(kind, namespace.unwrap_or_default(), object["metadata"]["name"].text());
            let was_applied = object["metadata"]["annotations"][LAST_APPLIED].is_string();
            if was_applied && !applied.contains(&key) && selection.selects(&object) {
                lines.push(delete(world, &key));
            }
        }
    }
    lines
}

fn delete(world: &mut World, key: &Key) -> Line {
    let done = world.act("kubectl", |api| api.delete(key, None, Propagation::Background));
    match done {
        Ok(()) => Line::said(format!("{}/{} pruned", key.kind.info().qualified_singular(), key.name)),
        Err(status) => {
            Line::refused(format!("error: error pruning {} object: {status}", key.kind.info().kind))
        }
    }
}
