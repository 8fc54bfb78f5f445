//! kodekloud/simple-webapp-mysql: a page that says whether it reached its database, by the variables DB_Host, DB_User and
//! DB_Password. Deviation: it does not ask the database; it is reached when all three are set.

use super::{App, ImageModel, Request, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["kodekloud/simple-webapp-mysql", "mmumshad/simple-webapp-mysql"],
    size_bytes: 38_000_000,
    listens_after: Span::from_millis(700),
    ports: &[8080],
    server: true,
    rest_cpu_milli: 1,
    rest_memory_bytes: 27 << 20,
    memory_per_request_bytes: 32 << 10,
    cpu_per_request_us: 800,
    on_sigterm: None,
    shell: true,
    respond,
    start_log: &[" * Running on http://0.0.0.0:8080/ (Press CTRL+C to quit)"],
    entrypoint: &["python", "app.py"],
    ..ImageModel::BASE
};

const VARIABLES: [&str; 4] = ["DB_Host", "DB_Database", "DB_User", "DB_Password"];

fn respond(request: &Request<'_>, app: &App<'_>) -> Response {
    if request.path != "/" {
        return Response::new(404, "Not Found\n");
    }
    let value = |name: &str| app.variables.get(name).cloned().unwrap_or_else(|| "Not Set".to_owned());
    let said: Vec<String> = VARIABLES.iter().map(|name| format!("{name}={}", value(name))).collect();
    let connected =
        ["DB_Host", "DB_User", "DB_Password"].iter().all(|name| app.variables.contains_key(*name));
    let (color, outcome) = match connected {
        true => ("#39b54b", "Successfully connected to the MySQL database."),
        false => ("#ff3f3f", "Failed connecting to the MySQL database."),
    };
    let body = format!(
        "<body style=\"background: {color};\"><h3>{outcome}</h3><p>Environment Variables: {}</p><p>From {}!</p></body>\n",
        said.join("; "),
        app.pod_name
    );
    Response::new(200, body).logged(format!("{} - - \"GET / HTTP/1.1\" 200 -", request.from))
}
