//! How far a rollout is: kubectl pkg/polymorphichelpers/rollout_status.go, v1.36.

use serde_json::Value;

use super::reach::Reach;
use crate::kinds::Kind;

/// A rollout's words at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    pub message: String,
    pub done: bool,
    /// Why there is no use in waiting.
    pub error: Option<String>,
}

impl Progress {
    fn going(message: String) -> Progress {
        Progress { message, ..Progress::default() }
    }

    fn over(message: String) -> Progress {
        Progress { message, done: true, error: None }
    }
}

/// Of a Deployment, DaemonSet or StatefulSet; none for other kinds.
pub fn of(kind: Kind, object: &Value) -> Option<Progress> {
    match kind {
        Kind::Deployment => Some(deployment(object)),
        Kind::DaemonSet => Some(daemon_set(object)),
        Kind::StatefulSet => Some(stateful_set(object)),
        _ => None,
    }
}

fn count(value: &Value) -> i64 {
    value.as_i64().unwrap_or_default()
}

fn is_observed(object: &Value) -> bool {
    count(&object["metadata"]["generation"]) <= count(&object["status"]["observedGeneration"])
}

fn deployment(object: &Value) -> Progress {
    if !is_observed(object) {
        return Progress::going("Waiting for deployment spec update to be observed...\n".into());
    }
    let (name, status) = (object["metadata"]["name"].text(), &object["status"]);
    let conditions = status["conditions"].as_array();
    let progressing = conditions.and_then(|all| all.iter().find(|one| one["type"] == "Progressing"));
    if progressing.is_some_and(|one| one["reason"] == "ProgressDeadlineExceeded") {
        let error = Some(format!("deployment \"{name}\" exceeded its progress deadline"));
        return Progress { error, ..Progress::default() };
    }
    let waiting = |what: String| {
        Progress::going(format!("Waiting for deployment \"{name}\" rollout to finish: {what}...\n"))
    };
    let updated = count(&status["updatedReplicas"]);
    let (all, available) = (count(&status["replicas"]), count(&status["availableReplicas"]));
    match object["spec"]["replicas"].as_i64() {
        Some(wanted) if updated < wanted => {
            waiting(format!("{updated} out of {wanted} new replicas have been updated"))
        }
        _ if all > updated => waiting(format!("{} old replicas are pending termination", all - updated)),
        _ if available < updated => {
            waiting(format!("{available} of {updated} updated replicas are available"))
        }
        _ => Progress::over(format!("deployment \"{name}\" successfully rolled out\n")),
    }
}

fn only_rolling(object: &Value) -> Option<Progress> {
    let rolls = object["spec"]["updateStrategy"]["type"] == "RollingUpdate";
    let error = "rollout status is only available for RollingUpdate strategy type";
    (!rolls).then(|| Progress { message: String::new(), done: true, error: Some(error.into()) })
}

fn daemon_set(object: &Value) -> Progress {
    if let Some(refusal) = only_rolling(object) {
        return refusal;
    }
    if !is_observed(object) {
        return Progress::going("Waiting for daemon set spec update to be observed...\n".into());
    }
    let (name, status) = (object["metadata"]["name"].text(), &object["status"]);
    let waiting = |what: String| {
        Progress::going(format!("Waiting for daemon set \"{name}\" rollout to finish: {what}...\n"))
    };
    let wanted = count(&status["desiredNumberScheduled"]);
    let (updated, available) = (count(&status["updatedNumberScheduled"]), count(&status["numberAvailable"]));
    if updated < wanted {
        return waiting(format!("{updated} out of {wanted} new pods have been updated"));
    }
    if available < wanted {
        return waiting(format!("{available} of {wanted} updated pods are available"));
    }
    Progress::over(format!("daemon set \"{name}\" successfully rolled out\n"))
}

fn stateful_set(object: &Value) -> Progress {
    if let Some(refusal) = only_rolling(object) {
        return refusal;
    }
    let (spec, status) = (&object["spec"], &object["status"]);
    if count(&status["observedGeneration"]) == 0 || !is_observed(object) {
        return Progress::going("Waiting for statefulset spec update to be observed...\n".into());
    }
    let (wanted, ready) = (spec["replicas"].as_i64(), count(&status["readyReplicas"]));
    if let Some(wanted) = wanted.filter(|wanted| ready < *wanted) {
        return Progress::going(format!("Waiting for {} pods to be ready...\n", wanted - ready));
    }
    let updated = count(&status["updatedReplicas"]);
    if spec["updateStrategy"]["rollingUpdate"].is_object() {
        let partition = spec["updateStrategy"]["rollingUpdate"]["partition"].as_i64();
        if let (Some(wanted), Some(partition)) = (wanted, partition)
            && updated < wanted - partition
        {
            return Progress::going(format!(
                "Waiting for partitioned roll out to finish: {updated} out of {} new pods have been updated...\n",
                wanted - partition
            ));
        }
        return Progress::over(format!(
            "partitioned roll out complete: {updated} new pods have been updated...\n"
        ));
    }
    let (current, next) = (status["currentRevision"].text(), status["updateRevision"].text());
    if current != next {
        return Progress::going(format!(
            "waiting for statefulset rolling update to complete {updated} pods at revision {next}...\n"
        ));
    }
    let count = count(&status["currentReplicas"]);
    Progress::over(format!("statefulset rolling update complete {count} pods at revision {current}...\n"))
}
