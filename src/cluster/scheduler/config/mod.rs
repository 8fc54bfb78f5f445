//! KubeSchedulerConfiguration: which profiles there are and what is in them.
//!
//! Models pkg/scheduler/apis/config (v1/default_plugins.go, v1/defaults.go, validation/validation.go,
//! scheme/scheme.go), v1.36. The text is read strictly: unknown fields, repeated keys and wrong types are refused
//! with their place, and so is what the plugins say about their arguments.

mod build;
mod points;
mod types;

use std::fmt;

use serde_json::Value;

pub use types::KubeSchedulerConfiguration;

use super::DEFAULT_SCHEDULER;
use super::profile::Profile;
use super::registry::Registry;
use crate::kinds::Codec;
use crate::kinds::schema;
use crate::sim::Span;
use crate::yaml;

pub const API_VERSION: &str = "kubescheduler.config.k8s.io/v1";
pub const KIND: &str = "KubeSchedulerConfiguration";

/// podInitialBackoffSeconds, podMaxBackoffSeconds
const INITIAL_BACKOFF_SECONDS: i64 = 1;
const MAX_BACKOFF_SECONDS: i64 = 10;

/// A configuration that can be run.
#[derive(Clone, Debug)]
pub struct Config {
    pub profiles: Vec<Profile>,
    pub backoff: Backoff,
}

/// How long a pod that found no node waits at least, doubling from try to try.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backoff {
    pub initial: Span,
    pub most: Span,
}

impl Default for Backoff {
    fn default() -> Backoff {
        Backoff {
            initial: Span::from_secs(INITIAL_BACKOFF_SECONDS as u64),
            most: Span::from_secs(MAX_BACKOFF_SECONDS as u64),
        }
    }
}

/// Something wrong with a configuration, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct ConfigError {
    /// Line of the text, from 1; 0 where it is about no line.
    pub line: u32,
    pub message: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.message),
            line => write!(f, "line {line}: {}", self.message),
        }
    }
}

/// What is wrong with a field, by its path.
struct Fault {
    path: String,
    message: String,
}

impl Fault {
    fn invalid(path: impl Into<String>, value: &dyn fmt::Display, why: &str) -> Fault {
        let path = path.into();
        Fault { message: format!("{path}: Invalid value: {value}: {why}"), path }
    }

    fn of(path: impl Into<String>, kind: &str) -> Fault {
        let path = path.into();
        Fault { message: format!("{path}: {kind}"), path }
    }

    fn said(path: impl Into<String>, message: String) -> Fault {
        Fault { path: path.into(), message }
    }
}

/// Reads a configuration; every fault that is found is told.
pub fn read(text: &str, registry: &Registry) -> Result<Config, Vec<ConfigError>> {
    let plain = |line: u32, message: String| vec![ConfigError { line, message }];
    let mut documents = yaml::read(text);
    if documents.len() > 1 {
        return Err(plain(0, "a scheduler configuration is one document".into()));
    }
    let document = match documents.pop() {
        None => return Err(plain(0, "the text is empty".into())),
        Some(Err(error)) => return Err(plain(error.line, error.message)),
        Some(Ok(document)) => document,
    };
    let place = |path: &str| document.places.nearest(path).map_or(0, |place| place.line);
    let placed = |fault: Fault| ConfigError { line: place(&fault.path), message: fault.message };
    let faults = shape_faults(&document.value, &document.duplicates);
    if !faults.is_empty() {
        return Err(faults.into_iter().map(placed).collect());
    }
    let config = KubeSchedulerConfiguration::from_value(&document.value);
    build::build(&config, registry).map_err(|faults| faults.into_iter().map(placed).collect())
}

/// The kind and strict decoding.
fn shape_faults(value: &Value, duplicates: &[String]) -> Vec<Fault> {
    let text = |name: &str| value[name].as_str().unwrap_or_default();
    if text("apiVersion") != API_VERSION || text("kind") != KIND {
        let (version, kind) = (text("apiVersion"), text("kind"));
        let message = format!("no kind \"{kind}\" is registered for version \"{version}\" in scheme");
        return vec![Fault::said("kind", message)];
    }
    let repeated = duplicates.iter().map(|path| {
        Fault::said(path.as_str(), format!("strict decoding error: key \"{path}\" already set in map"))
    });
    let unknown = schema::check(value, &KubeSchedulerConfiguration::TABLE).into_iter().map(|finding| {
        let hint = finding.hint.map(|name| format!(" ({name})")).unwrap_or_default();
        let sentence = finding.problem.sentence(&finding.path);
        Fault::said(finding.path, format!("strict decoding error: {sentence}{hint}"))
    });
    repeated.chain(unknown).collect()
}

/// The same; an empty text is the default configuration.
pub fn read_or_default(text: &str, registry: &Registry) -> Result<Config, Vec<ConfigError>> {
    if text.trim().is_empty() {
        let plain = |message| ConfigError { line: 0, message };
        return default(registry).map_err(|faults| faults.into_iter().map(plain).collect());
    }
    read(text, registry)
}

/// The default configuration, under the default scheduler's name.
pub fn default(registry: &Registry) -> Result<Config, Vec<String>> {
    let profiles = vec![Profile::default_named(DEFAULT_SCHEDULER, registry)?];
    Ok(Config { profiles, backoff: Backoff::default() })
}

#[cfg(test)]
mod tests;
