//! The set `rollout-status`: what `kubectl rollout status` says of an object.

use serde_json::{Value, json};

use super::{Set, diff};
use crate::kinds::Kind;
use crate::kubectl::rollout_status;

pub struct RolloutStatus;

impl Set for RolloutStatus {
    fn name(&self) -> &'static str {
        "rollout-status"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        let object = &input["object"];
        let kind = Kind::of_word(object["kind"].as_str().unwrap_or_default()).ok_or("no such kind")?;
        let progress = rollout_status::of(kind, object).ok_or("no status viewer")?;
        let mut got = json!({"message": progress.message, "done": progress.done});
        if let Some(error) = progress.error {
            got["error"] = json!(error);
        }
        diff(expect, &got).map_or(Ok(()), Err)
    }
}
