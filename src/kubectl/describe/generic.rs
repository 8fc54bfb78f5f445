//! Kinds without a describer of their own: `genericDescriber` of describe.go, v1.36, with the words of a field's
//! name as github.com/fatih/camelcase splits them.

use serde_json::Value;

use super::{Cluster, Writer, events, meta};
use crate::kinds::Kind;
use crate::kinds::schema::MAX_DEPTH;
use crate::kubectl::reach::Reach;

const SHOWN_ABOVE: [&str; 5] = ["managedFields", "name", "namespace", "labels", "annotations"];
const ACRONYMS: [&str; 4] = ["API", "URL", "UID", "GUID"];

pub fn describe(kind: Kind, object: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    meta::name_and_namespace(w, object);
    meta::labels_and_annotations(w, object);
    let mut shown = object.clone();
    if let Some(own) = shown.get_mut("metadata").and_then(Value::as_object_mut) {
        own.retain(|name, _| !SHOWN_ABOVE.contains(&name.as_str()));
    }
    content(w, 0, &shown);
    let about = super::About { kind: Some(kind.info().kind), ..events::about(object) };
    events::write(w, cluster.events(about), cluster);
}

/// Fields by name, each with its value or its parts below it.
fn content(w: &mut Writer, level: usize, members: &Value) {
    if level > MAX_DEPTH {
        return;
    }
    for (name, value) in members.entries() {
        let label = label(name);
        match value {
            Value::Object(_) => {
                w.write(level, format!("{label}:\n"));
                content(w, level + 1, value);
            }
            Value::Array(items) => {
                w.write(level, format!("{label}:\n"));
                for item in items {
                    match item.is_object() {
                        true => content(w, level + 1, item),
                        false => w.write(level + 1, format!("{}\n", scalar(item))),
                    }
                }
            }
            other => w.field(level, &label, scalar(other)),
        }
    }
}

fn scalar(value: &Value) -> String {
    if value.is_set() { crate::kubectl::reach::show(value) } else { "<nil>".into() }
}

/// `creationTimestamp` as `Creation Timestamp`.
fn label(field: &str) -> String {
    if field.chars().any(|c| !c.is_alphabetic() && c != '-') {
        return field.to_owned();
    }
    let one = |part: &String| {
        if ACRONYMS.contains(&part.to_uppercase().as_str()) {
            return part.to_uppercase();
        }
        let mut letters = part.chars();
        match letters.next() {
            Some(first) if part.to_lowercase() == *part => first.to_uppercase().chain(letters).collect(),
            _ => part.clone(),
        }
    };
    merged(split(field)).iter().map(one).collect::<Vec<_>>().join(" ")
}

/// Runs of small letters, capitals and other signs; the last capital belongs to the small letters after it.
fn split(field: &str) -> Vec<String> {
    let class = |c: char| (c.is_lowercase(), c.is_uppercase());
    let letters: Vec<char> = field.chars().collect();
    let mut runs: Vec<Vec<char>> =
        letters.chunk_by(|a, b| class(*a) == class(*b)).map(<[char]>::to_vec).collect();
    for at in 1..runs.len() {
        let (before, after) = runs.split_at_mut(at);
        let capitals = before[at - 1].first().is_some_and(|c| c.is_uppercase());
        if capitals && after[0].first().is_some_and(|c| c.is_lowercase()) {
            after[0].splice(0..0, before[at - 1].pop());
        }
    }
    runs.into_iter().filter(|run| !run.is_empty()).map(String::from_iter).collect()
}

/// Capitals followed by a word with a capital are one word: `CIDRs`.
fn merged(parts: Vec<String>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut parts = parts.into_iter().peekable();
    while let Some(mut part) = parts.next() {
        let capitals = part.len() >= 2 && part.chars().all(|c| !c.is_alphabetic() || c.is_uppercase());
        if capitals && let Some(next) = parts.next_if(|next| next.starts_with(char::is_uppercase)) {
            part.push_str(&next);
        }
        words.push(part);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_made_of_the_words_of_a_name() {
        for (field, expected) in [
            ("apiVersion", "API Version"),
            ("creationTimestamp", "Creation Timestamp"),
            ("uid", "UID"),
            ("podCIDRs", "Pod CIDRs"),
            ("x.y/z", "x.y/z"),
        ] {
            assert_eq!(label(field), expected);
        }
    }
}
