//! Claims and volumes are not gone while they are used: plugin/pkg/admission/storage/storageobjectinuseprotection, v1.36.
//!
//! The finalizers this sets are taken off by the protection controllers.

use crate::cluster::status::Status;
use crate::cluster::store::Store;
use crate::kinds::{Kind, Object};

const CLAIM_FINALIZER: &str = "kubernetes.io/pvc-protection";
const VOLUME_FINALIZER: &str = "kubernetes.io/pv-protection";

pub fn admit(_store: &Store, object: &mut Object) -> Result<(), Status> {
    let finalizer = match object.kind() {
        Kind::PersistentVolumeClaim => CLAIM_FINALIZER,
        Kind::PersistentVolume => VOLUME_FINALIZER,
        _ => return Ok(()),
    };
    let finalizers = &mut object.meta_mut().finalizers;
    if !finalizers.iter().any(|held| held == finalizer) {
        finalizers.push(finalizer.to_owned());
    }
    Ok(())
}
