//! The set `taint-eviction`: whether a pod stays on a node with these taints, and for how long.

use serde_json::{Value, json};

use super::{Set, diff};
use crate::cluster::controllers::taint_eviction::decide;
use crate::kinds::Codec;

pub struct TaintEviction;

impl Set for TaintEviction {
    fn name(&self) -> &'static str {
        "taint-eviction"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        let (taints, tolerations) =
            (Vec::from_value(&input["taints"]), Vec::from_value(&input["tolerations"]));
        let got = match decide(&taints, &tolerations) {
            None => json!({"action": "keep"}),
            Some(0) => json!({"action": "evict-now"}),
            Some(seconds) => json!({"action": "evict-after", "seconds": seconds}),
        };
        diff(expect, &got).map_or(Ok(()), Err)
    }
}
