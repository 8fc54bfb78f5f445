//! google-samples/hello-app: a greeting, its version and its host.

use super::{App, ImageModel, Request, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["google-samples/hello-app"],
    size_bytes: 6_000_000,
    listens_after: Span::from_millis(50),
    ports: &[8080],
    server: true,
    memory_per_request_bytes: 16 << 10,
    cpu_per_request_us: 200,
    on_sigterm: Some((Span::from_millis(50), 0)),
    respond,
    start_log: &["Server listening on port 8080"],
    shell: false,
    ..ImageModel::BASE
};

fn respond(request: &Request<'_>, app: &App<'_>) -> Response {
    let version = if app.tag.starts_with('2') { "2.0.0" } else { "1.0.0" };
    let text = format!("Hello, world!\nVersion: {version}\nHostname: {}\n", app.pod_name);
    Response::new(200, text).logged(format!("Serving request: {}", request.path))
}
