//! MongoDB: a server on its port; asked over HTTP it says that this is not what it speaks.

use super::{ImageModel, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["mongo"],
    size_bytes: 260_000_000,
    listens_after: Span::from_millis(2000),
    ports: &[27017],
    server: true,
    rest_cpu_milli: 2,
    rest_memory_bytes: 120 << 20,
    memory_per_request_bytes: 64 << 10,
    cpu_per_request_us: 800,
    on_sigterm: Some((Span::from_millis(300), 0)),
    shell: true,
    respond: |_, _| {
        Response::new(
            200,
            "It looks like you are trying to access MongoDB over HTTP on the native driver port.",
        )
    },
    start_log: &["{\"msg\":\"Waiting for connections\"}"],
    ..ImageModel::BASE
};
