//! `kubectl create role`, `clusterrole` and their bindings: kubectl
//! pkg/cmd/create/create_{role,clusterrole,rolebinding,clusterrolebinding}.go, v1.36.

use serde_json::{Value, json};

use super::Request;
use crate::kubectl::call::flags::{Flag, value};
use crate::kubectl::call::{Answer, Call};
use crate::kubectl::describe::WorldView;
use crate::kubectl::get;
use crate::kubectl::making::Words;

pub(super) const FLAGS: &[Flag] = &[
    value("verb"),
    value("resource"),
    value("resource-name"),
    value("non-resource-url"),
    value("aggregation-rule"),
    value("role"),
    value("clusterrole"),
    value("group"),
    value("serviceaccount"),
    value("duration"),
    value("audience"),
    value("bound-object-kind"),
];

const GROUP: &str = "rbac.authorization.k8s.io";
const VERSION: &str = "rbac.authorization.k8s.io/v1";

pub(super) fn role(call: &Call<'_>, asked: &Request<'_>) -> Result<(Value, Words), Answer> {
    let rules = resource_rules(call, asked)?;
    if rules.is_empty() {
        return Err(Answer::failed("error: at least one resource must be specified"));
    }
    let object =
        json!({"apiVersion": VERSION, "kind": "Role", "metadata": {"name": asked.name}, "rules": rules});
    Ok((object, Words::created("failed to create role: ")))
}

pub(super) fn cluster_role(call: &Call<'_>, asked: &Request<'_>) -> Result<(Value, Words), Answer> {
    let mut object = json!({"apiVersion": VERSION, "kind": "ClusterRole", "metadata": {"name": asked.name}});
    let pairs: Vec<(&str, &str)> =
        asked.list("aggregation-rule").into_iter().filter_map(|pair| pair.split_once('=')).collect();
    if !pairs.is_empty() {
        let labels: serde_json::Map<String, Value> =
            pairs.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
        object["aggregationRule"] = json!({"clusterRoleSelectors": [{"matchLabels": labels}]});
        object["rules"] = Value::Null;
        return Ok((object, Words::created("failed to create clusterrole: ")));
    }
    let mut rules = resource_rules(call, asked)?;
    let urls = asked.list("non-resource-url");
    if !urls.is_empty() {
        rules.push(json!({"nonResourceURLs": urls, "verbs": asked.list("verb")}));
    }
    if rules.is_empty() {
        return Err(Answer::failed("error: at least one resource must be specified"));
    }
    object["rules"] = json!(rules);
    Ok((object, Words::created("failed to create clusterrole: ")))
}

/// A rule to a group of the API, its resources side by side.
fn resource_rules(call: &Call<'_>, asked: &Request<'_>) -> Result<Vec<Value>, Answer> {
    let mut verbs = asked.list("verb");
    if verbs.is_empty() {
        return Err(Answer::failed("error: at least one verb must be specified"));
    }
    if verbs.contains(&"*") {
        verbs = vec!["*"];
    }
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for word in asked.list("resource") {
        let (bare, part) = word.split_once('/').map_or((word, ""), |(bare, part)| (bare, part));
        let (group, plural) = match bare {
            "*" => ("*".to_owned(), "*".to_owned()),
            bare => {
                let kind = get::kind(&WorldView(call.world), bare).map_err(|_| {
                    let what = bare.split_once('.').map_or((bare, ""), |(plural, group)| (plural, group));
                    let place =
                        if what.1.is_empty() { String::new() } else { format!(" in group \"{}\"", what.1) };
                    Answer::failed(&format!(
                        "error: the server doesn't have a resource type \"{}\"{place}",
                        what.0
                    ))
                })?;
                (kind.info().group.to_owned(), kind.info().plural.to_owned())
            }
        };
        let resource = if part.is_empty() { plural } else { format!("{plural}/{part}") };
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, resources)) if resources.contains(&resource) => {}
            Some((_, resources)) => resources.push(resource),
            None => groups.push((group, vec![resource])),
        }
    }
    let names = asked.list("resource-name");
    let rule = |(group, resources): (String, Vec<String>)| {
        let mut rule = json!({"apiGroups": [group], "resources": resources, "verbs": verbs});
        if !names.is_empty() {
            rule["resourceNames"] = json!(names);
        }
        rule
    };
    Ok(groups.into_iter().map(rule).collect())
}

pub(super) fn role_binding(_: &Call<'_>, asked: &Request<'_>) -> Result<(Value, Words), Answer> {
    let (kind, name) = match (asked.flags.value("role"), asked.flags.value("clusterrole")) {
        (Some(role), None) => ("Role", role),
        (None, Some(role)) => ("ClusterRole", role),
        _ => return Err(Answer::failed("error: exactly one of clusterrole or role must be specified")),
    };
    let object = binding("RoleBinding", asked, (kind, name))?;
    Ok((object, Words::created("failed to create rolebinding: ")))
}

pub(super) fn cluster_role_binding(_: &Call<'_>, asked: &Request<'_>) -> Result<(Value, Words), Answer> {
    let role = asked.required("clusterrole")?;
    let object = binding("ClusterRoleBinding", asked, ("ClusterRole", role))?;
    Ok((object, Words::created("failed to create clusterrolebinding: ")))
}

fn binding(kind: &str, asked: &Request<'_>, (role_kind, role): (&str, &str)) -> Result<Value, Answer> {
    let named = |kind: &str, name: &str| json!({"apiGroup": GROUP, "kind": kind, "name": name});
    let mut subjects: Vec<Value> = asked.list("user").into_iter().map(|name| named("User", name)).collect();
    subjects.extend(asked.list("group").into_iter().map(|name| named("Group", name)));
    for account in asked.list("serviceaccount") {
        let parts = account.split_once(':').filter(|(place, name)| !place.is_empty() && !name.is_empty());
        let Some((place, name)) = parts else {
            return Err(Answer::failed("error: serviceaccount must be <namespace>:<name>"));
        };
        subjects.push(json!({"kind": "ServiceAccount", "name": name, "namespace": place}));
    }
    let mut object = json!({
        "apiVersion": VERSION, "kind": kind, "metadata": {"name": asked.name},
        "roleRef": {"apiGroup": GROUP, "kind": role_kind, "name": role},
    });
    if !subjects.is_empty() {
        object["subjects"] = json!(subjects);
    }
    Ok(object)
}
