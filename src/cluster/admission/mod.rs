//! Admission: what is added to or refused of a new object after defaulting.
//!
//! Models the default admission plugins of kube-apiserver v1.36 (pkg/kubeapiserver/options/plugins.go)
//! as far as they are simulated, one file each, in upstream's order.

mod default_toleration_seconds;
mod namespace_lifecycle;
mod service_account;

use super::status::Status;
use super::store::Store;
use crate::kinds::Object;

type Plugin = fn(&Store, &mut Object) -> Result<(), Status>;

const PLUGINS: &[Plugin] =
    &[namespace_lifecycle::admit, service_account::admit, default_toleration_seconds::admit];

pub(super) fn admit_create(store: &Store, object: &mut Object) -> Result<(), Status> {
    PLUGINS.iter().try_for_each(|admit| admit(store, object))
}
