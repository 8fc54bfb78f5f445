//! kubernetes-bootcamp, of Kubernetes' own basics: the host and the version, v1 or v2.

use super::{App, ImageModel, Request, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["google-samples/kubernetes-bootcamp", "jocatalin/kubernetes-bootcamp"],
    size_bytes: 85_000_000,
    listens_after: Span::from_millis(700),
    ports: &[8080],
    server: true,
    memory_per_request_bytes: 16 << 10,
    cpu_per_request_us: 200,
    on_sigterm: Some((Span::from_millis(50), 0)),
    respond,
    start_log: &["Kubernetes Bootcamp App Started"],
    ..ImageModel::BASE
};

fn respond(_: &Request<'_>, app: &App<'_>) -> Response {
    let version = app.tag.trim_start_matches('v');
    let version = if version == "latest" { "1" } else { version };
    Response::new(200, format!("Hello Kubernetes bootcamp! | Running on: {} | v={version}\n", app.pod_name))
        .logged(format!(
            "Running On: {} | Total Requests: 1 | App Uptime: {} seconds",
            app.pod_name,
            app.running_for.as_secs()
        ))
}
