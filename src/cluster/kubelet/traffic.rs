//! Requests that arrive at a pod: from probes, from `curl`, from load generators.

use super::container::{ContainerRun, Stage};
use super::probes::{ProbeKind, ProbeRun};
use super::switches::Switch;
use super::worker::PodWorker;
use crate::cluster::images::{App, Reference, Request, Response, contents};
use crate::cluster::process::disk::{self, Storage, normal};
use crate::kinds::Time;
use crate::kinds::container::Container;
use crate::kinds::int_or_string::IntOrString;
use crate::kinds::probe::{ExecAction, GRPCAction, HTTPGetAction, Probe};
use crate::sim::{SimTime, Span};

/// Why no process answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectError {
    /// Nothing listens on the port.
    Refused,
    /// The host does not answer.
    Unreachable,
}

impl PodWorker {
    /// Sends a request to a port of the pod.
    pub fn request(
        &mut self,
        port: i32,
        request: &Request<'_>,
        storage: &mut Storage,
        (now, clock): (SimTime, Time),
    ) -> Result<Response, ConnectError> {
        if self.pod_ip().is_empty() {
            return Err(ConnectError::Unreachable);
        }
        let (pod, ip) = (self.pod.clone(), self.pod_ip().to_owned());
        if self.is_cut() {
            return Err(ConnectError::Unreachable);
        }
        let at = self.listener(port, now).ok_or(ConnectError::Refused)?;
        let page = self.page(at, request.path, storage, now);
        let run = &mut self.containers[at];
        if run.hangs() {
            return Err(ConnectError::Unreachable);
        }
        let spec = pod.container_named(&run.name).ok_or(ConnectError::Refused)?;
        let page = page.as_deref().map_err(|status| *status);
        let app = App { page, clock, ..app(run, spec, &pod.meta.name, &ip, now) };
        let (response, _) = run.answer(request, &app);
        run.faulty |= response.faults;
        run.take_requests(1, response.log.as_deref(), now);
        Ok(response)
    }

    /// Sends many like requests at once and says whether they are answered.
    pub fn bulk(&mut self, port: i32, count: u64, now: SimTime) -> bool {
        let Some(at) = self.listener(port, now).filter(|_| !self.is_cut()) else { return false };
        if self.containers[at].hangs() {
            return false;
        }
        self.containers[at].take_requests(count, None, now);
        true
    }

    /// The file behind a path, for servers of pages; or the status instead.
    fn page(&self, at: usize, path: &str, storage: &mut Storage, now: SimTime) -> Result<String, u16> {
        let folder = contents::pages(&self.containers[at].image).ok_or(404u16)?;
        self.ensure_layer(at, storage, now);
        let mounts = &self.containers[at].mounts;
        let asked = path.split('?').next().unwrap_or_default();
        let place = normal("/", &format!("{folder}/{asked}"));
        let is_folder = disk::stat(storage, mounts, &place).is_some_and(|entry| entry.is_directory());
        let file = if is_folder { format!("{place}/index.html") } else { place };
        disk::read(storage, mounts, &file).map_err(|_| if is_folder { 403 } else { 404 })
    }

    /// Whether the pod's network is cut.
    pub(super) fn is_cut(&self) -> bool {
        self.containers.iter().any(|run| run.switches.is_on(Switch::CutNetwork))
    }

    pub(super) fn listener(&self, port: i32, now: SimTime) -> Option<usize> {
        let listens = |run: &ContainerRun| {
            let spec = self.pod.container_named(&run.name);
            spec.is_some_and(|spec| is_listening(run, spec, port, now))
        };
        self.containers.iter().position(listens)
    }
}

impl ContainerRun {
    fn take_requests(&mut self, count: u64, log: Option<&str>, now: SimTime) {
        self.requests += count;
        self.cpu_us += count * self.cpu_per_request_us();
        self.leaked_bytes =
            self.leaked_bytes.saturating_add(count.saturating_mul(self.leak_per_request_bytes()));
        if let Some(line) = log {
            self.print(now, line);
        }
    }
}

fn is_listening(run: &ContainerRun, spec: &Container, port: i32, now: SimTime) -> bool {
    let up = run.running_since().is_some_and(|since| now.since(since) >= run.listens_after());
    up && run.course().serves && run.listens_on(port, spec)
}

fn app<'a>(
    run: &ContainerRun,
    spec: &'a Container,
    pod_name: &'a str,
    pod_ip: &'a str,
    now: SimTime,
) -> App<'a> {
    let running_for = run.running_since().map_or(Span::ZERO, |since| now.since(since));
    let tag = Reference::parse(&spec.image).map_or("latest", |reference| reference.tag);
    App {
        tag,
        running_for,
        pod_name,
        pod_ip,
        clock: Time(0),
        container: spec,
        faulty: run.faulty,
        page: Err(404),
    }
}

impl PodWorker {
    /// The answer of a probe: success and its output.
    pub(super) fn ask(&mut self, at: usize, probe: &ProbeRun, stage: &mut Stage<'_, '_>) -> (bool, String) {
        let pod = stage.pod.clone();
        let run = &self.containers[at];
        let Some(spec) = pod.container_named(&run.name) else { return (false, String::new()) };
        let broken = match probe.kind {
            ProbeKind::Readiness => run.switches.is_on(Switch::FailReadiness),
            ProbeKind::Liveness => run.switches.is_on(Switch::FailLiveness),
            ProbeKind::Startup => false,
        };
        if let Some(get) = &probe.spec.http_get {
            return self.http_get((at, broken), spec, get, &probe.spec, stage);
        }
        if let Some(socket) = &probe.spec.tcp_socket {
            return match spec.port_number(&socket.port) {
                None => (false, unknown_port(&socket.port)),
                Some(port) => self.tcp_probe((at, broken), spec, port, stage),
            };
        }
        if let Some(grpc) = &probe.spec.grpc {
            return self.grpc_probe((at, broken), spec, grpc, probe.spec.timeout_seconds, stage);
        }
        match &probe.spec.exec {
            Some(_) if broken => (false, String::new()),
            Some(exec) => self.exec_probe(at, exec, probe.spec.timeout_seconds, stage),
            None => (true, String::new()),
        }
    }

    fn tcp_probe(
        &self,
        (at, broken): (usize, bool),
        spec: &Container,
        port: i32,
        stage: &Stage<'_, '_>,
    ) -> (bool, String) {
        let (run, ip) = (&self.containers[at], &stage.pod_ip);
        if self.is_cut() {
            return (false, format!("dial tcp {ip}:{port}: i/o timeout"));
        }
        let open = is_listening(run, spec, port, stage.now) && !broken;
        (open, if open { String::new() } else { refused(ip, port) })
    }

    /// pkg/probe/grpc: of images that are known only agnhost answers it.
    fn grpc_probe(
        &self,
        (at, broken): (usize, bool),
        spec: &Container,
        grpc: &GRPCAction,
        limit: i32,
        stage: &Stage<'_, '_>,
    ) -> (bool, String) {
        let (run, port) = (&self.containers[at], grpc.port);
        let reached = is_listening(run, spec, port, stage.now) && !self.is_cut() && !run.hangs();
        let in_time = run.switches.latency() < Span::from_secs(limit.max(1) as u64);
        if !reached || !run.speaks_grpc() || !in_time {
            let address = format!("{}:{port}", stage.pod_ip);
            return (
                false,
                format!(
                    "timeout: failed to connect service {address:?} within {}s: context deadline exceeded",
                    limit.max(1)
                ),
            );
        }
        match broken {
            true => (false, "service unhealthy (responded with \"NOT_SERVING\")".into()),
            false => (true, String::new()),
        }
    }

    fn http_get(
        &mut self,
        (at, broken): (usize, bool),
        spec: &Container,
        get: &HTTPGetAction,
        probe: &Probe,
        stage: &mut Stage<'_, '_>,
    ) -> (bool, String) {
        let Some(port) = spec.port_number(&get.port) else { return (false, unknown_port(&get.port)) };
        let host = if get.host.is_empty() { stage.pod_ip.clone() } else { get.host.clone() };
        let scheme = get.scheme.to_lowercase();
        let failed = |why: &str| (false, format!("Get \"{scheme}://{host}:{port}{}\": {why}", get.path));
        if self.is_cut() {
            return failed(TIMED_OUT);
        }
        if !is_listening(&self.containers[at], spec, port, stage.now) {
            return failed(&refused(&host, port));
        }
        if self.containers[at].hangs() {
            return failed(TIMED_OUT);
        }
        let from = stage.pod_ip.rsplit_once('.').map_or(String::new(), |(net, _)| format!("{net}.1"));
        let request =
            Request { method: "GET", path: &get.path, host: &host, agent: "kube-probe/1.36", from: &from };
        let page = self.page(at, &get.path, stage.storage, stage.now);
        let page = page.as_deref().map_err(|status| *status);
        let run = &mut self.containers[at];
        let app = app(run, spec, &stage.pod.meta.name, &stage.pod_ip, stage.now);
        let (response, takes) = run.answer(&request, &App { page, clock: stage.api.wall_clock(), ..app });
        run.faulty |= response.faults;
        run.take_requests(1, response.log.as_deref(), stage.now);
        if takes >= Span::from_secs(probe.timeout_seconds.max(1) as u64) {
            return failed(TIMED_OUT);
        }
        let meta = &stage.pod.meta;
        let broken = broken || stage.agent.broken.contains(&(meta.namespace.clone(), meta.name.clone()));
        let status = if broken { 503 } else { response.status };
        let success = (200..400).contains(&status);
        (
            success,
            if success { String::new() } else { format!("HTTP probe failed with statuscode: {status}") },
        )
    }

    /// Runs the command in the container; one that takes too long fails.
    fn exec_probe(
        &mut self,
        at: usize,
        exec: &ExecAction,
        limit: i32,
        stage: &mut Stage<'_, '_>,
    ) -> (bool, String) {
        let most = Span::from_secs(limit.max(1) as u64);
        let done = self.run_beside(at, &exec.command, most, stage);
        if done.takes > most {
            let line = exec.command.join(" ");
            return (false, format!("command timed out: {line:?} timed out after {}s", limit.max(1)));
        }
        (done.code == 0, if done.code == 0 { String::new() } else { done.stdout + &done.stderr })
    }
}

/// What Go's client says when its time is over.
const TIMED_OUT: &str = "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";

fn refused(host: &str, port: i32) -> String {
    format!("dial tcp {host}:{port}: connect: connection refused")
}

fn unknown_port(port: &IntOrString) -> String {
    format!("couldn't find port: {port}")
}
