//! Redis: listens on 6379, does not speak HTTP.

use super::{ImageModel, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["redis", "bitnami/redis"],
    size_bytes: 45_000_000,
    listens_after: Span::from_millis(100),
    ports: &[6379],
    server: true,
    rest_cpu_milli: 2,
    rest_memory_bytes: 10 << 20,
    memory_per_request_bytes: 1 << 10,
    cpu_per_request_us: 50,
    on_sigterm: Some((Span::from_millis(100), 0)),
    shell: true,
    respond: |_, _| Response::new(400, "-ERR unknown command 'GET'\n"),
    start_log: &["* Ready to accept connections tcp"],
    files: &[("/data/", "")],
    ..ImageModel::BASE
};
