//! kodekloud/webapp-color: a page in a colour, which arguments (`--color green`), `APP_COLOR` or the tag (v1 blue, v2 green) name.

use super::{App, ImageModel, Request, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["kodekloud/webapp-color", "mmumshad/simple-webapp-color"],
    size_bytes: 32_000_000,
    listens_after: Span::from_millis(700),
    ports: &[8080],
    server: true,
    rest_cpu_milli: 1,
    rest_memory_bytes: 25 << 20,
    memory_per_request_bytes: 32 << 10,
    cpu_per_request_us: 700,
    on_sigterm: None,
    shell: true,
    respond,
    start_log: &[
        " * Serving Flask app \"app\" (lazy loading)",
        " * Running on http://0.0.0.0:8080/ (Press CTRL+C to quit)",
    ],
    entrypoint: &["python", "app.py"],
    ..ImageModel::BASE
};

fn respond(request: &Request<'_>, app: &App<'_>) -> Response {
    let color = color(app);
    let (body, status) = match request.path {
        "/" => (
            format!("<body style=\"background: {color};\"><h1>Hello from {}!</h1></body>\n", app.pod_name),
            200,
        ),
        "/color" => (color.to_owned(), 200),
        _ => ("Not Found\n".to_owned(), 404),
    };
    Response::new(status, body)
        .logged(format!("{} - - \"GET {} HTTP/1.1\" {status} -", request.from, request.path))
}

fn color<'a>(app: &App<'a>) -> &'a str {
    let words = app.container.args.iter().chain(&app.container.command);
    let words: Vec<&'a str> = words.map(String::as_str).collect();
    let joined = words.iter().find_map(|word| word.strip_prefix("--color="));
    let apart = words.iter().position(|word| *word == "--color").and_then(|at| words.get(at + 1).copied());
    let variable = app.variables.get("APP_COLOR").map(String::as_str);
    let of_tag = match app.tag {
        "v2" => "green",
        "v3" => "red",
        _ => "blue",
    };
    joined.or(apart).or(variable.filter(|color| !color.is_empty())).unwrap_or(of_tag)
}
