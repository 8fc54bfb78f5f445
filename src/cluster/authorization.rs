//! Who may do what: plugin/pkg/auth/authorizer/rbac/rbac.go and pkg/registry/rbac/validation/rule.go, v1.36.
//!
//! Roles and bindings of the store are asked, in upstream's order. The group `system:masters` may do everything. No
//! request of the simulator is refused by this; it answers those who ask.

use serde_json::Value;

use super::store::Store;
use crate::kinds::Kind;

/// Who asks.
#[derive(Clone, Debug)]
pub struct User {
    pub name: String,
    pub groups: Vec<String>,
}

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Attributes<'a> {
    pub verb: &'a str,
    pub group: &'a str,
    pub resource: &'a str,
    pub subresource: &'a str,
    pub name: &'a str,
    /// Empty for all namespaces, and for what is in none.
    pub namespace: &'a str,
    /// A path that is no resource.
    pub path: Option<&'a str>,
}

const MASTERS: &str = "system:masters";

pub fn allows(store: &Store, user: &User, asked: &Attributes<'_>) -> bool {
    if user.groups.iter().any(|group| group == MASTERS) {
        return true;
    }
    let bound = |kind: Kind, namespace: Option<&str>| {
        store
            .objects(kind)
            .filter(move |(key, _)| namespace.is_none_or(|wanted| *key.namespace == *wanted))
            .map(|(key, object)| (key.namespace.clone(), object.to_value()))
            .filter(|(place, binding)| {
                items(&binding["subjects"]).iter().any(|one| is_subject(one, user, place))
            })
            .collect::<Vec<_>>()
    };
    let mut bindings = bound(Kind::ClusterRoleBinding, None);
    if !asked.namespace.is_empty() {
        bindings.extend(bound(Kind::RoleBinding, Some(asked.namespace)));
    }
    bindings.iter().any(|(place, binding)| {
        let rules = rules(store, &binding["roleRef"], place);
        items(&rules).iter().any(|rule| permits(rule, asked))
    })
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn is_subject(subject: &Value, user: &User, place: &str) -> bool {
    let name = subject["name"].as_str().unwrap_or_default();
    match subject["kind"].as_str().unwrap_or_default() {
        "User" => user.name == name,
        "Group" => user.groups.iter().any(|group| group == name),
        "ServiceAccount" => {
            let place = subject["namespace"].as_str().filter(|text| !text.is_empty()).unwrap_or(place);
            user.name == format!("system:serviceaccount:{place}:{name}")
        }
        _ => false,
    }
}

/// The rules of the role that a binding names.
fn rules(store: &Store, role: &Value, place: &str) -> Value {
    let (kind, place) = match role["kind"].as_str() {
        Some("ClusterRole") => (Kind::ClusterRole, ""),
        _ => (Kind::Role, place),
    };
    let key = super::store::Key::new(kind, place, role["name"].as_str().unwrap_or_default());
    store.object(&key).map(|object| object.to_value()["rules"].take()).unwrap_or_default()
}

fn permits(rule: &Value, asked: &Attributes<'_>) -> bool {
    let has = |field: &str, wanted: &str| items(&rule[field]).iter().any(|one| *one == "*" || *one == wanted);
    if !has("verbs", asked.verb) {
        return false;
    }
    if let Some(path) = asked.path {
        let matches = |pattern: &str| match pattern.strip_suffix('*') {
            Some(start) => path.starts_with(start),
            None => path == pattern,
        };
        return items(&rule["nonResourceURLs"]).iter().filter_map(Value::as_str).any(matches);
    }
    let names = items(&rule["resourceNames"]);
    has("apiGroups", asked.group)
        && covers(rule, asked)
        && (names.is_empty() || names.iter().any(|one| *one == asked.name))
}

fn covers(rule: &Value, asked: &Attributes<'_>) -> bool {
    let whole = match asked.subresource {
        "" => asked.resource.to_owned(),
        part => format!("{}/{part}", asked.resource),
    };
    items(&rule["resources"]).iter().filter_map(Value::as_str).any(|one| {
        one == "*"
            || one == whole
            || one
                .strip_prefix("*/")
                .is_some_and(|part| !asked.subresource.is_empty() && part == asked.subresource)
    })
}
