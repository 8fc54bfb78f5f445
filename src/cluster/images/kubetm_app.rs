//! kubetm/app, the course's own application: `/hostname`, `/version`, a CPU cost that an autoscaler sees.
//!
//! A request costs so much CPU that a shell loop of `curl` with `sleep 0.01` (about 70 a second) makes
//! the notes' CPU lab grow from two pods to seven.

use super::{App, ImageModel, Request, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["kubetm/app"],
    size_bytes: 250_000_000,
    listens_after: Span::from_millis(1500),
    ports: &[8080],
    server: true,
    rest_cpu_milli: 1,
    rest_memory_bytes: 3 << 20,
    memory_per_request_bytes: 64 << 10,
    cpu_per_request_us: 400,
    on_sigterm: None,
    shell: true,
    respond,
    start_log: &["Server listening on port 8080"],
};

fn respond(request: &Request<'_>, app: &App<'_>) -> Response {
    match request.path {
        "/hostname" => Response::new(200, format!("Hostname : {}\n", app.pod_name)),
        "/version" => Response::new(200, format!("Version : {}\n", app.tag)),
        "/health" | "/ready" | "/" => Response::new(200, "OK\n"),
        path if path.starts_with("/status") => {
            let status = path.trim_start_matches("/status").parse().unwrap_or(404);
            Response::new(status, format!("Status Code is {status}\n"))
        }
        path => Response::new(404, format!("Cannot GET {path}\n")),
    }
}
