//! Which containers start again, and the words of the crash back-off.
//!
//! Models pkg/api/v1/pod/util.go ContainerShouldRestart and IsContainerRestartable, and doBackOff in
//! pkg/kubelet/kuberuntime/kuberuntime_manager.go, v1.36: the rules of a container go before its own restart
//! policy, and that before the pod's.

use serde_json::Value;

use super::container::{ContainerRun, Stage};
use crate::cluster::events::Note;
use crate::kinds::container::Container;
use crate::kinds::pod::{Pod, PodSpec};
use crate::sim::{SimTime, Span};

/// Whether a container that ended with a code starts again.
pub fn should_restart(container: &Container, spec: &PodSpec, code: i32) -> bool {
    let own = container.restart_policy.as_deref().filter(|policy| !policy.is_empty());
    if own.is_some() && rules(container).any(|rule| restarts_on(rule, code)) {
        return true;
    }
    match own.unwrap_or(&spec.restart_policy) {
        "Never" => false,
        "OnFailure" => code != 0,
        _ => true,
    }
}

/// Whether a container may start again at all.
pub fn is_restartable(container: &Container, spec: &PodSpec) -> bool {
    match container.restart_policy.as_deref().filter(|policy| !policy.is_empty()) {
        Some(own) => own != "Never" || rules(container).any(|rule| rule["action"] == "Restart"),
        None => spec.restart_policy != "Never",
    }
}

/// An init container that goes on beside the others.
pub fn is_sidecar(container: &Container) -> bool {
    container.restart_policy.as_deref() == Some("Always")
}

fn rules(container: &Container) -> impl Iterator<Item = &Value> {
    let rules = container.extra.as_deref().and_then(|extra| extra.get("restartPolicyRules"));
    rules.and_then(Value::as_array).into_iter().flatten()
}

/// Whether the rule is about the code and says to restart; of several rules the first that fits counts, and
/// every rule there is says so.
fn restarts_on(rule: &Value, code: i32) -> bool {
    let codes = &rule["exitCodes"];
    let among = codes["values"].as_array().is_some_and(|values| values.contains(&Value::from(code)));
    let fits = match codes["operator"].as_str() {
        Some("In") => among,
        Some("NotIn") => !among,
        _ => false,
    };
    fits && rule["action"] == "Restart"
}

impl ContainerRun {
    /// Whether the container has to wait before it starts again; says so if it has, and until when.
    pub(super) fn crash_back_off(
        &mut self,
        finished: SimTime,
        stage: &mut Stage<'_, '_>,
    ) -> Option<(SimTime, String)> {
        let Some(until) = self.crash.wait_until(finished, stage.now) else {
            self.crash.next(finished, stage.now);
            return None;
        };
        let said =
            format!("Back-off restarting failed container {} in pod {}", self.name, pod_tag(&stage.pod));
        stage.event(self, Note::warning("BackOff", &said));
        let delay = go_duration(self.crash.delay());
        let pod = pod_tag(&stage.pod);
        Some((until, format!("back-off {delay} restarting failed container={} pod={pod}", self.name)))
    }
}

/// `webapl_default(uid)`
pub(super) fn pod_tag(pod: &Pod) -> String {
    format!("{}_{}({})", pod.meta.name, pod.meta.namespace, pod.meta.uid)
}

/// `10s`, `1m20s`, `5m0s` as Go prints durations.
fn go_duration(span: Span) -> String {
    match (span.as_secs() / 60, span.as_secs() % 60) {
        (0, seconds) => format!("{seconds}s"),
        (minutes, seconds) => format!("{minutes}m{seconds}s"),
    }
}
