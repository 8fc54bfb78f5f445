//! The program of a container: what its image's model says, or the AppModel that names the image.
//!
//! Not upstream's. An AppModel is looked up when the container is made; it holds for that instance.

use std::sync::Arc;

use super::container::ContainerRun;
use super::memory::Growth;
use crate::cluster::images::process::Course;
use crate::cluster::images::{App, Reference, Request, Response};
use crate::cluster::store::Store;
use crate::kinds::app_model::{AppModel, AppModelSpec, AppResponse};
use crate::kinds::container::Container;
use crate::kinds::quantity::Quantity;
use crate::sim::{SimTime, Span};

/// What an AppModel that does not say holds at rest and uses.
const REST_MEMORY: u64 = 24 << 20;
const REST_CPU_MILLI: u64 = 1;
const CPU_PER_REQUEST_US: u64 = 500;

/// The AppModel of an image: one that names its tag goes before one that names its repository.
pub fn model_of(image: &str, store: &Store) -> Option<Arc<AppModelSpec>> {
    let tagged = |name: &str| name.rsplit('/').next().is_some_and(|last| last.contains([':', '@']));
    let whole = Reference::parse(image)?;
    let mut found: Option<(bool, &Arc<AppModel>)> = None;
    for model in store.list::<AppModel>() {
        for name in &model.spec.images {
            let Some(named) = Reference::parse(name) else { continue };
            let fits = named.repository == whole.repository && (!tagged(name) || named.tag == whole.tag);
            if fits && found.is_none_or(|(exact, _)| tagged(name) && !exact) {
                found = Some((tagged(name), model));
            }
        }
    }
    found.map(|(_, model)| Arc::new(model.spec.clone()))
}

fn amount(quantity: &Option<Quantity>, default: u64) -> u64 {
    quantity.as_ref().map_or(default, |amount| amount.value().max(0) as u64)
}

fn millis(millis: i64) -> Span {
    Span::from_millis(millis.max(0) as u64)
}

impl ContainerRun {
    /// Bytes that are pulled.
    pub fn size_bytes(&self) -> u64 {
        let own = self.app.as_ref().and_then(|app| app.size.as_ref());
        own.map_or(self.model().size_bytes, |size| size.value().max(0) as u64)
    }

    pub fn listens_after(&self) -> Span {
        self.app.as_ref().map_or(self.model().listens_after, |app| millis(app.start_millis))
    }

    pub fn listens_on(&self, port: i32, spec: &Container) -> bool {
        match &self.app {
            Some(app) if app.ports.is_empty() => spec.ports.iter().any(|one| one.container_port == port),
            Some(app) => app.ports.contains(&port),
            None => self.model().listens_on(port, spec),
        }
    }

    pub fn rest_cpu_milli(&self) -> u64 {
        let Some(app) = &self.app else { return self.model().rest_cpu_milli };
        let rest = app.cpu.as_ref().and_then(|cpu| cpu.rest.as_ref());
        rest.map_or(REST_CPU_MILLI, |rest| rest.milli_value().max(0) as u64)
    }

    pub fn cpu_per_request_us(&self) -> u64 {
        let Some(app) = &self.app else { return self.model().cpu_per_request_us };
        let own = app.cpu.as_ref().and_then(|cpu| cpu.per_request_micros);
        own.map_or(CPU_PER_REQUEST_US, |micros| micros.max(0) as u64)
    }

    /// What its processes hold at rest.
    pub fn rest_memory_bytes(&self) -> u64 {
        match self.app.as_ref().map(|app| &app.memory) {
            Some(memory) => memory.as_ref().map_or(REST_MEMORY, |memory| amount(&memory.rest, REST_MEMORY)),
            None => self.model().rest_memory_bytes,
        }
    }

    pub fn memory_per_request_bytes(&self) -> u64 {
        match self.app.as_ref().map(|app| &app.memory) {
            Some(memory) => memory.as_ref().map_or(0, |memory| amount(&memory.per_request, 0)),
            None => self.model().memory_per_request_bytes,
        }
    }

    pub(super) fn leak_per_request_bytes(&self) -> u64 {
        let memory = self.app.as_ref().and_then(|app| app.memory.as_ref());
        memory.map_or(0, |memory| amount(&memory.leak_per_request, 0))
    }

    pub(super) fn start_lines(&self) -> Vec<String> {
        match &self.app {
            Some(app) => app.logs.as_ref().map(|logs| logs.start.clone()).unwrap_or_default(),
            None if !self.refusal().is_empty() => self.refusal(),
            None => self.model().start_log.iter().map(|line| (*line).to_owned()).collect(),
        }
    }

    /// How it takes SIGTERM.
    pub(super) fn on_sigterm(&self) -> Option<(Span, i32)> {
        let Some(app) = &self.app else { return self.model().on_sigterm };
        match &app.stop {
            Some(stop) if stop.ignore => None,
            Some(stop) => Some((millis(stop.after_millis), stop.code)),
            None => Some((Span::ZERO, 0)),
        }
    }

    /// The course of an image's own program, where an AppModel says it.
    pub(super) fn model_course(&self, spec: &Container, course: Course) -> Course {
        let Some(app) = self.app.as_ref().filter(|_| spec.command.is_empty()) else { return course };
        let ends =
            app.exit.as_ref().map(|exit| (Span::from_secs(exit.after_seconds.max(0) as u64), exit.code));
        Course {
            ends,
            serves: true,
            on_sigterm: self.on_sigterm(),
            takes_memory: course.takes_memory,
            ..Course::default()
        }
    }

    /// Begins to leak as its AppModel says.
    pub(super) fn begin_growths(&mut self, at: SimTime) {
        let memory = self.app.as_ref().and_then(|app| app.memory.as_ref());
        let leak = memory.map_or(0, |memory| amount(&memory.leak_per_second, 0));
        if leak > 0 && self.course().serves {
            self.growths.push(Growth { since: at, bytes_per_s: leak, most: u64::MAX });
        }
    }

    /// Whether it has a gRPC health service: agnhost has, and images nobody knows are taken to have one.
    pub(super) fn speaks_grpc(&self) -> bool {
        let repository = Reference::parse(&self.image).map_or("", |reference| reference.repository);
        self.model().repositories.is_empty() || repository.ends_with("agnhost")
    }

    /// The answer to a request, and what it takes.
    pub(super) fn answer(&self, request: &Request<'_>, app: &App<'_>) -> (Response, Span) {
        let slow = self.latency();
        let Some(model) = &self.app else { return ((self.model().respond)(request, app), slow) };
        let logs = model.logs.as_ref().is_some_and(|logs| logs.requests);
        let logged = |response: Response| match logs {
            true => {
                let line = format!("{} {} {}", request.method, request.path, response.status);
                response.logged(line)
            }
            false => response,
        };
        let path = request.path.split('?').next().unwrap_or_default();
        let Some(route) = model.routes.iter().find(|route| is_on(&route.path, path)) else {
            let (status, text) =
                if model.routes.is_empty() { (200, "OK\n") } else { (404, "404 page not found\n") };
            return (logged(Response::new(status, text)), slow);
        };
        let second = app.running_for.as_secs() as i64;
        let due = |one: &&AppResponse| !one.switched && one.from_second <= second;
        let switched =
            || route.responses.iter().find(|one| one.switched && self.switches.answers_otherwise());
        let latest = route.responses.iter().filter(due).max_by_key(|one| one.from_second);
        let Some(response) = switched().or(latest) else {
            return (logged(Response::new(503, "not ready\n")), slow);
        };
        let body = response.body.replace("$POD", app.pod_name).replace("$IP", app.pod_ip);
        let status = response.status.unwrap_or(200).clamp(100, 599) as u16;
        (logged(Response::new(status, body)), slow + millis(response.latency_millis))
    }
}

/// Whether a route is about a path.
fn is_on(route: &str, path: &str) -> bool {
    match route.strip_suffix('*') {
        Some(begin) => path.starts_with(begin),
        None => route == path,
    }
}
