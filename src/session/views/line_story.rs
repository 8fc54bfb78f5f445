//! What a line of the terminal did: the API's calls, the objects they changed, and what others did because of them.
//!
//! Writes are those of kubectl while the line ran; what reacted is found by the causes the store keeps.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::cluster::{Change, Key, Verb, World};
use crate::kinds::{Kind, Object};
use crate::kubectl::call::Read;
use crate::terminal::Entered;
use crate::view::{ApiCall, Changed, How, LineStory, Reaction, Ref};

/// Reactions that are told, and fields of one change.
const LIMIT_REACTIONS: usize = 60;
const LIMIT_FIELDS: usize = 6;
/// Changes looked through.
const LIMIT_LOOKED: usize = 20_000;
const WRITER: &str = "kubectl";
/// What the server itself writes with every change.
const BOOKKEEPING: [&str; 6] =
    ["resourceVersion", "generation", "managedFields", "uid", "creationTimestamp", "selfLink"];

pub fn line_story(world: &World, entered: &Entered) -> LineStory {
    let mut story = LineStory { refused: entered.refused.clone(), ..LineStory::default() };
    story.calls.extend(entered.reads.iter().map(call_of_read));
    // What the line led to, and the object of each such change.
    let mut led_to: BTreeMap<u64, Ref> = BTreeMap::new();
    let last = entered.to.unwrap_or(u64::MAX);
    for change in world.api().store().log().since(entered.from).take(LIMIT_LOOKED) {
        let own = change.actor == WRITER && change.cause.is_none() && change.version <= last;
        let because = change.cause.and_then(|cause| led_to.get(&cause)).cloned();
        if own {
            story.calls.push(call_of_write(change));
            story.changed.push(Changed { what: what(&change.key), how: how(change), fields: fields(change) });
        } else if let Some(because) = because {
            tell(&mut story, change, because);
        } else {
            continue;
        }
        led_to.insert(change.version, what(&change.key));
    }
    story
}

/// Events are told elsewhere.
fn tell(story: &mut LineStory, change: &Change, because: Ref) {
    if matches!(change.key.kind, Kind::Event | Kind::Lease) {
        return;
    }
    if story.reacted.len() >= LIMIT_REACTIONS {
        story.more += 1;
        return;
    }
    story.reacted.push(Reaction {
        at_us: change.at.0,
        actor: change.actor.to_owned(),
        what: what(&change.key),
        how: how(change),
        because,
    });
}

fn what(key: &Key) -> Ref {
    Ref {
        kind: key.kind.info().kind.to_owned(),
        namespace: key.namespace.to_string(),
        name: key.name.to_string(),
    }
}

/// Marked for deletion counts as deleted.
fn how(change: &Change) -> How {
    let marked = |object: &Option<Object>| object.as_ref().is_some_and(|one| one.meta().is_terminating());
    match change.verb {
        Verb::Added => How::Created,
        Verb::Deleted => How::Deleted,
        Verb::Modified if marked(&change.new) && !marked(&change.old) => How::Deleted,
        Verb::Modified => How::Changed,
    }
}

fn path(kind: Kind, namespace: &str, name: &str) -> String {
    let info = kind.info();
    let root = if info.group.is_empty() { "/api".to_owned() } else { format!("/apis/{}", info.group) };
    let place = if namespace.is_empty() { String::new() } else { format!("/namespaces/{namespace}") };
    let name = if name.is_empty() { String::new() } else { format!("/{name}") };
    format!("{root}/{}{place}/{}{name}", info.version, info.plural)
}

fn call_of_read(read: &Read) -> ApiCall {
    let path = path(read.kind, &read.namespace, &read.name);
    ApiCall { verb: read.verb, path, code: if read.found { 200 } else { 404 } }
}

fn call_of_write(change: &Change) -> ApiCall {
    let key = &change.key;
    let (verb, name, code) = match how(change) {
        How::Created => ("POST", "", 201),
        How::Changed => ("PATCH", &*key.name, 200),
        How::Deleted => ("DELETE", &*key.name, 200),
    };
    ApiCall { verb, path: path(key.kind, &key.namespace, name), code }
}

fn fields(change: &Change) -> Vec<String> {
    let (Some(old), Some(new)) = (&change.old, &change.new) else { return Vec::new() };
    let mut found = Vec::new();
    differ(&old.to_value(), &new.to_value(), "", &mut found);
    let over = found.len().saturating_sub(LIMIT_FIELDS);
    found.truncate(LIMIT_FIELDS);
    if over > 0 {
        found.push(format!("+{over}"));
    }
    found
}

fn differ(old: &Value, new: &Value, path: &str, found: &mut Vec<String>) {
    if old == new {
        return;
    }
    if let (Value::Object(before), Value::Object(after)) = (old, new) {
        let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
        names.sort();
        names.dedup();
        for name in names.into_iter().filter(|name| !BOOKKEEPING.contains(&name.as_str())) {
            let deeper = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            differ(&old[name], &new[name], &deeper, found);
        }
        return;
    }
    if let (Value::Array(before), Value::Array(after)) = (old, new)
        && before.len() == after.len()
    {
        for (at, (old, new)) in before.iter().zip(after).enumerate() {
            differ(old, new, &format!("{path}[{at}]"), found);
        }
        return;
    }
    found.push(format!("{path}: {} -> {}", short(old), short(new)));
}

fn short(value: &Value) -> String {
    const LETTERS: usize = 60;
    let text = match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match text.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}
