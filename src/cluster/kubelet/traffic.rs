//! Requests that arrive at a pod: from probes, from `curl`, from load generators.

use super::container::{ContainerRun, Stage};
use super::probes::ProbeRun;
use super::worker::PodWorker;
use crate::cluster::images::{App, Reference, Request, Response, contents};
use crate::cluster::process::disk::{self, Storage, normal};
use crate::kinds::Time;
use crate::kinds::container::Container;
use crate::kinds::int_or_string::IntOrString;
use crate::kinds::probe::{ExecAction, HTTPGetAction};
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
        let at = self.listener(port, now).ok_or(ConnectError::Refused)?;
        let page = self.page(at, request.path, storage, now);
        let run = &mut self.containers[at];
        let spec = pod.container_named(&run.name).ok_or(ConnectError::Refused)?;
        let page = page.as_deref().map_err(|status| *status);
        let app = App { page, clock, ..app(run, spec, &pod.meta.name, &ip, now) };
        let response = (run.model().respond)(request, &app);
        run.take_requests(1, response.log.as_deref(), now);
        Ok(response)
    }

    /// Sends many like requests at once and says whether they are answered.
    pub fn bulk(&mut self, port: i32, count: u64, now: SimTime) -> bool {
        let Some(at) = self.listener(port, now) else { return false };
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
        self.cpu_us += count * self.model().cpu_per_request_us;
        if let Some(line) = log {
            self.print(now, line);
        }
    }
}

fn is_listening(run: &ContainerRun, spec: &Container, port: i32, now: SimTime) -> bool {
    let up = run.running_since().is_some_and(|since| now.since(since) >= run.model().listens_after);
    up && run.course().serves && run.model().listens_on(port, spec)
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
    App { tag, running_for, pod_name, pod_ip, clock: Time(0), container: spec, page: Err(404) }
}

impl PodWorker {
    /// The answer of a probe: success and its output.
    pub(super) fn ask(&mut self, at: usize, probe: &ProbeRun, stage: &mut Stage<'_, '_>) -> (bool, String) {
        let pod = stage.pod.clone();
        let run = &self.containers[at];
        let Some(spec) = pod.container_named(&run.name) else { return (false, String::new()) };
        if let Some(get) = &probe.spec.http_get {
            return self.http_get(at, spec, get, stage);
        }
        if let Some(socket) = &probe.spec.tcp_socket {
            let Some(port) = spec.port_number(&socket.port) else {
                return (false, unknown_port(&socket.port));
            };
            let open = is_listening(run, spec, port, stage.now);
            return (open, if open { String::new() } else { refused(&stage.pod_ip, port) });
        }
        match &probe.spec.exec {
            Some(exec) => self.exec_probe(at, exec, probe.spec.timeout_seconds, stage),
            None => (true, String::new()),
        }
    }

    fn http_get(
        &mut self,
        at: usize,
        spec: &Container,
        get: &HTTPGetAction,
        stage: &mut Stage<'_, '_>,
    ) -> (bool, String) {
        let Some(port) = spec.port_number(&get.port) else { return (false, unknown_port(&get.port)) };
        let host = if get.host.is_empty() { stage.pod_ip.clone() } else { get.host.clone() };
        if !is_listening(&self.containers[at], spec, port, stage.now) {
            let scheme = get.scheme.to_lowercase();
            return (
                false,
                format!("Get \"{scheme}://{host}:{port}{}\": {}", get.path, refused(&host, port)),
            );
        }
        let from = stage.pod_ip.rsplit_once('.').map_or(String::new(), |(net, _)| format!("{net}.1"));
        let request =
            Request { method: "GET", path: &get.path, host: &host, agent: "kube-probe/1.36", from: &from };
        let page = self.page(at, &get.path, stage.storage, stage.now);
        let page = page.as_deref().map_err(|status| *status);
        let run = &mut self.containers[at];
        let app = app(run, spec, &stage.pod.meta.name, &stage.pod_ip, stage.now);
        let response = (run.model().respond)(&request, &App { page, clock: stage.api.wall_clock(), ..app });
        run.take_requests(1, response.log.as_deref(), stage.now);
        let meta = &stage.pod.meta;
        let broken = stage.agent.broken.contains(&(meta.namespace.clone(), meta.name.clone()));
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
        let done = self.run_beside(at, &exec.command, stage);
        if done.takes > Span::from_secs(limit.max(1) as u64) {
            let line = exec.command.join(" ");
            return (false, format!("command timed out: {line:?} timed out after {}s", limit.max(1)));
        }
        (done.code == 0, if done.code == 0 { String::new() } else { done.stdout + &done.stderr })
    }
}

fn refused(host: &str, port: i32) -> String {
    format!("dial tcp {host}:{port}: connect: connection refused")
}

fn unknown_port(port: &IntOrString) -> String {
    format!("couldn't find port: {port}")
}
