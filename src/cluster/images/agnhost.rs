//! agnhost, Kubernetes' own test image, as netexec: `/hostname`, `/healthz`, `/echo`, `/clientip`, `/shell` left out.

use super::{App, ImageModel, Request, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["agnhost", "e2e-test-images/agnhost"],
    size_bytes: 50_000_000,
    listens_after: Span::from_millis(50),
    ports: &[8080, 8081, 9376, 5000],
    server: true,
    rest_cpu_milli: 1,
    rest_memory_bytes: 12 << 20,
    memory_per_request_bytes: 8 << 10,
    cpu_per_request_us: 150,
    on_sigterm: Some((Span::from_millis(20), 2)),
    shell: true,
    respond,
    start_log: &["Started HTTP server on port 8080"],
    ..ImageModel::BASE
};

fn respond(request: &Request<'_>, app: &App<'_>) -> Response {
    let (path, query) = request.path.split_once('?').unwrap_or((request.path, ""));
    match path {
        "/" | "/hostname" | "/hostName" => Response::new(200, app.pod_name),
        "/healthz" => Response::new(200, ""),
        "/echo" => Response::new(200, query.strip_prefix("msg=").unwrap_or_default()),
        "/clientip" => Response::new(200, request.from),
        _ => Response::new(404, "404 page not found\n"),
    }
}
