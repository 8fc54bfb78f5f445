//! Apache httpd: the pages of its folder.

use super::{ImageModel, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["httpd"],
    size_bytes: 60_000_000,
    listens_after: Span::from_millis(100),
    ports: &[80],
    server: true,
    rest_cpu_milli: 1,
    rest_memory_bytes: 12 << 20,
    memory_per_request_bytes: 8 << 10,
    cpu_per_request_us: 150,
    on_sigterm: Some((Span::from_millis(200), 0)),
    shell: true,
    respond: |_, app| match app.page {
        Ok(text) => Response::new(200, text),
        Err(403) => Response::new(403, "<h1>Forbidden</h1>\n"),
        Err(_) => Response::new(404, "<h1>Not Found</h1>\n"),
    },
    start_log: &["[mpm_event:notice] AH00489: Apache/2.4 (Unix) configured -- resuming normal operations"],
    pages: Some("/usr/local/apache2/htdocs"),
    files: &[("/usr/local/apache2/htdocs/index.html", "<html><body><h1>It works!</h1></body></html>\n")],
    ..ImageModel::BASE
};
