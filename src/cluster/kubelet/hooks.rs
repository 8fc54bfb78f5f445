//! What runs after a container's start and before its stop: pkg/kubelet/lifecycle/handlers.go, v1.36.

use serde_json::Value;

use super::container::{ContainerRun, Stage};
use super::restart::pod_tag;
use crate::cluster::events::Note;
use crate::cluster::images::process;
use crate::sim::Span;

/// What a hook takes and, if it fails, why.
fn run(which: &str, container: &ContainerRun, stage: &Stage<'_, '_>) -> Option<(Span, Option<String>)> {
    let spec = stage.pod.container_named(&container.name)?;
    let hook = spec.extra.as_deref()?.get("lifecycle")?.get(which)?;
    if let Some(seconds) = hook["sleep"]["seconds"].as_i64() {
        return Some((Span::from_secs(seconds.max(0) as u64), None));
    }
    let Some(command) = hook["exec"]["command"].as_array() else { return Some((Span::ZERO, None)) };
    let words: Vec<&str> = command.iter().filter_map(Value::as_str).collect();
    let (takes, code) = process::hook(&words, container.model());
    let failure = (code != 0).then(|| {
        format!(
            "Exec lifecycle hook ([{}]) for Container \"{}\" in Pod \"{}\" failed - error: \
             command terminated with exit code {code}, message: \"\"",
            words.join(" "),
            container.name,
            pod_tag(&stage.pod)
        )
    });
    Some((takes, failure))
}

/// The hook after the start, if the container has one.
pub fn post_start(container: &ContainerRun, stage: &Stage<'_, '_>) -> Option<(Span, Option<String>)> {
    run("postStart", container, stage)
}

/// What the hook before the stop takes; it says so if it fails.
pub fn pre_stop(container: &ContainerRun, stage: &mut Stage<'_, '_>) -> Span {
    let Some((takes, failure)) = run("preStop", container, stage) else { return Span::ZERO };
    if failure.is_some() {
        stage.event(container, Note::warning("FailedPreStopHook", "PreStopHook failed"));
    }
    takes
}
