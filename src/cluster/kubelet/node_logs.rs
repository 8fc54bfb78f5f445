//! The logs of a node's containers, as agents on it find them in /var/log.
//!
//! Models where the kubelet has the runtime write (pkg/kubelet/kuberuntime/kuberuntime_manager.go podLogsRootDirectory, legacy.go) and the
//! runtime's line format, v1.36. Whoever mounts a part of the node that holds them sees them, read only: the files
//! are made when they are looked at, of the lines a container keeps. Links in /var/log/containers are copies.

use super::container::{ContainerRun, Stage};
use super::worker::PodWorker;
use crate::cluster::process::disk::{Disk, Mount};
use crate::kinds::Time;
use crate::sim::SimTime;

const ROOT: &str = "/var/log";
const FOLDERS: [&str; 2] = ["pods", "containers"];

fn disk(node: &str) -> String {
    format!("logs/{node}")
}

/// What has to be mounted below a path of a container that sees a folder of its node.
pub fn mounts_below(path: &str, folder: &str, node: &str) -> Vec<Mount> {
    let mounted = FOLDERS.iter().filter_map(|name| {
        let place = format!("{ROOT}/{name}");
        let (path, base) = match (inner(&place, folder), inner(folder, &place)) {
            (Some(below), _) => (format!("{}{below}", path.trim_end_matches('/')), format!("/{name}")),
            (None, Some(below)) => (path.to_owned(), format!("/{name}{below}")),
            (None, None) => return None,
        };
        Some(Mount { path, disk: disk(node), base, read_only: true })
    });
    mounted.collect()
}

/// The part of a path below another, with its slash.
fn inner<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(folder.trim_end_matches('/'))?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

impl PodWorker {
    /// Writes the logs of the node's containers anew, if a container sees them.
    pub(super) fn write_node_logs(&self, at: usize, stage: &mut Stage<'_, '_>) {
        let name = disk(&self.node);
        if !self.containers[at].mounts.iter().any(|mount| mount.disk == name) {
            return;
        }
        let epoch = stage.api.server.wall_clock(SimTime::ZERO);
        let mut logs = Disk::default();
        let on_node = stage.peers.values().filter(|one| one.node == self.node);
        for worker in on_node.map(|one| &**one).chain([self]) {
            for run in &worker.containers {
                logs = worker.with_logs_of(run, logs, epoch, stage.now);
            }
        }
        stage.storage.put(&name, logs);
    }

    fn with_logs_of(&self, run: &ContainerRun, mut logs: Disk, epoch: Time, now: SimTime) -> Disk {
        let instances: std::collections::BTreeSet<u32> = run.log.iter().map(|line| line.instance).collect();
        let (namespace, pod) = (&self.pod.meta.namespace, &self.pod.meta.name);
        for instance in instances {
            let lines = run.log.iter().filter(|line| line.instance == instance);
            let text: String =
                lines.map(|line| format!("{} stdout F {}\n", stamp(line.at, epoch), line.text)).collect();
            let restarts = instance.saturating_sub(1);
            let file = format!("/pods/{namespace}_{pod}_{}/{}/{restarts}.log", self.uid, run.name);
            logs = logs.with_file(&file, &text, 0o640, now);
            if instance == run.starts {
                let id = self.bare_container_id(run, instance);
                let link = format!("/containers/{pod}_{namespace}_{}-{id}.log", run.name);
                logs = logs.with_file(&link, &text, 0o640, now);
            }
        }
        logs
    }
}

/// RFC3339Nano
fn stamp(at: SimTime, epoch: Time) -> String {
    let seconds = epoch.plus_seconds(at.as_secs() as i64).to_string();
    format!("{}.{:06}000Z", seconds.trim_end_matches('Z'), at.0 % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::container::Container;

    #[test]
    fn a_log_that_is_too_long_begins_anew() {
        let mut run = ContainerRun::new(&Container::default(), false);
        let line = "x".repeat(1 << 20);
        (0..10).for_each(|_| run.print(SimTime::ZERO, line.as_str()));
        assert_eq!(run.log.len(), 1, "ten with their times are more than 10Mi");
        assert_eq!(run.lines_printed, 10);
    }

    #[test]
    fn a_container_sees_the_logs_wherever_it_mounts_them() {
        let seen = |path: &str, folder: &str| -> Vec<String> {
            let mounts = mounts_below(path, folder, "n");
            mounts.into_iter().map(|mount| format!("{} {}", mount.path, mount.base)).collect()
        };
        assert_eq!(
            seen("/host/log", "/var/log"),
            ["/host/log/pods /pods", "/host/log/containers /containers"]
        );
        assert_eq!(seen("/host", "/"), ["/host/var/log/pods /pods", "/host/var/log/containers /containers"]);
        assert_eq!(seen("/logs", "/var/log/containers"), ["/logs /containers"]);
        assert_eq!(seen("/logs", "/var/log/pods/a"), ["/logs /pods/a"]);
        assert_eq!(seen("/data", "/var/lib"), Vec::<String>::new());
        assert_eq!(seen("/data", "/var/logs"), Vec::<String>::new());
    }
}
