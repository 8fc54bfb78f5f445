//! Kinds that are served in more than one version: pkg/apis/*/v1/conversion.go, v1.36.
//!
//! The store holds one version, the registry's. A manifest of another version is read against that
//! version's field table and converted; for a patch the stored object is converted the other way round.

mod autoscaling;
mod events;

use serde_json::{Value, json};

use super::codec::Typed;
use super::registry::Kind;
use super::schema::{Struct, Type};
use super::{event_v1, hpa_v1};

/// A served version that is not the one in the store.
pub struct Version {
    pub api_version: &'static str,
    pub kind: Kind,
    table: fn() -> Type,
    /// From this version to the stored one; what this version cannot say is taken from what is stored.
    pub to_stored: fn(&Value, Option<&Value>) -> Value,
    pub from_stored: fn(&Value) -> Value,
}

const VERSIONS: &[Version] = &[
    Version {
        api_version: "autoscaling/v1",
        kind: Kind::HorizontalPodAutoscaler,
        table: <hpa_v1::HorizontalPodAutoscaler as Typed>::schema,
        to_stored: autoscaling::to_stored,
        from_stored: autoscaling::from_stored,
    },
    Version {
        api_version: "events.k8s.io/v1",
        kind: Kind::Event,
        table: <event_v1::Event as Typed>::schema,
        to_stored: events::to_stored,
        from_stored: events::from_stored,
    },
];

/// The version a manifest names, if it is served and is not the stored one.
pub fn version(api_version: &str, kind: &str) -> Option<&'static Version> {
    VERSIONS.iter().find(|version| version.api_version == api_version && version.kind.info().kind == kind)
}

impl Version {
    pub fn table(&self) -> &'static Struct {
        match (self.table)() {
            Type::Struct(table) => table,
            _ => self.kind.info().table,
        }
    }

    /// `v1`: the version without its group.
    pub fn short_name(&self) -> &'static str {
        self.api_version.rsplit('/').next().unwrap_or_default()
    }
}

/// A copy with the header of a version.
fn headed(value: &Value, api_version: &str) -> Value {
    let mut copy = value.clone();
    if copy.is_object() {
        copy["apiVersion"] = json!(api_version);
    }
    copy
}

#[cfg(test)]
mod tests;
