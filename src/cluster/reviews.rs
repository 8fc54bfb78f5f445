//! Questions that are made like objects, answered at once and never stored: who somebody is and what they may do.
//!
//! Models pkg/registry/authentication and pkg/registry/authorization, v1.36. Whoever asks is the administrator; a token
//! is nobody's here, because the API's own tokens are looked at where requests come in.

use serde_json::{Value, json};

use super::rbac::{self, Request, ResourceRequest, User};
use super::status::{Reason, Status};
use super::store::Store;
use crate::kinds::codec::Codec;
use crate::kinds::{Kind, Object};

/// The groups of the administrator that kubeadm makes.
const ADMIN_GROUPS: [&str; 2] = ["system:masters", "system:authenticated"];
const ADMIN: &str = "kubernetes-admin";

/// The object with its status.
pub fn answer(store: &Store, object: &Object) -> Result<Object, Status> {
    let kind = object.kind();
    let mut value = object.to_value();
    let spec = &value["spec"];
    let status = match kind {
        Kind::SelfSubjectReview => json!({"userInfo": {"groups": ADMIN_GROUPS, "username": ADMIN}}),
        Kind::TokenReview => match spec["token"].as_str() {
            None | Some("") => {
                return Err(bad_request("token is required for TokenReview in authentication"));
            }
            Some(_) => json!({"error": "[invalid bearer token]", "user": {}}),
        },
        Kind::SelfSubjectRulesReview => rules(store, spec)?,
        Kind::SelfSubjectAccessReview => access(store, &admin(), spec)?,
        _ => access(store, &user(spec), spec)?,
    };
    if kind == Kind::LocalSubjectAccessReview {
        let (place, asked) = (&value["metadata"]["namespace"], &spec["resourceAttributes"]["namespace"]);
        if place != asked {
            return Err(bad_request("spec.resourceAttributes.namespace must match metadata.namespace"));
        }
    }
    value["status"] = status;
    Ok(kind.read(&value))
}

fn bad_request(why: &str) -> Status {
    Status::new(Reason::BadRequest, why)
}

fn admin() -> User {
    User { name: ADMIN.into(), groups: ADMIN_GROUPS.map(str::to_owned).to_vec() }
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

fn user(spec: &Value) -> User {
    let groups = spec["groups"].as_array().into_iter().flatten();
    let groups = groups.filter_map(Value::as_str).map(str::to_owned).collect();
    User { name: text(spec, "user"), groups }
}

fn access(store: &Store, user: &User, spec: &Value) -> Result<Value, Status> {
    let (resource, path) = (&spec["resourceAttributes"], &spec["nonResourceAttributes"]);
    let request = match (resource.is_object(), path.is_object()) {
        (true, false) => Request::Resource(ResourceRequest {
            verb: text(resource, "verb"),
            group: text(resource, "group"),
            resource: text(resource, "resource"),
            subresource: text(resource, "subresource"),
            name: text(resource, "name"),
            namespace: text(resource, "namespace"),
        }),
        (false, true) => Request::Path { verb: text(path, "verb"), path: text(path, "path") },
        _ => {
            return Err(bad_request(
                "exactly one of nonResourceAttributes or resourceAttributes must be specified",
            ));
        }
    };
    let verdict = rbac::decide(store, user, &request);
    let mut status = json!({"allowed": verdict.allowed});
    if !verdict.reason.is_empty() {
        status["reason"] = json!(verdict.reason);
    }
    Ok(status)
}

fn rules(store: &Store, spec: &Value) -> Result<Value, Status> {
    let namespace = text(spec, "namespace");
    if namespace.is_empty() {
        return Err(bad_request("no namespace on request"));
    }
    let rules = rbac::rules_for(store, &admin(), &namespace);
    let (paths, resources): (Vec<Value>, Vec<Value>) =
        rules.iter().filter_map(Codec::to_value).partition(|rule| rule["nonResourceURLs"].is_array());
    Ok(json!({"incomplete": false, "nonResourceRules": paths, "resourceRules": resources}))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::World;
    use crate::cluster::presets::Preset;

    fn ask(kind: Kind, value: Value) -> Value {
        let world = World::new(Preset::Minikube, 1);
        let answered = answer(world.api().store(), &kind.read(&value)).map(|object| object.to_value());
        answered.map_or_else(|why| json!(why.message), |mut object| object["status"].take())
    }

    #[test]
    fn what_somebody_may_do_is_what_the_roles_say() {
        let attributes = json!({"verb": "get", "resource": "pods", "namespace": "default"});
        let own = ask(Kind::SelfSubjectAccessReview, json!({"spec": {"resourceAttributes": attributes}}));
        assert_eq!(own["allowed"], true);
        let spec = json!({"user": "jane", "resourceAttributes": attributes});
        assert_eq!(ask(Kind::SubjectAccessReview, json!({"spec": spec}))["allowed"], false);
        let both = ask(Kind::SubjectAccessReview, json!({"spec": {"user": "jane"}}));
        assert_eq!(both, "exactly one of nonResourceAttributes or resourceAttributes must be specified");
        let rules = ask(Kind::SelfSubjectRulesReview, json!({"spec": {"namespace": "default"}}));
        assert!(rules["resourceRules"].as_array().is_some_and(|rules| !rules.is_empty()), "{rules}");
    }
}
