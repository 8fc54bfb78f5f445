//! The volumes of a pod: mounted before its sandbox is made, or tried again.
//!
//! Models pkg/kubelet/volumemanager and the back-off of pkg/volume/util/operationexecutor
//! (goroutinemap/exponentialbackoff: 0.5 s doubling), v1.36. What is in them is `volumes.rs`; it is made anew at
//! every sync, so that a change of a ConfigMap is seen when the pod is looked at again.

use serde_json::Value;

use super::container::Stage;
use super::volumes;
use crate::cluster::events::Note;
use crate::kinds::codec::Codec;
use crate::kinds::volume::Volume;
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
    pub fn begin(&mut self, stage: &mut Stage<'_, '_>) -> bool {
        if self.begun && self.left.is_empty() {
            refresh(stage);
        }
        if !self.begun {
            let at = stage.now + FIRST_TRY;
            let mount = |volume: &Volume| Mount {
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
        match volumes::set_up(&mount.name, &mount.spec, stage) {
            Ok(()) => drop(self.left.remove(place)),
            Err(error) => {
                mount.at = stage.now + mount.delay;
                mount.delay = mount.delay.times(2).min(LAST_RETRY);
                stage.pod_event(Note::warning("FailedMount", &error));
            }
        }
        true
    }

    /// The pod is going: nothing is mounted any more.
    pub fn stop(&mut self) {
        self.left.clear();
    }
}

/// Makes what comes from the API anew; what cannot be made stays as it was.
fn refresh(stage: &mut Stage<'_, '_>) {
    let pod = stage.pod.clone();
    for volume in pod.spec.volumes.iter().filter(|volume| !volume.name.starts_with("kube-api-access-")) {
        if let Err(error) = volumes::set_up(&volume.name, &volume.to_value().unwrap_or_default(), stage) {
            stage.pod_event(Note::warning("FailedMount", &error));
        }
    }
}
