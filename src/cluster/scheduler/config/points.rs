//! Which plugins are at an extension point: v1/default_plugins.go mergePluginSet and
//! framework/runtime/framework.go expandMultiPointPlugins, v1.36.

use super::Fault;
use super::build::is_built_in;
use super::types::{PluginRef, PluginSet};
use crate::cluster::scheduler::registry::Registry;

/// A plugin with the weight somebody gave it.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    pub name: String,
    pub weight: Option<i64>,
}

/// The default plugins without those that are disabled, those that are enabled again in their place, others after.
pub fn multi_point(set: Option<&PluginSet>, registry: &Registry) -> Vec<Chosen> {
    let (enabled, disabled) = lists(set);
    let kept = registry.iter().filter(|plugin| plugin.by_default && !is_in(disabled, plugin.name));
    let mut chosen: Vec<Chosen> = kept
        .map(|plugin| match enabled.iter().find(|one| one.name == plugin.name) {
            Some(again) => Chosen::of(again),
            None => {
                Chosen { name: plugin.name.to_owned(), weight: Some(plugin.weight).filter(|one| *one != 0) }
            }
        })
        .collect();
    for one in enabled {
        if !chosen.iter().any(|held| held.name == one.name) {
            chosen.push(Chosen::of(one));
        }
    }
    chosen
}

/// Those that are enabled here and everywhere first, then those everywhere, then those here only.
pub fn at_point(everywhere: &[Chosen], set: Option<&PluginSet>) -> Vec<Chosen> {
    let (enabled, disabled) = lists(set);
    let here: Vec<Chosen> = enabled.iter().map(Chosen::of).collect();
    let everywhere: Vec<&Chosen> = everywhere.iter().filter(|one| !is_in(disabled, &one.name)).collect();
    let known = |one: &&Chosen| everywhere.iter().any(|held| held.name == one.name);
    let again = |one: &Chosen| {
        let weight = everywhere.iter().find(|held| held.name == one.name).and_then(|held| held.weight);
        Chosen { name: one.name.clone(), weight: one.weight.or(weight) }
    };
    let overriding = here.iter().filter(known).map(again);
    let rest = everywhere.iter().filter(|one| !here.iter().any(|held| held.name == one.name));
    let only_here = here.iter().filter(|one| !known(one)).cloned();
    overriding.chain(rest.map(|one| (*one).clone())).chain(only_here).collect()
}

/// Names nobody knows, and names that are there twice.
pub fn faults(path: &str, set: Option<&PluginSet>, registry: &Registry) -> Vec<Fault> {
    let (enabled, _) = lists(set);
    let mut faults = Vec::new();
    for (at, one) in enabled.iter().enumerate() {
        let path = format!("{path}.enabled[{at}]");
        if registry.get(&one.name).is_none() && !is_built_in(&one.name) {
            faults.push(Fault::said(path, format!("plugin \"{}\" does not exist", one.name)));
        } else if enabled[..at].iter().any(|earlier| earlier.name == one.name) {
            faults.push(Fault::said(path, format!("plugin \"{}\" already registered", one.name)));
        }
    }
    faults
}

fn lists(set: Option<&PluginSet>) -> (&[PluginRef], &[PluginRef]) {
    set.map(|set| (set.enabled.as_slice(), set.disabled.as_slice())).unwrap_or_default()
}

fn is_in(disabled: &[PluginRef], name: &str) -> bool {
    disabled.iter().any(|one| one.name == name || one.name == "*")
}

impl Chosen {
    fn of(one: &PluginRef) -> Chosen {
        Chosen { name: one.name.clone(), weight: one.weight.map(i64::from).filter(|weight| *weight != 0) }
    }
}
