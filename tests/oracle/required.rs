//! Which fields are required, from the document to the table that `kubectl explain` shows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::kinds;

/// The other's types say it of every object, the document of none.
const ALWAYS: &str = "metadata";

fn of_type(definition: &Value) -> Vec<&str> {
    let names = definition["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let mut names: Vec<&str> = names.filter(|name| *name != ALWAYS).collect();
    names.sort_unstable();
    names
}

fn table(definitions: &Map<String, Value>) -> String {
    let mut named: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for (name, definition) in definitions {
        if definition["properties"].is_object() {
            named.entry(name.rsplit('.').next().unwrap_or(name)).or_default().push(definition);
        }
    }
    let mut lines = BTreeSet::new();
    for (name, all) in named {
        let alike = all.iter().all(|one| of_type(one) == of_type(all[0]));
        for one in all.into_iter().filter(|one| !of_type(one).is_empty()) {
            let first = one["properties"].as_object().into_iter().flatten().map(|(field, _)| field).min();
            let whole = format!("{name}({})", first.map_or("", |one| one));
            lines.insert(format!("{} {}\n", if alike { name } else { &whole }, of_type(one).join(" ")));
        }
    }
    lines.into_iter().collect()
}

#[test]
fn what_is_required_is_what_the_document_says() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/kubectl/verbs/explain/required.txt");
    let text = table(&kinds::schema().1);
    assert!(text.contains("PodSpec containers\n"), "{text}");
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap_or_default(), "UPDATE_GOLDENS=1 makes it anew");
}
