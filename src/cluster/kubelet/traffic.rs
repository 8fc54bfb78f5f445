//! Requests that arrive at a pod: from probes, from `curl`, from load generators.

use std::collections::BTreeMap;

use super::container::{ContainerRun, Stage};
use super::probes::{Answer, ProbeKind, ProbeRun};
use super::switches::Switch;
use super::worker::PodWorker;
use crate::cluster::images::{App, Reference, Request, Response};
use crate::cluster::process::disk::{self, Storage, normal};
use crate::kinds::Time;
use crate::kinds::container::Container;
use crate::kinds::int_or_string::IntOrString;
use crate::kinds::probe::{ExecAction, GRPCAction, HTTPGetAction};
use crate::sim::{SimTime, Span};

/// Why no process answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectError {
    /// Nothing listens on the port.
    Refused,
    /// The host does not answer.
    Unreachable,
    /// The process ended before it answered.
    Closed,
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
        let environment = run.environment.clone();
        let app = app((run, &environment.values), spec, &pod.meta.name, &ip, now);
        let app = App { page, clock, ..app };
        let (response, takes) = run.answer(request, &app);
        let ends = run.heed(&response, now);
        self.leave_words(at, ends, storage, now);
        match ends {
            Some(_) => Err(ConnectError::Closed),
            None => Ok(Response { takes, ..response }),
        }
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
        let folder = self.containers[at].model().pages.ok_or(404u16)?;
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
    /// What an answer leaves behind; the last words of a process that it ended.
    fn heed(&mut self, response: &Response, now: SimTime) -> Option<&'static str> {
        self.faulty = response.turns_faulty.unwrap_or(self.faulty);
        self.take_requests(1, response.log.as_deref(), now);
        let (code, words) = response.exits?;
        self.end_now(code, now);
        Some(words)
    }

    fn take_requests(&mut self, count: u64, log: Option<&str>, now: SimTime) {
        self.requests += count;
        self.cpu_us += count * self.cpu_per_request_us();
        let more = count.saturating_mul(self.leak_per_request_bytes());
        self.leaked.set(self.leaked.bytes().saturating_add(more), now);
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
    (run, variables): (&ContainerRun, &'a BTreeMap<String, String>),
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
        variables,
        faulty: run.faulty,
        page: Err(404),
    }
}

impl PodWorker {
    /// The answer of a probe.
    pub(super) fn ask(&mut self, at: usize, probe: &ProbeRun, stage: &mut Stage<'_, '_>) -> Answer {
        let pod = stage.pod.clone();
        let run = &self.containers[at];
        let asked = Asked {
            at,
            broken: match probe.kind {
                ProbeKind::Readiness => run.switches.is_on(Switch::FailReadiness),
                ProbeKind::Liveness => run.switches.is_on(Switch::FailLiveness),
                ProbeKind::Startup => false,
            },
            limit: Span::from_secs(probe.spec.timeout_seconds.max(1) as u64),
        };
        let Some(spec) = pod.container_named(&run.name) else { return asked.failed(stage.now, "") };
        if let Some(get) = &probe.spec.http_get {
            return self.http_get(&asked, spec, get, stage);
        }
        if let Some(socket) = &probe.spec.tcp_socket {
            return match spec.port_number(&socket.port) {
                None => asked.failed(stage.now, &unknown_port(&socket.port)),
                Some(port) => self.tcp_probe(&asked, spec, port, stage),
            };
        }
        if let Some(grpc) = &probe.spec.grpc {
            return self.grpc_probe(&asked, spec, grpc, stage);
        }
        match &probe.spec.exec {
            Some(_) if asked.broken => asked.failed(stage.now, ""),
            Some(exec) => self.exec_probe(&asked, exec, stage),
            None => asked.passed(stage.now),
        }
    }

    fn tcp_probe(&self, asked: &Asked, spec: &Container, port: i32, stage: &Stage<'_, '_>) -> Answer {
        let (run, ip) = (&self.containers[asked.at], &stage.pod_ip);
        if self.is_cut() {
            return asked.timed_out(stage.now, &format!("dial tcp {ip}:{port}: i/o timeout"));
        }
        match is_listening(run, spec, port, stage.now) && !asked.broken {
            true => asked.passed(stage.now),
            false => asked.failed(stage.now, &refused(ip, port)),
        }
    }

    /// pkg/probe/grpc: of images that are known only agnhost answers it.
    fn grpc_probe(
        &self,
        asked: &Asked,
        spec: &Container,
        grpc: &GRPCAction,
        stage: &Stage<'_, '_>,
    ) -> Answer {
        let (run, port) = (&self.containers[asked.at], grpc.port);
        let reached = is_listening(run, spec, port, stage.now) && !self.is_cut() && !run.hangs();
        let takes = run.switches.latency();
        if !reached || !run.speaks_grpc() || takes >= asked.limit {
            let address = format!("{}:{port}", stage.pod_ip);
            let text = format!(
                "timeout: failed to connect service {address:?} within {}s: context deadline exceeded",
                asked.limit.as_secs()
            );
            return asked.timed_out(stage.now, &text);
        }
        match asked.broken {
            true => asked.failed(stage.now + takes, "service unhealthy (responded with \"NOT_SERVING\")"),
            false => asked.passed(stage.now + takes),
        }
    }

    fn http_get(
        &mut self,
        asked: &Asked,
        spec: &Container,
        get: &HTTPGetAction,
        stage: &mut Stage<'_, '_>,
    ) -> Answer {
        let now = stage.now;
        let (response, takes) = match self.get(asked.at, spec, get, PROBE_AGENT, stage) {
            Ok((_, takes)) if takes >= asked.limit => {
                let url = self.url_of(spec, get, stage);
                return asked.timed_out(now, &format!("Get {url:?}: {TIMED_OUT}"));
            }
            Ok(answer) => answer,
            Err(Unanswered { silent: true, text }) => return asked.timed_out(now, &text),
            Err(Unanswered { text, .. }) => return asked.failed(now, &text),
        };
        let meta = &stage.pod.meta;
        let broken =
            asked.broken || stage.agent.broken.contains(&(meta.namespace.clone(), meta.name.clone()));
        let status = if broken { 503 } else { response.status };
        match (200..400).contains(&status) {
            true => asked.passed(now + takes),
            false => asked.failed(now + takes, &format!("HTTP probe failed with statuscode: {status}")),
        }
    }

    fn url_of(&self, spec: &Container, get: &HTTPGetAction, stage: &Stage<'_, '_>) -> String {
        let host = if get.host.is_empty() { &stage.pod_ip } else { &get.host };
        let port = spec.port_number(&get.port).unwrap_or_default();
        let slash = if get.path.starts_with('/') { "" } else { "/" };
        format!("{}://{host}:{port}{slash}{}", get.scheme.to_lowercase(), get.path)
    }

    /// What the kubelet itself asks of a container: the answer, and how long it takes.
    pub(super) fn get(
        &mut self,
        at: usize,
        spec: &Container,
        get: &HTTPGetAction,
        agent: &str,
        stage: &mut Stage<'_, '_>,
    ) -> Result<(Response, Span), Unanswered> {
        let now = stage.now;
        let Some(port) = spec.port_number(&get.port) else {
            return Err(Unanswered { text: unknown_port(&get.port), silent: false });
        };
        let url = self.url_of(spec, get, stage);
        let failed = |why: &str, silent| Unanswered { text: format!("Get {url:?}: {why}"), silent };
        let host = if get.host.is_empty() { stage.pod_ip.clone() } else { get.host.clone() };
        if self.is_cut() {
            return Err(failed(TIMED_OUT, true));
        }
        if !is_listening(&self.containers[at], spec, port, now) {
            return Err(failed(&refused(&host, port), false));
        }
        if self.containers[at].hangs() {
            return Err(failed(TIMED_OUT, true));
        }
        if get.scheme == "HTTPS" && !TLS_PORTS.contains(&port) {
            return Err(failed("http: server gave HTTP response to HTTPS client", false));
        }
        let from = stage.pod_ip.rsplit_once('.').map_or(String::new(), |(net, _)| format!("{net}.1"));
        let header = |name: &str| {
            let named = get.http_headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
            named.map(|header| header.value.as_str())
        };
        let (asked_host, agent) = (header("Host").unwrap_or(&host), header("User-Agent").unwrap_or(agent));
        let request = Request { method: "GET", path: &get.path, host: asked_host, agent, from: &from };
        let page = self.page(at, &get.path, stage.storage, now);
        let page = page.as_deref().map_err(|status| *status);
        let run = &mut self.containers[at];
        let environment = run.environment.clone();
        let app = app((run, &environment.values), spec, &stage.pod.meta.name, &stage.pod_ip, now);
        let (response, takes) = run.answer(&request, &App { page, clock: stage.api.wall_clock(), ..app });
        let ends = run.heed(&response, now);
        self.leave_words(at, ends, stage.storage, now);
        match ends {
            Some(_) => Err(failed("EOF", false)),
            None => Ok((response, takes)),
        }
    }

    /// Runs the command in the container; one that takes too long fails.
    fn exec_probe(&mut self, asked: &Asked, exec: &ExecAction, stage: &mut Stage<'_, '_>) -> Answer {
        let done = self.run_beside(asked.at, &exec.command, asked.limit, stage);
        if done.takes > asked.limit {
            let (line, limit) = (exec.command.join(" "), asked.limit.as_secs());
            return asked
                .timed_out(stage.now, &format!("command timed out: {line:?} timed out after {limit}s"));
        }
        let ended = stage.now + done.takes;
        match done.code {
            0 => asked.passed(ended),
            _ => asked.failed(ended, &(done.stdout + &done.stderr)),
        }
    }
}

/// What is asked of a container.
struct Asked {
    at: usize,
    /// A switch lets it fail.
    broken: bool,
    /// timeoutSeconds
    limit: Span,
}

impl Asked {
    fn passed(&self, at: SimTime) -> Answer {
        Answer { at, success: true, output: String::new() }
    }

    fn failed(&self, at: SimTime, output: &str) -> Answer {
        Answer { at, success: false, output: output.to_owned() }
    }

    fn timed_out(&self, now: SimTime, output: &str) -> Answer {
        self.failed(now + self.limit, output)
    }
}

/// Why there is no answer; a silent one is waited for until the client's time is over.
pub(super) struct Unanswered {
    pub text: String,
    pub silent: bool,
}

/// pkg/probe/http/request.go
const PROBE_AGENT: &str = "kube-probe/1.36";
/// Ports at which servers are asked with TLS: those of HTTPS, of API servers and of the control plane.
const TLS_PORTS: [i32; 8] = [443, 2379, 6443, 8443, 9443, 10250, 10257, 10259];

/// What Go's client says when its time is over.
const TIMED_OUT: &str = "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";

fn refused(host: &str, port: i32) -> String {
    format!("dial tcp {host}:{port}: connect: connection refused")
}

fn unknown_port(port: &IntOrString) -> String {
    format!("couldn't find port: {port}")
}
