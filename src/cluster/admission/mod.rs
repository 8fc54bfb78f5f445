//! Admission: what is added to an object, and what is refused of it, around validation.
//!
//! Models the default admission plugins of kube-apiserver v1.36 (pkg/kubeapiserver/options/plugins.go)
//! as far as they are simulated, one file each, in upstream's order. Plugins that change an object act
//! before it is validated, those that refuse it after, as apiserver pkg/admission has it.

pub mod default_class;
mod default_toleration_seconds;
mod limit_ranger;
mod namespace_lifecycle;
mod pod_security;
mod priority;
mod resource_quota;
mod service_account;
mod storage_object_in_use;

use super::status::Status;
use super::store::Store;
use crate::kinds::{Kind, Object};
use crate::sim::Rng;

/// What a plugin that refuses is asked about.
pub struct Request<'a> {
    pub store: &'a Store,
    pub object: &'a Object,
    /// What is stored, if this is an update.
    pub old: Option<&'a Object>,
}

/// With the source of made-up names.
type Mutate = fn(&Store, &mut Object, &mut Rng) -> Result<(), Status>;
type Validate = fn(&Request<'_>, &mut Vec<String>) -> Result<(), Status>;

const MUTATE: &[Mutate] = &[
    namespace_lifecycle::admit,
    limit_ranger::admit,
    service_account::admit,
    priority::admit,
    default_toleration_seconds::admit,
    default_class::admit,
    storage_object_in_use::admit,
];

const VALIDATE: &[Validate] =
    &[limit_ranger::validate, pod_security::validate, priority::validate, resource_quota::validate];

/// Lets the plugins change a new object.
pub(super) fn mutate(store: &Store, object: &mut Object, names: &mut Rng) -> Result<(), Status> {
    MUTATE.iter().try_for_each(|admit| admit(store, object, names))
}

/// Lets the plugins change what is to take the place of an object; they look at pods alone.
pub(super) fn mutate_update(
    store: &Store,
    object: &mut Object,
    old: &Object,
    names: &mut Rng,
) -> Result<(), Status> {
    if object.kind() != Kind::Pod {
        return Ok(());
    }
    priority::keep(object, old);
    default_toleration_seconds::admit(store, object, names)
}

/// Asks the plugins whether they take an object, and for what they warn of.
pub(super) fn validate(store: &Store, object: &Object, old: Option<&Object>) -> Result<Vec<String>, Status> {
    let (request, mut warnings) = (Request { store, object, old }, Vec::new());
    VALIDATE.iter().try_for_each(|validate| validate(&request, &mut warnings))?;
    Ok(warnings)
}

/// One error as it is, several in brackets: apimachinery pkg/util/errors Aggregate.
pub(super) fn aggregate(errors: &[String]) -> String {
    match errors {
        [one] => one.clone(),
        many => format!("[{}]", many.join(", ")),
    }
}
