//! The pods behind an object: pkg/polymorphichelpers/attachablepodforobject.go and logsforobject.go, kubectl v1.36.

use serde_json::Value;

use super::call::{Answer, targets};
use super::describe::Cluster;
use super::reach::{Reach, controller};
use crate::cluster::Key;
use crate::kinds::Kind;

/// The pods of an object, the one that is meant when one is wanted first; a pod is its own.
pub fn pods_of(view: &dyn Cluster, key: &Key) -> Result<Vec<Value>, Answer> {
    let Some(object) = view.get(key.kind, &key.namespace, &key.name) else {
        return Err(targets::missing(key));
    };
    if key.kind == Kind::Pod {
        return Ok(vec![object]);
    }
    let mut pods = view.list(Kind::Pod, Some(&key.namespace));
    pods.retain(|pod| belongs(pod, &object, key.kind));
    pods.sort_by_key(|pod| {
        let runs = pod["status"]["phase"] != "Running";
        (pod["spec"]["nodeName"].text().is_empty(), runs, pod["metadata"]["name"].text().to_owned())
    });
    if pods.is_empty() {
        return Err(Answer::failed("error: timed out waiting for the condition"));
    }
    Ok(pods)
}

fn belongs(pod: &Value, object: &Value, kind: Kind) -> bool {
    let spec = &object["spec"];
    let selector = match kind {
        Kind::Service | Kind::ReplicationController => &spec["selector"],
        _ => &spec["selector"]["matchLabels"],
    };
    match kind {
        Kind::Job => controller(pod).is_some_and(|owner| owner["uid"] == object["metadata"]["uid"]),
        _ => {
            selector.size() > 0
                && selector.entries().all(|(name, value)| pod["metadata"]["labels"][name] == *value)
        }
    }
}
