//! Since when what stands behind a Service is as it is: the annotation by which the delay to the proxies is measured.
//!
//! Models staging/src/k8s.io/endpointslice/trigger_time_tracker.go, v1.36: the earliest change that was not seen before,
//! of the Service's making or of a pod's readiness.

use std::collections::BTreeMap;

use super::store::Key;
use crate::kinds::pod::Pod;
use crate::kinds::service::Service;
use crate::kinds::{Labels, Time};

const ANNOTATION: &str = "endpoints.kubernetes.io/last-change-trigger-time";

#[derive(Clone, Debug, Default)]
pub struct TriggerTimes {
    seen: BTreeMap<Key, Seen>,
}

#[derive(Clone, Debug, Default)]
struct Seen {
    service: Option<Time>,
    pods: BTreeMap<String, Time>,
}

impl TriggerTimes {
    /// The earliest change since the last call.
    pub fn next<'a>(
        &mut self,
        key: &Key,
        service: &Service,
        pods: impl Iterator<Item = &'a std::sync::Arc<Pod>>,
    ) -> Option<Time> {
        let before = self.seen.remove(key).unwrap_or_default();
        let mut now = Seen { service: service.meta.creation_timestamp, pods: BTreeMap::new() };
        let mut changed: Vec<Time> = Vec::new();
        for pod in pods {
            let ready = pod.status.conditions.iter().find(|one| one.kind == "Ready");
            let Some(at) = ready.and_then(|ready| ready.last_transition_time) else { continue };
            if before.pods.get(&pod.meta.name).is_none_or(|before| at > *before) {
                changed.push(at);
            }
            now.pods.insert(pod.meta.name.clone(), at);
        }
        changed.extend(now.service.filter(|at| before.service.is_none_or(|before| *at > before)));
        self.seen.insert(key.clone(), now);
        changed.into_iter().min()
    }

    pub fn forget(&mut self, key: &Key) {
        self.seen.remove(key);
    }
}

/// Notes the time on an object that is written, or takes an older one away.
pub fn annotate(annotations: &mut Labels, at: Option<Time>) {
    match at {
        Some(at) => drop(annotations.insert(ANNOTATION.into(), at.to_string())),
        None if annotations.contains_key(ANNOTATION) => drop(annotations.remove(ANNOTATION)),
        None => {}
    }
}
