//! `--custom`: a part of a container that is laid over the one that debugs. pkg/cmd/debug/debug.go `applyCustomProfile`, v1.36.

use serde_json::{Value, json};

use crate::kinds::Kind;
use crate::kinds::patch::Patch;
use crate::kubectl::call::{Answer, Call};
use crate::yaml;

/// Fields that it may not say.
const FIXED: [&str; 5] = ["name", "command", "image", "lifecycle", "volumeDevices"];

/// The part that a file says.
pub(super) fn read(call: &Call<'_>, path: &str) -> Result<Value, Answer> {
    let text = call.files.text(path).map_err(|_| {
        Answer::failed(&format!(
            "error: must pass a container spec json file for custom profile: open {path}: no such file or directory"
        ))
    })?;
    let part = match yaml::read(&text).into_iter().next() {
        Some(Ok(document)) if document.value.is_object() => document.value,
        _ => return Err(Answer::failed(&format!("error: {path} does not contain a valid container spec"))),
    };
    match FIXED.iter().any(|field| part.get(field).is_some()) {
        true => Err(Answer::failed(
            "error: name, command, image, lifecycle and volume devices are not modifiable via custom profile",
        )),
        false => Ok(part),
    }
}

/// Lays it over the container of a name in a list of the spec.
pub(super) fn lay_over(part: &Value, spec: &mut Value, list: &str, name: &str) {
    let containers = spec[list].as_array_mut().into_iter().flatten();
    for one in containers.filter(|one| one["name"] == *name) {
        let mut named = part.clone();
        named["name"] = json!(name);
        let patch = Patch::Strategic(json!({"spec": {"containers": [named]}}));
        if let Ok(merged) = patch.apply(Kind::Pod, &json!({"spec": {"containers": [one.clone()]}})) {
            *one = merged["spec"]["containers"][0].clone();
        }
    }
}
