//! Pods act as the `default` account unless they name one: plugin/pkg/admission/serviceaccount, v1.36.
//!
//! The token volume upstream mounts as well is left out until containers have file systems.

use std::sync::Arc;

use serde_json::json;

use crate::cluster::status::Status;
use crate::cluster::store::Store;
use crate::kinds::Object;

pub fn admit(_store: &Store, object: &mut Object) -> Result<(), Status> {
    if let Object::Pod(pod) = object {
        let spec = Arc::make_mut(&mut Arc::make_mut(pod).spec);
        let extra = spec.extra.get_or_insert_default();
        let account = extra.entry("serviceAccountName").or_insert(json!("default")).clone();
        extra.entry("serviceAccount").or_insert(account);
    }
    Ok(())
}
