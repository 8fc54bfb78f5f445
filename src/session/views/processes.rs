//! The containers of a pod, from inside.

use super::pods;
use crate::cluster::World;
use crate::cluster::images::{self, Lookup, Reference};
use crate::cluster::kubelet::{ContainerRun, PodWorker, Switch};
use crate::kinds::container::ResourceList;
use crate::kinds::pod::Pod;
use crate::view::{Amounts, LightState, PastRun, ProcessView, Role, UsagePoint};

/// Lines of output, files and variables shown.
const LIMIT_LOG: usize = 40;
const LIMIT_FILES: usize = 100;
/// Characters of a termination message shown.
const LIMIT_MESSAGE: usize = 500;

pub fn of_pod(world: &World, pod: &Pod) -> Vec<ProcessView> {
    let Some(worker) = world.kubelets().worker(&pod.meta.uid) else { return Vec::new() };
    worker.containers.iter().map(|run| view(world, worker, pod, run)).collect()
}

fn view(world: &World, worker: &PodWorker, pod: &Pod, run: &ContainerRun) -> ProcessView {
    let told = pod.status.container(&run.name);
    let running = run.running_since().is_some();
    let light = match (running, run.is_ready()) {
        (true, true) => LightState::Good,
        (true, false) => LightState::Busy,
        (false, _) => told.map_or(LightState::Busy, |told| match &told.state.terminated {
            Some(ended) if ended.exit_code == Some(0) => LightState::Good,
            Some(_) => LightState::Bad,
            None => LightState::Busy,
        }),
    };
    let shown = Reference::parse(&run.image).map(|reference| images::look_up(&reference));
    ProcessView {
        name: run.name.clone(),
        role: match (run.init, run.sidecar) {
            (_, true) => Role::Sidecar,
            (true, _) => Role::Init,
            _ => Role::Main,
        },
        image: run.image.clone(),
        runs_as: worker.identity(run).to_string(),
        generic: matches!(shown, Some(Lookup::Generic(_))) && run.app.is_none(),
        modelled: run.app.is_some(),
        state: told.map(pods::state_word).unwrap_or_default(),
        light,
        running,
        past: past(run),
        requests: amounts(&run.resources.requests),
        limits: amounts(&run.resources.limits),
        usage: run.usage_history.iter().map(|(at, cpu, memory)| point(at.0, *cpu, *memory)).collect(),
        waits_percent: if running { run.waits_permille / 10 } else { 0 },
        variables: run.environment_lines(),
        files: world.kubelets().files_of(&worker.uid, &run.name, LIMIT_FILES),
        log: log(run),
        switches: Switch::ALL.iter().map(|switch| (switch.name(), run.switches.is_on(*switch))).collect(),
    }
}

fn point(at_us: u64, cpu_nano: u64, memory: u64) -> UsagePoint {
    UsagePoint { at_us, cpu: cpu_nano / 1_000_000, memory }
}

fn past(run: &ContainerRun) -> Vec<PastRun> {
    let ended = run.ended_runs();
    let first =
        (run.starts + 1).saturating_sub(ended.len() as u32 + u32::from(run.running_since().is_some()));
    let one = |(at, ended): (usize, &crate::cluster::kubelet::Ended)| PastRun {
        number: first + at as u32,
        started_us: ended.started.map(|at| at.0),
        finished_us: ended.finished.0,
        code: ended.code,
        reason: ended.reason.into(),
        message: ended.message.trim_end().chars().take(LIMIT_MESSAGE).collect(),
    };
    ended.into_iter().enumerate().map(one).collect()
}

fn amounts(list: &ResourceList) -> Amounts {
    Amounts {
        cpu: list.get("cpu").map(|amount| amount.milli_value().max(0) as u64),
        memory: list.get("memory").map(|amount| amount.value().max(0) as u64),
    }
}

fn log(run: &ContainerRun) -> Vec<String> {
    let skip = run.log.len().saturating_sub(LIMIT_LOG);
    run.log.iter().skip(skip).map(|line| line.text.clone()).collect()
}
