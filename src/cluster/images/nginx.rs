//! nginx: the pages of its folder, 403 and 404 as it says them, an access log line for each request.

use super::{App, ImageModel, Request, Response, Start};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["nginx", "nginx-slim", "nginxinc/nginx-unprivileged", "bitnami/nginx"],
    size_bytes: 72_000_000,
    listens_after: Span::from_millis(10),
    ports: &[80, 443, 8080],
    server: true,
    rest_cpu_milli: 0,
    rest_memory_bytes: 9 << 20,
    memory_per_request_bytes: 2 << 10,
    cpu_per_request_us: 100,
    on_sigterm: Some((Span::from_millis(100), 0)),
    shell: true,
    respond,
    start_log: &[
        "/docker-entrypoint.sh: Configuration complete; ready for start up",
        "[notice] 1#1: start worker processes",
    ],
    pages: Some("/usr/share/nginx/html"),
    files: &[
        ("/usr/share/nginx/html/index.html", WELCOME),
        ("/usr/share/nginx/html/50x.html", "<h1>An error occurred.</h1>\n"),
        ("/etc/nginx/nginx.conf", MAIN_CONF),
        ("/etc/nginx/conf.d/default.conf", SERVER_CONF),
        ("/var/log/nginx/", ""),
        ("/var/cache/nginx/", ""),
    ],
    lacks,
    ..ImageModel::BASE
};

/// The official image's server makes its folders as it starts, gives them to its workers' user and writes its number down;
/// the unprivileged one uses /tmp.
fn lacks(start: &Start<'_>) -> Option<String> {
    if start.repository != "nginx" {
        return None;
    }
    const FOLDER: &str = "/var/cache/nginx/client_temp";
    let why = match ((start.may_write)("/var/cache/nginx"), (start.may_write)("/run")) {
        (Err(why), _) => format!("mkdir() \"{FOLDER}\" failed ({why})"),
        (Ok(()), _) if start.is_root && !start.may_chown => {
            format!("chown(\"{FOLDER}\", 101) failed (1: Operation not permitted)")
        }
        (Ok(()), Err(why)) => format!("open() \"/run/nginx.pid\" failed ({why})"),
        (Ok(()), Ok(())) => return None,
    };
    Some(format!("nginx: [emerg] {why}"))
}

const WELCOME: &str = "<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n\
<h1>Welcome to nginx!</h1>\n</body>\n</html>\n";
const SERVER_CONF: &str = "server {\n    listen       80;\n    server_name  localhost;\n\n    location / {\n        \
root   /usr/share/nginx/html;\n        index  index.html index.htm;\n    }\n}\n";
const MAIN_CONF: &str = "user  nginx;\nworker_processes  auto;\n\nevents {\n    worker_connections  1024;\n}\n\n\
http {\n    include       /etc/nginx/mime.types;\n    include /etc/nginx/conf.d/*.conf;\n}\n";

fn respond(request: &Request<'_>, app: &App<'_>) -> Response {
    let error = |status: u16, title: &str| {
        format!(
            "<html>\n<head><title>{status} {title}</title></head>\n<body>\n<center><h1>{status} {title}</h1></center>\n<hr><center>nginx/{}</center>\n</body>\n</html>\n",
            app.tag
        )
    };
    let (status, body) = match app.page {
        Ok(text) => (200, text.to_owned()),
        Err(403) => (403, error(403, "Forbidden")),
        Err(_) => (404, error(404, "Not Found")),
    };
    let line = format!(
        "{} - - [{}] \"{} {} HTTP/1.1\" {status} {} \"-\" \"{}\" \"-\"",
        request.from,
        moment(&app.clock.to_string()),
        request.method,
        request.path,
        body.len(),
        request.agent
    );
    Response::new(status, body).logged(line)
}

/// `21/Nov/2026:20:28:18 +0000`
fn moment(text: &str) -> String {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let month = part(5, 7).parse::<usize>().unwrap_or(1).clamp(1, 12);
    format!("{}/{}/{}:{} +0000", part(8, 10), months[month - 1], part(0, 4), part(11, 19))
}
