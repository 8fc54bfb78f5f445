//! Any image nobody modelled: a small server on its declared ports that answers 200 to everything.

use super::{ImageModel, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &[],
    size_bytes: 60_000_000,
    listens_after: Span::from_millis(500),
    ports: &[],
    server: true,
    rest_cpu_milli: 1,
    rest_memory_bytes: 24 << 20,
    memory_per_request_bytes: 16 << 10,
    cpu_per_request_us: 500,
    on_sigterm: Some((Span::from_millis(100), 0)),
    shell: true,
    respond: |request, app| Response::new(200, format!("{} from {}\n", request.path, app.pod_name)),
    start_log: &["(generic image: Kubarium has no model of it and runs a plain server)"],
    ..ImageModel::BASE
};
