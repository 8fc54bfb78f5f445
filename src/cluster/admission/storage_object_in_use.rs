//! Claims and volumes are not gone while they are used: plugin/pkg/admission/storage/storageobjectinuseprotection, v1.36.
//!
//! The finalizers this sets are taken off by the protection controllers.

use crate::cluster::status::Status;
use crate::cluster::store::Store;
use crate::cluster::writes::protection_finalizer;
use crate::kinds::Object;
use crate::sim::Rng;

pub fn admit(_store: &Store, object: &mut Object, _: &mut Rng) -> Result<(), Status> {
    let Some(finalizer) = protection_finalizer(object.kind()) else { return Ok(()) };
    let finalizers = &mut object.meta_mut().finalizers;
    if !finalizers.iter().any(|held| held == finalizer) {
        finalizers.push(finalizer.to_owned());
    }
    Ok(())
}
