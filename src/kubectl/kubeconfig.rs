//! The file that says which cluster is meant and who asks: client-go tools/clientcmd, v1.36.
//!
//! Every context leads to the one cluster there is, and the administrator asks whoever a context names; what counts is the
//! namespace of the current one.

use serde_json::{Value, json};

use super::call::{Call, Files};
use super::output;
use super::reach::Reach;
use crate::kinds::edit::ensure;
use crate::yaml;

pub const PATH: &str = "/root/.kube/config";
/// Entries of a list.
const LIMIT_ENTRIES: usize = 200;

/// The configuration as it is now.
#[derive(Clone, Debug)]
pub struct Config(pub Value);

/// The lists and what their entries hold.
pub const LISTS: [(&str, &str); 3] = [("clusters", "cluster"), ("contexts", "context"), ("users", "user")];

impl Config {
    /// The namespace that is in force is the current context's.
    pub fn read(files: &dyn Files, namespace: &str) -> Result<Config, String> {
        let mut whole = match files.text(PATH) {
            Err(_) => json!({"apiVersion": "v1", "kind": "Config"}),
            Ok(text) => match yaml::read(&text).into_iter().next() {
                Some(Ok(document)) if document.value.is_object() => document.value,
                None => json!({"apiVersion": "v1", "kind": "Config"}),
                Some(Ok(_)) => {
                    return Err(format!("error: error loading config file {PATH:?}: not a mapping"));
                }
                Some(Err(why)) => {
                    return Err(format!("error: error loading config file {PATH:?}: yaml: {why}"));
                }
            },
        };
        for (list, _) in LISTS {
            if !whole[list].is_array() {
                whole[list] = json!([]);
            }
        }
        let mut config = Config(whole);
        let current = config.current().to_owned();
        if let Some(context) = config.entry_mut("contexts", &current) {
            match namespace {
                "default" if context["namespace"] == "default" => {}
                "default" => drop(context.as_object_mut().map(|one| one.remove("namespace"))),
                other => context["namespace"] = json!(other),
            }
        }
        Ok(config)
    }

    pub fn current(&self) -> &str {
        self.0["current-context"].text()
    }

    /// Where the API server of the current context listens.
    pub fn server(&self) -> Option<&str> {
        let context = self.entry("contexts", self.current())?;
        self.entry("clusters", context["cluster"].text())?["server"].as_str()
    }

    pub fn names(&self, list: &str) -> Vec<&str> {
        let mut names: Vec<&str> = self.0[list].items().iter().map(|one| one["name"].text()).collect();
        names.sort_unstable();
        names
    }

    /// What an entry holds.
    pub fn entry(&self, list: &str, name: &str) -> Option<&Value> {
        let inner = inner(list);
        self.0[list].items().iter().find(|one| one["name"] == name).map(|one| &one[inner])
    }

    fn entry_mut(&mut self, list: &str, name: &str) -> Option<&mut Value> {
        let inner = inner(list);
        let all = self.0[list].as_array_mut()?;
        all.iter_mut().find(|one| one["name"] == name).map(|one| ensure(one, inner))
    }

    /// What an entry holds; it is made if it is not there. Says whether it was.
    pub fn entry_or_new(&mut self, list: &str, name: &str) -> Result<(&mut Value, bool), String> {
        let is_new = self.entry(list, name).is_none();
        let inner = inner(list);
        if let Some(all) = self.0[list].as_array_mut().filter(|_| is_new) {
            if all.len() >= LIMIT_ENTRIES {
                return Err(format!("error: there are at most {LIMIT_ENTRIES} {list} here"));
            }
            all.push(json!({"name": name, inner: {}}));
        }
        let found = self.entry_mut(list, name).ok_or_else(|| format!("error: {list} is no list"))?;
        Ok((found, is_new))
    }

    /// Whether there was one.
    pub fn remove(&mut self, list: &str, name: &str) -> bool {
        let Some(all) = self.0[list].as_array_mut() else { return false };
        let before = all.len();
        all.retain(|one| one["name"] != name);
        all.len() < before
    }

    /// Writes the file, and lets what the current context says be in force.
    pub fn write(self, call: &mut Call<'_>) {
        let namespace = self.entry("contexts", self.current()).map(|context| context["namespace"].text());
        call.chosen = Some(namespace.filter(|text| !text.is_empty()).unwrap_or("default").to_owned());
        call.written.push((PATH.to_owned(), output::yaml(&self.0)));
    }

    /// As `view` shows it: what is secret is not there.
    pub fn shown(mut self) -> Value {
        let hidden = [
            ("certificate-authority-data", "DATA+OMITTED"),
            ("client-certificate-data", "DATA+OMITTED"),
            ("client-key-data", "DATA+OMITTED"),
            ("token", "REDACTED"),
            ("password", "REDACTED"),
        ];
        for (list, inner) in LISTS {
            for one in self.0[list].as_array_mut().into_iter().flatten() {
                for (field, word) in hidden {
                    if one[inner].get(field).is_some() {
                        one[inner][field] = json!(word);
                    }
                }
            }
        }
        self.0
    }

    /// Only what the current context needs.
    pub fn minify(&mut self) -> Result<(), String> {
        let current = self.current().to_owned();
        let Some(context) = self.entry("contexts", &current).cloned() else {
            return Err(match current.as_str() {
                "" => "error: current-context must exist in order to minify".into(),
                name => format!("error: cannot locate context {name}"),
            });
        };
        let kept = [
            ("contexts", current.as_str()),
            ("clusters", context["cluster"].text()),
            ("users", context["user"].text()),
        ];
        for (list, name) in kept {
            self.0[list].as_array_mut().into_iter().for_each(|all| all.retain(|one| one["name"] == name));
        }
        Ok(())
    }
}

fn inner(list: &str) -> &'static str {
    LISTS.iter().find(|(known, _)| *known == list).map_or("", |(_, inner)| inner)
}
