//! ingress-nginx/controller: healthy as soon as it listens. Which Ingress a request is for it does not know: requests do not go
//! through Ingresses here.

use super::{App, ImageModel, Request, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["ingress-nginx/controller"],
    size_bytes: 118_000_000,
    listens_after: Span::from_secs(1),
    ports: &[80, 443, 8443, 10254],
    server: true,
    rest_cpu_milli: 2,
    rest_memory_bytes: 80 << 20,
    memory_per_request_bytes: 4 << 10,
    cpu_per_request_us: 200,
    on_sigterm: Some((Span::from_secs(10), 0)),
    shell: true,
    respond,
    start_log: &[
        "-------------------------------------------------------------------------------",
        "NGINX Ingress controller",
        "  Release:       v1.14.1",
        "  Repository:    https://github.com/kubernetes/ingress-nginx",
        "  nginx version: nginx/1.27.1",
        "-------------------------------------------------------------------------------",
    ],
    ..ImageModel::BASE
};

fn respond(request: &Request<'_>, _app: &App<'_>) -> Response {
    match request.path {
        "/healthz" => Response::new(200, "ok".to_owned()),
        _ => Response::new(
            404,
            "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
                .to_owned(),
        ),
    }
}
