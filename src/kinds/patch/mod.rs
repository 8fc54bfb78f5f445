//! The three ways to change a part of an object: JSON patch, merge patch, strategic merge patch.
//!
//! The first two are RFC 6902 and RFC 7386; the third is Kubernetes' own (see `strategic`).
//! Models apiserver pkg/endpoints/handlers/patch.go, v1.36.

mod diff;
mod merge_keys;
mod strategic;

use serde_json::Value;

use super::registry::Kind;
use super::schema::Struct;

pub use diff::{three_way, three_way_of};
pub use strategic::go_text;

/// A change of a part of an object.
#[derive(Clone, Debug, PartialEq)]
pub enum Patch {
    /// `application/json-patch+json`: a list of operations.
    Json(Value),
    /// `application/merge-patch+json`: members replace, null removes.
    Merge(Value),
    /// `application/strategic-merge-patch+json`: lists with a merge key are merged by it.
    Strategic(Value),
}

/// Operations in one JSON patch: maxJSONPatchOperations.
const LIMIT_OPERATIONS: usize = 10_000;

impl Patch {
    /// The object with the patch made to it, or why it cannot be made.
    pub fn apply(&self, kind: Kind, object: &Value) -> Result<Value, String> {
        self.apply_to(kind.info().table, object)
    }

    /// The same for an object of a type.
    pub fn apply_to(&self, table: &'static Struct, object: &Value) -> Result<Value, String> {
        match self {
            Patch::Json(operations) => json_patch(operations, object),
            Patch::Merge(patch) => {
                let mut patched = object.clone();
                json_patch::merge(&mut patched, patch);
                Ok(patched)
            }
            Patch::Strategic(patch) => strategic::apply(object, patch, table),
        }
    }
}

fn json_patch(operations: &Value, object: &Value) -> Result<Value, String> {
    let count = operations.as_array().map_or(0, Vec::len);
    if count > LIMIT_OPERATIONS {
        return Err(format!(
            "The allowed maximum operations in a JSON patch is {LIMIT_OPERATIONS}, got {count}"
        ));
    }
    let patch: json_patch::Patch = serde_json::from_value(operations.clone())
        .map_err(|error| format!("error decoding patch: {error}"))?;
    let mut patched = object.clone();
    json_patch::patch(&mut patched, &patch).map_err(|error| error.to_string())?;
    Ok(patched)
}

#[cfg(test)]
mod tests;
