//! What runs after a container's start and before its stop: pkg/kubelet/lifecycle/handlers.go, v1.36.

use serde_json::Value;

use super::container::Stage;
use super::restart::pod_tag;
use super::worker::PodWorker;
use crate::cluster::events::Note;
use crate::cluster::process::FOREVER;
use crate::sim::Span;

/// What a hook takes and, if it fails, why.
fn run(
    which: &str,
    worker: &mut PodWorker,
    at: usize,
    stage: &mut Stage<'_, '_>,
) -> Option<(Span, Option<String>)> {
    let (pod, name) = (stage.pod.clone(), worker.containers[at].name.clone());
    let hook = pod.container_named(&name)?.extra.as_deref()?.get("lifecycle")?.get(which)?;
    if let Some(seconds) = hook["sleep"]["seconds"].as_i64() {
        return Some((Span::from_secs(seconds.max(0) as u64), None));
    }
    let Some(command) = hook["exec"]["command"].as_array() else { return Some((Span::ZERO, None)) };
    let words: Vec<String> = command.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let done = worker.run_beside(at, &words, FOREVER, stage);
    let failure = (done.code != 0).then(|| {
        format!(
            "Exec lifecycle hook ([{}]) for Container \"{name}\" in Pod \"{}\" failed - error: \
             command terminated with exit code {}, message: {:?}",
            words.join(" "),
            pod_tag(&pod),
            done.code,
            done.stdout + &done.stderr
        )
    });
    Some((done.takes, failure))
}

/// The hook after the start, if the container has one.
pub fn post_start(
    worker: &mut PodWorker,
    at: usize,
    stage: &mut Stage<'_, '_>,
) -> Option<(Span, Option<String>)> {
    run("postStart", worker, at, stage)
}

/// What the hook before the stop takes; it says so if it fails.
pub fn pre_stop(worker: &mut PodWorker, at: usize, stage: &mut Stage<'_, '_>) -> Span {
    let Some((takes, failure)) = run("preStop", worker, at, stage) else { return Span::ZERO };
    if failure.is_some() {
        stage.event(&worker.containers[at], Note::warning("FailedPreStopHook", "PreStopHook failed"));
    }
    takes
}
