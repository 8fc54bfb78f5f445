//! Claims and Ingresses that name no class get the default one: plugin/pkg/admission/storage/storageclass/setdefault
//! and plugin/pkg/admission/network/defaultingressclass, v1.36.

use serde_json::json;

use crate::cluster::status::Status;
use crate::cluster::store::Store;
use crate::kinds::ingress_class::IngressClass;
use crate::kinds::storage_class::StorageClass;
use crate::kinds::{Kind, Object, Resource};
use crate::sim::Rng;

/// A field that names a class, and the annotations that did so before it and that mark the default class.
struct Rule {
    field: &'static str,
    old_name: &'static str,
    marks: &'static [&'static str],
}

const STORAGE: Rule = Rule {
    field: "storageClassName",
    old_name: "volume.beta.kubernetes.io/storage-class",
    marks: &[
        "storageclass.kubernetes.io/is-default-class",
        "storageclass.beta.kubernetes.io/is-default-class",
    ],
};

const INGRESS: Rule = Rule {
    field: "ingressClassName",
    old_name: "kubernetes.io/ingress.class",
    marks: &["ingressclass.kubernetes.io/is-default-class"],
};

pub fn admit(store: &Store, object: &mut Object, _: &mut Rng) -> Result<(), Status> {
    match object.kind() {
        Kind::PersistentVolumeClaim => fill::<StorageClass>(store, object, &STORAGE),
        Kind::Ingress => fill::<IngressClass>(store, object, &INGRESS),
        _ => {}
    }
    Ok(())
}

/// The same for a claim that waits already.
pub fn fill_storage_class(store: &Store, claim: &mut Object) {
    fill::<StorageClass>(store, claim, &STORAGE);
}

/// The newest class that is marked; of equally new ones the first by name.
fn fill<Class: Resource>(store: &Store, object: &mut Object, rule: &Rule) {
    let marked = |class: &&std::sync::Arc<Class>| {
        rule.marks.iter().any(|name| class.meta().annotation(name) == Some("true"))
    };
    let order = |class: &&std::sync::Arc<Class>| {
        (std::cmp::Reverse(class.meta().creation_timestamp), class.meta().name.clone())
    };
    let Some(class) = store.list::<Class>().filter(marked).min_by_key(order) else { return };
    let mut value = object.to_value();
    let named = !value["spec"][rule.field].is_null() || object.meta().annotation(rule.old_name).is_some();
    if !named {
        value["spec"][rule.field] = json!(class.meta().name);
        *object = object.kind().read(&value);
    }
}
