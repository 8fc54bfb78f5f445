//! Processes in containers: what the kubelet and the runtime give them, and what they may ask of the cluster.
//!
//! Models ExecSync and Exec of the container runtime interface, the pod's resolv.conf and hosts file
//! (pkg/kubelet/network/dns/dns.go, pkg/kubelet/kubelet_pods.go ensureHostsFile) and the cluster's DNS, v1.36.

use std::sync::Arc;

use super::agent::{FIRST_PID, PIDS_APART};
use super::container::{ContainerRun, Stage};
use super::names;
use super::pid_namespace;
use super::proc::Reader;
use super::traffic::ConnectError;
use super::volumes::layer;
use super::worker::PodWorker;
use crate::cluster::http;
use crate::cluster::images::{Request, Response, contents};
use crate::cluster::network::{self, Address, RouteError};
use crate::cluster::process::capabilities;
use crate::cluster::process::disk::{self, Disk, Entry, FileSystem, Mount, Storage, normal};
use crate::cluster::process::{Begin, Done, Facts, Life, NetError, Outgoing, Process, Said, System};
use crate::kinds::Time;
use crate::kinds::endpoints::{EndpointSlice, Endpoints};
use crate::kinds::service::Service;
use crate::sim::{SimTime, Span};

/// Signals that ask a server to end: HUP is not among them.
const ENDING: [i32; 3] = [2, 3, 15];
const KILL: i32 = 9;

/// A container as its processes see it.
pub(super) struct Inside<'a, 'b, 'c> {
    worker: &'a mut PodWorker,
    at: usize,
    stage: &'a mut Stage<'b, 'c>,
    facts: Facts,
    mounts: Arc<Vec<Mount>>,
}

impl<'a, 'b, 'c> Inside<'a, 'b, 'c> {
    pub(super) fn new(
        worker: &'a mut PodWorker,
        at: usize,
        stage: &'a mut Stage<'b, 'c>,
    ) -> Inside<'a, 'b, 'c> {
        for seen in worker.seen_from(at) {
            worker.ensure_layer(seen, stage.storage, stage.now);
        }
        worker.write_node_logs(at, stage);
        let run = &worker.containers[at];
        let facts = Facts {
            hostname: names::kernel_name(&worker.pod),
            namespace: worker.pod.meta.namespace.clone(),
            ip: worker.ip.clone(),
            image: run.image.clone(),
            who: run.who.clone(),
        };
        let mounts = run.mounts.clone();
        Inside { worker, at, stage, facts, mounts }
    }

    /// The Service a name means, and a pod's host name before it.
    fn service_of(&self, host: &str) -> Option<(&Arc<Service>, String)> {
        let host = host.trim_end_matches('.');
        let short = host.strip_suffix(".cluster.local").unwrap_or(host);
        let short = short.strip_suffix(".svc").unwrap_or(short);
        let parts: Vec<&str> = short.split('.').collect();
        let own = self.facts.namespace.as_str();
        let store = self.stage.api.store();
        let get = |namespace: &str, name: &str| store.get::<Service>(namespace, name);
        match parts.as_slice() {
            [name] => Some((get(own, name)?, String::new())),
            [first, second] => match get(second, first) {
                Some(service) => Some((service, String::new())),
                None => Some((get(own, second)?, (*first).to_owned())),
            },
            [pod, name, namespace] => Some((get(namespace, name)?, (*pod).to_owned())),
            _ => None,
        }
    }

    /// /proc/PID/root is the container's that a process is in.
    fn through_root(&self, path: &str) -> (Arc<Vec<Mount>>, String) {
        let named = path.strip_prefix("/proc/").and_then(|rest| rest.split_once("/root"));
        let named = named.filter(|(_, rest)| rest.is_empty() || rest.starts_with('/'));
        let other =
            named.and_then(|(pid, rest)| Some((self.worker.owner_of(self.at, pid.parse().ok()?)?, rest)));
        match other {
            Some((at, rest)) => (self.worker.containers[at].mounts.clone(), normal("/", rest)),
            None => (self.mounts.clone(), path.to_owned()),
        }
    }

    fn addresses(&self, service: &Service, pod: &str) -> Vec<String> {
        let slices = self.stage.api.store().owned_by::<EndpointSlice>(&service.meta.uid);
        let endpoints = slices.flat_map(|slice| &slice.endpoints);
        let ready = endpoints.filter(|one| one.conditions.ready == Some(true));
        let named = ready.filter(|one| pod.is_empty() || one.hostname.as_deref() == Some(pod));
        named.flat_map(|one| one.addresses.iter().cloned()).collect()
    }

    fn target(&mut self, host: &str, port: i32) -> Result<(String, i32), NetError> {
        let (_, all) = self.look_up(host).ok_or(NetError::UnknownHost)?;
        if all.is_empty() {
            return Err(NetError::UnknownHost);
        }
        let ip = all[self.stage.rng.below(all.len() as u64) as usize].clone();
        if ip == "127.0.0.1" || ip == self.worker.ip {
            return Ok((self.worker.uid.clone(), port));
        }
        let address = Address { host: ip, port, path: "/".into() };
        let target = network::resolve(&address, self.stage.api.store()).map_err(|error| match error {
            RouteError::UnknownHost => NetError::UnknownHost,
            RouteError::Refused => NetError::Refused,
            RouteError::NoRoute => NetError::TimedOut,
        })?;
        if target.endpoints.is_empty() {
            return Err(NetError::Refused);
        }
        let pick = self.stage.rng.below(target.endpoints.len() as u64) as usize;
        let (pod, port) = &target.endpoints[pick];
        let object = self.stage.api.store().object(pod).ok_or(NetError::Refused)?;
        Ok((object.meta().uid.clone(), *port))
    }

    /// A signal to a process of another pod, which only who shares the node's processes can send.
    fn signal_elsewhere(&mut self, pid: u32, signal: i32) -> bool {
        if !self.facts.who.can(capabilities::KILL) {
            return false;
        }
        let on_node = self.stage.peers.values().filter(|peer| peer.node == self.worker.node);
        let found = on_node.filter_map(|peer| Some((peer.uid.clone(), peer.find_host_pid(pid)?))).next();
        let Some((uid, (at, own))) = found else { return false };
        let now = self.stage.now;
        if let Some(peer) = self.peer(&uid) {
            peer.containers[at].signal_from_outside(own, signal, now);
        }
        self.stage.agent.roused.push(uid);
        true
    }

    /// The Service `kubernetes`, or the node behind it.
    fn is_api_server(&mut self, host: &str, port: i32) -> bool {
        let store = self.stage.api.store();
        let service = store.get::<Service>("default", "kubernetes");
        let at_service = service.into_iter().filter(|one| one.spec.ports.iter().any(|one| one.port == port));
        let endpoints = store.get::<Endpoints>("default", "kubernetes");
        let subsets = endpoints.into_iter().flat_map(|endpoints| &endpoints.subsets);
        let at_port = subsets.filter(|subset| subset.ports.iter().any(|one| one.port == Some(port)));
        let behind = at_port.flat_map(|subset| &subset.addresses).map(|address| &address.ip);
        let known: Vec<String> = at_service.map(|one| &one.spec.cluster_ip).chain(behind).cloned().collect();
        // Most requests are for other ports.
        !known.is_empty()
            && self.look_up(host).is_some_and(|(_, all)| all.iter().any(|ip| known.contains(ip)))
    }

    fn ask_api_server(&mut self, sent: &Outgoing<'_>) -> Response {
        if !sent.tls {
            return Response::new(400, http::NOT_TLS);
        }
        let Outgoing { method, path, agent, body, content_type, bearer, .. } = *sent;
        let call = http::Call { method, path, body, content_type, agent, who: http::Who::Token(bearer) };
        let now = self.stage.now;
        http::serve(&mut self.stage.api.server.client("curl", now, None), &call)
    }

    fn peer(&mut self, uid: &str) -> Option<&mut PodWorker> {
        match uid == self.worker.uid {
            true => Some(self.worker),
            false => self.stage.peers.get_mut(uid).map(Arc::make_mut),
        }
    }
}

impl System for Inside<'_, '_, '_> {
    fn now(&self) -> SimTime {
        self.stage.now
    }

    fn wall_clock(&self) -> Time {
        self.stage.api.wall_clock()
    }

    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn files(&mut self) -> FileSystem<'_> {
        let who = &self.facts.who;
        FileSystem { storage: self.stage.storage, mounts: &self.mounts, who, now: self.stage.now }
    }

    fn read(&self, path: &str) -> Result<String, String> {
        if path.starts_with("/proc/") || path.starts_with("/sys/") {
            let (agent, processes) = (&self.stage.agent, self.processes());
            let reader = Reader {
                worker: self.worker,
                at: self.at,
                who: &self.facts.who,
                processes: &processes,
                memory_bytes: agent.memory_bytes,
                cpu_milli: agent.cpu_milli,
                now: self.stage.now,
            };
            if let Some(text) = reader.read(path) {
                return Ok(text);
            }
        }
        let (mounts, path) = self.through_root(path);
        disk::read_as(&self.facts.who, self.stage.storage, &mounts, &path)
    }

    fn stat(&self, path: &str) -> Option<Entry> {
        let (mounts, path) = self.through_root(path);
        disk::stat(self.stage.storage, &mounts, &path)
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let (mounts, folder) = self.through_root(folder);
        disk::list(self.stage.storage, &mounts, &folder)
    }

    fn print(&mut self, text: &str) {
        let now = self.stage.now;
        self.worker.containers[self.at].take_output(text, now);
    }

    fn has(&self, program: &str) -> bool {
        contents::has(&self.facts.image, program)
    }

    fn look_up(&mut self, host: &str) -> Option<(String, Vec<String>)> {
        if host.parse::<std::net::IpAddr>().is_ok() {
            return Some((host.to_owned(), vec![host.to_owned()]));
        }
        if host == "localhost" {
            return Some((host.to_owned(), vec!["127.0.0.1".into()]));
        }
        if host == self.facts.hostname {
            return Some((host.to_owned(), vec![self.facts.ip.clone()]));
        }
        if let Some(ip) = names::alias(&self.worker.pod, host) {
            return Some((host.to_owned(), vec![ip.to_owned()]));
        }
        let (service, pod) = self.service_of(host)?;
        let full = format!("{}.{}.svc.cluster.local", service.meta.name, service.meta.namespace);
        let all = match service.is_headless() || !pod.is_empty() {
            true => self.addresses(service, &pod),
            false => vec![service.spec.cluster_ip.clone()],
        };
        let full = if pod.is_empty() { full } else { format!("{pod}.{full}") };
        (!all.is_empty() && !all[0].is_empty()).then_some((full, all))
    }

    fn request(&mut self, sent: &Outgoing<'_>) -> Result<Response, NetError> {
        if self.is_api_server(sent.host, sent.port) {
            return Ok(self.ask_api_server(sent));
        }
        let (uid, port) = self.target(sent.host, sent.port)?;
        let (from, moment) = (self.facts.ip.clone(), (self.stage.now, self.stage.api.wall_clock()));
        let Outgoing { method, path, host, agent, .. } = *sent;
        let request = Request { method, path, host, agent, from: &from };
        let mut storage = std::mem::take(self.stage.storage);
        let answer = self.peer(&uid).map(|peer| peer.request(port, &request, &mut storage, moment));
        *self.stage.storage = storage;
        match answer {
            Some(Ok(response)) => Ok(response),
            Some(Err(ConnectError::Refused)) => Err(NetError::Refused),
            Some(Err(ConnectError::Closed)) => {
                self.stage.agent.roused.push(uid);
                Err(NetError::Closed)
            }
            _ => Err(NetError::TimedOut),
        }
    }

    fn connect(&mut self, host: &str, port: i32) -> Result<(), NetError> {
        if self.is_api_server(host, port) {
            return Ok(());
        }
        let (uid, port) = self.target(host, port)?;
        let now = self.stage.now;
        let open = self.peer(&uid).is_some_and(|peer| port == 0 || peer.listener(port, now).is_some());
        if open { Ok(()) } else { Err(NetError::Refused) }
    }

    /// The image's own server heeds what asks it to end; another first process what it has a trap for.
    fn signal(&mut self, pid: u32, signal: i32) -> bool {
        let at = match self.worker.owner_of(self.at, pid) {
            Some(owner) => owner,
            None if pid_namespace::is_host(&self.worker.pod) => return self.signal_elsewhere(pid, signal),
            None if self.worker.containers[self.at].process.is_none() => self.at,
            None => return pid == 1,
        };
        let now = self.stage.now;
        let run = &mut self.worker.containers[at];
        let asks = ENDING.contains(&signal);
        if pid == run.first_pid
            && let Some((after, code)) = run.course().on_sigterm.filter(|_| asks)
        {
            run.end_now(code, now + after);
            return true;
        }
        if self.worker.signal_left(at, (pid, signal), self.stage) {
            return true;
        }
        let run = &mut self.worker.containers[at];
        let Some(mut process) = run.process.take() else { return pid == run.first_pid };
        let mut other = Inside::new(self.worker, at, self.stage);
        let known = process.signal(pid, signal, &mut other);
        self.worker.containers[at].process = Some(process);
        known
    }

    fn processes(&self) -> Vec<(u32, Arc<str>)> {
        match pid_namespace::is_host(&self.worker.pod) {
            true => pid_namespace::of_node(self.worker, self.stage.peers),
            false => self.worker.processes_seen(self.at),
        }
    }

    fn serve(&mut self) {
        let now = self.stage.now;
        self.worker.containers[self.at].serve(now);
    }

    fn is_server(&self, program: &str) -> bool {
        self.worker.containers[self.at].model().is_own_program(program)
    }
}

impl PodWorker {
    /// The container's own files, which are there once somebody looks.
    pub(super) fn ensure_layer(&self, at: usize, storage: &mut Storage, now: SimTime) {
        let run = &self.containers[at];
        let name = layer(&self.uid, &run.name);
        if storage.get(&name).is_some() {
            return;
        }
        let host = names::kernel_name(&self.pod);
        let mut layer = Disk::default();
        for (path, text) in contents::files(&run.image) {
            match path.strip_suffix('/') {
                Some(folder) => layer.add_folder(folder, now),
                None => layer = layer.with_file(path, text, 0o644, now),
            }
        }
        for folder in ["/tmp", "/var/tmp", "/dev/shm"] {
            if layer.get(folder).is_some() {
                layer.add_folder_for(folder, 0o1777, now);
            }
        }
        let own = run.app.iter().flat_map(|app| &app.files);
        for file in own {
            layer = layer.with_file(&file.path, &file.text, 0o644, now);
        }
        let hosts = names::hosts(&self.pod, &self.ip);
        layer = layer.with_file("/etc/hosts", &hosts, 0o644, now);
        layer = layer.with_file("/etc/hostname", &format!("{host}\n"), 0o644, now);
        storage.put(&name, layer.with_file("/etc/resolv.conf", &names::resolv_conf(&self.pod), 0o644, now));
    }

    /// Lets a container's process go on; says whether it printed something.
    pub(super) fn go_on_with(&mut self, at: usize, stage: &mut Stage<'_, '_>) -> bool {
        self.go_on_with_left(at, stage);
        let Some(mut process) = self.containers[at].process.take() else { return false };
        let said = process.run(&mut Inside::new(self, at, stage));
        self.charge(at, stage.storage, stage.now);
        let run = &mut self.containers[at];
        run.take_output(&said.both, stage.now);
        if let Life::Over(code) = process.life {
            run.end_now(code, stage.now);
        }
        run.process = Some(process);
        !said.both.is_empty()
    }

    /// Runs a command in a container to its end: a probe's or a hook's. It is given up after a time.
    pub(super) fn run_beside(
        &mut self,
        at: usize,
        line: &[String],
        limit: Span,
        stage: &mut Stage<'_, '_>,
    ) -> Done {
        let mut process = self.containers[at].beside(line, stage.now);
        let done = process.run_through(&mut Inside::new(self, at, stage), limit);
        self.charge(at, stage.storage, stage.now);
        done
    }

    /// Lets a process beside the container's own run as far as it can now.
    pub(super) fn exec(
        &mut self,
        container: &str,
        process: &mut Process,
        mut stage: Stage<'_, '_>,
    ) -> Option<Said> {
        let at = self.containers.iter().position(|run| run.name == container)?;
        self.containers[at].running_since()?;
        let said = process.run(&mut Inside::new(self, at, &mut stage));
        self.charge(at, stage.storage, stage.now);
        Some(said)
    }
}

/// Numbers of processes that come from outside begin here.
const FIRST_BESIDE: u32 = 30;

impl ContainerRun {
    /// A process with the container's variables, beside its first one.
    pub fn beside(&self, line: &[String], now: SimTime) -> Process {
        let age = self.running_since().map_or(0, |since| now.since(since).as_secs());
        let spread =
            if self.first_pid >= FIRST_PID { u64::from(PIDS_APART - 2 * FIRST_BESIDE) } else { 30_000 };
        let number = self.first_pid - 1 + FIRST_BESIDE + (age % spread) as u32;
        let taken = self.left.processes().map(|(pid, _)| pid + 1).max().unwrap_or_default();
        self.process_of(line, Some(number.max(taken)), now)
    }

    /// A signal that comes from outside of its namespace: its first process heeds SIGKILL too.
    fn signal_from_outside(&mut self, pid: u32, signal: i32, now: SimTime) {
        let asks = ENDING.contains(&signal);
        let on_sigterm = self.course().on_sigterm.filter(|_| asks);
        match (on_sigterm, &mut self.process) {
            _ if pid != self.first_pid => {}
            _ if signal == KILL => self.end_now(128 + KILL, now),
            (Some((after, code)), _) => self.end_now(code, now + after),
            (None, Some(process)) if asks => process.ask_to_stop(now),
            _ => {}
        }
    }

    /// Its processes, the first with its number.
    pub(super) fn processes(&self, first: u32) -> Vec<(u32, Arc<str>)> {
        let own = || vec![(first, Arc::from(self.main_line().join(" ")))];
        let mut all = self.process.as_ref().map_or_else(own, Process::processes);
        all.extend(self.left.processes());
        all
    }

    pub(super) fn process_of(&self, line: &[String], pid: Option<u32>, now: SimTime) -> Process {
        let variables = self.environment_lines();
        Process::new(Begin { line, variables, folder: &self.folder, image: &self.image, pid, now })
    }

    /// The command line of process number one.
    pub(super) fn main_line(&self) -> Vec<String> {
        let course = self.course();
        match course.line.is_empty() {
            true if !course.reads.is_empty() => course.reads.clone(),
            true => vec![crate::cluster::images::without_tag(&self.image).to_owned()],
            false => course.line.clone(),
        }
    }
}
