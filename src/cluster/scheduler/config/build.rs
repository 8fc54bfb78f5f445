//! From fields to profiles: defaults, validation, and the plugins made with their arguments.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::points::{self, Chosen};
use super::types::{KubeSchedulerConfiguration, KubeSchedulerProfile, PluginSet, Plugins};
use super::{Backoff, Config, Fault, INITIAL_BACKOFF_SECONDS, MAX_BACKOFF_SECONDS};
use crate::cluster::scheduler::DEFAULT_SCHEDULER;
use crate::cluster::scheduler::framework::{Plugin, Point};
use crate::cluster::scheduler::profile::Profile;
use crate::cluster::scheduler::registry::Registry;
use crate::kinds::schema;
use crate::sim::Span;

const SORT: &str = "PrioritySort";
const BINDER: &str = "DefaultBinder";

pub fn build(config: &KubeSchedulerConfiguration, registry: &Registry) -> Result<Config, Vec<Fault>> {
    let mut faults = Vec::new();
    percentage("percentageOfNodesToScore", config.percentage, &mut faults);
    let backoff = backoff(config, &mut faults);
    let own = KubeSchedulerProfile::default();
    let given: Vec<&KubeSchedulerProfile> = match config.profiles.is_empty() {
        true => vec![&own],
        false => config.profiles.iter().collect(),
    };
    let names = names(&given, &mut faults);
    let mut profiles = Vec::new();
    for (at, (profile, name)) in given.iter().zip(names).enumerate() {
        let path = format!("profiles[{at}]");
        percentage(&format!("{path}.percentageOfNodesToScore"), profile.percentage, &mut faults);
        match one(profile, name, &path, registry) {
            Ok(built) => profiles.push(Profile {
                percentage: profile.percentage.or(config.percentage).and_then(|set| set.try_into().ok()),
                ..built
            }),
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() { Ok(Config { profiles, backoff }) } else { Err(faults) }
}

fn percentage(path: &str, value: Option<i32>, faults: &mut Vec<Fault>) {
    if let Some(value) = value.filter(|value| !(0..=100).contains(value)) {
        faults.push(Fault::invalid(path, &value, "not in valid range [0-100]"));
    }
}

fn backoff(config: &KubeSchedulerConfiguration, faults: &mut Vec<Fault>) -> Backoff {
    let initial = config.initial_backoff.unwrap_or(INITIAL_BACKOFF_SECONDS);
    let most = config.max_backoff.unwrap_or(MAX_BACKOFF_SECONDS);
    if initial <= 0 {
        faults.push(Fault::invalid("podInitialBackoffSeconds", &initial, "must be greater than 0"));
    }
    if most < initial {
        let why = "must be greater than or equal to PodInitialBackoffSeconds";
        faults.push(Fault::invalid("podMaxBackoffSeconds", &most, why));
    }
    let span = |seconds: i64| Span::from_secs(seconds.clamp(0, i64::from(i32::MAX)) as u64);
    Backoff { initial: span(initial), most: span(most) }
}

/// A single profile may leave its name out.
fn names(profiles: &[&KubeSchedulerProfile], faults: &mut Vec<Fault>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (at, profile) in profiles.iter().enumerate() {
        let path = format!("profiles[{at}].schedulerName");
        let name = match &profile.scheduler_name {
            None if profiles.len() == 1 => DEFAULT_SCHEDULER.to_owned(),
            name => name.clone().unwrap_or_default(),
        };
        if name.is_empty() {
            faults.push(Fault::of(path, "Required value"));
        } else if names.contains(&name) {
            faults.push(Fault::of(path, &format!("Duplicate value: \"{name}\"")));
        }
        names.push(name);
    }
    names
}

fn one(
    profile: &KubeSchedulerProfile,
    name: String,
    path: &str,
    registry: &Registry,
) -> Result<Profile, Vec<Fault>> {
    let none = Plugins::default();
    let sets = profile.plugins.as_ref().unwrap_or(&none);
    let mut faults: Vec<Fault> = named(sets)
        .iter()
        .flat_map(|(point, set)| points::faults(&format!("{path}.plugins.{point}"), *set, registry))
        .collect();
    faults.extend(sorts(sets, path));
    let args = arguments(profile, path, registry, &mut faults);
    let everywhere = points::multi_point(sets.multi_point.as_ref(), registry);
    let mut workshop = Workshop { path, registry, args, made: BTreeMap::new(), faults };
    let built = workshop.profile(sets, &everywhere, name);
    workshop.misplaced(sets);
    if workshop.faults.is_empty() { Ok(built) } else { Err(workshop.faults) }
}

fn named(sets: &Plugins) -> [(&'static str, Option<&PluginSet>); 7] {
    [
        ("multiPoint", sets.multi_point.as_ref()),
        ("preEnqueue", sets.pre_enqueue.as_ref()),
        ("preFilter", sets.pre_filter.as_ref()),
        ("filter", sets.filter.as_ref()),
        ("postFilter", sets.post_filter.as_ref()),
        ("preScore", sets.pre_score.as_ref()),
        ("score", sets.score.as_ref()),
    ]
}

/// There is one order of the queue, and a profile must have it.
fn sorts(sets: &Plugins, path: &str) -> Option<Fault> {
    let set = sets.queue_sort.as_ref()?;
    let path = format!("{path}.plugins.queueSort");
    let other = set.enabled.iter().find(|one| one.name != SORT);
    if let Some(other) = other {
        return Some(Fault::said(path, format!("plugin \"{}\" does not exist", other.name)));
    }
    let kept = set.disabled.is_empty() || !set.enabled.is_empty();
    (!kept).then(|| Fault::said(path, "at least one queue sort plugin is needed".into()))
}

/// The arguments by plugin, held against the plugin's fields.
fn arguments(
    profile: &KubeSchedulerProfile,
    path: &str,
    registry: &Registry,
    faults: &mut Vec<Fault>,
) -> BTreeMap<String, (String, Value)> {
    let mut args = BTreeMap::new();
    for (at, config) in profile.plugin_config.iter().enumerate() {
        let path = format!("{path}.pluginConfig[{at}]");
        let Some(plugin) = registry.get(&config.name) else {
            faults.push(Fault::said(path, format!("plugin \"{}\" does not exist", config.name)));
            continue;
        };
        let mut value = config.args.clone();
        if let Some(members) = value.as_object_mut() {
            members.remove("apiVersion");
            members.remove("kind");
        }
        for finding in plugin.args.map(|table| schema::check(&value, table)).into_iter().flatten() {
            let at = format!("{path}.args.{}", finding.path);
            let sentence = finding.problem.sentence(&at);
            faults.push(Fault::said(at, format!("strict decoding error: {sentence}")));
        }
        if args.insert(config.name.clone(), (format!("{path}.args"), value)).is_some() {
            faults.push(Fault::of(path, &format!("Duplicate value: \"{}\"", config.name)));
        }
    }
    args
}

/// Makes each plugin of a profile once.
struct Workshop<'a> {
    path: &'a str,
    registry: &'a Registry,
    args: BTreeMap<String, (String, Value)>,
    made: BTreeMap<String, Option<Arc<dyn Plugin>>>,
    faults: Vec<Fault>,
}

impl Workshop<'_> {
    fn profile(&mut self, sets: &Plugins, everywhere: &[Chosen], name: String) -> Profile {
        let asked = points::at_point(everywhere, sets.filter.as_ref());
        let prepared = points::at_point(everywhere, sets.pre_filter.as_ref());
        let only_asked = asked.iter().filter(|one| !prepared.iter().any(|held| held.name == one.name));
        let filters: Vec<&Chosen> = prepared.iter().chain(only_asked).collect();
        let scorers = points::at_point(everywhere, sets.score.as_ref());
        Profile {
            name,
            keepers: self.all(&points::at_point(everywhere, sets.pre_enqueue.as_ref())),
            filters: filters
                .into_iter()
                .filter_map(|one| {
                    Some((self.plugin(&one.name)?, asked.iter().any(|held| held.name == one.name)))
                })
                .collect(),
            post_filters: self.all(&points::at_point(everywhere, sets.post_filter.as_ref())),
            scorers: scorers
                .iter()
                .filter_map(|one| Some((self.plugin(&one.name)?, one.weight.unwrap_or(1))))
                .collect(),
            percentage: None,
        }
    }

    /// Plugins enabled where they take no part: framework.go updatePluginList.
    fn misplaced(&mut self, sets: &Plugins) {
        for (name, set) in named(sets) {
            let (Some(point), Some(set)) = (Point::named(name), set) else { continue };
            for (at, one) in set.enabled.iter().enumerate() {
                let Some(plugin) = self.plugin(&one.name) else { continue };
                if !plugin.points().contains(&point) {
                    let path = format!("{}.plugins.{name}.enabled[{at}]", self.path);
                    let message = format!("plugin \"{}\" does not extend {point:?}Plugin plugin", one.name);
                    self.faults.push(Fault::said(path, message));
                }
            }
        }
    }

    fn all(&mut self, chosen: &[Chosen]) -> Vec<Arc<dyn Plugin>> {
        chosen.iter().filter_map(|one| self.plugin(&one.name)).collect()
    }

    fn plugin(&mut self, name: &str) -> Option<Arc<dyn Plugin>> {
        if let Some(made) = self.made.get(name) {
            return made.clone();
        }
        let plugin = self.registry.get(name)?;
        let (path, args) =
            self.args.get(name).cloned().unwrap_or_else(|| (self.path.to_owned(), Value::Null));
        let made = match (plugin.build)(&args) {
            Ok(made) => Some(made),
            Err(wrong) => {
                self.faults.extend(
                    wrong.into_iter().map(|why| Fault::said(path.as_str(), format!("{path}: {why}"))),
                );
                None
            }
        };
        self.made.insert(name.to_owned(), made.clone());
        made
    }
}

/// Names the list of plugins does not have because what they do is part of the scheduler.
pub fn is_built_in(name: &str) -> bool {
    name == SORT || name == BINDER
}
