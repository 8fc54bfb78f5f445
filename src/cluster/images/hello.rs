//! nginxdemos/hello: tells which pod answered.

use super::{App, ImageModel, Request, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["nginxdemos/hello"],
    size_bytes: 20_000_000,
    listens_after: Span::from_millis(50),
    ports: &[80],
    server: true,
    rest_cpu_milli: 0,
    rest_memory_bytes: 8 << 20,
    memory_per_request_bytes: 2 << 10,
    cpu_per_request_us: 120,
    on_sigterm: Some((Span::from_millis(200), 0)),
    shell: true,
    respond,
    start_log: &["[notice] 1#1: start worker processes"],
    ..ImageModel::BASE
};

fn respond(request: &Request<'_>, app: &App<'_>) -> Response {
    Response::new(
        200,
        format!("Server address: {}:80\nServer name: {}\nURI: {}\n", app.pod_ip, app.pod_name, request.path),
    )
}
