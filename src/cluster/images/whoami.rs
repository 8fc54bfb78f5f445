//! traefik/whoami: the host, its address, and the request as it came.

use super::{App, ImageModel, Request, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["traefik/whoami", "containous/whoami", "jwilder/whoami"],
    size_bytes: 3_000_000,
    listens_after: Span::from_millis(50),
    ports: &[80],
    server: true,
    memory_per_request_bytes: 16 << 10,
    cpu_per_request_us: 200,
    on_sigterm: Some((Span::from_millis(50), 0)),
    respond,
    start_log: &["Starting up on port 80"],
    shell: false,
    ..ImageModel::BASE
};

fn respond(request: &Request<'_>, app: &App<'_>) -> Response {
    if request.path == "/health" {
        return Response::new(200, "");
    }
    let Request { method, path, host, agent, from } = request;
    Response::new(
        200,
        format!(
            "Hostname: {}\nIP: 127.0.0.1\nIP: {}\nRemoteAddr: {from}:40000\n{method} {path} HTTP/1.1\nHost: {host}\n\
             User-Agent: {agent}\nAccept: */*\n\n",
            app.pod_name, app.pod_ip
        ),
    )
}
