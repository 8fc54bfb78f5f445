//! eks-workshop's catalog_detail: `/ping` says that it is well until `/injectFault` was asked; ready while its file says so.

use super::{App, ImageModel, Request, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["u2g6w7p2/eks-workshop-demo/catalog_detail", "eks-workshop-demo/catalog_detail"],
    size_bytes: 85_000_000,
    listens_after: Span::from_millis(900),
    ports: &[3000],
    server: true,
    rest_cpu_milli: 1,
    rest_memory_bytes: 35 << 20,
    memory_per_request_bytes: 32 << 10,
    cpu_per_request_us: 500,
    on_sigterm: None,
    shell: true,
    respond,
    start_log: &["Example app listening at http://:::3000"],
    folder: "/catalog_detail",
    files: &[("/catalog_detail/readiness.txt", "ready\n")],
    entrypoint: &["node", "app.js"],
    ..ImageModel::BASE
};

fn respond(request: &Request<'_>, app: &App<'_>) -> Response {
    let host = app.pod_name;
    match request.path {
        "/injectFault" => {
            Response::new(500, format!("host: {host} will now respond with 500 error.\n")).turning(true)
        }
        "/ping" | "/catalogDetail" if app.faulty => {
            Response::new(500, format!("host: {host} is not healthy\n"))
        }
        "/ping" => Response::new(200, "{\"message\":\"Healthy\"}"),
        "/catalogDetail" => Response::new(200, "{\"version\":\"1\",\"vendors\":[\"ABC.com\"]}"),
        path => Response::new(404, format!("Cannot GET {path}\n")),
    }
}
