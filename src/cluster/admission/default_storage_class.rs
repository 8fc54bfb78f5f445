//! Claims that name no class get the default one: plugin/pkg/admission/storage/storageclass/setdefault, v1.36.

use serde_json::json;

use crate::cluster::status::Status;
use crate::cluster::store::Store;
use crate::kinds::storage_class::StorageClass;
use crate::kinds::{Kind, Object};

const ANNOTATIONS: [&str; 2] =
    ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"];

pub fn admit(store: &Store, object: &mut Object) -> Result<(), Status> {
    if object.kind() != Kind::PersistentVolumeClaim {
        return Ok(());
    }
    let mut claim = object.to_value();
    let named = !claim["spec"]["storageClassName"].is_null()
        || object.meta().annotation("volume.beta.kubernetes.io/storage-class").is_some();
    if named {
        return Ok(());
    }
    let marked = store
        .list::<StorageClass>()
        .filter(|class| ANNOTATIONS.iter().any(|name| class.meta.annotation(name) == Some("true")));
    // The newest; of equally new ones the first by name.
    let newest = marked
        .min_by_key(|class| (std::cmp::Reverse(class.meta.creation_timestamp), class.meta.name.clone()));
    if let Some(class) = newest {
        claim["spec"]["storageClassName"] = json!(class.meta.name);
        *object = Kind::PersistentVolumeClaim.read(&claim);
    }
    Ok(())
}
