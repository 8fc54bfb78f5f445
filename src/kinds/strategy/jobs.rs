//! New Jobs: `generateSelector` of pkg/registry/batch/job/strategy.go, v1.36.
//!
//! Unless the selector is the user's own affair, it selects the label that carries the Job's uid, and
//! the template gets that label and the Job's name, each under its old and its new key.

use serde_json::{Value, json};

use crate::kinds::edit::{ensure, text};

const NAMES: [&str; 2] = ["job-name", "batch.kubernetes.io/job-name"];
const UIDS: [&str; 2] = ["controller-uid", "batch.kubernetes.io/controller-uid"];

pub(super) fn generate_selector(job: &mut Value) {
    if job["spec"]["manualSelector"] == true {
        return;
    }
    let meta = &job["metadata"];
    let (name, uid) = (text(meta, "name").to_owned(), text(meta, "uid").to_owned());
    let spec = ensure(job, "spec");
    let labels = ensure(ensure(ensure(spec, "template"), "metadata"), "labels");
    for (keys, value) in [(NAMES, name), (UIDS, uid.clone())] {
        if labels[keys[0]].is_null() {
            keys.into_iter().for_each(|key| labels[key] = json!(value));
        }
    }
    let selected = ensure(ensure(spec, "selector"), "matchLabels");
    if selected[UIDS[1]].is_null() {
        selected[UIDS[1]] = json!(uid);
    }
    label_as_template(job);
}

/// A Job without labels is read with those of its template, as defaulting gives them to it.
fn label_as_template(job: &mut Value) {
    let labels = job["spec"]["template"]["metadata"]["labels"].clone();
    let meta = ensure(job, "metadata");
    if meta["labels"].as_object().is_none_or(serde_json::Map::is_empty) {
        meta["labels"] = labels;
    }
}
