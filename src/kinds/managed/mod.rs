//! Who manages which field: `metadata.managedFields` and server-side apply.
//!
//! Models structured-merge-diff (sigs.k8s.io/structured-merge-diff/v6 merge/) and apimachinery
//! pkg/util/managedfields, v1.36. A write by update takes the fields it changes from everybody else; a
//! server-side apply owns all it names, and is refused where it would change what another owns.
//! Deviation: the managers of what the cluster's own programs make, and of every status, are not written but computed
//! when they are asked for (`unwritten`).

mod fields;
mod merge;
mod topology;
mod unwritten;

use serde_json::{Value, json};

use super::registry::Kind;
use super::time::Time;
pub use fields::Fields;

/// One manager's entry.
#[derive(Clone, Debug, PartialEq)]
struct Manager {
    name: String,
    operation: String,
    time: String,
    fields: Fields,
    /// `status`, or nothing.
    subresource: String,
}

/// Fields another manager owns with another value.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// As the server names the manager: `"kubectl-client-side-apply" using apps/v1`.
    pub manager: String,
    pub path: String,
}

/// What the server says of conflicts.
pub fn conflict_message(conflicts: &[Conflict]) -> String {
    let list = match conflicts {
        [one] => format!("conflict with {}: {}", one.manager, one.path),
        many => {
            let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
            for one in many {
                match groups.iter_mut().find(|(manager, _)| *manager == one.manager) {
                    Some((_, paths)) => paths.push(&one.path),
                    None => groups.push((&one.manager, vec![&one.path])),
                }
            }
            let group = |(manager, paths): &(&str, Vec<&str>)| {
                format!("conflicts with {manager}:\n- {}", paths.join("\n- "))
            };
            groups.iter().map(group).collect::<Vec<_>>().join("\n")
        }
    };
    let plural = if conflicts.len() == 1 { "" } else { "s" };
    format!("Apply failed with {} conflict{plural}: {list}", conflicts.len())
}

/// The managers of a live object, whether they are written or known otherwise.
fn managers(kind: Kind, object: &Value) -> Vec<Manager> {
    let written = written_managers(object);
    if written.is_empty() { unwritten::creator(kind, object).into_iter().collect() } else { written }
}

/// Writes out the managers of an object, those that are only known too.
pub fn show(kind: Kind, object: &mut Value) {
    let mut all = managers(kind, object);
    all.extend(unwritten::status_writer(kind, object));
    write(kind, object, &all);
}

fn written_managers(object: &Value) -> Vec<Manager> {
    let text = |entry: &Value, name: &str| entry[name].as_str().unwrap_or_default().to_owned();
    let entries = object["metadata"]["managedFields"].as_array().into_iter().flatten();
    let read = |entry: &Value| Manager {
        name: text(entry, "manager"),
        operation: text(entry, "operation"),
        time: text(entry, "time"),
        fields: Fields::read(&entry["fieldsV1"]),
        subresource: text(entry, "subresource"),
    };
    entries.map(read).collect()
}

fn write(kind: Kind, object: &mut Value, managers: &[Manager]) {
    let entry = |manager: &Manager| {
        let mut entry = json!({
            "manager": manager.name, "operation": manager.operation, "apiVersion": kind.info().api_version(),
            "time": manager.time, "fieldsType": "FieldsV1", "fieldsV1": manager.fields.to_value(),
        });
        if !manager.subresource.is_empty() {
            entry["subresource"] = json!(manager.subresource);
        }
        entry
    };
    let kept = managers.iter().filter(|manager| !manager.fields.is_empty());
    object["metadata"]["managedFields"] = Value::Array(kept.map(entry).collect());
}

/// Notes that `manager` wrote `new` in place of `old` by an ordinary create, update or patch.
pub fn track_update(kind: Kind, old: Option<&Value>, new: &mut Value, manager: &str, now: Time) {
    let present = Fields::of(kind, new);
    let changed = Fields::changed(kind, old, new);
    let mut held = managers(kind, old.unwrap_or(&Value::Null));
    for one in &mut held {
        let others = one.name != manager || one.operation != "Update";
        one.fields = one.fields.intersection(&present);
        if others {
            one.fields = one.fields.minus(&changed);
        }
    }
    if !changed.is_empty() {
        let mine = held.iter_mut().find(|one| one.name == manager && one.operation == "Update");
        match mine {
            Some(one) => {
                one.fields = one.fields.union(&changed);
                one.time = now.to_string();
            }
            None => held.push(Manager {
                name: manager.to_owned(),
                operation: "Update".into(),
                time: now.to_string(),
                fields: changed,
                subresource: String::new(),
            }),
        }
    }
    write(kind, new, &held);
}

/// Notes that `manager` made `new`, of which it sent `sent`; the rest was added on the way and is nobody's.
pub fn track_create(kind: Kind, mut sent: Value, new: &mut Value, manager: &str, now: Time) {
    track_update(kind, None, &mut sent, manager, now);
    new["metadata"]["managedFields"] = sent["metadata"]["managedFields"].take();
}

/// What is applied, by whom, when, and whether over others' heads.
pub struct Application<'a> {
    pub config: &'a Value,
    pub manager: &'a str,
    pub force: bool,
    pub now: Time,
}

/// The object after a server-side apply, managers included; or the conflicts that forbid it.
pub fn apply(
    kind: Kind,
    live: Option<&Value>,
    application: &Application<'_>,
) -> Result<Value, Vec<Conflict>> {
    let Application { config, manager, force, now } = application;
    let wanted = Fields::of(kind, config);
    let none = json!({"metadata": {}});
    let live = live.unwrap_or(&none);
    let mut held = managers(kind, live);
    let conflicts = conflicts(kind, live, config, &wanted, &held, manager);
    if !conflicts.is_empty() && !force {
        return Err(conflicts);
    }
    let mut merged = merge::merge(kind, live, config);
    let mine = held.iter().position(|one| one.name == *manager && one.operation == "Apply");
    let before = mine.map(|at| held.remove(at).fields).unwrap_or_default();
    let changed = Fields::changed(kind, Some(live), &merged);
    let mut others = Fields::default();
    for one in &mut held {
        one.fields = one.fields.minus(&changed);
        others = others.union(&one.fields);
    }
    merge::remove(kind, &mut merged, &before.minus(&wanted).minus(&others));
    let present = Fields::of(kind, &merged);
    held.iter_mut().for_each(|one| one.fields = one.fields.intersection(&present));
    held.push(Manager {
        name: (*manager).to_owned(),
        operation: "Apply".into(),
        time: now.to_string(),
        fields: wanted,
        subresource: String::new(),
    });
    write(kind, &mut merged, &held);
    if *manager == KUBECTL && merged["metadata"]["annotations"][LAST_APPLIED].is_string() {
        merged["metadata"]["annotations"][LAST_APPLIED] = json!(without_last_applied(config));
    }
    Ok(merged)
}

/// What kubectl's ordinary apply compares with, kept up to date for those who apply both ways:
/// apimachinery pkg/util/managedfields/internal/lastappliedupdater.go.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";
const KUBECTL: &str = "kubectl";

fn without_last_applied(config: &Value) -> String {
    let mut config = config.clone();
    if let Some(annotations) = config["metadata"].get_mut("annotations").and_then(Value::as_object_mut) {
        annotations.remove(LAST_APPLIED);
    }
    format!("{config}\n")
}

/// Makes what managers got by ordinary writes of an annotation's owner the applied fields of `manager`:
/// client-go util/csaupgrade/upgrade.go. Says whether there was anything to do.
pub fn upgrade(kind: Kind, object: &mut Value, annotation: &str, manager: &str) -> bool {
    let mut held = managers(kind, object);
    let owns = |one: &Manager| {
        let annotations = one.fields.0.get("f:metadata").and_then(|meta| meta.0.get("f:annotations"));
        one.operation == "Update"
            && annotations.is_some_and(|fields| fields.0.contains_key(&format!("f:{annotation}")))
    };
    let (moved, mut rest): (Vec<Manager>, Vec<Manager>) = held.drain(..).partition(owns);
    if moved.is_empty() {
        return false;
    }
    let fields = moved.iter().fold(Fields::default(), |all, one| all.union(&one.fields));
    match rest.iter_mut().find(|one| one.name == manager && one.operation == "Apply") {
        Some(mine) => mine.fields = mine.fields.union(&fields),
        None => rest.push(Manager {
            name: manager.to_owned(),
            operation: "Apply".into(),
            time: moved[0].time.clone(),
            fields,
            subresource: String::new(),
        }),
    }
    write(kind, object, &rest);
    true
}

/// Fields of others that would get another value.
fn conflicts(
    kind: Kind,
    live: &Value,
    config: &Value,
    wanted: &Fields,
    held: &[Manager],
    manager: &str,
) -> Vec<Conflict> {
    let merged = merge::merge(kind, live, config);
    let changed = Fields::changed(kind, Some(live), &merged).intersection(wanted);
    let mut found = Vec::new();
    for other in held.iter().filter(|other| other.name != manager || other.operation != "Apply") {
        let name = match other.operation.as_str() {
            "Apply" => format!("{:?}", other.name),
            _ => format!("{:?} using {}", other.name, kind.info().api_version()),
        };
        let paths = other.fields.intersection(&changed).paths();
        found.extend(paths.into_iter().map(|path| Conflict { manager: name.clone(), path }));
    }
    found
}

#[cfg(test)]
mod tests;
