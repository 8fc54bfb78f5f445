//! Roles and their bindings: describe.go with kubectl pkg/util/rbac, v1.36.

use serde_json::Value;

use super::{Cluster, Writer, meta};
use crate::kubectl::reach::Reach;

/// A rule taken apart: one group and resource, or one address.
#[derive(Clone, Debug, Default, PartialEq)]
struct Rule {
    verbs: Vec<String>,
    groups: Vec<String>,
    resources: Vec<String>,
    names: Vec<String>,
    addresses: Vec<String>,
}

impl Rule {
    /// As the generated Go type prints itself, by which rules are sorted.
    fn go_text(&self) -> String {
        format!(
            "&PolicyRule{{Verbs:{},APIGroups:{},Resources:{},ResourceNames:{},NonResourceURLs:{},}}",
            listed(&self.verbs),
            listed(&self.groups),
            listed(&self.resources),
            listed(&self.names),
            listed(&self.addresses)
        )
    }

    fn same_but_verbs(&self, other: &Rule) -> bool {
        self.addresses.is_empty()
            && (&self.groups, &self.resources, &self.names, &self.addresses)
                == (&other.groups, &other.resources, &other.names, &other.addresses)
    }
}

fn listed(words: &[String]) -> String {
    format!("[{}]", words.join(" "))
}

pub fn role(role: &Value, _: &dyn Cluster, w: &mut Writer) {
    meta::name(w, role);
    meta::labels_and_annotations(w, role);
    w.write(0, "PolicyRule:\n");
    w.rows(
        1,
        &[
            "Resources\tNon-Resource URLs\tResource Names\tVerbs",
            "---------\t-----------------\t--------------\t-----",
        ],
    );
    for row in rows(role["rules"].items()) {
        w.write(1, format!("{row}\n"));
    }
}

/// Rules taken apart, put together by resource and sorted: what they are about, then addresses, names and verbs.
pub fn rows(rules: &[Value]) -> Vec<String> {
    let mut rules = compact(rules.iter().flat_map(take_apart));
    rules.sort_by_key(Rule::go_text);
    let row = |rule: &Rule| {
        let (addresses, names, verbs) = (listed(&rule.addresses), listed(&rule.names), listed(&rule.verbs));
        format!("{}\t{addresses}\t{names}\t{verbs}", resource(rule))
    };
    rules.iter().map(row).collect()
}

/// `deployments.apps/scale`.
fn resource(rule: &Rule) -> String {
    let Some(resource) = rule.resources.first() else { return String::new() };
    let (name, sub) = match resource.split_once('/') {
        Some((name, sub)) => (name, format!("/{sub}")),
        None => (resource.as_str(), String::new()),
    };
    match rule.groups.first().map(String::as_str) {
        None | Some("") => format!("{name}{sub}"),
        Some(group) => format!("{name}.{group}{sub}"),
    }
}

fn words(value: &Value) -> Vec<String> {
    value.items().iter().map(|word| word.text().to_owned()).collect()
}

fn take_apart(rule: &Value) -> Vec<Rule> {
    let (verbs, names) = (words(&rule["verbs"]), words(&rule["resourceNames"]));
    let names: Vec<Vec<String>> =
        if names.is_empty() { vec![Vec::new()] } else { names.into_iter().map(|name| vec![name]).collect() };
    let mut parts = Vec::new();
    for group in words(&rule["apiGroups"]) {
        for resource in words(&rule["resources"]) {
            let one = |verb: &String, names: &Vec<String>| Rule {
                verbs: vec![verb.clone()],
                groups: vec![group.clone()],
                resources: vec![resource.clone()],
                names: names.clone(),
                ..Rule::default()
            };
            parts.extend(verbs.iter().flat_map(|verb| names.iter().map(move |names| one(verb, names))));
        }
    }
    for address in words(&rule["nonResourceURLs"]) {
        let one = |verb: &String| Rule {
            verbs: vec![verb.clone()],
            addresses: vec![address.clone()],
            ..Rule::default()
        };
        parts.extend(verbs.iter().map(one));
    }
    parts
}

/// Rules about the same resource become one with all their verbs.
fn compact(rules: impl Iterator<Item = Rule>) -> Vec<Rule> {
    let mut compacted: Vec<Rule> = Vec::new();
    for rule in rules {
        match compacted.iter_mut().find(|known| known.same_but_verbs(&rule)) {
            None => compacted.push(rule),
            Some(known) => {
                let new = rule.verbs.into_iter().filter(|verb| !known.verbs.contains(verb));
                let new: Vec<String> = new.collect();
                known.verbs.extend(new);
            }
        }
    }
    compacted
}

pub fn binding(binding: &Value, _: &dyn Cluster, w: &mut Writer) {
    meta::name(w, binding);
    meta::labels_and_annotations(w, binding);
    w.write(0, "Role:\n");
    w.field(1, "Kind", binding["roleRef"]["kind"].text());
    w.field(1, "Name", binding["roleRef"]["name"].text());
    w.write(0, "Subjects:\n");
    w.rows(1, &["Kind\tName\tNamespace", "----\t----\t---------"]);
    for one in binding["subjects"].items() {
        let text = |field: &str| one[field].text();
        w.write(1, format!("{}\t{}\t{}\n", text("kind"), text("name"), text("namespace")));
    }
}
