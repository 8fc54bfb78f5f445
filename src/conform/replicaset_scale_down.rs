//! The set `replicaset-scale-down`: which pods a ReplicaSet deletes first.
//!
//! Models `getPodsToDelete` of pkg/controller/replicaset/replica_set.go, v1.36.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Set, diff, objects};
use crate::cluster::controllers::replicaset::deletion_order;
use crate::kinds::pod::Pod;

pub struct ReplicaSetScaleDown;

impl Set for ReplicaSetScaleDown {
    fn name(&self) -> &'static str {
        "replicaset-scale-down"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        let now = objects::time(&input["now"])?;
        let pods: Vec<Arc<Pod>> = objects::list(&input["pods"])?;
        let others: Vec<Arc<Pod>> = objects::list(&input["otherPodsOfSameOwner"])?;
        let count = input["podsToDelete"].as_u64().unwrap_or_default() as usize;
        let related: Vec<Arc<Pod>> = pods.iter().chain(&others).cloned().collect();
        let order = deletion_order(&pods, &related, count, now);
        let names: Vec<&str> = order.iter().map(|pod| pod.meta.name.as_str()).collect();
        diff(expect, &json!({"deletedInOrder": names})).map_or(Ok(()), Err)
    }
}
