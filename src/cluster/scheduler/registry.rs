//! The plugins there are, and how each is made from its arguments: pkg/scheduler/framework/runtime/registry.go
//! and apis/config/v1/default_plugins.go, v1.36.

use std::sync::Arc;

use serde_json::Value;

use super::framework::Plugin;
use super::plugins;
use crate::kinds::schema::Struct;

/// A plugin made from its arguments, or what is wrong with them.
pub type Built = Result<Arc<dyn Plugin>, Vec<String>>;

/// One plugin of the list.
#[derive(Clone, Copy)]
pub struct Registered {
    pub name: &'static str,
    /// Weight of its scores where a configuration gives none.
    pub weight: i64,
    /// Whether the default profile has it.
    pub by_default: bool,
    /// The fields of its arguments; none if it takes none.
    pub args: Option<&'static Struct>,
    /// Makes it from its arguments, `null` for the defaults.
    pub build: fn(&Value) -> Built,
}

/// All plugins a configuration can name, in the default profile's order.
#[derive(Clone)]
pub struct Registry(Vec<Registered>);

impl Default for Registry {
    fn default() -> Registry {
        Registry(plugins::all().to_vec())
    }
}

impl Registry {
    /// Adds a plugin from outside; a profile has to enable it.
    pub fn with(mut self, plugin: Registered) -> Registry {
        self.0.retain(|held| held.name != plugin.name);
        self.0.push(Registered { by_default: false, ..plugin });
        self
    }

    pub fn get(&self, name: &str) -> Option<&Registered> {
        self.0.iter().find(|plugin| plugin.name == name)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Registered> {
        self.0.iter()
    }
}

impl Registered {
    /// A plugin of the default profile that takes no arguments.
    pub const fn new(name: &'static str, weight: i64, build: fn(&Value) -> Built) -> Registered {
        Registered { name, weight, by_default: true, args: None, build }
    }

    pub const fn with_args(self, args: &'static Struct) -> Registered {
        Registered { args: Some(args), ..self }
    }
}

/// A plugin that needed nothing to be made.
pub fn built(plugin: impl Plugin + 'static) -> Built {
    Ok(Arc::new(plugin))
}
