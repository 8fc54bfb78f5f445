//! Registries that give their images only to those who say who they are.
//!
//! Models getPullSecretsForPod in pkg/kubelet/kubelet_pods.go and the keyring of pkg/credentialprovider/keyring.go, v1.36: a pod's
//! imagePullSecrets are looked up, and what they say of the image's registry is used. Which registries are private
//! is this simulator's (`images::registry`), or an AppModel says it; a name and a password are enough.

use serde_json::Value;

use super::container::Stage;
use crate::cluster::events::Note;
use crate::cluster::images::registry;
use crate::kinds::base64;
use crate::kinds::secret::Secret;

/// The keys of a docker-registry Secret, and where in its JSON the registries are.
const KEYS: [(&str, &str); 2] = [(".dockerconfigjson", "/auths"), (".dockercfg", "")];

/// The Secrets a pod names for its images.
fn named(stage: &Stage<'_, '_>) -> Vec<String> {
    let list = stage.pod.spec.extra.as_deref().and_then(|extra| extra.get("imagePullSecrets"));
    let items = list.and_then(Value::as_array).into_iter().flatten();
    items.filter_map(|item| item["name"].as_str()).map(str::to_owned).collect()
}

/// Says which of the Secrets are not there.
pub fn look_up(stage: &mut Stage<'_, '_>) {
    let namespace = stage.pod.meta.namespace.clone();
    let is_missing = |name: &String| stage.api.store().get::<Secret>(&namespace, name).is_none();
    let missing: Vec<String> = named(stage).into_iter().filter(is_missing).collect();
    if !missing.is_empty() {
        let text = format!(
            "Unable to retrieve some image pull secrets ({}); attempting to pull the image may not succeed.",
            missing.join(", ")
        );
        stage.pod_event(Note::warning("FailedToRetrieveImagePullSecret", &text));
    }
}

/// Why a private registry refuses an image, if it does.
pub fn refusal(image: &str, stage: &Stage<'_, '_>) -> Option<String> {
    if has_credentials(registry::host(image), stage) {
        return None;
    }
    let full = crate::cluster::images::full_name(image);
    Some(format!(
        "failed to pull and unpack image \"{full}\": failed to resolve reference \"{full}\": pull access denied, repository \
         does not exist or may require authorization: authorization failed: no basic auth credentials"
    ))
}

fn has_credentials(host: &str, stage: &Stage<'_, '_>) -> bool {
    let namespace = &stage.pod.meta.namespace;
    named(stage).iter().filter_map(|name| stage.api.store().get::<Secret>(namespace, name)).any(|secret| {
        KEYS.iter().any(|(key, place)| {
            let data = secret.extra.as_deref().and_then(|extra| extra.get("data"));
            let text = data.and_then(|data| data[*key].as_str()).and_then(|text| base64::decode(text).ok());
            let json: Option<Value> = text.and_then(|text| serde_json::from_slice(&text).ok());
            let registries = json.as_ref().and_then(|json| json.pointer(place)).and_then(Value::as_object);
            registries.into_iter().flatten().any(|(name, entry)| is_for(name, host) && says_who(entry))
        })
    })
}

/// Whether an entry, an address or only `registry.io:5000`, is about a registry. The default one's is its index.
fn is_for(entry: &str, host: &str) -> bool {
    let entry = entry.split_once("://").map_or(entry, |(_, rest)| rest);
    let entry = entry.split('/').next().unwrap_or_default();
    let entry = entry.strip_prefix("index.").filter(|rest| *rest == registry::DEFAULT).unwrap_or(entry);
    match entry.strip_prefix("*.") {
        Some(domain) => host.split_once('.').is_some_and(|(_, rest)| rest == domain),
        None => entry == host,
    }
}

fn says_who(entry: &Value) -> bool {
    let text = |field: &str| entry[field].as_str().is_some_and(|text| !text.is_empty());
    text("auth") || (text("username") && text("password"))
}

#[cfg(test)]
mod tests {
    use super::{is_for, registry};

    #[test]
    fn entries_name_registries_in_many_ways() {
        assert!(is_for(&registry::index(), registry::DEFAULT));
        assert!(is_for("registry.io:5000", "registry.io:5000"));
        assert!(is_for("*.azurecr.io", "shop.azurecr.io"));
        assert!(!is_for("other.io", "registry.io"));
    }
}
