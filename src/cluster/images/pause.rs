//! pause: holds a pod's namespaces and does nothing else.

use super::{ImageModel, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["pause", "google_containers/pause"],
    size_bytes: 320_000,
    listens_after: Span::ZERO,
    ports: &[0],
    server: true,
    rest_cpu_milli: 0,
    rest_memory_bytes: 512 << 10,
    memory_per_request_bytes: 0,
    cpu_per_request_us: 0,
    on_sigterm: Some((Span::from_millis(10), 0)),
    shell: false,
    respond: |_, _| Response::new(404, ""),
    start_log: &[],
    ..ImageModel::BASE
};
