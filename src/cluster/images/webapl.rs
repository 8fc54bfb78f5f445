//! maho/webapl, the health-check lesson: ready 20 s after its start, unhealthy 40 s after it.
//!
//! A Node.js process is number one in its container and has no handler for SIGTERM, so it runs until
//! it is killed.

use super::{App, ImageModel, Request, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["maho/webapl", "johoo54/webapl"],
    size_bytes: 51_079_110,
    listens_after: Span::from_millis(800),
    ports: &[3000],
    server: true,
    rest_cpu_milli: 2,
    rest_memory_bytes: 30 << 20,
    memory_per_request_bytes: 32 << 10,
    cpu_per_request_us: 600,
    on_sigterm: None,
    shell: true,
    respond,
    start_log: &[],
    ..ImageModel::BASE
};

const READY_AFTER: Span = Span::from_secs(20);
const HEALTHY_FOR: Span = Span::from_secs(40);

fn respond(request: &Request<'_>, app: &App<'_>) -> Response {
    let status = match request.path {
        "/healthz" if app.running_for > HEALTHY_FOR => 500,
        "/ready" if app.running_for <= READY_AFTER => 500,
        "/healthz" | "/ready" => 200,
        "/" => return Response::new(200, "Hello from Node.js").logged("GET /"),
        path => return Response::new(404, format!("Cannot GET {path}\n")),
    };
    Response::new(status, "OK").logged(format!("GET {} {status}", request.path))
}
