//! Pods act as an account, `default` unless they name one: plugin/pkg/admission/serviceaccount, v1.36.
//!
//! Deviations: the account `default` is taken to exist in every namespace, and the token volume that
//! upstream mounts as well is left out until containers have file systems.

use std::sync::Arc;

use crate::cluster::status::Status;
use crate::cluster::store::Store;
use crate::kinds::service_account::ServiceAccount;
use crate::kinds::{Kind, Object};

const DEFAULT: &str = "default";

pub fn admit(store: &Store, object: &mut Object) -> Result<(), Status> {
    let Object::Pod(pod) = object else { return Ok(()) };
    let pod = Arc::make_mut(pod);
    let spec = Arc::make_mut(&mut pod.spec);
    if spec.service_account_name.is_empty() {
        spec.service_account_name = DEFAULT.to_owned();
    }
    let (namespace, name) = (&pod.meta.namespace, spec.service_account_name.as_str());
    if name != DEFAULT && store.get::<ServiceAccount>(namespace, name).is_none() {
        let why = format!(
            "error looking up service account {namespace}/{name}: serviceaccount \"{name}\" not found"
        );
        return Err(Status::forbidden(Kind::Pod, &pod.meta.name, &why));
    }
    if spec.service_account.is_empty() {
        spec.service_account = spec.service_account_name.clone();
    }
    Ok(())
}
