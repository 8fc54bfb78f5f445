//! hashicorp/http-echo: answers every request with the text given as `-text`.

use super::{App, ImageModel, Request, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["hashicorp/http-echo"],
    size_bytes: 5_000_000,
    listens_after: Span::from_millis(50),
    ports: &[5678],
    server: true,
    rest_cpu_milli: 0,
    rest_memory_bytes: 5 << 20,
    memory_per_request_bytes: 1 << 10,
    cpu_per_request_us: 80,
    on_sigterm: Some((Span::from_millis(50), 0)),
    shell: false,
    respond,
    start_log: &["[INFO] server is listening on :5678"],
    ..ImageModel::BASE
};

fn respond(_request: &Request<'_>, app: &App<'_>) -> Response {
    let args = || app.container.args.iter().chain(&app.container.command);
    let joined = args().find_map(|arg| arg.trim_start_matches('-').strip_prefix("text="));
    let apart = || args().skip_while(|arg| arg.trim_start_matches('-') != "text").nth(1).map(String::as_str);
    Response::new(200, format!("{}\n", joined.or_else(apart).unwrap_or("hello-world").trim_matches('"')))
}
