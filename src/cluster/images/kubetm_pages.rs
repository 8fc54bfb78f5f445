//! kubetm/shopping, /customer and /order: the pages of the course's shop, one to an image.

use super::{App, ImageModel, Request, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["kubetm/shopping", "kubetm/customer", "kubetm/order"],
    size_bytes: 250_000_000,
    listens_after: Span::from_millis(1500),
    ports: &[8080],
    server: true,
    rest_cpu_milli: 1,
    rest_memory_bytes: 20 << 20,
    memory_per_request_bytes: 64 << 10,
    cpu_per_request_us: 400,
    on_sigterm: None,
    shell: true,
    respond,
    start_log: &["Server listening on port 8080"],
    ..ImageModel::BASE
};

fn respond(_: &Request<'_>, app: &App<'_>) -> Response {
    let name = app.container.image.rsplit('/').next().unwrap_or_default();
    let name = name.split(':').next().unwrap_or_default();
    let mut letters = name.chars();
    let title: String =
        letters.next().map(|one| one.to_ascii_uppercase()).into_iter().chain(letters).collect();
    Response::new(200, format!("{title} Page.\n"))
}
