//! Releases, kept in the cluster as helm keeps them: a Secret to a revision (helm pkg/storage/driver/secrets.go, v3). What is
//! inside is not compressed.

use serde_json::{Value, json};

use crate::cluster::{Key, Propagation, Status, World};
use crate::kinds::secret::Secret;
use crate::kinds::{Kind, Resource, base64};

const TYPE: &str = "helm.sh/release.v1";
/// Revisions kept: --history-max.
const LIMIT_HISTORY: usize = 10;

/// A revision of a release: `name`, `namespace`, `version`, `info`, `chart`, `config`, `manifest`.
#[derive(Clone, Debug)]
pub struct Release(pub Value);

impl Release {
    pub fn text(&self, path: &str) -> &str {
        self.0.pointer(path).and_then(Value::as_str).unwrap_or_default()
    }

    pub fn revision(&self) -> i64 {
        self.0["version"].as_i64().unwrap_or_default()
    }

    /// `ingress-nginx-4.14.1`
    pub fn chart(&self) -> String {
        format!("{}-{}", self.text("/chart/name"), self.text("/chart/version"))
    }

    fn key(&self) -> Key {
        let name = format!("sh.helm.release.v1.{}.v{}", self.text("/name"), self.revision());
        Key::new(Kind::Secret, self.text("/namespace"), &name)
    }

    /// Writes it, in place of what was written of it.
    pub fn save(&self, world: &mut World) -> Result<(), Status> {
        let key = self.key();
        let inside = base64::encode(self.0.to_string().as_bytes());
        let secret = json!({
            "metadata": {
                "name": *key.name, "namespace": *key.namespace,
                "labels": {
                    "name": self.text("/name"), "owner": "helm", "status": self.text("/info/status"),
                    "version": self.revision().to_string(),
                },
            },
            "data": {"release": base64::encode(inside.as_bytes())},
            "type": TYPE,
        });
        let object = Kind::Secret.read(&secret);
        let there = world.api().store().object(&key).is_some();
        world.act("helm", |api| match there {
            true => api.update_object(object).map(drop),
            false => api.create_object(object).map(drop),
        })
    }

    pub fn forget(&self, world: &mut World) {
        let key = self.key();
        // A revision that is gone already needs no forgetting.
        let _ = world.act("helm", |api| api.delete(&key, None, Propagation::Background));
    }
}

fn read(secret: &Secret) -> Option<Release> {
    let value = secret.clone().into_object().to_value();
    let outer = base64::decode(value["data"]["release"].as_str()?).ok()?;
    let inner = base64::decode(std::str::from_utf8(&outer).ok()?).ok()?;
    serde_json::from_slice(&inner).ok().map(Release)
}

/// The revisions of a namespace, or of all, by name and number.
pub fn all(world: &World, namespace: Option<&str>) -> Vec<Release> {
    let secrets = world.api().store().list::<Secret>();
    let named = secrets.filter(|one| one.meta.name.starts_with("sh.helm.release.v1."));
    let here = named.filter(|one| namespace.is_none_or(|wanted| one.meta.namespace == wanted));
    let mut releases: Vec<Release> = here.filter_map(|one| read(one)).collect();
    releases
        .sort_by_key(|one| (one.text("/namespace").to_owned(), one.text("/name").to_owned(), one.revision()));
    releases
}

/// The revisions of one release, the newest last.
pub fn history(world: &World, namespace: &str, name: &str) -> Vec<Release> {
    let mut all = all(world, Some(namespace));
    all.retain(|one| one.text("/name") == name);
    all
}

/// Forgets the oldest where there are too many.
pub fn trim(world: &mut World, namespace: &str, name: &str) {
    let all = history(world, namespace, name);
    let many = all.len().saturating_sub(LIMIT_HISTORY);
    all.iter().take(many).for_each(|one| one.forget(world));
}
