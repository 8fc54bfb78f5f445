//! The volumes of a pod: mounted before its sandbox is made, or tried again.
//!
//! Models pkg/kubelet/volumemanager and the back-off of pkg/volume/util/operationexecutor
//! (goroutinemap/exponentialbackoff: 0.5 s doubling), v1.36. Volumes are empty directories here; what can go
//! wrong is a ConfigMap or Secret that is not there, or a key it does not have.

use serde_json::Value;

use super::config::{Source, lookup};
use super::container::Stage;
use crate::cluster::api::Client;
use crate::cluster::events::Note;
use crate::kinds::codec::Codec;
use crate::kinds::pod::Pod;
use crate::sim::{SimTime, Span};

/// From the sync to the first try: desiredStateOfWorldPopulator and reconciler look every 100 ms.
const FIRST_TRY: Span = Span::from_millis(200);
/// initialDurationBeforeRetry, maxDurationBeforeRetry
const FIRST_RETRY: Span = Span::from_millis(500);
const LAST_RETRY: Span = Span::from_secs(122);
/// podAttachAndMountTimeout
const TIMEOUT: Span = Span::from_secs(123);

#[derive(Clone, Debug)]
struct Mount {
    name: String,
    spec: Value,
    at: SimTime,
    delay: Span,
}

/// The volumes that are not mounted yet.
#[derive(Clone, Debug, Default)]
pub struct Mounts {
    left: Vec<Mount>,
    begun: bool,
    give_up_at: SimTime,
}

impl Mounts {
    /// Asks for the volumes; false if there is nothing to wait for.
    pub fn begin(&mut self, stage: &Stage<'_, '_>) -> bool {
        if !self.begun {
            let at = stage.now + FIRST_TRY;
            let mount = |volume: &crate::kinds::volume::Volume| Mount {
                name: volume.name.clone(),
                spec: volume.to_value().unwrap_or_default(),
                at,
                delay: FIRST_RETRY,
            };
            self.left = stage.pod.spec.volumes.iter().map(mount).collect();
            self.begun = true;
        }
        self.give_up_at = stage.now + TIMEOUT;
        !self.left.is_empty()
    }

    pub fn are_ready(&self) -> bool {
        self.left.is_empty()
    }

    /// Says so if the wait has taken too long.
    pub fn give_up(&self, stage: &mut Stage<'_, '_>) -> bool {
        let over = self.give_up_at <= stage.now;
        if over {
            let names: Vec<&str> = self.left.iter().map(|mount| mount.name.as_str()).collect();
            let message = format!(
                "Unable to attach or mount volumes: unmounted volumes=[{}], unattached volumes=[], \
                 failed to process volumes=[]: context deadline exceeded",
                names.join(" ")
            );
            stage.pod_event(Note::warning("FailedMount", &message));
        }
        over
    }

    /// When the next volume is to be tried.
    pub fn next_time(&self) -> Option<SimTime> {
        self.left.iter().map(|mount| mount.at).min()
    }

    /// Tries one volume whose time has come; false if there is none.
    pub fn attempt(&mut self, stage: &mut Stage<'_, '_>) -> bool {
        let Some(place) = self.left.iter().position(|mount| mount.at <= stage.now) else { return false };
        let mount = &mut self.left[place];
        match error(&mount.spec, &stage.pod, stage.api) {
            None => drop(self.left.remove(place)),
            Some(error) => {
                mount.at = stage.now + mount.delay;
                mount.delay = mount.delay.times(2).min(LAST_RETRY);
                let message = format!("MountVolume.SetUp failed for volume \"{}\" : {error}", mount.name);
                stage.pod_event(Note::warning("FailedMount", &message));
            }
        }
        true
    }

    /// The pod is going: nothing is mounted any more.
    pub fn stop(&mut self) {
        self.left.clear();
    }
}

/// Why a volume cannot be mounted.
fn error(volume: &Value, pod: &Pod, api: &Client<'_>) -> Option<String> {
    let namespace = &pod.meta.namespace;
    let one = |source: Source, spec: &Value, field: &str| {
        if !spec.is_object() || spec["optional"] == true {
            return None;
        }
        let keys = match lookup(source, spec[field].as_str().unwrap_or_default(), namespace, api) {
            Err(missing) => return Some(missing),
            Ok(keys) => keys,
        };
        let items = spec["items"].as_array().into_iter().flatten();
        let mut wanted = items.filter_map(|item| item["key"].as_str());
        let missing = wanted.find(|key| !keys.iter().any(|held| held == key))?;
        Some(format!("references non-existent {} key: {missing}", source.word()))
    };
    let projected = volume["projected"]["sources"].as_array().into_iter().flatten();
    let mut errors: Vec<String> = projected
        .flat_map(|part| {
            [one(Source::Secret, &part["secret"], "name"), one(Source::ConfigMap, &part["configMap"], "name")]
        })
        .flatten()
        .collect();
    errors.extend(one(Source::ConfigMap, &volume["configMap"], "name"));
    errors.extend(one(Source::Secret, &volume["secret"], "secretName"));
    match errors.as_slice() {
        [] => None,
        [single] => Some(single.clone()),
        several => Some(format!("[{}]", several.join(", "))),
    }
}
