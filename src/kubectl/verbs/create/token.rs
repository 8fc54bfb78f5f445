//! `kubectl create token`: kubectl pkg/cmd/create/create_token.go, v1.36.
//!
//! A JSON web token in form, with the claims the server gives; its signature is none, and nothing here asks for one.

use serde_json::json;

use super::super::SERVER;
use crate::cluster::{Key, World};
use crate::kinds::Kind;
use crate::kinds::base64;
use crate::kubectl::call::flags::{Flag, Flags, value};
use crate::kubectl::call::{Answer, Call, Started, namespace};
use crate::kubectl::time_out::time_out;

pub(super) const FLAGS: &[Flag] = &[
    value("audience"),
    value("duration"),
    value("bound-object-kind"),
    value("bound-object-name"),
    value("bound-object-uid"),
];

/// How long a token is good for, and the least there is.
const HOUR_S: i64 = 3600;
const LEAST_S: i64 = 600;

pub(super) fn create(call: &Call<'_>, flags: &Flags, name: &str) -> Result<Started, Answer> {
    let place = namespace(call, flags);
    let key = Key::new(Kind::ServiceAccount, place, name);
    let Some(account) = call.world.api().store().object(&key) else {
        return Err(Answer::failed(&format!(
            "error: failed to create token: serviceaccounts \"{name}\" not found"
        )));
    };
    let seconds = match flags.value("duration") {
        None => HOUR_S,
        Some(text) => {
            let wrong = |why: String| Answer::failed(&why.replace("--timeout", "--duration"));
            time_out(text).map_err(wrong)?.map_or(0, |span| (span.0 / 1_000_000) as i64)
        }
    };
    if seconds < LEAST_S {
        return Err(Answer::failed(&format!(
            "error: failed to create token: TokenRequest.authentication.k8s.io \"{name}\" is invalid: \
             spec.expirationSeconds: Invalid value: {seconds}: may not specify a duration less than 10 minutes"
        )));
    }
    let now = clock(call.world);
    let own = format!("{SERVER}/");
    let audiences: Vec<&str> = match flags.all("audience") {
        [] => vec!["https://kubernetes.default.svc.cluster.local"],
        given => given.iter().flat_map(|list| list.split(',')).collect(),
    };
    let claims = json!({
        "aud": audiences, "exp": now + seconds, "iat": now, "nbf": now,
        "iss": "https://kubernetes.default.svc.cluster.local", "jti": account.meta().uid,
        "kubernetes.io": {"namespace": place, "serviceaccount": {"name": name, "uid": account.meta().uid}},
        "sub": format!("system:serviceaccount:{place}:{name}"),
    });
    let head = json!({"alg": "RS256", "kid": "kubarium"});
    let parts = [head.to_string(), claims.to_string(), own].map(|part| base64::encode_url(part.as_bytes()));
    Ok(Started::Done(Answer::said(format!("{}\n", parts.join(".")))))
}

fn clock(world: &World) -> i64 {
    world.api().wall_clock(world.now()).0
}
