//! Objects live in namespaces that exist and stay: apiserver pkg/admission/plugin/namespace/lifecycle, v1.36.

use crate::cluster::status::{Reason, Status};
use crate::cluster::store::Store;
use crate::kinds::Object;
use crate::kinds::namespace::Namespace;
use crate::sim::Rng;

pub fn admit(store: &Store, object: &mut Object, _: &mut Rng) -> Result<(), Status> {
    if !object.kind().info().namespaced {
        return Ok(());
    }
    let name = object.meta().namespace.as_str();
    let Some(namespace) = store.get::<Namespace>("", name) else {
        return Err(Status::new(Reason::NotFound, format!("namespaces \"{name}\" not found")));
    };
    if namespace.meta.is_terminating() {
        let why = format!("unable to create new content in namespace {name} because it is being terminated");
        return Err(Status::forbidden(object.kind(), &object.meta().name, &why));
    }
    Ok(())
}
