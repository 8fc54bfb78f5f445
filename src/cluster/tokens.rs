//! Tokens of ServiceAccounts: made, and read again.
//!
//! Models pkg/serviceaccount (jwt.go, claims.go, legacy.go), v1.36. They are JSON web tokens in form, with the claims the server
//! gives; nothing here checks their signature, which says nothing.

use serde_json::{Value, json};

use super::rbac::User;
use super::store::{Key, Store};
use crate::kinds::pod::Pod;
use crate::kinds::service_account::ServiceAccount;
use crate::kinds::{Kind, Time, base64};

const ISSUER: &str = "https://kubernetes.default.svc.cluster.local";
/// `expirationSeconds` of the volume that every pod gets, and what the server makes of it
/// (`--service-account-extend-token-expiration`): pkg/serviceaccount/claims.go.
const ASKED_S: i64 = 3607;
const EXTENDED_S: i64 = 365 * 24 * 3600;

/// What a token is made of.
pub struct Grant<'a> {
    pub account: &'a ServiceAccount,
    pub audiences: Vec<&'a str>,
    pub from: Time,
    pub seconds: i64,
    /// The pod it is bound to.
    pub pod: Option<&'a Pod>,
}

/// The token of an account for who asks without saying what for.
pub fn granted(account: &ServiceAccount, from: Time, seconds: i64) -> Grant<'_> {
    Grant { account, audiences: vec![ISSUER], from, seconds, pod: None }
}

/// What a pod finds in its files. The kubelet makes it anew from time to time; here it stays as it was first.
pub fn of_pod(store: &Store, pod: &Pod) -> Option<String> {
    let name =
        if pod.spec.service_account_name.is_empty() { "default" } else { &pod.spec.service_account_name };
    let account = store.get::<ServiceAccount>(&pod.meta.namespace, name)?;
    let from = pod.meta.creation_timestamp?;
    Some(minted(&Grant { pod: Some(pod), ..granted(account, from, EXTENDED_S) }))
}

pub fn minted(grant: &Grant<'_>) -> String {
    let meta = &grant.account.meta;
    let mut bound = json!({
        "namespace": meta.namespace, "serviceaccount": {"name": meta.name, "uid": meta.uid},
    });
    if let Some(pod) = grant.pod {
        bound["pod"] = json!({"name": pod.meta.name, "uid": pod.meta.uid});
        bound["warnafter"] = json!(grant.from.0 + ASKED_S);
    }
    let claims = json!({
        "aud": grant.audiences, "exp": grant.from.0 + grant.seconds, "iat": grant.from.0, "nbf": grant.from.0,
        "iss": ISSUER, "kubernetes.io": bound,
        "sub": format!("system:serviceaccount:{}:{}", meta.namespace, meta.name),
    });
    let head = json!({"alg": "RS256", "kid": "kubarium"});
    let parts = [head.to_string(), claims.to_string(), "kubarium".into()];
    parts.map(|part| base64::encode_url(part.as_bytes())).join(".")
}

/// The owner of a token, if it holds; without one it is nobody who asks.
pub fn owner(store: &Store, now: Time, token: &str) -> Option<User> {
    match token {
        "" => Some(User { name: "system:anonymous".into(), groups: vec!["system:unauthenticated".into()] }),
        token => account(store, now, token),
    }
}

/// The ServiceAccount that a token names, if it is there.
fn account(store: &Store, now: Time, token: &str) -> Option<User> {
    let middle = token.split('.').nth(1)?.replace('-', "+").replace('_', "/");
    let padded = format!("{middle}{}", "=".repeat((4 - middle.len() % 4) % 4));
    let claims: Value = serde_json::from_slice(&base64::decode(&padded).ok()?).ok()?;
    let name = claims["sub"].as_str()?.to_owned();
    let (namespace, account) = name.strip_prefix("system:serviceaccount:")?.split_once(':')?;
    let account = store.get::<ServiceAccount>(namespace, account)?;
    let (holds, uid) = match claims["iss"] == LEGACY {
        true => (is_kept(store, namespace, &claims, token), &claims[LEGACY_UID]),
        false => {
            let bound = &claims["kubernetes.io"];
            let lives = bound["pod"].is_null() || has_pod(store, namespace, &bound["pod"]);
            (lives && claims["exp"].as_i64()? >= now.0, &bound["serviceaccount"]["uid"])
        }
    };
    if !holds || *uid != account.meta.uid.as_str() {
        return None;
    }
    let own = format!("system:serviceaccounts:{namespace}");
    let groups = vec!["system:serviceaccounts".into(), own, "system:authenticated".into()];
    Some(User { name, groups })
}

/// A token that is bound to a pod holds as long as the pod is there.
fn has_pod(store: &Store, namespace: &str, bound: &Value) -> bool {
    let pod = store.get::<Pod>(namespace, bound["name"].as_str().unwrap_or_default());
    pod.is_some_and(|pod| bound["uid"] == pod.meta.uid.as_str())
}

/// A token of a Secret holds as long as the Secret does.
fn is_kept(store: &Store, namespace: &str, claims: &Value, token: &str) -> bool {
    let name = claims["kubernetes.io/serviceaccount/secret.name"].as_str().unwrap_or_default();
    let secret = store.object(&Key::new(Kind::Secret, namespace, name));
    let kept = secret.map(|secret| secret.to_value()["data"]["token"].clone());
    kept.is_some_and(|kept| kept == base64::encode(token.as_bytes()).as_str())
}

/// The issuer of the tokens in Secrets, and the claim of theirs that says which account it is.
const LEGACY: &str = "kubernetes/serviceaccount";
const LEGACY_UID: &str = "kubernetes.io/serviceaccount/service-account.uid";
