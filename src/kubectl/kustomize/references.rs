//! Names that change are changed where other resources name them: api/konfig/builtinpluginconsts/namereference.go.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Resource;
use crate::kubectl::reach::Reach;

/// (the member a name stands in, the name's field, what it names)
const REFERENCES: [(&str, &str, &str); 12] = [
    ("configMap", "name", "ConfigMap"),
    ("configMapKeyRef", "name", "ConfigMap"),
    ("configMapRef", "name", "ConfigMap"),
    ("secretKeyRef", "name", "Secret"),
    ("secretRef", "name", "Secret"),
    ("secret", "secretName", "Secret"),
    ("secret", "name", "Secret"),
    ("imagePullSecrets", "name", "Secret"),
    ("tls", "secretName", "Secret"),
    ("spec", "serviceAccountName", "ServiceAccount"),
    ("persistentVolumeClaim", "claimName", "PersistentVolumeClaim"),
    ("service", "name", "Service"),
];
/// Members that say themselves what kind they name.
const OF_A_KIND: [&str; 3] = ["scaleTargetRef", "roleRef", "subjects"];

type Renamed = BTreeMap<(String, String), String>;

pub fn follow(all: &mut [Resource]) {
    let renamed: Renamed = all
        .iter()
        .filter(|one| one.original != one.name())
        .map(|one| ((one.kind().to_owned(), one.original.clone()), one.name().to_owned()))
        .collect();
    for one in all.iter_mut() {
        let kind = one.kind().to_owned();
        if kind == "StatefulSet" {
            rename(&mut one.value["spec"], "serviceName", "Service", &renamed);
        }
        walk(&mut one.value, "", &renamed);
    }
    // A kustomization around this one knows them by the names they have now.
    for one in all.iter_mut() {
        one.original = one.name().to_owned();
    }
}

fn walk(value: &mut Value, within: &str, renamed: &Renamed) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, within, renamed)),
        Value::Object(_) => {
            for (member, field, kind) in REFERENCES {
                if member == within {
                    rename(value, field, kind, renamed);
                }
            }
            if OF_A_KIND.contains(&within) {
                let kind = value["kind"].text().to_owned();
                rename(value, "name", &kind, renamed);
            }
            for (name, one) in value.as_object_mut().into_iter().flatten() {
                walk(one, name, renamed);
            }
        }
        _ => {}
    }
}

fn rename(value: &mut Value, field: &str, kind: &str, renamed: &Renamed) {
    let Some(name) = value.get_mut(field) else { return };
    let key = (kind.to_owned(), name.text().to_owned());
    if let Some(new) = renamed.get(&key) {
        *name = Value::from(new.as_str());
    }
}
