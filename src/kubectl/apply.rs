//! `kubectl apply -f`: every document of a file, one after the other.
//!
//! Models kubectl pkg/cmd/apply, v1.36 (client-side): create with the last-applied annotation, or patch
//! three-way; `created`, `configured`, `unchanged`; a refusal does not stop the documents after it,
//! except an error in the text, after which kubectl has no more documents.

use serde_json::{Value, json};

use super::manifest::{self, Manifest, Problem};
use crate::cluster::{Client, Key, Reason, Status, World};
use crate::kinds::Verbs;
use crate::kinds::patch::{self, Patch};

const DEFAULT: &str = "default";
pub(super) const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// One line of kubectl's answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub text: String,
    pub error: bool,
    /// A refusal's words where there is more than one: kubectl then prints the server's.
    among_others: Option<String>,
}

impl Line {
    pub(super) fn said(text: String) -> Line {
        Line { text, error: false, among_others: None }
    }

    pub(super) fn refused(text: String) -> Line {
        Line { text, error: true, among_others: None }
    }
}

impl Line {
    /// A refusal of a file's object, of one that was to replace another.
    pub(super) fn replacing(mut self) -> Line {
        self.text = self.text.replace("error when creating", "error when replacing");
        self
    }
}

/// The manager of what is applied the ordinary way.
const CLIENT_SIDE: &str = "kubectl-client-side-apply";

/// Applies a file's text in the namespace `default`.
pub fn apply(world: &mut World, file: &str, text: &str) -> Vec<Line> {
    apply_in(world, DEFAULT, file, text)
}

/// The same in the namespace of a context.
pub fn apply_in(world: &mut World, namespace: &str, file: &str, text: &str) -> Vec<Line> {
    let read = manifest::read_in(text, world.api().store());
    if read.is_empty() {
        return vec![Line::refused(NO_OBJECTS.into())];
    }
    apply_read(world, namespace, file, read)
}

pub(super) const NO_OBJECTS: &str = "error: no objects passed to apply";
/// What was read of a file, or some of it.
pub(super) type Read = Vec<Result<Manifest, Problem>>;

pub(super) fn apply_read(world: &mut World, namespace: &str, file: &str, mut read: Read) -> Vec<Line> {
    read.iter_mut().flatten().for_each(|manifest| manifest.place_in(namespace));
    world.act("kubectl", |api| {
        api.manager = Some(CLIENT_SIDE);
        together(read.into_iter().flat_map(|one| apply_one(one, file, api)).collect())
    })
}

/// The lines of several documents: more than one refusal is worded as `cmdutil.MultipleErrors` does it.
pub(super) fn together(mut lines: Vec<Line>) -> Vec<Line> {
    if lines.iter().filter(|line| line.error).count() > 1 {
        for line in lines.iter_mut().filter(|line| line.error) {
            let bare = line.text.strip_prefix("error: ").map(str::to_owned);
            line.text = line.among_others.take().or(bare).unwrap_or_else(|| std::mem::take(&mut line.text));
        }
    }
    lines
}

fn apply_one(read: Result<Manifest, Problem>, file: &str, api: &mut Client<'_>) -> Vec<Line> {
    let manifest = match read {
        Ok(manifest) => manifest,
        Err(problem) => match problem.misshapen.filter(|one| api.store().object(&key_of(one)).is_some()) {
            Some(manifest) => *manifest,
            None => return vec![Line::refused(problem.text.replace("FILE", file))],
        },
    };
    if manifest.name.is_empty() {
        return vec![Line::refused(nameless(&manifest, file))];
    }
    let live = api.get(&key_of(&manifest)).map(|live| live.to_value());
    let mut lines: Vec<Line> = unowned(&manifest, live.as_ref()).into_iter().collect();
    let result = match live {
        None => create(&manifest, api).map(|()| "created").map_err(|status| refused_in_file(&status, file)),
        Some(live) => patch(&manifest, &live, file, api),
    };
    lines.extend(warned(api));
    lines.push(match result {
        Ok(word) => Line::said(format!("{} {word}", result_name(&manifest))),
        Err(refusal) => refusal,
    });
    lines
}

/// What the server warned of.
pub(super) fn warned(api: &mut Client<'_>) -> impl Iterator<Item = Line> + use<> {
    std::mem::take(&mut api.warnings).into_iter().map(|text| Line::said(format!("Warning: {text}")))
}

/// The object of a result; of a kind that is not stored the server answers with a status instead.
pub(super) fn result_name(manifest: &Manifest) -> String {
    match manifest.kind.verbs() {
        Verbs::Create => "status/<unknown>".into(),
        _ => manifest.qualified_name(),
    }
}

/// `error when creating "FILE"` stands between the reason and the message, but for Invalid.
pub(super) fn refused_in_file(status: &Status, file: &str) -> Line {
    let whole = format!("{}: error when creating \"{file}\": {}", status.reason.heading(), status.sentence());
    refused_as(status, whole)
}

/// A refusal whose whole wording is left out for Invalid, unless it is one of several.
fn refused_as(status: &Status, whole: String) -> Line {
    match status.reason {
        Reason::Invalid => Line { among_others: Some(whole), ..Line::refused(status.message.clone()) },
        _ => Line::refused(whole),
    }
}

fn nameless(manifest: &Manifest, file: &str) -> String {
    format!(
        "error: error when retrieving current configuration of:\n{}\nfrom server for: \"{file}\": resource name may \
         not be empty",
        described(manifest)
    )
}

/// How kubectl names an object in its longer errors.
fn described(manifest: &Manifest) -> String {
    let (info, key) = (manifest.kind.info(), key_of(manifest));
    let group = if info.group.is_empty() { format!("/{}", info.version) } else { info.api_version() };
    format!(
        "Resource: \"{group}, Resource={}\", GroupVersionKind: \"{group}, Kind={}\"\nName: \"{}\", Namespace: \"{}\"",
        info.plural, info.kind, key.name, key.namespace
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
    key_in(manifest, DEFAULT)
}

/// The key of a manifest that names no namespace in a context's.
pub(super) fn key_in(manifest: &Manifest, context: &str) -> Key {
    let namespace = match (manifest.kind.info().namespaced, manifest.object.meta().namespace.as_str()) {
        (false, _) => "",
        (true, "") => context,
        (true, namespace) => namespace,
    };
    Key::new(manifest.kind, namespace, &manifest.name)
}

/// The manifest with the annotation that the next apply compares with.
pub(super) fn annotated(manifest: &Manifest) -> Value {
    let mut applied = manifest.value.clone();
    if manifest.kind.info().namespaced {
        applied["metadata"]["namespace"] = json!(&*key_of(manifest).namespace);
    }
    with_last_applied(applied)
}

/// An object with itself as what was applied last.
pub(super) fn with_last_applied(mut applied: Value) -> Value {
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
    api.create_object(manifest.with(&annotated(manifest))).map(drop)
}

/// The three-way patch; nothing is sent if it is empty.
fn patch(manifest: &Manifest, live: &Value, file: &str, api: &mut Client<'_>) -> Result<&'static str, Line> {
    let last = &live["metadata"]["annotations"][LAST_APPLIED];
    let last: Value = last.as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let (now, version) = (annotated(manifest), manifest.version());
    let patch = match version {
        _ if manifest.kind.is_added() => patch::three_way_of(None, &last, &now, live),
        Some(version) => {
            patch::three_way_of(Some(version.table()), &last, &now, &(version.from_stored)(live))
        }
        None => patch::three_way(manifest.kind, &last, &now, live),
    };
    if patch == json!({}) {
        return Ok("unchanged");
    }
    let sent = patch.to_string();
    let patch = if manifest.kind.is_added() { Patch::Merge(patch) } else { Patch::Strategic(patch) };
    match api.patch_version(&key_of(manifest), &patch, version) {
        Ok(_) => Ok("configured"),
        Err(status) => Err(refused_as(
            &status,
            format!(
                "{}: error when applying patch:\n{sent}\nto:\n{}\nfor: \"{file}\": error when patching \
                 \"{file}\": {}",
                status.reason.heading(),
                described(manifest),
                status.sentence()
            ),
        )),
    }
}
