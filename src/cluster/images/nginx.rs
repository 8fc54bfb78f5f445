//! nginx: its welcome page on `/`, 404 elsewhere, an access log line for each request.

use super::{App, ImageModel, Request, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["nginx", "nginxinc/nginx-unprivileged", "bitnami/nginx"],
    size_bytes: 72_000_000,
    listens_after: Span::from_millis(10),
    ports: &[80, 443, 8080],
    server: true,
    rest_cpu_milli: 0,
    rest_memory_bytes: 9 << 20,
    memory_per_request_bytes: 2 << 10,
    cpu_per_request_us: 100,
    on_sigterm: Some((Span::from_millis(200), 0)),
    shell: true,
    respond,
    start_log: &[
        "/docker-entrypoint.sh: Configuration complete; ready for start up",
        "[notice] 1#1: start worker processes",
    ],
};

const WELCOME: &str = "<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n\
<h1>Welcome to nginx!</h1>\n</body>\n</html>\n";

fn respond(request: &Request<'_>, app: &App<'_>) -> Response {
    let (status, body) = match request.path.split('?').next() {
        Some("/" | "/index.html") => (200, WELCOME.to_owned()),
        _ => (
            404,
            format!(
                "<html>\n<head><title>404 Not Found</title></head>\n<body>\n<center><h1>404 Not Found</h1></center>\n<hr><center>nginx/{}</center>\n</body>\n</html>\n",
                app.tag
            ),
        ),
    };
    let line = format!("\"{} {} HTTP/1.1\" {status} {}", request.method, request.path, body.len());
    Response::new(status, body).logged(line)
}
