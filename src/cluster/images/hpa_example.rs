//! The server of the HorizontalPodAutoscaler walkthrough: every request computes for a while.

use super::{ImageModel, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["hpa-example"],
    size_bytes: 160_000_000,
    listens_after: Span::from_millis(100),
    ports: &[80],
    server: true,
    rest_cpu_milli: 1,
    rest_memory_bytes: 12 << 20,
    memory_per_request_bytes: 8 << 10,
    cpu_per_request_us: 20_000,
    on_sigterm: Some((Span::from_millis(200), 0)),
    shell: true,
    respond: |_, _| Response::new(200, "OK!"),
    start_log: &["AH00094: Command line: 'apache2 -D FOREGROUND'"],
    ..ImageModel::BASE
};
