//! Every namespace has an account `default`: pkg/controller/serviceaccount/serviceaccounts_controller.go, v1.36.

use super::{Controller, Requeue};
use crate::cluster::api::Client;
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store, Verb};
use crate::kinds::namespace::Namespace;
use crate::kinds::service_account::ServiceAccount;
use crate::kinds::{Kind, ObjectMeta};

const ACCOUNT: &str = "default";

#[derive(Clone, Debug)]
pub struct ServiceAccountsController;

impl Controller for ServiceAccountsController {
    fn name(&self) -> &'static str {
        "serviceaccount-controller"
    }

    fn watches(&self, change: &Change, _store: &Store, keys: &mut Vec<Key>) {
        match change.key.kind {
            Kind::Namespace if change.verb != Verb::Deleted => keys.push(change.key.clone()),
            Kind::ServiceAccount if change.verb == Verb::Deleted => {
                keys.push(Key::new(Kind::Namespace, "", &change.key.namespace));
            }
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let active = api.store().by_key::<Namespace>(key).is_some_and(|one| one.status.phase == "Active");
        if !active || api.store().get::<ServiceAccount>(&key.name, ACCOUNT).is_some() {
            return Ok(Requeue::Done);
        }
        let meta = ObjectMeta { name: ACCOUNT.into(), namespace: key.name.to_string(), ..Default::default() };
        api.create(ServiceAccount { meta, ..Default::default() })?;
        Ok(Requeue::Done)
    }
}
