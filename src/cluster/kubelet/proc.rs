//! What the kernel tells processes of themselves: files below /proc and /sys/fs/cgroup.
//!
//! proc(5) and cgroups(7) of version 2, as far as lessons read them: command lines, variables, ids, sizes of the machine, and
//! the limits that a container's control group has. Deviation: they can be read and are not listed.

use super::container::ContainerRun;
use super::worker::PodWorker;
use crate::cluster::process::{Capabilities, Identity};
use crate::sim::SimTime;

/// cpu.cfs_period_us
const CPU_PERIOD_US: i64 = 100_000;

/// Who asks, and what is known of the machine.
pub struct Reader<'a> {
    pub worker: &'a PodWorker,
    pub at: usize,
    pub who: &'a Identity,
    pub processes: &'a [(u32, std::sync::Arc<str>)],
    pub memory_bytes: u64,
    pub cpu_milli: u64,
    pub now: SimTime,
}

impl Reader<'_> {
    fn run(&self) -> &ContainerRun {
        &self.worker.containers[self.at]
    }

    /// The text of a file, if it is one of these.
    pub fn read(&self, path: &str) -> Option<String> {
        if let Some(rest) = path.strip_prefix("/proc/") {
            return match rest.split_once('/') {
                Some((pid, file)) => self.of_process(pid, file),
                None => self.of_machine(rest),
            };
        }
        self.of_group(path.strip_prefix("/sys/fs/cgroup/")?)
    }

    fn of_process(&self, pid: &str, file: &str) -> Option<String> {
        let pid: u32 = if pid == "self" { self.processes.last()?.0 } else { pid.parse().ok()? };
        let (_, line) = self.processes.iter().find(|(own, _)| *own == pid)?;
        let words = match pid {
            pid if pid == self.run().first_pid => self.run().main_line(),
            _ => line.split(' ').map(str::to_owned).collect(),
        };
        let name = words.first()?.rsplit('/').next()?.to_owned();
        let ended = |text: String| text + "\0";
        match file {
            "cmdline" => Some(words.into_iter().map(ended).collect()),
            "comm" => Some(name + "\n"),
            "environ" => {
                let variables = self.run().environment_lines().into_iter();
                Some(variables.map(|(name, value)| ended(format!("{name}={value}"))).collect())
            }
            "status" => Some(self.status(&name, pid)),
            _ => None,
        }
    }

    fn status(&self, name: &str, pid: u32) -> String {
        let (user, group) = (self.who.user, self.who.group);
        let groups: String = self.who.all_groups().iter().map(|group| format!("{group} ")).collect();
        let (has, bounds) = (self.who.capabilities(), self.who.bounds);
        format!(
            "Name:\t{name}\nState:\tS (sleeping)\nTgid:\t{pid}\nPid:\t{pid}\nPPid:\t{}\n\
             Uid:\t{user}\t{user}\t{user}\t{user}\nGid:\t{group}\t{group}\t{group}\t{group}\nGroups:\t{groups}\n\
             CapInh:\t{none}\nCapPrm:\t{has}\nCapEff:\t{has}\nCapBnd:\t{bounds}\nCapAmb:\t{none}\n",
            u32::from(pid != 1),
            none = Capabilities::NONE
        )
    }

    /// The machine's, not the container's, as in a container there.
    fn of_machine(&self, file: &str) -> Option<String> {
        let kib = self.memory_bytes / 1024;
        let cores = self.cpu_milli.div_ceil(1000);
        match file {
            "meminfo" => Some(format!(
                "MemTotal:       {kib:>8} kB\nMemFree:        {:>8} kB\nMemAvailable:   {:>8} kB\n",
                kib / 2,
                kib * 3 / 4
            )),
            "cpuinfo" => Some((0..cores).map(|core| format!("processor\t: {core}\n\n")).collect()),
            "loadavg" => Some("0.08 0.05 0.01 1/125 1\n".into()),
            "uptime" => {
                let seconds = self.now.as_secs();
                Some(format!("{seconds}.00 {}.00\n", seconds * cores))
            }
            "version" => Some("Linux version 6.1.0 (gcc) #1 SMP\n".into()),
            _ => None,
        }
    }

    fn of_group(&self, file: &str) -> Option<String> {
        let run = self.run();
        let limit = |name: &str| run.limit(name);
        let text = match file {
            "memory.max" => limit("memory").map_or("max".into(), |amount| amount.value().to_string()),
            "memory.current" => run.memory_bytes(self.now).to_string(),
            "cpu.max" => {
                let quota =
                    limit("cpu").map(|amount| amount.milli_value().saturating_mul(CPU_PERIOD_US) / 1000);
                let quota = quota.map_or("max".to_owned(), |quota| quota.max(1000).to_string());
                format!("{quota} {CPU_PERIOD_US}")
            }
            "pids.max" => "max".into(),
            "pids.current" => self.processes.len().to_string(),
            "cgroup.procs" => {
                let all: Vec<String> = self.processes.iter().map(|(pid, _)| pid.to_string()).collect();
                all.join("\n")
            }
            _ => return None,
        };
        Some(text + "\n")
    }
}
