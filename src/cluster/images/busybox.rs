//! Images that are a shell and its tools: without a command the shell finds no terminal and ends.

use super::{ImageModel, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["busybox", "alpine", "ubuntu", "debian", "centos", "curlimages/curl", "bash"],
    size_bytes: 4_000_000,
    listens_after: Span::ZERO,
    ports: &[],
    server: false,
    rest_cpu_milli: 0,
    rest_memory_bytes: 1 << 20,
    memory_per_request_bytes: 0,
    cpu_per_request_us: 0,
    on_sigterm: None,
    shell: true,
    respond: |_, _| Response::new(404, ""),
    start_log: &[],
    ..ImageModel::BASE
};
