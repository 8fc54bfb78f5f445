//! Pods stay 300 s on a node that is not ready or not reached: plugin/pkg/admission/defaulttolerationseconds, v1.36.

use std::sync::Arc;

use crate::cluster::status::Status;
use crate::cluster::store::Store;
use crate::kinds::Object;
use crate::kinds::affinity::Toleration;
use crate::sim::Rng;

/// `--default-not-ready-toleration-seconds`, `--default-unreachable-toleration-seconds`
const DEFAULT_SECONDS: i64 = 300;

pub fn admit(_store: &Store, object: &mut Object, _: &mut Rng) -> Result<(), Status> {
    if let Object::Pod(pod) = object {
        let pod = Arc::make_mut(pod);
        for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
            if !pod.spec.tolerations.iter().any(|held| covers(held, key)) {
                Arc::make_mut(&mut pod.spec).tolerations.push(toleration(key));
            }
        }
    }
    Ok(())
}

fn covers(held: &Toleration, key: &str) -> bool {
    (held.key == key || held.key.is_empty()) && (held.effect == "NoExecute" || held.effect.is_empty())
}

fn toleration(key: &str) -> Toleration {
    Toleration {
        key: key.into(),
        operator: "Exists".into(),
        effect: "NoExecute".into(),
        toleration_seconds: Some(DEFAULT_SECONDS),
        ..Default::default()
    }
}
