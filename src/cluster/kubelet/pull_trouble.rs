//! Pulls that fail: pkg/kubelet/images/image_manager.go and the pod worker's syncs, v1.36.
//!
//! A failed pull is looked at again at the pod's next sync, every 10 to 15 s: it is tried when its
//! back-off (10 s doubling to 5 min) is over, else the sync says so. The status lags by a sync: it shows
//! what the sync before found, so that `ErrImagePull` and `ImagePullBackOff` take turns.

use super::backoff::Backoff;
use super::container::{ContainerRun, RunState, Stage};
use crate::cluster::events::Note;
use crate::sim::{SimTime, Span};

/// backOffPeriod in pod_workers.go, with its jitter
const SYNC: (Span, Span) = (Span::from_secs(10), Span::from_secs(15));
/// From a pod's first failure to the sync that its sandbox's events cause.
const FIRST_SYNC: Span = Span::from_millis(700);

/// A waiting reason and its message.
type Waiting = (&'static str, String);

#[derive(Clone, Debug, Default)]
pub struct PullTrouble {
    backoff: Backoff,
    /// What the status shows; none until the first sync after a failure.
    pub shown: Option<Waiting>,
    found: Option<Waiting>,
}

impl ContainerRun {
    pub(super) fn pull_failed(&mut self, image: &str, stage: &mut Stage<'_, '_>) {
        let message = format!(
            "failed to pull and unpack image \"{full}\": failed to resolve reference \"{full}\": pull access denied, \
             repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
            full = full_name(image)
        );
        stage.event(self, Note::warning("Failed", &format!("Failed to pull image \"{image}\": {message}")));
        stage.event(self, Note::warning("Failed", "Error: ErrImagePull"));
        self.pull.backoff.next(stage.now, stage.now);
        let first = self.pull.found.is_none();
        let wait = if first { FIRST_SYNC } else { stage.rng.span_between(SYNC.0, SYNC.1) };
        self.pull.found = Some(("ErrImagePull", message));
        self.state = RunState::PullFailed { at: stage.now, look_at: stage.now + wait };
    }

    /// The next sync: shows what the last one found, and tries again or waits on.
    pub(super) fn look_at_pull(&mut self, failed_at: SimTime, stage: &mut Stage<'_, '_>) {
        self.pull.shown = self.pull.found.clone();
        if self.pull.backoff.wait_until(failed_at, stage.now).is_none() {
            return self.begin(stage);
        }
        let image = self.image.clone();
        stage.event(self, Note::normal("BackOff", &format!("Back-off pulling image \"{image}\"")));
        stage.event(self, Note::warning("Failed", "Error: ImagePullBackOff"));
        if let Some((reason @ "ErrImagePull", message)) = &mut self.pull.found {
            *message = format!("Back-off pulling image \"{image}\": {reason}: {message}");
            *reason = "ImagePullBackOff";
        }
        let look_at = stage.now + stage.rng.span_between(SYNC.0, SYNC.1);
        self.state = RunState::PullFailed { at: failed_at, look_at };
    }
}

/// `docker.io/library/nginx:latest`
fn full_name(image: &str) -> String {
    let tagged = match image.rsplit('/').next().unwrap_or_default().contains(':') {
        true => image.to_owned(),
        false => format!("{image}:latest"),
    };
    match image.split_once('/') {
        Some((host, _)) if host.contains('.') => tagged,
        Some(_) => format!("docker.io/{tagged}"),
        None => format!("docker.io/library/{tagged}"),
    }
}
