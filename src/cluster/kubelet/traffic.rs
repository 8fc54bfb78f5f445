//! Requests that arrive at a pod: from probes, from `curl`, from load generators.

use super::container::{ContainerRun, Stage};
use super::probes::ProbeRun;
use super::worker::PodWorker;
use crate::cluster::images::{App, Reference, Request, Response};
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
        now: SimTime,
    ) -> Result<Response, ConnectError> {
        if self.pod_ip().is_empty() {
            return Err(ConnectError::Unreachable);
        }
        let (pod, ip) = (self.pod.clone(), self.pod_ip().to_owned());
        let at = self.listener(port, now).ok_or(ConnectError::Refused)?;
        let run = &mut self.containers[at];
        let spec = pod.container_named(&run.name).ok_or(ConnectError::Refused)?;
        let app = app(run, spec, &pod.meta.name, &ip, now);
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

    fn listener(&self, port: i32, now: SimTime) -> Option<usize> {
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
    App { tag, running_for, pod_name, pod_ip, container: spec }
}

/// The answer of a probe: success and its output.
pub(super) fn ask(run: &mut ContainerRun, probe: &ProbeRun, stage: &Stage<'_, '_>) -> (bool, String) {
    let pod = stage.pod.clone();
    let Some(spec) = pod.container_named(&run.name) else { return (false, String::new()) };
    if let Some(get) = &probe.spec.http_get {
        return http_get(run, spec, get, stage);
    }
    if let Some(socket) = &probe.spec.tcp_socket {
        let Some(port) = spec.port_number(&socket.port) else { return (false, unknown_port(&socket.port)) };
        let open = is_listening(run, spec, port, stage.now);
        return (open, if open { String::new() } else { refused(&stage.pod_ip, port) });
    }
    match &probe.spec.exec {
        Some(exec) => exec_probe(run, exec, stage.now),
        None => (true, String::new()),
    }
}

fn http_get(
    run: &mut ContainerRun,
    spec: &Container,
    get: &HTTPGetAction,
    stage: &Stage<'_, '_>,
) -> (bool, String) {
    let Some(port) = spec.port_number(&get.port) else { return (false, unknown_port(&get.port)) };
    let host = if get.host.is_empty() { &stage.pod_ip } else { &get.host };
    if !is_listening(run, spec, port, stage.now) {
        let scheme = get.scheme.to_lowercase();
        return (false, format!("Get \"{scheme}://{host}:{port}{}\": {}", get.path, refused(host, port)));
    }
    let request = Request { method: "GET", path: &get.path, host };
    let response =
        (run.model().respond)(&request, &app(run, spec, &stage.pod.meta.name, &stage.pod_ip, stage.now));
    run.take_requests(1, response.log.as_deref(), stage.now);
    let meta = &stage.pod.meta;
    let broken = stage.agent.broken.contains(&(meta.namespace.clone(), meta.name.clone()));
    let status = if broken { 503 } else { response.status };
    let success = (200..400).contains(&status);
    (success, if success { String::new() } else { format!("HTTP probe failed with statuscode: {status}") })
}

fn refused(host: &str, port: i32) -> String {
    format!("dial tcp {host}:{port}: connect: connection refused")
}

fn unknown_port(port: &IntOrString) -> String {
    format!("couldn't find port: {port}")
}

/// `cat FILE` and `test -f FILE` look at the process's files; other commands succeed while it runs.
fn exec_probe(run: &ContainerRun, exec: &ExecAction, now: SimTime) -> (bool, String) {
    let after = run.running_since().map_or(Span::ZERO, |since| now.since(since));
    let words: Vec<&str> = exec.command.iter().flat_map(|word| word.split_whitespace()).collect();
    let words = words
        .strip_prefix(&["sh", "-c"])
        .or_else(|| words.strip_prefix(&["/bin/sh", "-c"]))
        .unwrap_or(&words);
    match words {
        ["cat" | "ls", path, ..] if !run.course().has_file(path, after) => {
            (false, format!("{}: can't open '{path}': No such file or directory\n", words[0]))
        }
        ["test" | "[", "-f" | "-e", path, ..] if !run.course().has_file(path, after) => {
            (false, String::new())
        }
        ["false"] | ["exit", "1"] => (false, String::new()),
        _ => (true, String::new()),
    }
}
