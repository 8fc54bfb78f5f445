//! ConfigMaps and Secrets: core's validation.go, v1.36.

use serde_json::Value;

use super::at::At;
use super::errors::Errors;
use super::{json_text, text};
use crate::kinds::{base64, edit};

const SIZE: usize = 1024 * 1024;

pub(super) fn config_map(object: &Value, errors: &mut Errors) {
    let root = At::root(object);
    let (data, binary) = (root.child("data"), root.child("binaryData"));
    let mut size = 0;
    for (key, value) in data.entries() {
        errors.complain_of(&value.path, key, text::config_key(key));
        if binary.has(key) {
            errors.complain_of(&value.path, key, vec!["duplicate of key present in binaryData".to_owned()]);
        }
        size += value.text().len();
    }
    for (key, value) in binary.entries() {
        errors.complain_of(&value.path, key, text::config_key(key));
        size += base64::decoded_length(value.text());
    }
    if size > SIZE {
        errors.too_long("", SIZE);
    }
}

/// What is fixed once it is declared so.
pub(super) fn frozen(names: &[&str], new: &Value, old: &Value, errors: &mut Errors) {
    const WHY: &str = "field is immutable when `immutable` is set";
    if old["immutable"] != true {
        return;
    }
    if new["immutable"] != true {
        errors.forbidden("immutable", WHY);
    }
    for name in names {
        let same = match (edit::is_empty(new, name), edit::is_empty(old, name)) {
            (true, true) => true,
            _ => new[*name] == old[*name],
        };
        if !same {
            errors.forbidden(*name, WHY);
        }
    }
}

pub(super) fn secret(object: &Value, errors: &mut Errors) {
    let root = At::root(object);
    let data = root.child("data");
    let mut size = 0;
    for (key, value) in data.entries() {
        errors.complain_of(&value.path, key, text::config_key(key));
        size += base64::decoded_length(value.text());
    }
    if size > SIZE {
        errors.too_long(&data.path, SIZE);
    }
    let missing = |key: &str| !data.has(key);
    match root.text_of("type") {
        "kubernetes.io/service-account-token" => {
            let note = root.child("metadata").child("annotations").key("kubernetes.io/service-account.name");
            errors.require(&note);
        }
        "kubernetes.io/dockercfg" => document(&data.key(".dockercfg"), errors),
        "kubernetes.io/dockerconfigjson" => document(&data.key(".dockerconfigjson"), errors),
        "kubernetes.io/basic-auth" if missing("username") && missing("password") => {
            errors.required(data.key("username").path, "");
            errors.required(data.key("password").path, "");
        }
        "kubernetes.io/ssh-auth" if data.text_of("ssh-privatekey").is_empty() => {
            errors.required(data.key("ssh-privatekey").path, "");
        }
        "kubernetes.io/tls" => {
            for key in ["tls.crt", "tls.key"].into_iter().filter(|key| missing(key)) {
                errors.required(data.key(key).path, "");
            }
        }
        _ => {}
    }
}

/// A JSON document whose text stays secret.
fn document(at: &At<'_>, errors: &mut Errors) {
    if !at.is_set() {
        return errors.required(&at.path, "");
    }
    if let Err(why) = json_text::object(&base64::decode(at.text()).unwrap_or_default()) {
        errors.invalid_as(&at.path, "\"<secret contents redacted>\"", &why);
    }
}
