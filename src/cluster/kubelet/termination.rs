//! What a container leaves behind as the reason of its end.
//!
//! Models getTerminationMessage and readLastStringFromContainerLogs in
//! pkg/kubelet/kuberuntime/kuberuntime_container.go and normalizeStatus in pkg/kubelet/status/status_manager.go,
//! v1.36: the file at `terminationMessagePath`, which every instance is given anew, or the end of the log if the
//! container asks for that, failed and wrote nothing.

use serde_json::Value;

use super::container::{ContainerRun, RunState, Stage};
use super::worker::PodWorker;
use crate::cluster::process::disk::{self, Disk, Mount, Storage, normal};
use crate::kinds::container::Container;
use crate::sim::SimTime;

/// MaxContainerTerminationMessageLength: bytes read of the file.
const LIMIT_MESSAGE: usize = 4 << 10;
/// MaxContainerTerminationMessageLogLength, MaxContainerTerminationMessageLogLines: what is read of the log.
const LIMIT_LOG: usize = 2 << 10;
const LIMIT_LOG_LINES: usize = 80;
/// MaxPodTerminationMessageLogLength: bytes of all messages of a pod, in equal parts.
const LIMIT_POD: usize = 12 << 10;

fn field<'a>(container: &'a Container, name: &str) -> &'a str {
    let value = container.extra.as_deref().and_then(|extra| extra.get(name));
    value.and_then(Value::as_str).unwrap_or_default()
}

/// The empty file an instance may write its message to, and where it sees it.
pub fn file(container: &Container, layer: &str, storage: &mut Storage, now: SimTime) -> Option<Mount> {
    let path = field(container, "terminationMessagePath");
    if path.is_empty() {
        return None;
    }
    let disk = format!("{layer}termination-log");
    storage.put(&disk, Disk::default().with_file("/", "", 0o666, now));
    Some(Mount { path: normal("/", path), disk, base: "/".into(), read_only: false })
}

/// The last bytes of a text, in whole characters.
fn tail(text: &str, limit: usize) -> &str {
    let mut from = text.len().saturating_sub(limit);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

/// The first bytes of a text, in whole characters.
fn head(text: &mut String, limit: usize) {
    let mut to = limit.min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    text.truncate(to);
}

impl ContainerRun {
    fn end_of_log(&self) -> String {
        let own = self.log.iter().filter(|line| line.instance == self.starts);
        let skip = own.clone().count().saturating_sub(LIMIT_LOG_LINES);
        let text: String = own.skip(skip).map(|line| format!("{}\n", line.text)).collect();
        tail(&text, LIMIT_LOG).to_owned()
    }

    fn last_words(&self, container: &Container, code: i32, storage: &Storage) -> String {
        let path = normal("/", field(container, "terminationMessagePath"));
        let mounted = self.mounts.iter().any(|mount| mount.path == path);
        let written = mounted.then(|| disk::read(storage, &self.mounts, &path).unwrap_or_default());
        let written = written.unwrap_or_default();
        let from_log = field(container, "terminationMessagePolicy") == "FallbackToLogsOnError" && code != 0;
        match written.is_empty() && from_log {
            true => self.end_of_log(),
            false => tail(&written, LIMIT_MESSAGE).to_owned(),
        }
    }
}

impl PodWorker {
    /// Writes the last words of a process to where they are read from.
    pub(super) fn leave_words(&self, at: usize, words: Option<&str>, storage: &mut Storage, now: SimTime) {
        let run = &self.containers[at];
        let path =
            self.pod.container_named(&run.name).map(|one| normal("/", field(one, "terminationMessagePath")));
        let mount = path.and_then(|path| run.mounts.iter().find(|mount| mount.path == path));
        if let (Some(mount), Some(words)) = (mount, words) {
            storage.put(&mount.disk, Disk::default().with_file("/", words, 0o666, now));
        }
    }

    /// Lets a container end if its time has come, and reads what it left; false if it has not.
    pub(super) fn end_due(&mut self, at: usize, stage: &Stage<'_, '_>) -> bool {
        let all = self.containers.len().max(1);
        let run = &mut self.containers[at];
        if !run.live(stage.now) {
            return false;
        }
        let RunState::Ended(ended) = &run.state else { return true };
        let Some(container) = stage.pod.container_named(&run.name) else { return true };
        let mut message = run.last_words(container, ended.code, stage.storage);
        head(&mut message, LIMIT_POD / all);
        if let RunState::Ended(ended) = &mut run.state {
            ended.message = message;
        }
        true
    }
}
