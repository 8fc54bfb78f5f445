//! Getting a container's image: it is there, it is pulled, or it cannot be had.
//!
//! Models pkg/kubelet/images/image_manager.go EnsureImageExists and puller.go, v1.36: a node pulls one image
//! at a time (serializeImagePulls). A pull that failed is not tried again before its back-off (10 s doubling
//! to 5 min) is over. An image that needs credentials is not for pods without, though it is there
//! (KubeletEnsureSecretPulledImages).

use super::app;
use super::backoff::Backoff;
use super::container::{ContainerRun, Stage};
use super::pull_secrets;
use crate::cluster::events::Note;
use crate::cluster::images::{self, Lookup, registry};
use crate::cluster::store::Store;
use crate::kinds::container::Container;
use crate::sim::{SimTime, Span};

/// A pull's fixed cost and speed; at this the notes' webapl (51 MB) takes its 5.3 s.
const PULL_FIXED: Span = Span::from_millis(1000);
const PULL_BYTES_PER_S: u64 = 12_000_000;
/// A failed pull, and a look at the registry for an image that is there.
const PULL_FAILS: Span = Span::from_millis(700);
const PULL_CHECK: Span = Span::from_millis(900);

/// A pull under way: in the node's queue from `asked` on, pulled from `begins` on.
#[derive(Clone, Debug)]
pub struct Pull {
    asked: SimTime,
    begins: SimTime,
    pub done_at: SimTime,
}

/// What is remembered of pulls that failed.
#[derive(Clone, Debug, Default)]
pub struct PullRecord {
    backoff: Backoff,
    error: String,
}

/// Why a container waits, in one word, and a message.
pub type Failure = (&'static str, String);

impl ContainerRun {
    /// Another image begins without the memory of the one before.
    pub(super) fn follow_image(&mut self, spec: &Container, store: &Store) {
        if self.image != spec.image {
            (self.pull, self.crash) = (PullRecord::default(), Backoff::default());
            self.image = spec.image.clone();
        }
        self.model = images::model_of(&spec.image);
        self.app = app::model_of(&spec.image, store);
    }

    /// Nothing to wait for, a pull, or why there is no image.
    pub(super) fn ensure_image(
        &mut self,
        spec: &Container,
        stage: &mut Stage<'_, '_>,
    ) -> Result<Option<Pull>, Failure> {
        let image = &spec.image;
        if images::Reference::parse(image).is_none() {
            let message = format!(
                "Failed to apply default image tag \"{image}\": couldn't parse image name \"{image}\": {}",
                images::why_invalid(image)
            );
            stage.event(self, Note::warning("InspectFailed", &message));
            return Err(self.refuse("InvalidImageName", message, stage));
        }
        let present = stage.agent.images.contains(image);
        // An image that was pulled with credentials is only for those who have some.
        let accessible =
            present && (!stage.agent.private_images.contains(image) || self.refused(image, stage).is_none());
        match (spec.image_pull_policy.as_str(), accessible) {
            ("Never", false) => {
                let why = match present {
                    false => "is not present with pull policy of Never",
                    true => {
                        "is present with pull policy of Never but does not have the proper credentials to access the image"
                    }
                };
                let message = format!("Container image \"{image}\" {why}");
                stage.event(self, Note::warning("ErrImageNeverPull", &message));
                Err(self.refuse("ErrImageNeverPull", message, stage))
            }
            ("IfNotPresent" | "Never", true) => {
                let message = format!(
                    "Container image \"{image}\" already present on machine and can be accessed by the pod"
                );
                stage.event(self, Note::normal("Pulled", &message));
                Ok(None)
            }
            _ if self.pull.backoff.is_in_force(stage.now) => {
                let message = format!("Back-off pulling image \"{image}\"");
                stage.event(self, Note::normal("BackOff", &message));
                let message = format!("{message}: ErrImagePull: {}", self.pull.error);
                Err(self.refuse("ImagePullBackOff", message, stage))
            }
            _ => Ok(Some(self.ask_for_pull(image, present, stage))),
        }
    }

    /// Whether the image's registry asks who wants it.
    fn is_private(&self, image: &str) -> bool {
        self.app.as_ref().is_some_and(|app| app.private) || registry::is_private(registry::host(image))
    }

    /// Why a private registry does not give the pod its image, if it does not.
    fn refused(&self, image: &str, stage: &Stage<'_, '_>) -> Option<String> {
        if self.is_private(image) { pull_secrets::refusal(image, stage) } else { None }
    }

    fn refuse(&self, reason: &'static str, message: String, stage: &mut Stage<'_, '_>) -> Failure {
        stage.event(self, Note::warning("Failed", &format!("Error: {reason}")));
        (reason, message)
    }

    /// Why an image cannot be pulled; one that an AppModel is about can, unless it is private.
    fn pull_error(&self, image: &str, stage: &Stage<'_, '_>) -> Option<String> {
        if let Some(refusal) = self.refused(image, stage) {
            return Some(refusal);
        }
        match self.app {
            Some(_) => stage.agent.pull_errors.get(image).map(|(error, _)| error.clone()),
            None => stage.agent.pull_error(image),
        }
    }

    fn ask_for_pull(&self, image: &str, present: bool, stage: &mut Stage<'_, '_>) -> Pull {
        stage.event(self, Note::normal("Pulling", &format!("Pulling image \"{image}\"")));
        let now = stage.now;
        let queued = stage.agent.is_pulling(image, now);
        let known = stage.agent.pull_errors.get(image).map(|(_, takes)| *takes);
        let takes = match (self.pull_error(image, stage), known.or(stage.agent.fixed_pull)) {
            (_, Some(takes)) => takes,
            (Some(_), None) => PULL_FAILS,
            (None, None) if present || queued => PULL_CHECK,
            (None, None) => pull_time(self.size_bytes()),
        };
        let takes = stage.agent.takes(takes);
        let begins = stage.agent.queue_pull(image, now, takes);
        Pull { asked: now, begins, done_at: begins + takes }
    }

    pub(super) fn pulled(&mut self, pull: &Pull, stage: &mut Stage<'_, '_>) -> Result<(), Failure> {
        let image = self.image.clone();
        if let Some(error) = self.pull_error(&image, stage) {
            stage.event(self, Note::warning("Failed", &format!("Failed to pull image \"{image}\": {error}")));
            self.pull.backoff.next(stage.now, stage.now);
            self.pull.error = error.clone();
            return Err(self.refuse("ErrImagePull", error, stage));
        }
        let (time, whole) = (go_time(stage.now.since(pull.begins)), go_time(stage.now.since(pull.asked)));
        let message = format!(
            "Successfully pulled image \"{image}\" in {time} ({whole} including waiting). Image size: {} bytes.",
            self.size_bytes()
        );
        stage.event(self, Note::normal("Pulled", &message));
        if self.is_private(&image) {
            stage.agent.private_images.insert(image.clone());
        }
        stage.agent.images.insert(image);
        Ok(())
    }
}

/// Why a registry does not give an image, if it does not.
pub fn registry_error(image: &str) -> Option<String> {
    let reference = images::Reference::parse(image)?;
    let full = images::full_name(image);
    match images::look_up(&reference) {
        Lookup::NotFound => Some(format!(
            "failed to pull and unpack image \"{full}\": failed to resolve reference \"{full}\": pull access denied, \
             repository does not exist or may require authorization: server message: insufficient_scope: authorization failed"
        )),
        Lookup::NoTag => Some(format!(
            "rpc error: code = NotFound desc = failed to pull and unpack image \"{full}\": failed to resolve reference \
                 \"{full}\": {full}: not found"
        )),
        Lookup::Model(_) | Lookup::Generic(_) => None,
    }
}

fn pull_time(bytes: u64) -> Span {
    PULL_FIXED + Span::from_millis(bytes.saturating_mul(1000) / PULL_BYTES_PER_S)
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
