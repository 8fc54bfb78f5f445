//! The pod a Job makes: its template, tracked, and with its index where the Job has any.
//!
//! Models `manageJob` of pkg/controller/job/job_controller.go and indexed_job_utils.go, v1.36.

use std::sync::Arc;

use serde_json::json;

use super::indexes::{FAILURES, IGNORED_FAILURES, INDEX, new_failures};
use super::pods::FINALIZER;
use crate::cluster::pod_control;
use crate::kinds::Codec;
use crate::kinds::container::{Container, EnvVar};
use crate::kinds::job::Job;
use crate::kinds::pod::{Pod, PodSpec};

const INDEX_VARIABLE: &str = "JOB_COMPLETION_INDEX";
/// The longest name the server takes before it adds five characters.
const NAME_LIMIT_CHARS: usize = 58;

pub fn build(job: &Job, index: Option<usize>, replaced: Option<&Arc<Pod>>) -> Pod {
    let mut pod = pod_control::pod_of(&job.spec.template, job, format!("{}-", job.meta.name));
    if !pod.meta.finalizers.iter().any(|held| held == FINALIZER) {
        pod.meta.finalizers.push(FINALIZER.into());
    }
    if let Some(index) = index {
        add_index(job, &mut pod, index);
        if job.spec.backoff_limit_per_index.is_some() {
            let (failures, ignored) = new_failures(job, replaced);
            pod.meta.annotations.insert(FAILURES.into(), failures.to_string());
            if ignored > 0 {
                pod.meta.annotations.insert(IGNORED_FAILURES.into(), ignored.to_string());
            }
        }
    }
    pod
}

fn add_index(job: &Job, pod: &mut Pod, index: usize) {
    let suffix = format!("-{index}-");
    let room = NAME_LIMIT_CHARS.saturating_sub(suffix.len());
    pod.meta.generate_name = format!("{}{suffix}", job.meta.name.chars().take(room).collect::<String>());
    pod.meta.annotations.insert(INDEX.into(), index.to_string());
    pod.meta.labels.insert(INDEX.into(), index.to_string());
    let mut spec = PodSpec::clone(&pod.spec);
    spec.hostname = format!("{}-{index}", job.meta.name);
    spec.init_containers.iter_mut().chain(&mut spec.containers).for_each(add_variable);
    pod.spec = Arc::new(spec);
}

fn add_variable(container: &mut Container) {
    if !container.env.iter().any(|one| one.name == INDEX_VARIABLE) {
        let path = format!("metadata.labels['{INDEX}']");
        container.env.push(EnvVar::from_value(&json!({
            "name": INDEX_VARIABLE,
            "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": path}},
        })));
    }
}
