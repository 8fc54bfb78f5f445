//! What a path means: k8s.io/apiserver pkg/endpoints/request/requestinfo.go, v1.36.

use super::text;
use crate::cluster::rbac::{Request, ResourceRequest};

/// What a request is about.
#[derive(Clone, Debug)]
pub enum Asked<'a> {
    Resource(Route<'a>),
    Path { steps: Vec<&'a str>, query: &'a str },
}

/// A resource, or one object of it. Empty where it does not apply.
#[derive(Clone, Copy, Debug)]
pub struct Route<'a> {
    pub group: &'a str,
    pub version: &'a str,
    /// None where every namespace is meant, or there is none.
    pub namespace: Option<&'a str>,
    pub plural: &'a str,
    pub name: &'a str,
    pub sub: &'a str,
    pub query: &'a str,
}

pub fn asked(path: &str) -> Asked<'_> {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).collect();
    let (group, version, rest) = match steps.as_slice() {
        ["api", version, rest @ ..] if !rest.is_empty() => ("", *version, rest),
        ["apis", group, version, rest @ ..] if !rest.is_empty() => (*group, *version, rest),
        _ => return Asked::Path { steps, query },
    };
    let (namespace, rest) = match rest {
        ["namespaces", namespace, rest @ ..] if !rest.is_empty() && !is_of_namespaces(rest[0]) => {
            (Some(*namespace), rest)
        }
        rest => (None, rest),
    };
    let word = |at: usize| rest.get(at).copied().unwrap_or_default();
    let route = Route { group, version, namespace, plural: word(0), name: word(1), sub: word(2), query };
    Asked::Resource(route)
}

fn is_of_namespaces(step: &str) -> bool {
    matches!(step, "status" | "finalize")
}

impl Asked<'_> {
    /// The value of a parameter of the query.
    pub fn query(&self, name: &str) -> Option<String> {
        match self {
            Asked::Resource(Route { query, .. }) | Asked::Path { query, .. } => value(query, name),
        }
    }

    /// What the roles are asked.
    pub fn request(&self, method: &str) -> Request {
        match self {
            Asked::Path { steps, .. } => {
                let verb = if method == "HEAD" { "get".to_owned() } else { method.to_lowercase() };
                Request::Path { verb, path: format!("/{}", steps.join("/")) }
            }
            Asked::Resource(route) => Request::Resource(ResourceRequest {
                verb: route.verb(method).into(),
                group: route.group.into(),
                resource: route.plural.into(),
                subresource: route.sub.into(),
                namespace: match route.plural {
                    "namespaces" => route.name.into(),
                    _ => route.namespace.unwrap_or_default().into(),
                },
                name: route.name.into(),
            }),
        }
    }
}

impl Route<'_> {
    pub fn query(&self, name: &str) -> Option<String> {
        value(self.query, name)
    }

    fn verb(&self, method: &str) -> &'static str {
        match (method, self.name) {
            ("POST", _) => "create",
            ("PUT", _) => "update",
            ("PATCH", _) => "patch",
            ("DELETE", "") => "deletecollection",
            ("DELETE", _) => "delete",
            (_, "") if self.query("watch").is_some_and(|watch| watch != "false" && watch != "0") => "watch",
            (_, "") => "list",
            _ => "get",
        }
    }
}

fn value(query: &str, name: &str) -> Option<String> {
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.filter(|(known, _)| *known == name).map(|(_, value)| text::decoded(value)).next()
}
