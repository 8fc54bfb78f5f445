//! Who a pod of a StatefulSet is: pkg/controller/statefulset/stateful_set_utils.go, v1.36.

use std::sync::Arc;

use serde_json::json;

use super::claims;
use crate::cluster::api::LIMIT_OBJECTS;
use crate::cluster::pod_control;
use crate::kinds::Codec;
use crate::kinds::pod::{Pod, PodSpec, PodTemplateSpec};
use crate::kinds::stateful_set::StatefulSet;
use crate::kinds::volume::Volume;

pub const REVISION_LABEL: &str = "controller-revision-hash";
const NAME_LABEL: &str = "statefulset.kubernetes.io/pod-name";
const INDEX_LABEL: &str = "apps.kubernetes.io/pod-index";

/// The set's name and the number in a pod's name.
fn parts(name: &str) -> Option<(&str, i32)> {
    let (parent, digits) = name.rsplit_once('-')?;
    let plain = !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit());
    Some((parent, digits.parse().ok().filter(|_| plain)?))
}

pub fn is_member(set: &StatefulSet, pod: &Pod) -> bool {
    parts(&pod.meta.name).is_some_and(|(parent, _)| parent == set.meta.name)
}

pub fn ordinal(pod: &Pod) -> Option<i32> {
    parts(&pod.meta.name).map(|(_, ordinal)| ordinal)
}

pub fn start(set: &StatefulSet) -> i32 {
    set.spec.ordinals.as_ref().map_or(0, |ordinals| ordinals.start)
}

/// More than the cluster can hold are not looked for.
pub fn replicas(set: &StatefulSet) -> i32 {
    set.spec.replicas.unwrap_or(1).clamp(0, LIMIT_OBJECTS as i32)
}

/// The place of a pod among those that are wanted.
pub fn place(set: &StatefulSet, pod: &Pod) -> Option<usize> {
    let place = ordinal(pod)?.checked_sub(start(set))?;
    usize::try_from(place).ok().filter(|_| place < replicas(set))
}

pub fn revision(pod: &Pod) -> &str {
    pod.meta.labels.get(REVISION_LABEL).map_or("", String::as_str)
}

/// The pod of a number, from the template of a revision.
pub fn new_pod(set: &StatefulSet, template: &PodTemplateSpec, revision: &str, ordinal: i32) -> Pod {
    let mut pod = pod_control::pod_of(template, set, format!("{}-", set.meta.name));
    pod.meta.name = format!("{}-{ordinal}", set.meta.name);
    identify(&mut pod, ordinal);
    pod.meta.labels.insert(REVISION_LABEL.into(), revision.to_owned());
    let mut spec = PodSpec::clone(&pod.spec);
    spec.hostname = pod.meta.name.clone();
    spec.subdomain = set.spec.service_name.clone();
    let names: Vec<&String> = set.spec.claim_templates.iter().map(|claim| &claim.meta.name).collect();
    let volumes = names.iter().map(|name| {
        let claim = claims::name(set, name, ordinal);
        Volume::from_value(&json!({"name": name, "persistentVolumeClaim": {"claimName": claim}}))
    });
    let others = spec.volumes.iter().filter(|volume| !names.contains(&&volume.name)).cloned();
    spec.volumes = volumes.chain(others).collect();
    pod.spec = Arc::new(spec);
    pod
}

fn identify(pod: &mut Pod, ordinal: i32) {
    pod.meta.labels.insert(NAME_LABEL.into(), pod.meta.name.clone());
    pod.meta.labels.insert(INDEX_LABEL.into(), ordinal.to_string());
}

/// The pod with the labels of its identity, if it lacks them.
pub fn corrected(pod: &Pod) -> Option<Pod> {
    let mut corrected = pod.clone();
    identify(&mut corrected, ordinal(pod)?);
    (*corrected.meta.labels != *pod.meta.labels).then_some(corrected)
}
