//! The set `daemonset-node`: which nodes run a DaemonSet's pod, and what the pod puts up with.
//!
//! Models `NodeShouldRunDaemonPod` of pkg/controller/daemon/daemon_controller.go, v1.36.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Set, diff, objects};
use crate::cluster::controllers::daemonset;
use crate::kinds::Codec;
use crate::kinds::daemon_set::DaemonSet;
use crate::kinds::node::Node;

pub struct DaemonSetNode;

impl Set for DaemonSetNode {
    fn name(&self) -> &'static str {
        "daemonset-node"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        let set: Arc<DaemonSet> = objects::object(&input["daemonSet"])?;
        let node: Arc<Node> = objects::object(&input["node"])?;
        let (run, stay) = daemonset::should_run(&set, &node);
        let tolerations = daemonset::effective_tolerations(&set.spec.template.spec);
        let got = json!({
            "shouldRun": run,
            "shouldContinueRunning": stay,
            "effectiveTolerations": tolerations.to_value(),
        });
        diff(expect, &got).map_or(Ok(()), Err)
    }
}
