//! `configMapGenerator` and `secretGenerator`.

use serde_json::{Value, json};

use super::{Resource, join};
use crate::kinds::base64;
use crate::kubectl::call::Files;
use crate::kubectl::reach::Reach;

pub fn add(files: &dyn Files, folder: &str, wanted: &Value, all: &mut Vec<Resource>) -> Result<(), String> {
    for (field, kind) in [("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")] {
        for one in wanted[field].items() {
            let made = made(files, folder, kind, one, &wanted["generatorOptions"])?;
            let same = |known: &&mut Resource| known.kind() == kind && known.original == made.original;
            match (all.iter_mut().find(same), one["behavior"].text()) {
                (Some(known), "merge") => {
                    for (name, text) in made.value["data"].entries() {
                        known.value["data"][name] = text.clone();
                    }
                }
                (Some(known), "replace") => known.value["data"] = made.value["data"].clone(),
                (Some(_), _) => {
                    return Err(format!(
                        "error: merging from generator: id already exists: {kind} {}",
                        made.original
                    ));
                }
                (None, _) => all.push(made),
            }
        }
    }
    Ok(())
}

fn made(
    files: &dyn Files,
    folder: &str,
    kind: &str,
    one: &Value,
    options: &Value,
) -> Result<Resource, String> {
    let name = one["name"].text().to_owned();
    let mut value = json!({"apiVersion": "v1", "kind": kind, "metadata": {"name": name}});
    if !one["namespace"].text().is_empty() {
        value["metadata"]["namespace"] = one["namespace"].clone();
    }
    for (name, text) in pairs(files, folder, one)? {
        value["data"][name] = match kind {
            "Secret" => json!(base64::encode(text.as_bytes())),
            _ => json!(text),
        };
    }
    if kind == "Secret" {
        value["type"] = json!(one["type"].text_or("Opaque"));
    }
    for options in [options, &one["options"]] {
        for field in ["labels", "annotations"] {
            for (name, text) in options[field].entries() {
                value["metadata"][field][name] = text.clone();
            }
        }
        if options["immutable"].flag() {
            value["immutable"] = json!(true);
        }
    }
    let plain = options["disableNameSuffixHash"].flag() || one["options"]["disableNameSuffixHash"].flag();
    Ok(Resource { value, original: name, hashed: !plain })
}

fn pairs(files: &dyn Files, folder: &str, one: &Value) -> Result<Vec<(String, String)>, String> {
    let read = |path: &str| {
        let full = join(folder, path);
        files.text(&full).map_err(|_| {
            format!("error: loading KV pairs: file sources: [{path}]: evalsymlink failure on '{full}' : lstat {full}: no such file or directory")
        })
    };
    let mut pairs = Vec::new();
    let envs = one["envs"].items().iter().chain(one.get("env"));
    for path in envs {
        for line in read(path.text())?.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (name, text) = line.split_once('=').unwrap_or((line, ""));
            pairs.push((name.to_owned(), text.to_owned()));
        }
    }
    for literal in one["literals"].items() {
        let (name, text) = literal.text().split_once('=').ok_or_else(|| {
            format!(
                "error: loading KV pairs: literal sources: invalid literal source {}, expected key=value",
                literal.text()
            )
        })?;
        let bare = ['"', '\''].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote));
        pairs.push((name.to_owned(), bare.unwrap_or(text).to_owned()));
    }
    for source in one["files"].items() {
        let own = || source.text().rsplit('/').next().unwrap_or_default();
        let (name, path) = source.text().split_once('=').unwrap_or((own(), source.text()));
        pairs.push((name.to_owned(), read(path)?));
    }
    Ok(pairs)
}
