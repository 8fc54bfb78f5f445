//! What a kustomization changes of its resources: patches, namespace, names, labels, annotations, images, replicas, and
//! last the hashes of what was generated; in kustomize's order.

use serde_json::{Value, json};

use super::{Resource, hash, join};
use crate::kinds::Kind;
use crate::kinds::patch::Patch;
use crate::kubectl::call::Files;
use crate::kubectl::reach::Reach;
use crate::yaml;

pub fn apply(files: &dyn Files, folder: &str, wanted: &Value, all: &mut Vec<Resource>) -> Result<(), String> {
    patches(files, folder, wanted, all)?;
    for one in all.iter_mut() {
        namespace(&mut one.value, wanted["namespace"].text());
        name(one, wanted["namePrefix"].text(), wanted["nameSuffix"].text());
        for (label, text) in wanted["commonLabels"].entries() {
            labels(&mut one.value, label, text, true, true);
        }
        for group in wanted["labels"].items() {
            let (selectors, templates) = (group["includeSelectors"].flag(), group["includeTemplates"].flag());
            for (label, text) in group["pairs"].entries() {
                labels(&mut one.value, label, text, selectors, selectors || templates);
            }
        }
        for (name, text) in wanted["commonAnnotations"].entries() {
            annotate(&mut one.value, name, text);
        }
        for image in wanted["images"].items() {
            images(&mut one.value, image);
        }
        let count = wanted["replicas"].items().iter().find(|count| count["name"] == one.original.as_str());
        if let Some(count) = count.filter(|_| one.value["spec"].is_object()) {
            one.value["spec"]["replicas"] = count["count"].clone();
        }
    }
    for one in all.iter_mut().filter(|one| one.hashed) {
        one.hashed = false;
        let hashed = format!("{}-{}", one.name(), hash::suffix(&one.value));
        one.value["metadata"]["name"] = json!(hashed);
    }
    Ok(())
}

fn namespace(value: &mut Value, namespace: &str) {
    if namespace.is_empty() {
        return;
    }
    let kind = Kind::of_manifest(value["apiVersion"].text(), value["kind"].text());
    if value["kind"] == "Namespace" {
        value["metadata"]["name"] = json!(namespace);
    } else if kind.is_none_or(|kind| kind.info().namespaced) {
        value["metadata"]["namespace"] = json!(namespace);
    }
    for subject in value["subjects"].as_array_mut().into_iter().flatten() {
        if subject["kind"] == "ServiceAccount" && subject.get("namespace").is_some() {
            subject["namespace"] = json!(namespace);
        }
    }
}

/// Namespaces and definitions keep their names.
fn name(one: &mut Resource, prefix: &str, suffix: &str) {
    if !matches!(one.kind(), "Namespace" | "CustomResourceDefinition" | "APIService") {
        one.value["metadata"]["name"] = json!(format!("{prefix}{}{suffix}", one.name()));
    }
}

fn labels(value: &mut Value, label: &str, text: &Value, selectors: bool, templates: bool) {
    value["metadata"]["labels"][label] = text.clone();
    let kind = value["kind"].text().to_owned();
    let (template, selector): (&[&str], &[&str]) = match kind.as_str() {
        "Deployment" | "ReplicaSet" | "StatefulSet" | "DaemonSet" => {
            (&["spec", "template"], &["spec", "selector", "matchLabels"])
        }
        "Service" => (&[], &["spec", "selector"]),
        "ReplicationController" => (&["spec", "template"], &["spec", "selector"]),
        "Job" => (&["spec", "template"], &[]),
        "CronJob" => (&["spec", "jobTemplate", "spec", "template"], &[]),
        _ => (&[], &[]),
    };
    let mut put = |path: &[&str], wanted: bool, rest: &[&str]| {
        if wanted && !path.is_empty() {
            let place = path.iter().chain(rest).fold(&mut *value, |value, step| &mut value[*step]);
            place[label] = text.clone();
        }
    };
    put(template, templates, &["metadata", "labels"]);
    put(selector, selectors, &[]);
}

fn annotate(value: &mut Value, name: &str, text: &Value) {
    value["metadata"]["annotations"][name] = text.clone();
    for template in [&["spec", "template"][..], &["spec", "jobTemplate", "spec", "template"]] {
        let found = template.iter().try_fold(&mut *value, |value, step| value.get_mut(*step));
        if let Some(template) = found {
            template["metadata"]["annotations"][name] = text.clone();
        }
    }
}

/// In every list of containers, however deep.
fn images(value: &mut Value, wanted: &Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| images(item, wanted)),
        Value::Object(members) => {
            for (name, one) in members {
                match name.as_str() {
                    "containers" | "initContainers" => {
                        for container in one.as_array_mut().into_iter().flatten() {
                            if let Some(image) = container.get_mut("image") {
                                *image = json!(changed(image.text(), wanted));
                            }
                        }
                    }
                    _ => images(one, wanted),
                }
            }
        }
        _ => {}
    }
}

fn changed(image: &str, wanted: &Value) -> String {
    let (rest, digest) = image.split_once('@').map_or((image, ""), |(rest, digest)| (rest, digest));
    let (name, tag) = match rest.rsplit_once(':').filter(|(_, tag)| !tag.contains('/')) {
        Some((name, tag)) => (name, tag),
        None => (rest, ""),
    };
    if name != wanted["name"].text() {
        return image.to_owned();
    }
    let name = wanted["newName"].text_or(name);
    let new_tag = match &wanted["newTag"] {
        Value::String(tag) => tag.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    match (wanted["digest"].text(), new_tag.as_str()) {
        ("", "") if !digest.is_empty() => format!("{name}@{digest}"),
        ("", "") if tag.is_empty() => name.to_owned(),
        ("", "") => format!("{name}:{tag}"),
        ("", new) => format!("{name}:{new}"),
        (digest, _) => format!("{name}@{digest}"),
    }
}

fn patches(files: &dyn Files, folder: &str, wanted: &Value, all: &mut Vec<Resource>) -> Result<(), String> {
    let text = |path: &str| {
        files.text(&join(folder, path)).map_err(|_| format!("error: unable to load patch file '{path}'"))
    };
    for one in wanted["patchesStrategicMerge"].items() {
        let inline = one.text().contains('\n');
        let text = if inline { one.text().to_owned() } else { text(one.text())? };
        patch(&text, &Value::Null, all)?;
    }
    for field in ["patches", "patchesJson6902"] {
        for one in wanted[field].items() {
            let text = match one["path"].text() {
                "" => one["patch"].text().to_owned(),
                path => text(path)?,
            };
            patch(&text, &one["target"], all)?;
        }
    }
    Ok(())
}

fn patch(text: &str, target: &Value, all: &mut Vec<Resource>) -> Result<(), String> {
    for document in yaml::read(text) {
        let value = document.map_err(|why| format!("error: unable to parse SM or JSON patch: {why}"))?.value;
        let own = json!({"kind": value["kind"], "name": value["metadata"]["name"]});
        let target = if target.is_null() { &own } else { target };
        let mut met = false;
        let mut kept = Vec::with_capacity(all.len());
        for mut one in std::mem::take(all) {
            if is_meant(&one, target) {
                met = true;
                if value["$patch"] == "delete" {
                    continue;
                }
                one.value = patched(&one.value, &value)?;
            }
            kept.push(one);
        }
        *all = kept;
        if !met && !value.is_array() {
            let name = target["name"].text();
            return Err(format!(
                "error: no resource matches strategic merge patch \"{}.{name}\": no matches for Id",
                own["kind"].text()
            ));
        }
    }
    Ok(())
}

fn is_meant(one: &Resource, target: &Value) -> bool {
    let version = one.value["apiVersion"].text();
    let (group, version) = version.split_once('/').unwrap_or(("", version));
    let fits = |wanted: &Value, held: &[&str]| {
        let wanted = wanted.text();
        wanted.is_empty() || held.contains(&wanted) || wanted == ".*"
    };
    let labels = &one.value["metadata"]["labels"];
    let selected = target["labelSelector"].text().split(',').filter(|pair| !pair.is_empty()).all(|pair| {
        pair.split_once('=')
            .is_some_and(|(name, text)| labels[name.trim()] == text.trim_start_matches('=').trim())
    });
    fits(&target["kind"], &[one.kind()])
        && fits(&target["name"], &[one.name(), &one.original])
        && fits(&target["group"], &[group])
        && fits(&target["version"], &[version])
        && fits(&target["namespace"], &[one.value["metadata"]["namespace"].text()])
        && selected
}

fn patched(object: &Value, patch: &Value) -> Result<Value, String> {
    let kind = Kind::of_manifest(object["apiVersion"].text(), object["kind"].text());
    let patch = match (patch.is_array(), kind) {
        (true, _) => Patch::Json(patch.clone()),
        (false, Some(_)) => Patch::Strategic(patch.clone()),
        (false, None) => Patch::Merge(patch.clone()),
    };
    let result = patch.apply(kind.unwrap_or(Kind::ConfigMap), object);
    result.map_err(|why| format!("error: unable to apply patch: {why:?}"))
}
