//! stress: takes as much memory as it is told to, as in the lessons on memory limits.

use super::{ImageModel, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["polinux/stress", "progrium/stress", "vish/stress"],
    size_bytes: 4_000_000,
    listens_after: Span::ZERO,
    ports: &[1],
    server: true,
    rest_cpu_milli: 50,
    rest_memory_bytes: 1 << 20,
    memory_per_request_bytes: 0,
    cpu_per_request_us: 0,
    on_sigterm: Some((Span::from_millis(50), 143)),
    shell: true,
    respond: |_, _| Response::new(404, ""),
    start_log: &["stress: info: [1] dispatching hogs: 0 cpu, 0 io, 1 vm, 0 hdd"],
    ..ImageModel::BASE
};
