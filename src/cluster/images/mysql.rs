//! MySQL and MariaDB: a server on its port that speaks no HTTP; it does not start without a word about its password.

use super::{ImageModel, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["mysql", "mariadb"],
    size_bytes: 190_000_000,
    listens_after: Span::from_millis(6000),
    ports: &[3306],
    server: true,
    rest_cpu_milli: 2,
    rest_memory_bytes: 350 << 20,
    memory_per_request_bytes: 64 << 10,
    cpu_per_request_us: 800,
    on_sigterm: Some((Span::from_millis(1200), 0)),
    shell: true,
    respond: |_, _| Response::new(400, ""),
    start_log: &[
        "[Entrypoint]: Entrypoint script for MySQL Server started.",
        "[Server] ready for connections. port: 3306",
    ],
    needs_one_of: &["MYSQL_ROOT_PASSWORD", "MYSQL_ALLOW_EMPTY_PASSWORD", "MYSQL_RANDOM_ROOT_PASSWORD"],
    refusal: &[
        "[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified",
        "    You need to specify one of the following as an environment variable:",
        "    - MYSQL_ROOT_PASSWORD",
        "    - MYSQL_ALLOW_EMPTY_PASSWORD",
        "    - MYSQL_RANDOM_ROOT_PASSWORD",
    ],
    ..ImageModel::BASE
};
