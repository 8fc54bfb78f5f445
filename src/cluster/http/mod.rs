//! The API server as HTTP has it: who asks, what the roles say, and what comes of a request. `curl` asks here, at the terminal and in
//! containers, and `kubectl --raw`.
//!
//! Models the handlers of k8s.io/apiserver pkg/endpoints and pkg/server/routes, v1.36. Watches, logs, `exec` and their like are not
//! answered here, and no dry runs; what is refused for that says so. A token is believed as it is (`kubectl create token` makes them).

mod discovery;
mod health;
mod reading;
mod refusal;
mod route;
mod text;
mod writing;

use super::api::{ApiServer, Client};
use super::images::Response;
use super::reading::Reader;
use super::{rbac, tokens};
use crate::sim::SimTime;
pub use refusal::Refused;
use route::{Asked, asked};

/// A request.
#[derive(Clone, Debug)]
pub struct Call<'a> {
    pub method: &'a str,
    /// With its query.
    pub path: &'a str,
    pub body: &'a str,
    /// Empty where none is said.
    pub content_type: &'a str,
    /// Who asks, as programs name themselves: people get their JSON over several lines.
    pub agent: &'a str,
    pub who: Who<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who<'a> {
    Admin,
    /// The owner of a token; nobody where it is empty.
    Token(&'a str),
}

/// What is said at a port that wants TLS to who does not speak it (Go net/http).
pub const NOT_TLS: &str = "Client sent an HTTP request to an HTTPS server.\n";

/// A status and the text that comes with it.
type Answer = Result<(u16, String), Refused>;

/// Answers a request.
pub fn serve(client: &mut Client<'_>, call: &Call<'_>) -> Response {
    let asked = asked(call.path);
    let done = allowed(client, call, &asked).and_then(|()| act(client, call, &asked));
    let (code, body) = done.unwrap_or_else(|refused| (refused.code, refused.body()));
    let wants = asked.query("pretty").map(|value| matches!(value.as_str(), "true" | "1"));
    let is_person = || ["curl", "Wget", "Mozilla/5.0"].iter().any(|agent| call.agent.starts_with(agent));
    match body.starts_with('{') && wants.unwrap_or_else(is_person) {
        true => Response::new(code, text::indented(&body)),
        false => Response::new(code, body),
    }
}

/// What comes of a request, for who does not want to see HTTP.
pub fn sent(client: &mut Client<'_>, call: &Call<'_>) -> Result<String, Refused> {
    act(client, call, &asked(call.path)).map(|(_, body)| body)
}

/// The body of the answer to a GET of the administrator's.
pub fn get(api: &ApiServer, now: SimTime, path: &str) -> Result<String, Refused> {
    read(&Reader { api, now }, &asked(path))
}

fn allowed(client: &Client<'_>, call: &Call<'_>, asked: &Asked<'_>) -> Result<(), Refused> {
    let Who::Token(token) = call.who else { return Ok(()) };
    let user = tokens::owner(client.store(), client.wall_clock(), token).ok_or_else(Refused::unauthorized)?;
    let request = asked.request(call.method);
    let verdict = rbac::decide(client.store(), &user, &request);
    match verdict.allowed {
        true => Ok(()),
        false => Err(Refused::forbidden(asked, rbac::forbidden(&user, &request, &verdict.reason))),
    }
}

fn act(client: &mut Client<'_>, call: &Call<'_>, asked: &Asked<'_>) -> Answer {
    match (call.method, asked) {
        ("GET" | "HEAD", asked) => {
            let reader = Reader { api: client.server, now: client.now() };
            Ok((200, read(&reader, asked)?))
        }
        (_, Asked::Path { .. }) => Err(Refused::method_not_allowed()),
        (_, Asked::Resource(route)) => writing::answer(client, call, route),
    }
}

fn read(reader: &Reader<'_>, asked: &Asked<'_>) -> Result<String, Refused> {
    match asked {
        Asked::Path { steps, query } => of_path(reader, steps, query),
        Asked::Resource(route) => reading::answer(reader, route),
    }
}

fn of_path(reader: &Reader<'_>, steps: &[&str], query: &str) -> Result<String, Refused> {
    let api = reader.api;
    match steps {
        [] => Ok(discovery::paths(api)),
        [endpoint @ ("healthz" | "livez" | "readyz"), check @ ..] => {
            health::answer(endpoint, &check.join("/"), query)
        }
        ["version"] => Ok(VERSION.into()),
        ["metrics"] => {
            Err(Refused::not_served("the server's metrics of itself (/metrics) are not simulated"))
        }
        ["openapi", "v3"] => Ok(discovery::openapi(api)),
        ["openapi", ..] => Err(Refused::not_served(
            "the OpenAPI documents are not served here: kubectl explain KIND shows what is in them",
        )),
        ["api"] => Ok(discovery::core(api)),
        ["apis"] => Ok(discovery::all_groups(api)),
        ["apis", group] => discovery::group(api, group),
        ["api", "v1"] => discovery::resources(api, "", "v1"),
        ["apis", group, version] => discovery::resources(api, group, version),
        _ => Err(Refused::no_such_path()),
    }
}

/// What this server says it is: v1.36.2.
const VERSION: &str = r#"{
  "major": "1",
  "minor": "36",
  "emulationMajor": "1",
  "emulationMinor": "36",
  "minCompatibilityMajor": "1",
  "minCompatibilityMinor": "35",
  "gitVersion": "v1.36.2",
  "gitCommit": "98b35193b2ac7a23a673325f5e9b830ecd5ba406",
  "gitTreeState": "clean",
  "buildDate": "2026-08-21T11:29:11Z",
  "goVersion": "go1.26.6",
  "compiler": "gc",
  "platform": "linux/amd64"
}"#;
