//! The components of the control plane, as static pods run them. What they do is `cluster` as a whole; here is what is seen of
//! their containers: that they are well, and what they hold.

use super::{App, ImageModel, Request, Response};
use crate::sim::Span;

pub const API_SERVER: ImageModel = component(
    &["kube-apiserver"],
    (&[6443], 40, 260 << 20),
    &["I0101 00:00:00.000000       1 secure_serving.go:211] Serving securely on [::]:6443"],
);

pub const CONTROLLER_MANAGER: ImageModel = component(
    &["kube-controller-manager"],
    (&[10257], 15, 56 << 20),
    &[
        "I0101 00:00:00.000000       1 leaderelection.go:271] successfully acquired lease kube-system/kube-controller-manager",
    ],
);

pub const SCHEDULER: ImageModel = component(
    &["kube-scheduler"],
    (&[10259], 4, 24 << 20),
    &[
        "I0101 00:00:00.000000       1 leaderelection.go:271] successfully acquired lease kube-system/kube-scheduler",
    ],
);

pub const ETCD: ImageModel = component(
    &["etcd"],
    (&[2379, 2380, 2381], 25, 48 << 20),
    &["{\"level\":\"info\",\"msg\":\"ready to serve client requests\"}"],
);

const fn component(
    repositories: &'static [&'static str],
    (ports, rest_cpu_milli, rest_memory_bytes): (&'static [i32], u64, u64),
    start_log: &'static [&'static str],
) -> ImageModel {
    ImageModel {
        repositories,
        size_bytes: 30_000_000,
        listens_after: Span::from_millis(100),
        ports,
        server: true,
        rest_cpu_milli,
        rest_memory_bytes,
        memory_per_request_bytes: 0,
        cpu_per_request_us: 50,
        on_sigterm: Some((Span::from_millis(200), 0)),
        shell: false,
        respond,
        start_log,
        ..ImageModel::BASE
    }
}

fn respond(request: &Request<'_>, _: &App<'_>) -> Response {
    match request.path {
        "/healthz" | "/livez" | "/readyz" | "/health" => Response::new(200, "ok"),
        _ => Response::new(403, "forbidden\n"),
    }
}
