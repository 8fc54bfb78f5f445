//! What runs after a container's start and before its stop: pkg/kubelet/lifecycle/handlers.go, v1.36.

use serde_json::Value;

use super::container::Stage;
use super::restart::pod_tag;
use super::worker::PodWorker;
use crate::cluster::events::Note;
use crate::cluster::process::FOREVER;
use crate::kinds::codec::Codec;
use crate::kinds::probe::HTTPGetAction;
use crate::sim::Span;

/// pkg/kubelet/lifecycle/handlers.go, pkg/probe/http/request.go
const HOOK_AGENT: &str = "kube-lifecycle/1.36";
/// How long an answer is waited for: the kubelet's client of hooks has no limit of its own, its connections do.
const SILENCE: Span = Span::from_secs(30);

/// What a hook takes and, if it fails, why.
type Hook = (Span, Option<String>);

fn run(which: &str, worker: &mut PodWorker, at: usize, stage: &mut Stage<'_, '_>) -> Option<Hook> {
    let (pod, name) = (stage.pod.clone(), worker.containers[at].name.clone());
    let hook = pod.container_named(&name)?.extra.as_deref()?.get("lifecycle")?.get(which)?;
    if let Some(seconds) = hook["sleep"]["seconds"].as_i64() {
        return Some((Span::from_secs(seconds.max(0) as u64), None));
    }
    if hook["httpGet"].is_object() {
        return http_get(&hook["httpGet"], worker, at, stage);
    }
    if hook["tcpSocket"].is_object() {
        return Some((Span::ZERO, Some(no_handler(&hook["tcpSocket"]))));
    }
    let command = hook["exec"]["command"].as_array()?;
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

/// `tcpSocket` is accepted by the API and known to no handler; the hook as Go prints it.
fn no_handler(socket: &Value) -> String {
    let port = match &socket["port"] {
        Value::String(name) => format!("{{1 0 {name}}}"),
        port => format!("{{0 {port} }}"),
    };
    let host = socket["host"].as_str().unwrap_or_default();
    format!(
        "Cannot run handler: invalid handler: &LifecycleHandler{{Exec:nil,HTTPGet:nil,\
         TCPSocket:&TCPSocketAction{{Port:{port},Host:{host},}},Sleep:nil,}}"
    )
}

/// A hook that asks a server: any answer will do, whatever its status.
fn http_get(spec: &Value, worker: &mut PodWorker, at: usize, stage: &mut Stage<'_, '_>) -> Option<Hook> {
    let pod = stage.pod.clone();
    let container = pod.container_named(&worker.containers[at].name)?;
    let get = HTTPGetAction::from_value(spec);
    Some(match worker.get(at, container, &get, HOOK_AGENT, stage) {
        Ok((_, takes)) => (takes, None),
        Err(why) => {
            let text = format!(
                "HTTP lifecycle hook ({}) for Container \"{}\" in Pod \"{}\" failed - error: {}",
                get.path,
                container.name,
                pod_tag(&pod),
                why.text
            );
            (if why.silent { SILENCE } else { Span::ZERO }, Some(text))
        }
    })
}

/// The hook after the start, if the container has one.
pub fn post_start(worker: &mut PodWorker, at: usize, stage: &mut Stage<'_, '_>) -> Option<Hook> {
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
