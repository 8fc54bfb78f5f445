//! agnhost, Kubernetes' own test image: netexec's `/hostname`, `/healthz`, `/echo`, `/clientip`; `liveness`, which is well for its
//! first ten seconds, `serve-hostname` and `test-webserver`. Deviation: all ports are open whatever it is told to be.

use super::{App, ImageModel, Request, Response};
use crate::sim::Span;

const WELL: Span = Span::from_secs(10);

pub const MODEL: ImageModel = ImageModel {
    repositories: &["agnhost", "e2e-test-images/agnhost"],
    size_bytes: 50_000_000,
    listens_after: Span::from_millis(50),
    ports: &[80, 8080, 8081, 9376, 5000],
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

/// test/images/agnhost/liveness/server.go: after ten seconds an error that says how long it has run.
fn liveness(request: &Request<'_>, app: &App<'_>) -> Response {
    let seconds = app.running_for.as_millis() as f64 / 1000.0;
    match request.path {
        "/started" => Response::new(200, format!("{seconds}s")),
        "/healthz" if app.running_for > WELL => Response::new(500, format!("error: {seconds}")),
        "/healthz" => Response::new(200, "ok"),
        _ => Response::new(404, "404 page not found\n"),
    }
}

fn respond(request: &Request<'_>, app: &App<'_>) -> Response {
    let told = |word: &str| app.container.args.iter().chain(&app.container.command).any(|one| one == word);
    if told("liveness") {
        return liveness(request, app);
    }
    if told("serve-hostname") {
        return Response::new(200, app.pod_name);
    }
    let (path, query) = request.path.split_once('?').unwrap_or((request.path, ""));
    match path {
        "/" | "/hostname" | "/hostName" => Response::new(200, app.pod_name),
        "/healthz" => Response::new(200, ""),
        "/echo" => Response::new(200, query.strip_prefix("msg=").unwrap_or_default()),
        "/clientip" => Response::new(200, request.from),
        _ => Response::new(404, "404 page not found\n"),
    }
}
