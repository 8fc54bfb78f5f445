//! The probe timeline of a pod.

use crate::cluster::World;
use crate::cluster::kubelet::{ContainerRun, ProbeRun};
use crate::kinds::probe::Probe;
use crate::view::{LightState, ProbeTick, ProbeView};

pub fn of_pod(world: &World, uid: &str) -> Vec<ProbeView> {
    let Some(worker) = world.kubelets().worker(uid) else { return Vec::new() };
    worker.containers.iter().flat_map(|run| run.probes.iter().map(|probe| view(run, probe))).collect()
}

fn view(run: &ContainerRun, probe: &ProbeRun) -> ProbeView {
    let last = probe.history.back().is_none_or(|record| record.success);
    let threshold = if last { probe.spec.success_threshold } else { probe.spec.failure_threshold };
    let (state, light) = match probe.result {
        Some(true) => ("passes", LightState::Good),
        Some(false) => ("fails", LightState::Bad),
        None => ("no result yet", LightState::Busy),
    };
    let tick = |record: &crate::cluster::kubelet::ProbeRecord| ProbeTick {
        at_us: record.at.0,
        success: record.success,
        output: record.output.clone(),
    };
    ProbeView {
        container: run.name.clone(),
        kind: probe.kind.word().into(),
        what: what(&probe.spec),
        state: state.into(),
        light,
        in_a_row: probe.in_a_row.max(0) as u32,
        threshold: threshold.max(1) as u32,
        ticks: probe.history.iter().map(tick).collect(),
    }
}

/// As `kubectl describe` prints a probe.
fn what(spec: &Probe) -> String {
    let handler = if let Some(get) = &spec.http_get {
        format!("http-get {}://:{}{}", get.scheme.to_lowercase(), get.port, get.path)
    } else if let Some(socket) = &spec.tcp_socket {
        format!("tcp-socket :{}", socket.port)
    } else if let Some(grpc) = &spec.grpc {
        format!("grpc :{}", grpc.port)
    } else if let Some(exec) = &spec.exec {
        format!("exec [{}]", exec.command.join(" "))
    } else {
        "unknown".into()
    };
    format!(
        "{handler} delay={}s timeout={}s period={}s #success={} #failure={}",
        spec.initial_delay_seconds,
        spec.timeout_seconds,
        spec.period_seconds,
        spec.success_threshold,
        spec.failure_threshold
    )
}
