//! Who owns what after updates and applies, and who may not.

use serde_json::{Value, json};

use super::{Application, apply, conflict_message, track_update};
use crate::kinds::{Kind, Time};

fn deployment(replicas: Option<i64>, image: &str) -> Value {
    let mut object = json!({
        "metadata": {"name": "web", "labels": {"app": "web"}},
        "spec": {"template": {"spec": {"containers": [{"name": "web", "image": image}]}}},
    });
    if let Some(replicas) = replicas {
        object["spec"]["replicas"] = json!(replicas);
    }
    object
}

fn applied(live: Option<&Value>, config: &Value, manager: &str, force: bool) -> Result<Value, String> {
    let application = Application { config, manager, force, now: Time(0) };
    apply(Kind::Deployment, live, &application).map_err(|conflicts| conflict_message(&conflicts))
}

#[test]
fn a_field_another_manager_changed_is_a_conflict() {
    let mine = applied(None, &deployment(Some(3), "nginx:1"), "kubectl", false).unwrap();
    let mut scaled = mine.clone();
    scaled["spec"]["replicas"] = json!(5);
    track_update(Kind::Deployment, Some(&mine), &mut scaled, "kube-controller-manager", Time(1));
    let refusal = applied(Some(&scaled), &deployment(Some(3), "nginx:1"), "kubectl", false).unwrap_err();
    let expected = "Apply failed with 1 conflict: conflict with \"kube-controller-manager\" using apps/v1: .spec.replicas";
    assert_eq!(refusal, expected);
    let forced = applied(Some(&scaled), &deployment(Some(3), "nginx:1"), "kubectl", true).unwrap();
    assert_eq!(forced["spec"]["replicas"], 3);
}

#[test]
fn the_same_value_is_shared_and_leaving_it_out_leaves_it() {
    let mine = applied(None, &deployment(Some(3), "nginx:1"), "one", false).unwrap();
    let ours = applied(Some(&mine), &deployment(Some(3), "nginx:1"), "two", false).unwrap();
    let left = applied(Some(&ours), &deployment(None, "nginx:1"), "one", false).unwrap();
    assert_eq!(left["spec"]["replicas"], 3);
    let alone = applied(Some(&left), &deployment(None, "nginx:1"), "two", false).unwrap();
    assert_eq!(alone["spec"]["replicas"], Value::Null);
}

#[test]
fn containers_are_owned_by_name() {
    let mine = applied(None, &deployment(None, "nginx:1"), "one", false).unwrap();
    let sidecar =
        json!({"spec": {"template": {"spec": {"containers": [{"name": "log", "image": "busybox"}]}}}});
    let both = applied(Some(&mine), &sidecar, "two", false).unwrap();
    assert_eq!(both["spec"]["template"]["spec"]["containers"].as_array().unwrap().len(), 2);
    let changed =
        json!({"spec": {"template": {"spec": {"containers": [{"name": "web", "image": "nginx:2"}]}}}});
    let refusal = applied(Some(&both), &changed, "two", false).unwrap_err();
    let path = ".spec.template.spec.containers[name=\"web\"].image";
    assert_eq!(refusal, format!("Apply failed with 1 conflict: conflict with \"one\": {path}"));
    let gone = applied(Some(&both), &json!({}), "two", false).unwrap();
    assert_eq!(gone["spec"]["template"]["spec"]["containers"].as_array().unwrap().len(), 1);
}
