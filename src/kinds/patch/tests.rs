//! Patches made and computed, as `kubectl patch` and `kubectl apply` use them.

use serde_json::{Value, json};

use super::{Patch, three_way};
use crate::kinds::Kind;

fn pod(containers: Value) -> Value {
    json!({"metadata": {"name": "p"}, "spec": {"containers": containers}})
}

#[test]
fn containers_are_merged_by_name() {
    let object = pod(json!([{"name": "a", "image": "x", "tty": true}, {"name": "b", "image": "x"}]));
    let patch =
        json!({"spec": {"containers": [{"name": "a", "image": "y"}, {"name": "b", "$patch": "delete"}]}});
    let expected = pod(json!([{"name": "a", "image": "y", "tty": true}]));
    assert_eq!(Patch::Strategic(patch).apply(Kind::Pod, &object), Ok(expected));
}

#[test]
fn an_item_without_its_key_is_refused() {
    let patch = Patch::Strategic(json!({"spec": {"containers": [{"image": "y"}]}}));
    let error = "map: map[image:y] does not contain declared merge key: name";
    assert_eq!(patch.apply(Kind::Pod, &pod(json!([]))), Err(error.to_owned().into()));
}

#[test]
fn a_merge_patch_replaces_lists_and_removes_by_null() {
    let object = json!({"data": {"a": "1", "b": "2"}});
    let patch = Patch::Merge(json!({"data": {"a": null, "c": "3"}}));
    assert_eq!(patch.apply(Kind::ConfigMap, &object), Ok(json!({"data": {"b": "2", "c": "3"}})));
}

#[test]
fn a_json_patch_is_a_list_of_operations() {
    let object = pod(json!([{"name": "a", "image": "x"}]));
    let patch = Patch::Json(json!([{"op": "replace", "path": "/spec/containers/0/image", "value": "y"}]));
    assert_eq!(patch.apply(Kind::Pod, &object), Ok(pod(json!([{"name": "a", "image": "y"}]))));
    assert!(
        Patch::Json(json!([{"op": "remove", "path": "/spec/nothing"}])).apply(Kind::Pod, &object).is_err()
    );
}

#[test]
fn apply_leaves_what_others_set() {
    let last = pod(json!([{"name": "a", "image": "x", "stdin": true}, {"name": "old", "image": "x"}]));
    let now = pod(json!([{"name": "a", "image": "y"}, {"name": "new", "image": "x"}]));
    let live = pod(json!([
        {"name": "injected", "image": "i"},
        {"name": "a", "image": "x", "stdin": true, "tty": true},
        {"name": "old", "image": "x"},
    ]));
    let patch = three_way(Kind::Pod, &last, &now, &live);
    let expected = pod(json!([
        {"name": "injected", "image": "i"},
        {"name": "a", "image": "y", "tty": true},
        {"name": "new", "image": "x"},
    ]));
    assert_eq!(Patch::Strategic(patch).apply(Kind::Pod, &live), Ok(expected));
}

#[test]
fn nothing_to_do_is_an_empty_patch() {
    let last = pod(json!([{"name": "a", "image": "x"}]));
    let live = pod(json!([{"name": "a", "image": "x", "imagePullPolicy": "Always"}]));
    assert_eq!(three_way(Kind::Pod, &last, &last, &live), json!({}));
}

#[test]
fn a_strategy_retains_only_its_own_members() {
    let deployment = |strategy: Value| json!({"spec": {"strategy": strategy}});
    let live = deployment(json!({"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%"}}));
    let now = deployment(json!({"type": "Recreate"}));
    let patch = three_way(Kind::Deployment, &json!({}), &now, &live);
    assert_eq!(Patch::Strategic(patch).apply(Kind::Deployment, &live), Ok(now));
}
