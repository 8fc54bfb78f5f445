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

/// Why a patch is not made.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// It cannot be read, or not as a patch of this sort.
    Malformed(String),
    /// It is a JSON patch whose operations do not fit the object.
    Unfit,
}

impl From<String> for Refusal {
    fn from(why: String) -> Refusal {
        Refusal::Malformed(why)
    }
}

/// Operations in one JSON patch: maxJSONPatchOperations.
const LIMIT_OPERATIONS: usize = 10_000;

impl Patch {
    /// The object with the patch made to it, or why it cannot be made.
    pub fn apply(&self, kind: Kind, object: &Value) -> Result<Value, Refusal> {
        self.apply_to(kind.info().table, object)
    }

    /// The same for an object of a type.
    pub fn apply_to(&self, table: &'static Struct, object: &Value) -> Result<Value, Refusal> {
        match self {
            Patch::Json(operations) => json_patch(operations, object),
            Patch::Merge(patch) if !patch.is_object() => {
                Err(format!("error decoding patch: {}", unmarshalled(patch, "map[string]interface {}"))
                    .into())
            }
            Patch::Merge(patch) => {
                let mut patched = object.clone();
                json_patch::merge(&mut patched, patch);
                Ok(patched)
            }
            Patch::Strategic(patch) if !patch.is_object() => {
                Err(format!("error decoding patch: {}", unmarshalled(patch, "map[string]interface {}"))
                    .into())
            }
            Patch::Strategic(patch) => Ok(strategic::apply(object, patch, table)?),
        }
    }
}

/// What Go says of JSON that is of another sort than a type.
fn unmarshalled(value: &Value, ty: &str) -> String {
    let what = match value {
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::String(_) => "string",
        Value::Number(_) => "number",
        Value::Bool(_) => "bool",
        Value::Null => "null",
    };
    format!("json: cannot unmarshal {what} into Go value of type {ty}")
}

fn json_patch(operations: &Value, object: &Value) -> Result<Value, Refusal> {
    let Some(list) = operations.as_array() else {
        return Err(unmarshalled(operations, "jsonpatch.Patch").into());
    };
    if let Some(odd) = list.iter().find(|one| !one.is_object()) {
        return Err(unmarshalled(odd, "jsonpatch.Operation").into());
    }
    let count = list.len();
    if count > LIMIT_OPERATIONS {
        let why =
            format!("The allowed maximum operations in a JSON patch is {LIMIT_OPERATIONS}, got {count}");
        return Err(why.into());
    }
    let patch: json_patch::Patch = serde_json::from_value(operations.clone()).map_err(|_| Refusal::Unfit)?;
    let mut patched = object.clone();
    json_patch::patch(&mut patched, &patch).map_err(|_| Refusal::Unfit)?;
    Ok(patched)
}

#[cfg(test)]
mod tests;
