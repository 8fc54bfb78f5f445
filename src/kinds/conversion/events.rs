//! Events between events.k8s.io/v1 and core/v1: pkg/apis/events/v1/conversion.go, v1.36. Only names differ.

use serde_json::Value;

use super::headed;

/// The name in events.k8s.io/v1, and the one in core/v1.
const NAMES: [(&str, &str); 7] = [
    ("regarding", "involvedObject"),
    ("note", "message"),
    ("reportingController", "reportingComponent"),
    ("deprecatedSource", "source"),
    ("deprecatedFirstTimestamp", "firstTimestamp"),
    ("deprecatedLastTimestamp", "lastTimestamp"),
    ("deprecatedCount", "count"),
];

pub(super) fn to_stored(value: &Value, _: Option<&Value>) -> Value {
    renamed(value, "v1", NAMES)
}

pub(super) fn from_stored(stored: &Value) -> Value {
    renamed(stored, "events.k8s.io/v1", NAMES.map(|(new, core)| (core, new)))
}

fn renamed(value: &Value, api_version: &str, names: [(&str, &str); 7]) -> Value {
    let mut object = headed(value, api_version);
    let Some(members) = object.as_object_mut() else { return object };
    for (from, to) in names {
        if let Some(member) = members.remove(from) {
            members.insert(to.to_owned(), member);
        }
    }
    object
}
