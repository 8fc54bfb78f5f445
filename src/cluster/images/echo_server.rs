//! kicbase/echo-server, which minikube's own introduction deploys, and the older echoserver: they say who served the request, and
//! repeat it.

use super::{App, ImageModel, Request, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["kicbase/echo-server", "echoserver", "ealen/echo-server"],
    size_bytes: 9_000_000,
    listens_after: Span::from_millis(50),
    ports: &[8080, 80],
    server: true,
    memory_per_request_bytes: 16 << 10,
    cpu_per_request_us: 200,
    on_sigterm: Some((Span::from_millis(50), 0)),
    respond,
    start_log: &["Echo server listening on port 8080."],
    shell: false,
    ..ImageModel::BASE
};

fn respond(request: &Request<'_>, app: &App<'_>) -> Response {
    let Request { method, path, host, agent, .. } = request;
    let body = format!(
        "Request served by {}\n\nHTTP/1.1 {method} {path}\n\nHost: {host}\nAccept: */*\nUser-Agent: {agent}\n",
        app.pod_name
    );
    Response::new(200, body).logged(format!("{}: {method} {path}", request.from))
}
