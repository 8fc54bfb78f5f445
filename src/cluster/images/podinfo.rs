//! stefanprodan/podinfo: what it is as JSON, and the endpoints of its probes.

use super::{App, ImageModel, Request, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["stefanprodan/podinfo"],
    size_bytes: 20_000_000,
    listens_after: Span::from_millis(300),
    ports: &[9898, 9999],
    server: true,
    memory_per_request_bytes: 16 << 10,
    cpu_per_request_us: 200,
    on_sigterm: Some((Span::from_millis(50), 0)),
    respond,
    start_log: &["{\"level\":\"info\",\"msg\":\"Starting HTTP Server.\",\"addr\":\":9898\"}"],
    ..ImageModel::BASE
};

fn respond(request: &Request<'_>, app: &App<'_>) -> Response {
    match request.path {
        "/healthz" | "/readyz" => Response::new(200, "{\"status\": \"OK\"}\n"),
        "/version" => Response::new(200, format!("{{\"version\": \"{}\"}}\n", app.tag)),
        path if path.starts_with("/status/") => {
            let status = path.trim_start_matches("/status/").parse().unwrap_or(400);
            Response::new(status, format!("{{\"status\": {status}}}\n"))
        }
        "/" => Response::new(
            200,
            format!(
                "{{\n  \"hostname\": \"{}\",\n  \"version\": \"{}\",\n  \"message\": \"greetings from podinfo v{}\"\n}}\n",
                app.pod_name, app.tag, app.tag
            ),
        ),
        _ => Response::new(404, "404 page not found\n"),
    }
}
