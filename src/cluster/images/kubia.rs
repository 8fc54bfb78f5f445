//! luksa/kubia, of a well-known book: which pod was hit.

use super::{App, ImageModel, Request, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["luksa/kubia"],
    size_bytes: 260_000_000,
    listens_after: Span::from_millis(500),
    ports: &[8080],
    server: true,
    memory_per_request_bytes: 16 << 10,
    cpu_per_request_us: 200,
    on_sigterm: Some((Span::from_millis(50), 0)),
    respond,
    start_log: &["Kubia server starting..."],
    entrypoint: &["node", "app.js"],
    ..ImageModel::BASE
};

fn respond(request: &Request<'_>, app: &App<'_>) -> Response {
    let version = if app.tag == "v2" { "This is v2 running in pod " } else { "You've hit " };
    Response::new(200, format!("{version}{}\n", app.pod_name))
        .logged(format!("Received request from {}", request.from))
}
