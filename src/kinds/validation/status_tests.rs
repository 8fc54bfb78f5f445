//! Statuses that are refused when somebody writes them.

use serde_json::{Value, json};

use super::validate_status_update;
use crate::kinds::registry::Kind;

fn lines(kind: Kind, spec: Value, old: Value, new: Value) -> Vec<String> {
    let object = |status: Value| {
        json!({
            "metadata": {"name": "a", "namespace": "default", "uid": "u", "resourceVersion": "1"},
            "spec": spec, "status": status,
        })
    };
    let errors = validate_status_update(kind, &object(new), &object(old));
    errors.iter().map(super::FieldError::line).collect()
}

#[test]
fn counts_fit_one_another() {
    let status = json!({"replicas": 2, "readyReplicas": 1, "availableReplicas": 2, "collisionCount": 0});
    let said = lines(Kind::Deployment, json!({}), json!({"collisionCount": 1}), status.clone());
    let expected = [
        "status.availableReplicas: Invalid value: 2: cannot be greater than readyReplicas",
        "status.collisionCount: Invalid value: 0: cannot be decremented",
    ];
    assert_eq!(said, expected);
    let over = json!({"replicas": 1, "readyReplicas": 2});
    let expected = ["status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas"];
    assert_eq!(lines(Kind::ReplicaSet, json!({}), json!({}), over), expected);
}

#[test]
fn a_container_that_ended_for_good_does_not_run_again() {
    let status = |state: Value| json!({"qosClass": "BestEffort", "containerStatuses": [{"name": "c", "state": state}]});
    let ended = status(json!({"terminated": {"exitCode": 1}}));
    let again = |policy: &str| {
        let spec = json!({"restartPolicy": policy});
        lines(Kind::Pod, spec, ended.clone(), status(json!({"running": {}})))
    };
    let refused =
        ["status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state"];
    assert_eq!(again("Never"), refused);
    assert!(again("OnFailure").is_empty() && again("Always").is_empty());
    let other = json!({"qosClass": "Guaranteed"});
    let expected = ["status.qosClass: Invalid value: \"Guaranteed\": field is immutable"];
    assert_eq!(lines(Kind::Pod, json!({}), json!({"qosClass": "Burstable"}), other), expected);
}

#[test]
fn a_job_ends_in_order() {
    let complete = json!({"conditions": [{"type": "Complete", "status": "True"}], "active": 1});
    let said = lines(Kind::Job, json!({}), json!({}), complete.clone());
    let expected = [
        "status.completionTime: Required value: completionTime is required for Complete jobs",
        "status.conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition",
        "status.active: Invalid value: 1: active>0 is invalid for finished job",
        "status.startTime: Required value: startTime is required for finished job",
    ];
    assert_eq!(said, expected);
    let said = lines(Kind::Job, json!({}), complete, json!({}));
    assert_eq!(
        said,
        ["status.conditions: Invalid value: cannot disable the terminal Complete=True condition"]
    );
}

#[test]
fn a_budget_counts_up_from_zero() {
    let status =
        json!({"currentHealthy": -1, "conditions": [{"type": "A", "status": "Maybe", "reason": "R"}]});
    let expected = [
        "status.conditions[0].status: Unsupported value: \"Maybe\": supported values: \"False\", \"True\", \"Unknown\"",
        "status.conditions[0].lastTransitionTime: Required value: must be set",
        "status.currentHealthy: Invalid value: -1: must be greater than or equal to 0",
    ];
    assert_eq!(lines(Kind::PodDisruptionBudget, json!({}), json!({}), status), expected);
}
