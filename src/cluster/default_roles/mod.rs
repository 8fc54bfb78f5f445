//! The roles and bindings that every cluster begins with: `roles.txt`, after the API server's bootstrap policy
//! (plugin/pkg/auth/authorizer/rbac/bootstrappolicy, v1.36).
//!
//! A line of the table is `role NAME [gathers LABEL] [to LABEL]`, `controller NAME` (a role of kube-controller-manager
//! with its binding), `bind ROLE SUBJECT...`, both with `-in NAMESPACE` for roles of a namespace (`bind-in` also names the
//! binding), or a rule of the role above it: `VERBS GROUPS RESOURCES...` (`-` is the
//! core group, `=NAME` a resource name) or `path VERBS PATHS...`.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::api::Client;
use super::status::Status;
use crate::kinds::{Kind, Object};

const TABLE: &str = include_str!("roles.txt");
const GROUP: &str = "rbac.authorization.k8s.io";
const CONTROLLER: &str = "system:controller:";

static OBJECTS: LazyLock<Vec<Object>> = LazyLock::new(|| {
    let table = Table::read(TABLE);
    let of = |object: &Value, inside: Kind, outside: Kind| match object["metadata"]["namespace"].is_string() {
        true => inside.read(object),
        false => outside.read(object),
    };
    let roles = table.roles.iter().map(|role| of(&role.object, Kind::Role, Kind::ClusterRole));
    let bindings = table.bindings.iter();
    roles.chain(bindings.map(|one| of(one, Kind::RoleBinding, Kind::ClusterRoleBinding))).collect()
});

/// Makes them.
pub fn build(api: &mut Client<'_>) -> Result<(), Status> {
    OBJECTS.iter().try_for_each(|object| api.create_object(object.clone()).map(drop))
}

struct Role {
    object: Value,
    /// The roles that this one gathers are labelled with this.
    gathers: Option<String>,
}

#[derive(Default)]
struct Table {
    roles: Vec<Role>,
    bindings: Vec<Value>,
}

impl Table {
    fn read(text: &str) -> Table {
        let mut table = Table::default();
        for line in text.lines() {
            let words: Vec<&str> = line.split(' ').collect();
            match words.as_slice() {
                ["role", name, rest @ ..] => table.roles.push(role(name, rest)),
                ["controller", name] => {
                    let full = format!("{CONTROLLER}{name}");
                    table.bindings.push(binding(&full, &[&format!("account:kube-system/{name}")]));
                    table.roles.push(role(&full, &[]));
                }
                ["bind", name, subjects @ ..] => table.bindings.push(binding(name, subjects)),
                ["role-in", namespace, name] => table.roles.push(role_in(namespace, name)),
                ["bind-in", namespace, name, role, subjects @ ..] => {
                    table.bindings.push(binding_in(namespace, name, role, subjects));
                }
                rule => table.add_rule(self::rule(rule)),
            }
        }
        table.gather();
        table
    }

    fn add_rule(&mut self, rule: Value) {
        let rules = self.roles.last_mut().and_then(|role| role.object["rules"].as_array_mut());
        rules.into_iter().for_each(|rules| rules.push(rule.clone()));
    }

    /// What the aggregation controller would have done: roles that are gathered come first.
    fn gather(&mut self) {
        for mark in ["view", "edit", "admin"] {
            let label = format!("{GROUP}/aggregate-to-{mark}");
            let is_gathered = |role: &&Role| role.object["metadata"]["labels"].get(&label).is_some();
            let mut found: Vec<&Role> = self.roles.iter().filter(is_gathered).collect();
            found.sort_by_key(|role| role.object["metadata"]["name"].as_str());
            let mut rules: Vec<Value> = Vec::new();
            for rule in found.iter().flat_map(|role| role.object["rules"].as_array().into_iter().flatten()) {
                if !rules.contains(rule) {
                    rules.push(rule.clone());
                }
            }
            let into = self.roles.iter_mut().filter(|role| role.gathers.as_deref() == Some(mark));
            into.for_each(|role| role.object["rules"] = json!(rules));
        }
    }
}

fn meta(name: &str) -> Value {
    json!({
        "name": name,
        "annotations": {"rbac.authorization.kubernetes.io/autoupdate": "true"},
        "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"},
    })
}

fn role(name: &str, marks: &[&str]) -> Role {
    let mut object = json!({"metadata": meta(name), "rules": []});
    let mut gathers = None;
    for pair in marks.chunks(2) {
        let label = format!("{GROUP}/aggregate-to-{}", pair[pair.len() - 1]);
        if pair[0] == "to" {
            object["metadata"]["labels"][label] = json!("true");
        } else {
            gathers = pair.last().map(|mark| (*mark).to_owned());
            object["aggregationRule"] = json!({"clusterRoleSelectors": [{"matchLabels": {label: "true"}}]});
        }
    }
    Role { object, gathers }
}

fn role_in(namespace: &str, name: &str) -> Role {
    let mut role = role(name, &[]);
    role.object["metadata"]["namespace"] = json!(namespace);
    role
}

fn binding_in(namespace: &str, name: &str, role: &str, subjects: &[&str]) -> Value {
    let mut binding = binding(role, subjects);
    binding["metadata"]["name"] = json!(name);
    binding["metadata"]["namespace"] = json!(namespace);
    binding["roleRef"]["kind"] = json!("Role");
    binding
}

fn rule(words: &[&str]) -> Value {
    match words {
        ["path", verbs, paths @ ..] => json!({"nonResourceURLs": paths, "verbs": verb_list(verbs)}),
        [verbs, groups, rest @ ..] => {
            let (names, resources): (Vec<&str>, Vec<&str>) =
                rest.iter().partition(|word| word.starts_with('='));
            let names: Vec<&str> = names.iter().map(|name| &name[1..]).collect();
            let groups: Vec<&str> = groups.split(',').map(|group| group.trim_matches('-')).collect();
            let mut rule = json!({"apiGroups": groups, "resources": resources, "verbs": verb_list(verbs)});
            if !names.is_empty() {
                rule["resourceNames"] = json!(names);
            }
            rule
        }
        _ => json!({}),
    }
}

/// Sorted, as the server keeps them; `read`, `write` and `note` (of events) stand for several.
fn verb_list(words: &str) -> Vec<&str> {
    let several = |word| match word {
        "read" => vec!["get", "list", "watch"],
        "write" => vec!["create", "delete", "deletecollection", "patch", "update"],
        "note" => vec!["create", "patch", "update"],
        verb => vec![verb],
    };
    let mut verbs: Vec<&str> = words.split(',').flat_map(several).collect();
    verbs.sort_unstable();
    verbs
}

fn binding(role: &str, subjects: &[&str]) -> Value {
    let one = |text: &&str| {
        let (kind, name) = text.split_once(':').unwrap_or_default();
        match (kind, name.split_once('/')) {
            ("account", Some((namespace, name))) => {
                json!({"kind": "ServiceAccount", "name": name, "namespace": namespace})
            }
            ("user", _) => json!({"apiGroup": GROUP, "kind": "User", "name": name}),
            _ => json!({"apiGroup": GROUP, "kind": "Group", "name": name}),
        }
    };
    let subjects: Vec<Value> = subjects.iter().map(one).collect();
    json!({
        "metadata": meta(role),
        "roleRef": {"apiGroup": GROUP, "kind": "ClusterRole", "name": role},
        "subjects": subjects,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_whole_and_what_is_gathered_is_there() {
        let table = Table::read(TABLE);
        let rules = |name: &str| {
            let role = table.roles.iter().find(|role| role.object["metadata"]["name"] == name);
            role.and_then(|role| role.object["rules"].as_array()).cloned().unwrap_or_default()
        };
        for role in &table.roles {
            let whole = |rule: &Value| rule["verbs"].as_array().is_some_and(|verbs| !verbs.is_empty());
            let rules = role.object["rules"].as_array().expect("rules");
            assert!(!rules.is_empty() && rules.iter().all(whole), "{}", role.object);
        }
        assert!(rules("edit").len() > rules("view").len());
        let kept = |name: &str| rules(name).iter().filter(|rule| rules("view").contains(rule)).count();
        assert_eq!((kept("edit"), kept("admin")), (rules("view").len(), rules("view").len()));
        assert!(table.bindings.len() > 40);
    }
}
