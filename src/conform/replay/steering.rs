//! The commands of recordings that are not kubectl's: they steer the world (recordings/README.md).
//!
//! `set-metrics NS REGEX 250m|total:1400m|missing [memory]` is what the metrics API reports, `node-freeze N` and
//! `node-thaw N` stop and start a node's kubelet, `touch` and `rm toggle/NS_POD.fail` break and heal the endpoint that
//! a pod's readiness probe asks.

use regex_lite::Regex;

use crate::cluster::World;
use crate::cluster::metrics::{Reported, Script};
use crate::kinds::quantity::Quantity;

/// What the stand-in reports where no memory is given.
const MEMORY: &str = "10Mi";

const COMMANDS: [&str; 5] = ["set-metrics", "node-freeze", "node-thaw", "touch", "rm"];

/// What has been asked of the world so far.
#[derive(Clone, Debug, Default)]
pub struct Steering {
    scripts: Vec<Script>,
}

/// Whether a line is one of these commands.
pub fn is_one(line: &str) -> bool {
    line.split_whitespace().next().is_some_and(|word| COMMANDS.contains(&word))
}

impl Steering {
    /// Performs a command whose variables and quotes are taken care of.
    pub fn act(&mut self, world: &mut World, words: &[&str]) {
        match words {
            ["set-metrics", namespace, pattern, amount, memory @ ..] => {
                self.scripts.retain(|one| !(one.namespace == *namespace && one.pattern == *pattern));
                let memory = memory.first().copied().unwrap_or(MEMORY);
                self.scripts.extend(script(namespace, pattern, amount, memory));
                world.script_metrics(self.scripts.clone());
            }
            ["node-freeze", number] => world.freeze(&format!("worker-{number}"), true),
            ["node-thaw", number] => world.freeze(&format!("worker-{number}"), false),
            [verb @ ("touch" | "rm"), path] => {
                let file = path.strip_prefix("toggle/").unwrap_or(path);
                let file = file.strip_suffix(".fail").unwrap_or(file);
                if let Some((namespace, pod)) = file.rsplit_once('_') {
                    world.break_endpoint(namespace, pod, *verb == "touch");
                }
            }
            _ => {}
        }
    }
}

fn script(namespace: &str, pattern: &str, amount: &str, memory: &str) -> Option<Script> {
    let milli = |text: &str| Quantity::parse(text).map_or(0, |amount| amount.milli_value().max(0) as u64);
    let cpu = match amount.strip_prefix("total:") {
        _ if amount == "missing" => Reported::Missing,
        Some(total) => Reported::Total(milli(total)),
        None => Reported::Each(milli(amount)),
    };
    let matches = Regex::new(pattern).ok()?;
    let memory_bytes = Quantity::parse(memory).map_or(0, |amount| amount.value().max(0) as u64);
    Some(Script { namespace: namespace.into(), pattern: pattern.into(), matches, cpu, memory_bytes })
}
