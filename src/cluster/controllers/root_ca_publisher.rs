//! Every namespace has the cluster's certificate, for pods that talk to the API: pkg/controller/certificates/rootcacertpublisher,
//! v1.36. Nobody signed this one.

use serde_json::json;

use super::{Controller, Requeue};
use crate::cluster::api::Client;
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store, Verb};
use crate::kinds::Kind;
use crate::kinds::config_map::ConfigMap;
use crate::kinds::namespace::Namespace;

const NAME: &str = "kube-root-ca.crt";
const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\n\
    S3ViYXJpdW0gaXMgYSBzaW11bGF0aW9uOiBub2JvZHkgc2lnbmVkIHRoaXMu\n\
    -----END CERTIFICATE-----\n";
const DESCRIPTION: &str = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal \
     service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.";

#[derive(Clone, Debug)]
pub struct RootCaPublisher;

impl Controller for RootCaPublisher {
    fn name(&self) -> &'static str {
        "root-ca-certificate-publisher-controller"
    }

    fn watches(&self, change: &Change, _store: &Store, keys: &mut Vec<Key>) {
        match change.key.kind {
            Kind::Namespace if change.verb != Verb::Deleted => keys.push(change.key.clone()),
            Kind::ConfigMap if *change.key.name == *NAME => {
                keys.push(Key::new(Kind::Namespace, "", &change.key.namespace));
            }
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let active = api.store().by_key::<Namespace>(key).is_some_and(|one| one.status.phase == "Active");
        if !active {
            return Ok(Requeue::Done);
        }
        let wanted = Kind::ConfigMap.read(&json!({
            "metadata": {
                "name": NAME, "namespace": *key.name, "annotations": {"kubernetes.io/description": DESCRIPTION},
            },
            "data": {"ca.crt": CERTIFICATE},
        }));
        let Some(held) = api.store().get::<ConfigMap>(&key.name, NAME) else {
            return api.create_object(wanted).map(|_| Requeue::Done);
        };
        let mut restored = held.clone();
        if let Some(wanted) = <ConfigMap as crate::kinds::Resource>::of(&wanted)
            && wanted.extra != held.extra
        {
            std::sync::Arc::make_mut(&mut restored).extra = wanted.extra.clone();
            api.update(std::sync::Arc::unwrap_or_clone(restored))?;
        }
        Ok(Requeue::Done)
    }
}
