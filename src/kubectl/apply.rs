//! `kubectl apply -f`: every document of a file, one after the other.
//!
//! Models kubectl pkg/cmd/apply, v1.36 (client-side): create with the last-applied annotation, or patch
//! three-way; `created`, `configured`, `unchanged`; a refusal does not stop the documents after it,
//! except an error in the text, after which kubectl has no more documents.

use serde_json::{Value, json};

use super::manifest::{self, Manifest, Problem};
use super::merge;
use crate::cluster::{Client, Key, Reason, Status, World};
use crate::kinds::schema;

const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// One line of kubectl's answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub text: String,
    pub error: bool,
}

impl Line {
    fn said(text: String) -> Line {
        Line { text, error: false }
    }

    fn refused(text: String) -> Line {
        Line { text, error: true }
    }
}

/// Applies a file's text.
pub fn apply(world: &mut World, file: &str, text: &str) -> Vec<Line> {
    let read = manifest::read(text);
    if read.is_empty() {
        return vec![Line::refused("error: no objects passed to apply".into())];
    }
    world.act("kubectl", |api| read.into_iter().flat_map(|one| apply_one(one, file, api)).collect())
}

fn apply_one(read: Result<Manifest, Problem>, file: &str, api: &mut Client<'_>) -> Vec<Line> {
    let manifest = match read {
        Ok(manifest) => manifest,
        Err(problem) => return vec![Line::refused(problem.text.replace("FILE", file))],
    };
    if manifest.name.is_empty() {
        return vec![Line::refused(nameless(&manifest, file))];
    }
    let live = api.store().object(&key_of(&manifest)).map(|live| live.to_value());
    let mut lines: Vec<Line> = unowned(&manifest, live.as_ref()).into_iter().collect();
    let result = match live {
        None => create(&manifest, api).map(|()| "created"),
        Some(live) => patch(&manifest, &live, api),
    };
    let warned = std::mem::take(&mut api.warnings).into_iter();
    lines.extend(warned.map(|text| Line::said(format!("Warning: {text}"))));
    lines.push(match result {
        Ok(word) => Line::said(format!("{} {word}", manifest.qualified_name())),
        Err(status) => Line::refused(in_file(&status, file)),
    });
    lines
}

/// `error when creating "FILE"` stands between the reason and the message, but for Invalid.
fn in_file(status: &Status, file: &str) -> String {
    match status.reason {
        Reason::Invalid => status.message.clone(),
        reason => format!(
            "Error from server ({}): error when creating \"{file}\": {}",
            reason.name(),
            status.message
        ),
    }
}

fn nameless(manifest: &Manifest, file: &str) -> String {
    let info = manifest.kind.info();
    let api = if info.group.is_empty() {
        info.version.to_owned()
    } else {
        format!("{}/{}", info.group, info.version)
    };
    let resource = if info.group.is_empty() {
        format!("/{api}, Resource={}", info.plural)
    } else {
        format!("{api}, Resource={}", info.plural)
    };
    let kind = resource.replace(&format!("Resource={}", info.plural), &format!("Kind={}", info.kind));
    let namespace = if info.namespaced { "default" } else { "" };
    format!(
        "error: error when retrieving current configuration of:\nResource: \"{resource}\", GroupVersionKind: \"{kind}\"\n\
         Name: \"\", Namespace: \"{namespace}\"\nfrom server for: \"{file}\": resource name may not be empty"
    )
}

/// kubectl's own warning about an object it did not make.
fn unowned(manifest: &Manifest, live: Option<&Value>) -> Option<Line> {
    let missing = live.is_some_and(|live| live["metadata"]["annotations"][LAST_APPLIED].is_null());
    missing.then(|| {
        Line::said(format!(
            "Warning: resource {}/{} is missing the {LAST_APPLIED} annotation which is required by kubectl apply. \
             kubectl apply should only be used on resources created declaratively by either kubectl create \
             --save-config or kubectl apply. The missing annotation will be patched automatically.",
            manifest.kind.info().plural,
            manifest.name
        ))
    })
}

pub(super) fn key_of(manifest: &Manifest) -> Key {
    let namespace = match (manifest.kind.info().namespaced, manifest.object.meta().namespace.as_str()) {
        (false, _) => "",
        (true, "") => "default",
        (true, namespace) => namespace,
    };
    Key::new(manifest.kind, namespace, &manifest.name)
}

/// The manifest with the annotation that the next apply compares with.
fn annotated(manifest: &Manifest) -> Value {
    let mut applied = manifest.value.clone();
    if manifest.kind.info().namespaced {
        applied["metadata"]["namespace"] = json!(&*key_of(manifest).namespace);
    }
    let annotations = &mut applied["metadata"]["annotations"];
    if annotations.is_null() {
        *annotations = json!({});
    }
    if let Some(annotations) = annotations.as_object_mut() {
        annotations.remove(LAST_APPLIED);
    }
    let text = format!("{applied}\n");
    applied["metadata"]["annotations"][LAST_APPLIED] = Value::String(text);
    applied
}

fn create(manifest: &Manifest, api: &mut Client<'_>) -> Result<(), Status> {
    api.create_object(manifest.kind.read(&annotated(manifest))).map(drop)
}

fn patch(manifest: &Manifest, live: &Value, api: &mut Client<'_>) -> Result<&'static str, Status> {
    let last = &live["metadata"]["annotations"][LAST_APPLIED];
    let last: Value = last.as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let merged = merge::three_way(&last, &annotated(manifest), live);
    if merged == *live {
        return Ok("unchanged");
    }
    let mut fields = merged.clone();
    if let Some(members) = fields.as_object_mut() {
        members.remove("apiVersion");
        members.remove("kind");
    }
    if let Some(finding) = schema::check(&fields, manifest.kind.info().table).first() {
        return Err(Status::new(Reason::BadRequest, finding.problem.sentence(&finding.path)));
    }
    let before = api.store().version();
    api.update_object(manifest.kind.read(&merged))?;
    Ok(if api.store().version() == before { "unchanged" } else { "configured" })
}
