//! kubetm/app, the course's own application: it tells its host and version, says whether it is well, can be made to answer 500,
//! to sleep and to end; a CPU cost that an autoscaler sees.
//!
//! A request costs so much CPU that a shell loop of `curl` with `sleep 0.01` (about 70 a second) makes
//! the notes' CPU lab grow from two pods to seven.

use super::{App, ImageModel, Request, Response};
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["kubetm/app"],
    size_bytes: 250_000_000,
    listens_after: Span::from_millis(1500),
    ports: &[8080],
    server: true,
    rest_cpu_milli: 1,
    rest_memory_bytes: 3 << 20,
    memory_per_request_bytes: 64 << 10,
    cpu_per_request_us: 400,
    on_sigterm: None,
    shell: true,
    respond,
    start_log: &["Server listening on port 8080"],
    entrypoint: &["node", "app.js"],
    ..ImageModel::BASE
};

/// Any part of a path that is a word of the app's is heard. A status that was set is that of all answers from then on.
fn respond(request: &Request<'_>, app: &App<'_>) -> Response {
    let (path, host) = (request.path.split('?').next().unwrap_or_default(), app.pod_name);
    let says = |word: &str| path.contains(word);
    let status = if app.faulty { 500 } else { 200 };
    let text = |text: String| Response::new(status, text);
    let answer = if says("hostname") || says("ingress1") || says("ingress2") {
        text(format!("Hostname : {host}\n"))
    } else if says("version") {
        text(format!("Version : {}\n", if app.tag == "latest" { "v1" } else { app.tag }))
    } else if says("health") {
        text(if app.faulty {
            format!("{host} : Internal Server Error\n")
        } else {
            format!("{host} is Running\n")
        })
    } else if says("status") {
        let broken = says("500");
        let to = if broken { 500 } else { 200 };
        text(format!("Status Code has Changed to {to}\n")).turning(broken)
    } else if says("sleep") && (says("30") || says("100")) {
        let seconds = if says("30") { 30 } else { 100 };
        Response { takes: Span::from_secs(seconds), ..text(format!("Sleep {seconds}\n")) }
    } else if says("termination") {
        Response { exits: Some((0, "User called process.exit()")), ..text(String::new()) }
    } else {
        text("No defined Path.\n".into())
    };
    let moment = jiff::Timestamp::from_second(app.clock.0).unwrap_or_default();
    let moment = moment.strftime("%a %b %d %Y %H:%M:%S GMT+0000 (Coordinated Universal Time)");
    answer.logged(format!("Time: {moment}, Response Path : {path}"))
}
