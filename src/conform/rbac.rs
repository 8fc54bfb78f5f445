//! The set `rbac`: who may do what, and what is said to those who may not.

use serde_json::{Map, Value, json};

use super::{Set, diff};
use crate::cluster::rbac::{Grants, Request, ResourceRequest, User, authorize, forbidden};
use crate::kinds::Codec;
use crate::kinds::rbac::{ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, RoleRef};

pub struct Rbac;

/// The roles of a vector; missing ones are named as upstream's in-memory roles do.
struct Given {
    roles: Vec<Role>,
    cluster_roles: Vec<ClusterRole>,
    bindings: Vec<RoleBinding>,
    cluster_bindings: Vec<ClusterRoleBinding>,
}

impl Grants for Given {
    fn cluster_bindings(&self) -> Vec<&ClusterRoleBinding> {
        self.cluster_bindings.iter().collect()
    }

    fn bindings(&self, namespace: &str) -> Vec<&RoleBinding> {
        self.bindings.iter().filter(|one| one.meta.namespace == namespace).collect()
    }

    fn rules(&self, role: &RoleRef, namespace: &str) -> Result<&[PolicyRule], String> {
        if role.kind == "Role" {
            let named = |one: &&Role| one.meta.name == role.name && one.meta.namespace == namespace;
            let found = self.roles.iter().find(named).map(|role| role.rules.as_slice());
            return found.ok_or_else(|| "role not found".into());
        }
        let found = self.cluster_roles.iter().find(|one| one.meta.name == role.name);
        found.map(|role| role.rules.as_slice()).ok_or_else(|| "clusterrole not found".into())
    }
}

impl Set for Rbac {
    fn name(&self) -> &'static str {
        "rbac"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        let given = Given {
            roles: Codec::from_value(&input["roles"]),
            cluster_roles: Codec::from_value(&input["clusterRoles"]),
            bindings: Codec::from_value(&input["roleBindings"]),
            cluster_bindings: Codec::from_value(&input["clusterRoleBindings"]),
        };
        let (user, request) = asked(&input["request"]);
        let verdict = authorize(&given, &user, &request);
        let mut got = Map::new();
        if !verdict.allowed {
            got.insert("forbiddenMessage".into(), json!(forbidden(&user, &request, &verdict.reason)));
        }
        got.insert("allowed".into(), json!(verdict.allowed));
        got.insert("reason".into(), json!(verdict.reason));
        diff(expect, &Value::Object(got)).map_or(Ok(()), Err)
    }
}

fn asked(request: &Value) -> (User, Request) {
    let text = |name: &str| request[name].as_str().unwrap_or_default().to_owned();
    let user = User { name: text("user"), groups: Codec::from_value(&request["groups"]) };
    let request = match request["path"].as_str() {
        Some(path) => Request::Path { verb: text("verb"), path: path.to_owned() },
        None => Request::Resource(ResourceRequest {
            verb: text("verb"),
            group: text("apiGroup"),
            resource: text("resource"),
            subresource: text("subresource"),
            namespace: text("namespace"),
            name: text("name"),
        }),
    };
    (user, request)
}
