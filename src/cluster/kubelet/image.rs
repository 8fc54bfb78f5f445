//! Getting a container's image: it is there, it is pulled, or it cannot be had.
//!
//! Models pkg/kubelet/images/image_manager.go EnsureImageExists and puller.go, v1.36: a node pulls one image
//! at a time (serializeImagePulls). Failed pulls are in `pull_trouble`.

use super::container::{CREATE, ContainerRun, RunState, Stage};
use crate::cluster::events::Note;
use crate::cluster::images::{self, ImageModel, Lookup};
use crate::sim::{SimTime, Span};

/// A pull's fixed cost and speed; at this the notes' webapl (51 MB) takes its 5.3 s.
const PULL_FIXED: Span = Span::from_millis(1000);
const PULL_BYTES_PER_S: u64 = 12_000_000;
/// A failed pull, and a look at the registry for an image that is there.
const PULL_FAILS: Span = Span::from_millis(1800);
const PULL_CHECK: Span = Span::from_millis(900);

impl ContainerRun {
    /// Gets the image: it is there, it is pulled, or it cannot be had.
    pub(super) fn begin(&mut self, stage: &mut Stage<'_, '_>) {
        let spec = self.spec(stage);
        self.model = images::model_of(&spec.image);
        let image = spec.image.clone();
        let Some(reference) = images::Reference::parse(&image) else {
            let message = format!(
                "Failed to apply default image tag \"{image}\": couldn't parse image name \"{image}\": invalid reference format"
            );
            stage.event(self, Note::warning("InspectFailed", &message));
            stage.event(self, Note::warning("Failed", "Error: InvalidImageName"));
            self.state = RunState::Stuck { reason: "InvalidImageName", message };
            return;
        };
        let present = stage.agent.images.contains(&image);
        match (spec.image_pull_policy.as_str(), present) {
            ("Never", false) => {
                let message = format!("Container image \"{image}\" is not present with pull policy of Never");
                stage.event(self, Note::warning("ErrImageNeverPull", &message));
                self.state = RunState::Stuck { reason: "ErrImageNeverPull", message };
            }
            ("IfNotPresent" | "Never", true) => {
                let message = format!(
                    "Container image \"{image}\" already present on machine and can be accessed by the pod"
                );
                stage.event(self, Note::normal("Pulled", &message));
                self.state = RunState::Creating { at: stage.now + CREATE };
            }
            _ => {
                stage.event(self, Note::normal("Pulling", &format!("Pulling image \"{image}\"")));
                let queued = stage.agent.is_pulling(&image, stage.now);
                let takes = match images::look_up(&reference) {
                    Lookup::NotFound => PULL_FAILS,
                    _ if present || (queued && stage.agent.fixed_pull.is_none()) => PULL_CHECK,
                    Lookup::Model(model) | Lookup::Generic(model) => {
                        stage.agent.fixed_pull.unwrap_or_else(|| pull_time(model))
                    }
                };
                let begins = stage.agent.queue_pull(&image, stage.now, takes);
                self.state = RunState::Pulling { done_at: begins + takes, begins, asked: stage.now };
            }
        }
    }

    pub(super) fn pulled(&mut self, begins: SimTime, asked: SimTime, stage: &mut Stage<'_, '_>) {
        let image = self.spec(stage).image.clone();
        match images::Reference::parse(&image).map(|reference| images::look_up(&reference)) {
            Some(Lookup::Model(model) | Lookup::Generic(model)) => {
                let (time, whole) = (go_time(stage.now.since(begins)), go_time(stage.now.since(asked)));
                let message = format!(
                    "Successfully pulled image \"{image}\" in {time} ({whole} including waiting). Image size: {} bytes.",
                    model.size_bytes
                );
                stage.event(self, Note::normal("Pulled", &message));
                stage.agent.images.insert(image);
                self.state = RunState::Creating { at: stage.now + CREATE };
            }
            _ => self.pull_failed(&image, stage),
        }
    }
}

fn pull_time(model: &ImageModel) -> Span {
    PULL_FIXED + Span::from_millis(model.size_bytes * 1000 / PULL_BYTES_PER_S)
}

/// `900ms`, `7s`, `5.256s`, `1m2.5s` as Go prints durations.
fn go_time(span: Span) -> String {
    let millis = span.as_millis();
    if millis < 1000 {
        return format!("{millis}ms");
    }
    let seconds = format!("{}.{:03}", millis / 1000 % 60, millis % 1000);
    let seconds = seconds.trim_end_matches('0').trim_end_matches('.');
    if millis < 60_000 { format!("{seconds}s") } else { format!("{}m{seconds}s", millis / 60_000) }
}
