//! The API server at its port, as `curl` finds it: who asks by a token, what the roles say, and the API's JSON.
//!
//! A token is believed as it is (`kubectl create token` makes them); requests that change something are not there.

use serde_json::Value;

use crate::cluster::images::Response;
use crate::cluster::presets::Preset;
use crate::cluster::rbac::{self, Request, ResourceRequest, User};
use crate::cluster::{Key, Machines, World};
use crate::kinds::node::Node;
use crate::kinds::{Kind, base64};
use crate::kubectl::raw;

/// kubeadm's, and minikube's.
const PORTS: [u16; 2] = [6443, 8443];

/// The port of this cluster's.
pub fn port(world: &World) -> u16 {
    PORTS[usize::from(world.preset() == Some(Preset::Minikube))]
}

/// Whether an address is the API server's.
pub fn is_at(world: &World, host: &str, port: u16) -> bool {
    if world.machines() != Machines::Running {
        return false;
    }
    let inside = matches!(host, "kubernetes" | "kubernetes.default" | "kubernetes.default.svc" | "10.96.0.1")
        && port == 443;
    let control = |node: &Node| node.meta.labels.contains_key("node-role.kubernetes.io/control-plane");
    let at_node = |node: &Node| node.internal_ip() == host || node.meta.name == host;
    inside
        || port == self::port(world)
            && world.api().store().list::<Node>().any(|node| control(node) && at_node(node))
}

/// What the admin gets, as through `kubectl proxy`.
pub fn as_admin(world: &World, path: &str) -> Response {
    match raw::answer(world, path) {
        Ok(body) => Response::new(200, body),
        Err(refused) => Response::new(refused.code, refused.body()),
    }
}

/// What the owner of a token gets; nobody's token is nobody.
pub fn answer(world: &World, path: &str, bearer: &str) -> Response {
    let user = match bearer {
        "" => User { name: "system:anonymous".into(), groups: vec!["system:unauthenticated".into()] },
        token => match user_of(world, token) {
            Some(user) => user,
            None => {
                let refused =
                    raw::Refused { code: 401, reason: "Unauthorized", message: "Unauthorized".into() };
                return Response::new(401, refused.body());
            }
        },
    };
    let request = request(path);
    let verdict = rbac::decide(world.api().store(), &user, &request);
    if verdict.allowed {
        return as_admin(world, path);
    }
    let message = rbac::forbidden(&user, &request, &verdict.reason);
    Response::new(403, raw::Refused { code: 403, reason: "Forbidden", message }.body())
}

/// The ServiceAccount that a token names, if it is there.
fn user_of(world: &World, token: &str) -> Option<User> {
    let middle = token.split('.').nth(1)?.replace('-', "+").replace('_', "/");
    let padded = format!("{middle}{}", "=".repeat((4 - middle.len() % 4) % 4));
    let claims: Value = serde_json::from_slice(&base64::decode(&padded).ok()?).ok()?;
    let name = claims["sub"].as_str()?.to_owned();
    let (namespace, account) = name.strip_prefix("system:serviceaccount:")?.split_once(':')?;
    let account =
        world.api().store().get::<crate::kinds::service_account::ServiceAccount>(namespace, account)?;
    let holds = match claims["iss"] == LEGACY {
        true => is_kept(world, namespace, &claims, token),
        false => claims["exp"].as_i64()? >= world.api().wall_clock(world.now()).0,
    };
    let uid = claims.get("jti").or(claims.get(LEGACY_UID));
    if !holds || uid.is_none_or(|uid| *uid != account.meta.uid.as_str()) {
        return None;
    }
    let own = format!("system:serviceaccounts:{namespace}");
    let groups = vec!["system:serviceaccounts".into(), own, "system:authenticated".into()];
    Some(User { name, groups })
}

/// A token of a Secret holds as long as the Secret does.
fn is_kept(world: &World, namespace: &str, claims: &Value, token: &str) -> bool {
    let name = claims["kubernetes.io/serviceaccount/secret.name"].as_str().unwrap_or_default();
    let secret = world.api().store().object(&Key::new(Kind::Secret, namespace, name));
    let kept = secret.map(|secret| secret.to_value()["data"]["token"].clone());
    kept.is_some_and(|kept| kept == base64::encode(token.as_bytes()).as_str())
}

/// The issuer of the tokens in Secrets, and the claim of theirs that says which account it is.
const LEGACY: &str = "kubernetes/serviceaccount";
const LEGACY_UID: &str = "kubernetes.io/serviceaccount/service-account.uid";

fn request(path: &str) -> Request {
    let bare = path.split('?').next().unwrap_or_default();
    let steps: Vec<&str> = bare.split('/').filter(|step| !step.is_empty()).collect();
    let (group, rest) = match steps.as_slice() {
        ["api", _, rest @ ..] if !rest.is_empty() => ("", rest),
        ["apis", group, _, rest @ ..] if !rest.is_empty() => (*group, rest),
        _ => return Request::Path { verb: "get".into(), path: bare.to_owned() },
    };
    let (namespace, rest) = match rest {
        ["namespaces", namespace, rest @ ..] if !rest.is_empty() => (*namespace, rest),
        rest => ("", rest),
    };
    let word = |at: usize| rest.get(at).copied().unwrap_or_default().to_owned();
    let verb = if rest.len() > 1 { "get" } else { "list" };
    Request::Resource(ResourceRequest {
        verb: verb.into(),
        group: group.to_owned(),
        resource: word(0),
        subresource: word(2),
        namespace: namespace.to_owned(),
        name: word(1),
    })
}
