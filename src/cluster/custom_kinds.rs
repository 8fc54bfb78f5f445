//! The kinds that the cluster's CustomResourceDefinitions add: what the discovery of apiextensions-apiserver
//! pkg/apiserver/customresource_discovery_controller.go serves, v1.36.
//!
//! A kind is there once its definition is established. Of its versions the newest stable one comes first, as
//! apimachinery pkg/version/helpers.go orders them.

use std::cmp::Reverse;

use serde_json::Value;

use super::store::Store;
use crate::kinds::custom::CustomKind;
use crate::kinds::custom_resource_definition::CustomResourceDefinition;
use crate::kinds::{Codec, Kind};

/// The kind a manifest names, if a definition adds it; an error if there are too many definitions.
pub fn of_manifest(store: &Store, api_version: &str, kind: &str) -> Result<Option<Kind>, String> {
    let Some((group, version)) = api_version.split_once('/') else { return Ok(None) };
    for definition in definitions(store) {
        let names = &definition["status"]["acceptedNames"];
        if definition["spec"]["group"] == group
            && names["kind"] == kind
            && served(&definition).contains(&version)
        {
            return CustomKind::of(&definition, version).map(|kind| Some(Kind::Custom(kind)));
        }
    }
    Ok(None)
}

/// Every kind that is added, in the version that is preferred.
pub fn all(store: &Store) -> Vec<CustomKind> {
    let preferred = |definition: Value| {
        let version = served(&definition).into_iter().max_by_key(|version| priority(version))?;
        CustomKind::of(&definition, version).ok()
    };
    definitions(store).filter_map(preferred).collect()
}

/// The kind of an added object that is in the store, by the name of its kind.
pub fn by_kind(store: &Store, kind: &str) -> Option<Kind> {
    all(store).into_iter().find(|added| added.info().kind == kind).map(Kind::Custom)
}

/// Whether the definition of a kind is being deleted, so that no more objects are taken.
pub fn is_terminating(store: &Store, kind: CustomKind) -> bool {
    let definition = store.get::<CustomResourceDefinition>("", &kind.info().qualified_plural());
    definition.is_none_or(|definition| definition.meta.is_terminating())
}

/// The definitions that are established.
fn definitions(store: &Store) -> impl Iterator<Item = Value> {
    let all = store.list::<CustomResourceDefinition>().filter_map(|definition| definition.to_value());
    all.filter(|definition| {
        let conditions = definition["status"]["conditions"].as_array().into_iter().flatten();
        conditions.into_iter().any(|one| one["type"] == "Established" && one["status"] == "True")
    })
}

fn served(definition: &Value) -> Vec<&str> {
    let versions = definition["spec"]["versions"].as_array().into_iter().flatten();
    versions
        .filter(|version| version["served"] == true)
        .filter_map(|version| version["name"].as_str())
        .collect()
}

/// Stable before beta before alpha, then the higher number; other names after them, by the alphabet.
fn priority(version: &str) -> (u8, u64, u64, Reverse<String>) {
    let number = |text: &str| text.parse::<u64>().ok().filter(|number| *number > 0);
    let parsed = version.strip_prefix('v').and_then(|rest| {
        let stage = [("alpha", 1), ("beta", 2)].into_iter().find(|(word, _)| rest.contains(word));
        match stage {
            None => Some((3, number(rest)?, 0)),
            Some((word, stage)) => {
                let (major, minor) = rest.split_once(word)?;
                Some((stage, number(major)?, number(minor)?))
            }
        }
    });
    let (stage, major, minor) = parsed.unwrap_or((0, 0, 0));
    (stage, major, minor, Reverse(version.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stable_versions_come_first() {
        let mut versions = ["foo", "v1alpha2", "v2beta1", "v1", "v2", "v11alpha1", "bar", "v1beta10"];
        versions.sort_by_key(|version| Reverse(priority(version)));
        assert_eq!(versions, ["v2", "v1", "v2beta1", "v1beta10", "v11alpha1", "v1alpha2", "bar", "foo"]);
    }
}
