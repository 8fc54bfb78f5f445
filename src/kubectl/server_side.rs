//! `kubectl apply --server-side`: kubectl pkg/cmd/apply, v1.36, and client-go util/csaupgrade.
//!
//! The server merges by who manages what. An object that was applied the ordinary way before is moved over: its
//! annotation gets a manager of its own, and what the ordinary apply managed becomes the new manager's.

use serde_json::{Value, json};

use super::apply::{LAST_APPLIED, Line, NO_OBJECTS, Read, key_of, warned};
use super::manifest::{self, Manifest, Problem};
use crate::cluster::{Client, Key, Reason, Status, World};
use crate::kinds::Object;

/// The manager that keeps the annotation of ordinary applies.
const LAST_APPLIED_MANAGER: &str = "kubectl-last-applied";

/// The manager of those who name none.
pub const MANAGER: &str = "kubectl";

/// What follows `--server-side`.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// `--field-manager`
    pub manager: String,
    /// `--force-conflicts`
    pub force: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options { manager: MANAGER.into(), force: false }
    }
}

/// Applies a file's text.
pub fn apply(world: &mut World, file: &str, text: &str, options: &Options) -> Vec<Line> {
    apply_in(world, "default", file, text, options)
}

/// The same in the namespace of a context.
pub fn apply_in(world: &mut World, namespace: &str, file: &str, text: &str, options: &Options) -> Vec<Line> {
    let read = manifest::read_in(text, world.api().store());
    if read.is_empty() {
        return vec![Line::refused(NO_OBJECTS.into())];
    }
    apply_read(world, namespace, file, read, options)
}

pub(super) fn apply_read(
    world: &mut World,
    namespace: &str,
    file: &str,
    mut read: Read,
    options: &Options,
) -> Vec<Line> {
    read.iter_mut().flatten().for_each(|manifest| manifest.place_in(namespace));
    world.act("kubectl", |api| read.into_iter().flat_map(|one| apply_one(one, file, options, api)).collect())
}

fn apply_one(
    read: Result<Manifest, Problem>,
    file: &str,
    options: &Options,
    api: &mut Client<'_>,
) -> Vec<Line> {
    let manifest = match read {
        Ok(manifest) => manifest,
        Err(problem) => return vec![Line::refused(problem.text.replace("FILE", file))],
    };
    if manifest.name.is_empty() {
        return vec![Line::refused("error: metadata.name is required".into())];
    }
    let result = serve(&manifest, options, api);
    let mut lines: Vec<Line> = warned(api).collect();
    lines.push(match result {
        Ok(()) => Line::said(format!("{} serverside-applied", manifest.qualified_name())),
        Err(status) if status.reason == Reason::Conflict => {
            Line::refused(format!("error: {}\n{CONFLICT_HELP}", status.message))
        }
        Err(status) => Line::refused(status.to_string()),
    });
    lines
}

fn serve(manifest: &Manifest, options: &Options, api: &mut Client<'_>) -> Result<(), Status> {
    let (key, manager) = (key_of(manifest), options.manager.as_str());
    let send = |api: &mut Client<'_>| api.apply(&key, &manifest.value, manager, options.force);
    let applied = send(api)?;
    if manager == MANAGER {
        keep_annotation(&key, &applied, api)?;
    }
    if api.upgrade_managers(&key, LAST_APPLIED, manager)? {
        send(api)?;
    }
    Ok(())
}

/// Gives the annotation a manager, lest it goes with the next apply.
fn keep_annotation(key: &Key, applied: &Object, api: &mut Client<'_>) -> Result<(), Status> {
    let Some(text) = applied.meta().annotation(LAST_APPLIED) else { return Ok(()) };
    let held = applied.to_value();
    let field = format!("f:{LAST_APPLIED}");
    let managers = held["metadata"]["managedFields"].as_array().into_iter().flatten();
    let mut applying = managers.into_iter().filter(|one| one["operation"] == "Apply");
    let kept = |one: &Value| one["fieldsV1"]["f:metadata"]["f:annotations"].get(&field).is_some();
    if applying.any(kept) {
        return Ok(());
    }
    let mut alone = json!({
        "apiVersion": held["apiVersion"], "kind": held["kind"],
        "metadata": {"name": *key.name, "annotations": {LAST_APPLIED: text}},
    });
    if !key.namespace.is_empty() {
        alone["metadata"]["namespace"] = json!(*key.namespace);
    }
    api.apply(key, &alone, LAST_APPLIED_MANAGER, false).map(drop)
}

/// What kubectl adds to a conflict.
const CONFLICT_HELP: &str = "Please review the fields above--they currently have other managers. Here\n\
are the ways you can resolve this warning:\n\
* If you intend to manage all of these fields, please re-run the apply\n  command with the `--force-conflicts` flag.\n\
* If you do not intend to manage all of the fields, please edit your\n  manifest to remove references to the fields that \
should keep their\n  current managers.\n\
* You may co-own fields by updating your manifest to match the existing\n  value; in this case, you'll become the manager \
if the other manager(s)\n  stop managing the field (remove it from their configuration).\n\
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts";
