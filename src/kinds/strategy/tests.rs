//! Creation and update of a few kinds.

use serde_json::json;

use super::{prepare_create, prepare_update};
use crate::kinds::registry::Kind;

#[test]
fn every_kind_bears_an_empty_object() {
    for kind in Kind::ALL {
        let mut object = json!({});
        prepare_create(*kind, &mut object);
        prepare_update(*kind, &mut object, &json!({}));
    }
}

#[test]
fn a_job_selects_by_its_uid() {
    let mut job = json!({"metadata": {"name": "pi", "uid": "u"}, "spec": {"template": {}}});
    prepare_create(Kind::Job, &mut job);
    assert_eq!(json!({"batch.kubernetes.io/controller-uid": "u"}), job["spec"]["selector"]["matchLabels"]);
    let labels = json!({
        "job-name": "pi", "batch.kubernetes.io/job-name": "pi",
        "controller-uid": "u", "batch.kubernetes.io/controller-uid": "u",
    });
    assert_eq!(labels, job["spec"]["template"]["metadata"]["labels"]);
}

#[test]
fn updates_keep_the_status_and_count() {
    let old = json!({
        "metadata": {"name": "a", "uid": "u", "generation": 3}, "spec": {"replicas": 1}, "status": {"replicas": 1},
    });
    let mut new = json!({"metadata": {"name": "a"}, "spec": {"replicas": 2}, "status": {"replicas": 9}});
    prepare_update(Kind::ReplicaSet, &mut new, &old);
    assert_eq!(json!({"name": "a", "uid": "u", "generation": 4}), new["metadata"]);
    assert_eq!(json!({"replicas": 1}), new["status"]);
}

#[test]
fn a_claim_names_its_source_twice() {
    let source = json!({"kind": "PersistentVolumeClaim", "name": "a"});
    let mut claim = json!({"spec": {"dataSourceRef": source}});
    prepare_create(Kind::PersistentVolumeClaim, &mut claim);
    assert_eq!(source, claim["spec"]["dataSource"]);
    let mut odd = json!({"spec": {"dataSource": {"kind": "Other", "name": "a"}}});
    prepare_create(Kind::PersistentVolumeClaim, &mut odd);
    assert_eq!(json!({}), odd["spec"]);
}
