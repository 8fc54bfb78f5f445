//! Secrets of type kubernetes.io/service-account-token get their account's token: pkg/controller/serviceaccount/
//! tokens_controller.go, v1.36. The token is one in form: nobody signs it, and only the simulator's own API server reads it.

use serde_json::{Value, json};

use super::{Controller, Requeue};
use crate::cluster::api::{Client, Propagation};
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store};
use crate::kinds::config_map::ConfigMap;
use crate::kinds::patch::Patch;
use crate::kinds::service_account::ServiceAccount;
use crate::kinds::{Kind, base64};
use crate::sim::Span;

const TYPE: &str = "kubernetes.io/service-account-token";
const NAME: &str = "kubernetes.io/service-account.name";
const UID: &str = "kubernetes.io/service-account.uid";
/// Until the namespace's certificate is there.
const AGAIN: Span = Span::from_millis(500);

#[derive(Clone, Debug)]
pub struct ServiceAccountTokensController;

/// The account that a secret's annotation names, if it is to have a token.
fn account_of(secret: &Value) -> Option<&str> {
    let name = secret["metadata"]["annotations"][NAME].as_str().filter(|name| !name.is_empty())?;
    (secret["type"] == TYPE).then_some(name)
}

impl Controller for ServiceAccountTokensController {
    fn name(&self) -> &'static str {
        "serviceaccount-token-controller"
    }

    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>) {
        match change.key.kind {
            Kind::Secret => keys.push(change.key.clone()),
            Kind::ServiceAccount => {
                let here =
                    store.objects(Kind::Secret).filter(|(key, _)| key.namespace == change.key.namespace);
                let its =
                    here.filter(|(_, secret)| account_of(&secret.to_value()) == Some(&*change.key.name));
                keys.extend(its.map(|(key, _)| key.clone()));
            }
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(secret) = api.store().object(key).map(|object| object.to_value()) else {
            return Ok(Requeue::Done);
        };
        let Some(name) = account_of(&secret) else { return Ok(Requeue::Done) };
        let Some(account) = api.store().get::<ServiceAccount>(&key.namespace, name) else {
            api.delete(key, None, Propagation::Background)?;
            return Ok(Requeue::Done);
        };
        let uid = account.meta.uid.clone();
        if !secret["data"]["token"].is_null() && secret["metadata"]["annotations"][UID] == *uid {
            return Ok(Requeue::Done);
        }
        let Some(certificate) = certificate(api.store(), &key.namespace) else {
            return Ok(Requeue::After(AGAIN));
        };
        let data = json!({
            "ca.crt": base64::encode(certificate.as_bytes()),
            "namespace": base64::encode(key.namespace.as_bytes()),
            "token": base64::encode(token(key, name, &uid).as_bytes()),
        });
        let patch = Patch::Merge(json!({"metadata": {"annotations": {UID: uid}}, "data": data}));
        api.patch(key, &patch)?;
        Ok(Requeue::Done)
    }
}

fn certificate(store: &Store, namespace: &str) -> Option<String> {
    let held = store.get::<ConfigMap>(namespace, "kube-root-ca.crt")?;
    let value = crate::kinds::Resource::into_object(ConfigMap::clone(held)).to_value();
    value["data"]["ca.crt"].as_str().map(str::to_owned)
}

/// Claims of a token without an end: pkg/serviceaccount/legacy.go.
fn token(secret: &Key, account: &str, uid: &str) -> String {
    let head = json!({"alg": "RS256", "kid": "kubarium"});
    let claims = json!({
        "iss": "kubernetes/serviceaccount",
        "kubernetes.io/serviceaccount/namespace": *secret.namespace,
        "kubernetes.io/serviceaccount/secret.name": *secret.name,
        "kubernetes.io/serviceaccount/service-account.name": account,
        "kubernetes.io/serviceaccount/service-account.uid": uid,
        "sub": format!("system:serviceaccount:{}:{account}", secret.namespace),
    });
    [head.to_string(), claims.to_string(), TYPE.to_owned()]
        .map(|part| base64::encode_url(part.as_bytes()))
        .join(".")
}
