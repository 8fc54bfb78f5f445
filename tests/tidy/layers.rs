//! Layers point downwards: each room lists the rooms it may use, as in the picture of `src/lib.rs`. An exported macro counts
//! as part of the room that defines it.

use crate::Problem;
use crate::paths::{Path, paths};
use crate::tree::Source;
use std::collections::BTreeMap;

const ROOMS: &[(&str, &[&str])] = &[
    ("sim", &[]),
    ("yaml", &[]),
    ("view", &[]),
    ("sh", &["sim"]),
    ("kinds", &["yaml"]),
    ("cluster", &["sim", "kinds", "yaml", "sh"]),
    ("kubectl", &["cluster", "kinds", "yaml", "sim"]),
    ("terminal", &["kubectl", "cluster", "sh", "sim", "kinds", "yaml"]),
    ("session", &["terminal", "kubectl", "cluster", "sh", "sim", "kinds", "yaml", "view"]),
    ("notes", &["session", "terminal", "kubectl", "cluster", "sh", "sim", "kinds", "yaml", "view"]),
    ("conform", &["cluster", "kinds", "yaml", "sim", "kubectl", "session", "terminal"]),
    ("ui", &["view", "session"]),
    ("web", &["ui", "session", "view"]),
    ("main", &["ui", "web"]),
    (
        "bin",
        &[
            "conform", "notes", "session", "terminal", "kubectl", "cluster", "sh", "sim", "kinds", "yaml",
            "view",
        ],
    ),
];

pub fn check(sources: &[Source]) -> Vec<Problem> {
    let macros = exported_macros(sources);
    sources.iter().flat_map(|source| check_file(source, &macros)).collect()
}

fn check_file(source: &Source, macros: &BTreeMap<String, String>) -> Vec<Problem> {
    let Some(room) = source.room() else {
        return Vec::new();
    };
    let Some(allowed) = allowed(&room) else {
        let advice = format!("`{room}` is not in the table of layers: add it to tests/tidy/layers.rs");
        return vec![Problem::new(&source.path, 1, advice)];
    };
    let problem = |path: &Path| {
        let used = macros.get(&path.names[0]).unwrap_or(&path.names[0]);
        breach(&room, allowed, used).map(|advice| Problem::new(&source.path, path.line, advice))
    };
    paths(source).iter().filter_map(problem).collect()
}

fn breach(room: &str, below: &[&str], used: &str) -> Option<String> {
    if used == room || below.contains(&used) {
        return None;
    }
    if allowed(used).is_none() {
        return Some(format!("`crate::{used}` is not a room: name the room it belongs to"));
    }
    let below = if below.is_empty() { "nothing".to_string() } else { below.join(", ") };
    Some(format!("`{room}` may not use `{used}` (it may use {below}): move the code, or pass the value in"))
}

fn allowed(room: &str) -> Option<&'static [&'static str]> {
    ROOMS.iter().find(|(name, _)| *name == room).map(|(_, below)| *below)
}

/// Names of `#[macro_export]` macros, which live at the crate's root, with the rooms that define them.
fn exported_macros(sources: &[Source]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for source in sources {
        for window in source.tokens.windows(3) {
            let [word, bang, name] = window else { continue };
            if word.is("macro_rules") && bang.is("!") {
                found.extend(source.room().map(|room| (name.text.clone(), room)));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn advice(files: &[(&str, &str)]) -> Vec<String> {
        let sources: Vec<Source> = files.iter().map(|(path, text)| Source::new(path, text)).collect();
        check(&sources).iter().map(Problem::to_string).collect()
    }

    #[test]
    fn a_path_upwards_is_a_breach() {
        let found = advice(&[("src/sim/queue.rs", "//! Queue.\nuse crate::{cluster::Api};")]);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("src/sim/queue.rs:2: `sim` may not use `cluster`"), "{found:?}");
        assert_eq!(advice(&[("src/kinds/mod.rs", "use super::view;")]).len(), 1);
        assert_eq!(advice(&[("src/main.rs", "kubarium::session::start()")]).len(), 1);
    }

    #[test]
    fn a_path_downwards_or_inside_is_none() {
        let text = "use crate::sim::SimTime; use crate::cluster::store; use super::api; // crate::ui";
        assert_eq!(advice(&[("src/cluster/store.rs", text)]), [""; 0]);
    }

    #[test]
    fn an_unknown_room_is_a_breach() {
        assert_eq!(advice(&[("src/misc/mod.rs", "")]).len(), 1);
        assert_eq!(advice(&[("src/sim/mod.rs", "use crate::Shortcut;")]).len(), 1);
    }

    #[test]
    fn an_exported_macro_belongs_to_its_room() {
        let definition = ("src/kinds/codec.rs", "#[macro_export] macro_rules! kind { () => {} }");
        assert_eq!(advice(&[definition, ("src/cluster/mod.rs", "use crate::kind;")]), [""; 0]);
        assert_eq!(advice(&[definition, ("src/sim/mod.rs", "use crate::kind;")]).len(), 1);
    }
}
