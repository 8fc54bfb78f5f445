//! Simulated images: what a container does once it runs.
//!
//! An image model says how long the process takes to listen, on which ports, what it answers, what it
//! costs and how it stops. One file each and one line in `MODELS`. An image nobody modelled is pulled
//! and runs as a server that listens on its declared ports (`generic`), and says so; an official image
//! that does not exist cannot be pulled, as with the real registry.

mod agnhost;
mod bootcamp;
mod busybox;
mod catalog_detail;
pub mod contents;
mod control_plane;
mod echo_server;
mod event_simulator;
mod filebeat;
mod generic;
mod hello;
mod hello_app;
mod hpa_example;
mod http_echo;
mod httpd;
mod ingress_nginx;
mod kubetm_app;
mod kubetm_pages;
mod kubia;
mod mongo;
mod mysql;
mod nginx;
mod official;
mod pause;
mod podinfo;
mod postgres;
pub mod process;
mod redis;
pub mod registry;
mod stress;
mod tags;
mod webapl;
mod webapp_color;
mod webapp_mysql;
mod whoami;

use std::collections::BTreeMap;

use crate::kinds::Time;
use crate::kinds::container::Container;
use crate::sim::Span;

/// A model of an image.
#[derive(Debug)]
pub struct ImageModel {
    /// Repository names without registry and `library/`.
    pub repositories: &'static [&'static str],
    /// Bytes that are pulled.
    pub size_bytes: u64,
    /// From the start of the process until it listens.
    pub listens_after: Span,
    /// Ports it listens on; the container's declared ports if empty and it is a server.
    pub ports: &'static [i32],
    pub server: bool,
    /// CPU at rest, in thousandths of a core.
    pub rest_cpu_milli: u64,
    /// Memory at rest, and more for each request of the last second.
    pub rest_memory_bytes: u64,
    pub memory_per_request_bytes: u64,
    /// CPU one request costs.
    pub cpu_per_request_us: u64,
    /// How it takes SIGTERM: time until it ends and its exit code; none if it ignores it.
    pub on_sigterm: Option<(Span, i32)>,
    /// Has a shell, and runs it when no command is given.
    pub shell: bool,
    pub respond: fn(&Request<'_>, &App<'_>) -> Response,
    /// What the process prints when it starts.
    pub start_log: &'static [&'static str],
    /// The first words of the server's command line, where they do not name the image.
    pub entrypoint: &'static [&'static str],
    /// What the process is, if it is no server: a script for the image's shell.
    pub script: Option<&'static str>,
    /// The folder the process begins in, and the one a server's pages are in.
    pub folder: &'static str,
    pub pages: Option<&'static str>,
    /// Files beside those of every image; a path that ends with a slash is an empty folder.
    pub files: &'static [(&'static str, &'static str)],
    /// Variables of which one has to be set, and what the entrypoint says if none is.
    pub needs_one_of: &'static [&'static str],
    pub refusal: &'static [&'static str],
    /// What the server says instead of starting for want of a privilege.
    pub lacks: fn(&Start<'_>) -> Option<String>,
}

/// A server that is about to start: which it is, and what it may do.
pub struct Start<'a> {
    /// The image without registry and tag.
    pub repository: &'a str,
    pub is_root: bool,
    /// It may give files away.
    pub may_chown: bool,
    /// Whether it may make files in a folder, and else what the kernel says.
    pub may_write: &'a dyn Fn(&str) -> Result<(), &'static str>,
}

/// A request as the process sees it.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub method: &'a str,
    pub path: &'a str,
    pub host: &'a str,
    /// Who asks, as programs name themselves.
    pub agent: &'a str,
    pub from: &'a str,
}

/// The process that answers.
#[derive(Clone, Copy, Debug)]
pub struct App<'a> {
    pub tag: &'a str,
    pub running_for: Span,
    pub pod_name: &'a str,
    pub pod_ip: &'a str,
    pub clock: Time,
    pub container: &'a Container,
    /// Its environment.
    pub variables: &'a BTreeMap<String, String>,
    /// An answer before has broken it.
    pub faulty: bool,
    /// The file a server of pages has for the path, or the status instead.
    pub page: Result<&'a str, u16>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    pub status: u16,
    pub body: String,
    /// A line of the process's log.
    pub log: Option<String>,
    /// From now on the process is broken, or well again.
    pub turns_faulty: Option<bool>,
    /// The process ends instead of answering: its exit code and its termination message.
    pub exits: Option<(i32, &'static str)>,
    /// How long it takes to come.
    pub takes: Span,
}

impl Response {
    pub fn new(status: u16, body: impl Into<String>) -> Response {
        Response { status, body: body.into(), log: None, turns_faulty: None, exits: None, takes: Span::ZERO }
    }

    /// The words after the status; none for a status that has none of its own here.
    pub fn reason(&self) -> &'static str {
        match self.status {
            200 => "OK",
            201 => "Created",
            301 => "Moved Permanently",
            302 => "Found",
            400 => "Bad Request",
            401 => "Unauthorized",
            403 => "Forbidden",
            404 => "Not Found",
            405 => "Method Not Allowed",
            409 => "Conflict",
            415 => "Unsupported Media Type",
            422 => "Unprocessable Entity",
            429 => "Too Many Requests",
            500 => "Internal Server Error",
            501 => "Not Implemented",
            502 => "Bad Gateway",
            503 => "Service Unavailable",
            504 => "Gateway Timeout",
            _ => "",
        }
    }

    /// An answer that leaves the process broken, or well.
    pub fn turning(self, faulty: bool) -> Response {
        Response { turns_faulty: Some(faulty), ..self }
    }

    pub fn logged(mut self, line: impl Into<String>) -> Response {
        self.log = Some(line.into());
        self
    }
}

const MODELS: &[&ImageModel] = &[
    &nginx::MODEL,
    &httpd::MODEL,
    &hpa_example::MODEL,
    &redis::MODEL,
    &busybox::MODEL,
    &kubetm_app::MODEL,
    &webapl::MODEL,
    &http_echo::MODEL,
    &ingress_nginx::MODEL,
    &hello::MODEL,
    &stress::MODEL,
    &catalog_detail::MODEL,
    &agnhost::MODEL,
    &bootcamp::MODEL,
    &echo_server::MODEL,
    &hello_app::MODEL,
    &kubia::MODEL,
    &podinfo::MODEL,
    &whoami::MODEL,
    &event_simulator::MODEL,
    &filebeat::MODEL,
    &webapp_color::MODEL,
    &webapp_mysql::MODEL,
    &kubetm_pages::MODEL,
    &mysql::MODEL,
    &postgres::MODEL,
    &mongo::MODEL,
    &pause::MODEL,
    &control_plane::API_SERVER,
    &control_plane::CONTROLLER_MANAGER,
    &control_plane::SCHEDULER,
    &control_plane::ETCD,
];

/// An image reference taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference<'a> {
    /// Without the registry and `library/`.
    pub repository: &'a str,
    pub tag: &'a str,
    /// Of the default registry, whose official images are known.
    pub on_hub: bool,
}

impl<'a> Reference<'a> {
    /// None where the reference is not well formed (InvalidImageName).
    pub fn parse(image: &'a str) -> Option<Reference<'a>> {
        let bare = image.split('@').next().unwrap_or_default();
        let slash = bare.rfind('/').map_or(0, |at| at + 1);
        let (name_end, tag) = match bare[slash..].find(':') {
            Some(colon) => (slash + colon, &bare[slash + colon + 1..]),
            None => (bare.len(), "latest"),
        };
        let repository = strip_registry(&bare[..name_end]);
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-/".contains(c);
        (!repository.is_empty() && repository.chars().all(fits) && !tag.is_empty()).then_some(Reference {
            repository,
            tag,
            on_hub: registry::host(image) == DEFAULT_REGISTRY,
        })
    }
}

/// The registry of names that say none.
pub const DEFAULT_REGISTRY: &str = "docker.io";

/// `docker.io/library/nginx:latest`
pub fn full_name(image: &str) -> String {
    let last = image.rsplit('/').next().unwrap_or_default();
    let tagged = if last.contains([':', '@']) { image.to_owned() } else { format!("{image}:latest") };
    match image.split_once('/') {
        Some((host, _)) if host.contains(['.', ':']) || host == "localhost" => tagged,
        Some(_) => format!("{DEFAULT_REGISTRY}/{tagged}"),
        None => format!("{DEFAULT_REGISTRY}/library/{tagged}"),
    }
}

/// An image's name without its tag or digest.
pub fn without_tag(image: &str) -> &str {
    let slash = image.rfind('/').map_or(0, |at| at + 1);
    image[slash..].find([':', '@']).map_or(image, |at| &image[..slash + at])
}

/// What is wrong with a reference that cannot be taken apart: distribution/reference, ParseNormalizedNamed.
pub fn why_invalid(image: &str) -> String {
    let full = full_name(image);
    let own = without_tag(&full).strip_prefix(DEFAULT_REGISTRY).and_then(|rest| rest.strip_prefix('/'));
    let path = own.unwrap_or(without_tag(&full)).to_owned();
    match path.chars().any(|c| c.is_ascii_uppercase()) {
        true => format!("invalid reference format: repository name ({path}) must be lowercase"),
        false => "invalid reference format".into(),
    }
}

fn strip_registry(name: &str) -> &str {
    let without = match name.split_once('/') {
        Some((host, rest)) if host.contains(['.', ':']) || host == "localhost" => rest,
        _ => name,
    };
    without.strip_prefix("library/").unwrap_or(without)
}

/// What a pull finds.
#[derive(Clone, Copy, Debug)]
pub enum Lookup {
    Model(&'static ImageModel),
    /// No model: runs as a generic server.
    Generic(&'static ImageModel),
    NotFound,
    /// The image is there, and not with this tag.
    NoTag,
}

pub fn look_up(reference: &Reference<'_>) -> Lookup {
    let named = |model: &&&ImageModel| model.repositories.contains(&reference.repository);
    if !tags::exists(reference) {
        return Lookup::NoTag;
    }
    if let Some(model) = MODELS.iter().find(named) {
        return Lookup::Model(model);
    }
    let official = reference.on_hub && !reference.repository.contains('/');
    match official && !official::NAMES.contains(&reference.repository) {
        true => Lookup::NotFound,
        false => Lookup::Generic(&generic::MODEL),
    }
}

/// The model a container runs by; the generic one where there is none.
pub fn model_of(image: &str) -> &'static ImageModel {
    let repository = Reference::parse(image).map_or("", |reference| reference.repository);
    let named = MODELS.iter().find(|model| model.repositories.contains(&repository));
    named.copied().unwrap_or(&generic::MODEL)
}

/// Whether an image has a program.
fn has(image: &str, program: &str) -> bool {
    contents::has(image, program)
}

impl ImageModel {
    /// What most images have in common: a shell, no server, nothing it needs.
    const BASE: ImageModel = ImageModel {
        repositories: &[],
        size_bytes: 60_000_000,
        listens_after: Span::ZERO,
        ports: &[],
        server: false,
        rest_cpu_milli: 1,
        rest_memory_bytes: 24 << 20,
        memory_per_request_bytes: 0,
        cpu_per_request_us: 0,
        on_sigterm: None,
        shell: true,
        respond: |_, _| Response::new(404, ""),
        start_log: &[],
        entrypoint: &[],
        script: None,
        folder: "/",
        pages: None,
        files: &[],
        needs_one_of: &[],
        refusal: &[],
        lacks: |_| None,
    };

    /// Whether the process listens on a port.
    pub fn listens_on(&self, port: i32, container: &Container) -> bool {
        if self.ports.is_empty() {
            return container.ports.iter().any(|declared| declared.container_port == port);
        }
        self.ports.contains(&port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_taken_apart() {
        let parse = |text| Reference::parse(text).map(|one| format!("{} {}", one.repository, one.tag));
        assert_eq!(parse("nginx").as_deref(), Some("nginx latest"));
        assert_eq!(parse("docker.io/library/nginx:1.27").as_deref(), Some("nginx 1.27"));
        assert_eq!(parse("localhost:5000/team/app:v2").as_deref(), Some("team/app v2"));
        assert_eq!(parse("Nginx:latest"), None);
        assert_eq!(full_name("nginx"), "docker.io/library/nginx:latest");
        assert_eq!(without_tag("localhost:5000/team/app:v2"), "localhost:5000/team/app");
        let why = "invalid reference format: repository name (library/Nginx) must be lowercase";
        assert_eq!(why_invalid("Nginx:1.25"), why);
        assert!(matches!(look_up(&Reference::parse("ngnix").unwrap()), Lookup::NotFound));
        for generic in ["acme/shop", "localhost:5000/shop:v1", "quay.io/shop:0.21"] {
            assert!(matches!(look_up(&Reference::parse(generic).unwrap()), Lookup::Generic(_)), "{generic}");
        }
    }
}
