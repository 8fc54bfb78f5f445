//! One scheduler's plugins at each extension point: pkg/scheduler/profile and framework/runtime/framework.go
//! NewFramework, v1.36.

use std::fmt;
use std::sync::Arc;

use super::framework::Plugin;
use super::registry::Registry;
use crate::cluster::store::Change;
use crate::kinds::pod::Pod;

/// A profile: serves the pods that name it as their scheduler.
#[derive(Clone, Default)]
pub struct Profile {
    pub name: String,
    pub keepers: Vec<Arc<dyn Plugin>>,
    /// Asked before nodes are tried, and whether for each node as well.
    pub filters: Vec<(Arc<dyn Plugin>, bool)>,
    pub post_filters: Vec<Arc<dyn Plugin>>,
    pub scorers: Vec<(Arc<dyn Plugin>, i64)>,
    /// Share of the nodes that is enough to find, in percent; none for upstream's own choice.
    pub percentage: Option<u32>,
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.filters.iter().map(|(plugin, _)| plugin.name()).collect();
        f.debug_struct("Profile").field("name", &self.name).field("plugins", &names).finish()
    }
}

/// minFeasibleNodesToFind, minFeasibleNodesPercentageToFind
const FEWEST_NODES: usize = 100;
const LEAST_PERCENTAGE: usize = 5;

impl Profile {
    /// The default profile, under a name.
    pub fn default_named(name: &str, registry: &Registry) -> Result<Profile, Vec<String>> {
        let mut profile = Profile { name: name.to_owned(), ..Profile::default() };
        for registered in registry.iter().filter(|plugin| plugin.by_default) {
            let plugin = (registered.build)(&serde_json::Value::Null)?;
            profile.keepers.push(plugin.clone());
            profile.filters.push((plugin.clone(), true));
            profile.post_filters.push(plugin.clone());
            profile.scorers.push((plugin, registered.weight));
        }
        Ok(profile)
    }

    pub fn pre_filters(&self) -> impl Iterator<Item = (&dyn Plugin, bool)> {
        self.filters.iter().map(|(plugin, asked)| (&**plugin, *asked))
    }

    pub fn post_filters(&self) -> impl Iterator<Item = &dyn Plugin> {
        self.post_filters.iter().map(|plugin| &**plugin)
    }

    pub fn scorers(&self) -> impl Iterator<Item = (&dyn Plugin, i64)> {
        self.scorers.iter().map(|(plugin, weight)| (&**plugin, *weight))
    }

    /// The plugin that keeps a pod out of the queue, and why.
    pub fn keeps_out(&self, pod: &Pod) -> Option<(&'static str, &'static str)> {
        self.keepers.iter().find_map(|plugin| Some((plugin.name(), plugin.keeps_out(pod)?)))
    }

    /// The first of these plugins for which a change may turn its refusal.
    pub fn woken_by(&self, refusers: &[&'static str], change: &Change, pod: &Pod) -> Option<&'static str> {
        let asked = self.filters.iter().map(|(plugin, _)| plugin);
        asked
            .filter(|plugin| refusers.contains(&plugin.name()))
            .find(|plugin| plugin.retry_on(change, pod))
            .map(|plugin| plugin.name())
    }

    /// numFeasibleNodesToFind: with no percentage set, all nodes up to 100, then 50 % less one for every 125 nodes, at
    /// least 5 %.
    pub fn nodes_to_find(&self, nodes: usize) -> usize {
        if nodes < FEWEST_NODES {
            return nodes.max(1);
        }
        let percentage = match self.percentage.unwrap_or_default() {
            0 => 50usize.saturating_sub(nodes / 125).max(LEAST_PERCENTAGE),
            set => set as usize,
        };
        (nodes * percentage / 100).max(FEWEST_NODES).min(nodes)
    }
}
