//! One scheduling cycle as the vectors write it: what the sets about the scheduler share.
//!
//! Models one pass of pkg/scheduler schedule_one.go with the default profile, v1.36.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::objects;
use crate::cluster::Store;
use crate::cluster::scheduler::{
    Cache, Cycle, Evaluation, Profile, Refused, Registry, Sampling, Score, evaluate,
};
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;
use crate::kinds::{Kind, Object, Time, defaults};

/// 2026-01-15T10:00:00Z
const NOW: Time = Time(1_768_471_200);

/// Where each list of a vector's input belongs.
const LISTS: &[(&str, Kind)] = &[
    ("namespaces", Kind::Namespace),
    ("persistentVolumes", Kind::PersistentVolume),
    ("persistentVolumeClaims", Kind::PersistentVolumeClaim),
    ("storageClasses", Kind::StorageClass),
    ("csiNodes", Kind::CSINode),
    ("csiDrivers", Kind::CSIDriver),
    ("csiStorageCapacities", Kind::CSIStorageCapacity),
    ("services", Kind::Service),
    ("replicaSets", Kind::ReplicaSet),
    ("replicationControllers", Kind::ReplicationController),
    ("statefulSets", Kind::StatefulSet),
    ("podDisruptionBudgets", Kind::PodDisruptionBudget),
];

/// Runs the cycle and hands its outcome to `read`.
pub fn cycle<T>(input: &Value, read: impl FnOnce(&Evaluation) -> T) -> Result<T, String> {
    let mut objects: Vec<Object> = Vec::new();
    for (list, kind) in LISTS {
        for value in input[*list].as_array().into_iter().flatten() {
            let mut object = kind.read(value);
            defaults::set_defaults(&mut object);
            objects.push(object);
        }
    }
    let store = Store::holding(objects);
    let mut cache = Cache::default();
    objects::list::<Node>(&input["nodes"])?.iter().for_each(|node| cache.set_node(node));
    for pod in pods(&input["pods"])? {
        match pod.spec.node_name.is_empty() {
            false if !pod.is_terminal() => cache.set_pod(None, Some(&pod)),
            false => {}
            true => cache.nominate(&pod, Some(&pod.status.nominated_node_name)),
        }
    }
    let pod = with_uid(objects::object::<Pod>(&input["pod"])?);
    match pod.spec.node_name.is_empty() {
        true => cache.nominate(&pod, Some(&pod.status.nominated_node_name)),
        // The scheduler takes a pod that names its node for one that is there already.
        false => cache.set_pod(None, Some(&pod)),
    }
    cache.settle();
    let profile = Profile::default_named("default-scheduler", &Registry::default())
        .map_err(|wrong| wrong.join(", "))?;
    let cycle = Cycle::new(&pod, &cache, &store, NOW);
    let result = evaluate(&cycle, &profile, Sampling { start: 0, score_one: true }, &mut |_| 0);
    Ok(read(&result))
}

fn pods(list: &Value) -> Result<Vec<Arc<Pod>>, String> {
    Ok(objects::list::<Pod>(list)?.into_iter().map(with_uid).collect())
}

/// Pods are told apart by their UIDs, which the vectors leave out.
fn with_uid(mut pod: Arc<Pod>) -> Arc<Pod> {
    if pod.meta.uid.is_empty() {
        Arc::make_mut(&mut pod).meta.uid = pod.meta.full_name();
    }
    pod
}

/// What both sets say of a cycle.
pub fn answer(result: &Evaluation) -> Map<String, Value> {
    let mut answer = Map::new();
    let passed = || result.nodes.iter().filter(|verdict| verdict.refused.is_none());
    let mut fit: Vec<&str> = passed().map(|verdict| &*verdict.node).collect();
    fit.sort_unstable();
    answer.insert("feasibleNodes".into(), json!(fit));
    answer.insert("nodes".into(), nodes(result));
    if let Some(most) = passed().map(|verdict| verdict.total).max() {
        let mut best: Vec<&str> =
            passed().filter(|verdict| verdict.total == most).map(|verdict| &*verdict.node).collect();
        best.sort_unstable();
        answer.insert("bestNodes".into(), json!(best));
        return answer;
    }
    if let Some(refused) = &result.rejected {
        answer.insert("preFilter".into(), refusal(refused));
    }
    answer.insert("message".into(), json!(result.message));
    let summary = &result.post_filter;
    answer.insert("postFilterCode".into(), json!(summary.code));
    if !summary.text.is_empty() {
        answer.insert("postFilterMessage".into(), json!(summary.text));
    }
    if let Some(node) = &summary.nominated {
        answer.insert("nominatedNodeName".into(), json!(node));
    }
    answer
}

fn nodes(result: &Evaluation) -> Value {
    let scores = rows(result);
    let mut nodes = Map::new();
    for verdict in &result.nodes {
        let value = match &verdict.refused {
            Some(refused) => refusal(refused),
            None => {
                let own = scores.get(&verdict.node).map(Vec::as_slice).unwrap_or_default();
                let scores: Map<String, Value> = own
                    .iter()
                    .map(|score| (score.plugin.to_owned(), json!([score.normalized, score.weight])))
                    .collect();
                json!({"feasible": true, "scores": scores, "total": verdict.total})
            }
        };
        nodes.insert(verdict.node.to_string(), value);
    }
    Value::Object(nodes)
}

fn rows(result: &Evaluation) -> BTreeMap<Arc<str>, Vec<Score>> {
    let passed = result.nodes.iter().filter(|verdict| verdict.refused.is_none()).enumerate();
    let row = |row: usize| result.columns.iter().filter_map(|column| column.score(row)).collect();
    passed.map(|(at, verdict)| (verdict.node.clone(), row(at))).collect()
}

fn refusal(refused: &Refused) -> Value {
    let mut reasons: Vec<&str> = refused.refusal.reasons.iter().collect();
    reasons.sort_unstable();
    let mut value = json!({"feasible": false, "code": refused.refusal.code(), "reasons": reasons});
    if !refused.plugin.is_empty() {
        value["plugin"] = json!(refused.plugin);
    }
    value
}
