//! Ingresses that name no class get the default one: plugin/pkg/admission/network/defaultingressclass, v1.36.

use serde_json::json;

use crate::cluster::status::Status;
use crate::cluster::store::Store;
use crate::kinds::ingress_class::IngressClass;
use crate::kinds::{Kind, Object};

const ANNOTATION: &str = "ingressclass.kubernetes.io/is-default-class";

pub fn admit(store: &Store, object: &mut Object) -> Result<(), Status> {
    if object.kind() != Kind::Ingress {
        return Ok(());
    }
    let mut ingress = object.to_value();
    let named = !ingress["spec"]["ingressClassName"].is_null()
        || object.meta().annotation("kubernetes.io/ingress.class").is_some();
    let marked =
        store.list::<IngressClass>().filter(|class| class.meta.annotation(ANNOTATION) == Some("true"));
    let newest = marked
        .min_by_key(|class| (std::cmp::Reverse(class.meta.creation_timestamp), class.meta.name.clone()));
    if let Some(class) = newest.filter(|_| !named) {
        ingress["spec"]["ingressClassName"] = json!(class.meta.name);
        *object = Kind::Ingress.read(&ingress);
    }
    Ok(())
}
