//! PostgreSQL: a server on its port that speaks no HTTP; it does not start without a word about its password.

use super::{ImageModel, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["postgres"],
    size_bytes: 155_000_000,
    listens_after: Span::from_millis(2500),
    ports: &[5432],
    server: true,
    rest_cpu_milli: 2,
    rest_memory_bytes: 40 << 20,
    memory_per_request_bytes: 64 << 10,
    cpu_per_request_us: 800,
    on_sigterm: Some((Span::from_millis(300), 0)),
    shell: true,
    respond: |_, _| Response::new(400, ""),
    start_log: &[
        "PostgreSQL init process complete; ready for start up.",
        "LOG:  database system is ready to accept connections",
    ],
    needs_one_of: &["POSTGRES_PASSWORD", "POSTGRES_HOST_AUTH_METHOD"],
    refusal: &[
        "Error: Database is uninitialized and superuser password is not specified.",
        "       You must specify POSTGRES_PASSWORD to a non-empty value for the",
        "       superuser. For example, \"-e POSTGRES_PASSWORD=password\" on \"docker run\".",
    ],
    ..ImageModel::BASE
};
