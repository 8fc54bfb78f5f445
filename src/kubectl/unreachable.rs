//! What kubectl says when nobody answers at the API server's address: the machines are stopped, or there are none.
//!
//! Models client-go discovery/cached/memory (the lines of klog), kubectl pkg/cmd/util/helpers.go (`checkErr`) and
//! pkg/util/openapi, v1.36. A stopped machine of minikube's docker driver has no route to it; without a current context
//! kubectl asks localhost:8080, where nothing listens.

use super::call::flags::Flags;
use super::call::{Answer, Call, targets};
use super::kubeconfig::Config;
use crate::cluster::Machines;

/// Where kubectl asks without a configuration.
const NO_CONTEXT: &str = "http://localhost:8080";
/// How often the list of groups is asked for before a command gives up.
const TRIES: usize = 5;
/// Verbs that ask nobody.
const LOCAL: [&str; 7] = ["completion", "config", "kustomize", "options", "plugin", "alpha", "kuberc"];

/// Refuses a verb that needs the API server while there is none to be reached.
pub fn refuse(call: &Call<'_>, verb: &str, flags: &Flags) -> Result<(), Answer> {
    if call.world.machines() == Machines::Running || needs_nobody(verb, flags) {
        return Ok(());
    }
    let server = server(call, flags);
    let failure = Failure::of(&server);
    Err(match verb {
        "apply" | "create" if has_files(flags) && flags.value("validate") != Some("false") => {
            let path = first_file(call, flags)?;
            failure.invalid(&path)
        }
        "version" => {
            let own = Answer::said("Client Version: v1.36.2\nKustomize Version: v5.8.1\n");
            Answer { stdout: own.stdout, ..Answer::failed(&failure.last()) }
        }
        "cluster-info" => {
            let hint = "\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n";
            Answer { stdout: hint.into(), ..failure.answer(call) }
        }
        _ => failure.answer(call),
    })
}

fn needs_nobody(verb: &str, flags: &Flags) -> bool {
    let dry = matches!(flags.value("dry-run"), Some("client" | "unchanged")) && !has_files(flags);
    LOCAL.contains(&verb)
        || verb == "version" && flags.is_on("client")
        || dry && matches!(verb, "create" | "run")
}

fn has_files(flags: &Flags) -> bool {
    !flags.all("filename").is_empty()
}

/// What the first file is called; one that is not there is said first.
fn first_file(call: &Call<'_>, flags: &Flags) -> Result<String, Answer> {
    let files = targets::named_files(call, flags)?;
    Ok(files.into_iter().next().map(|(path, _)| path).unwrap_or_default())
}

fn server(call: &Call<'_>, flags: &Flags) -> String {
    let config = Config::read(call.files, call.namespace).ok();
    let of_config = config.as_ref().and_then(Config::server);
    flags.value("server").or(of_config).unwrap_or(NO_CONTEXT).to_owned()
}

/// A connection that did not come about.
struct Failure {
    /// `https://192.168.49.2:8443`
    server: String,
    /// `dial tcp 192.168.49.2:8443: connect: no route to host`
    why: String,
    refused: bool,
}

impl Failure {
    fn of(server: &str) -> Failure {
        let host = server.split_once("://").map_or(server, |(_, host)| host).trim_end_matches('/');
        let refused = host.starts_with("localhost") || host.starts_with("127.");
        let address = host.replace("localhost", "127.0.0.1");
        let word = if refused { "connection refused" } else { "no route to host" };
        Failure { server: server.to_owned(), why: format!("dial tcp {address}: connect: {word}"), refused }
    }

    /// What ends the command.
    fn last(&self) -> String {
        let host = self.server.split_once("://").map_or(self.server.as_str(), |(_, host)| host);
        match self.refused {
            true => format!(
                "The connection to the server {host} was refused - did you specify the right host or port?"
            ),
            false => format!("Unable to connect to the server: {}", self.why),
        }
    }

    /// What the client's cache of groups logs, then the end.
    fn answer(&self, call: &Call<'_>) -> Answer {
        let now = call.world.now();
        let clock = call.world.api().wall_clock(now).to_string();
        let stamp = format!("{}{} {}.{:06}", &clock[5..7], &clock[8..10], &clock[11..19], now.0 % 1_000_000);
        let log = format!(
            "E{stamp}   10001 memcache.go:265] \"Unhandled Error\" err=\"couldn't get current server API group list: \
             Get \\\"{}/api?timeout=32s\\\": {}\"\n",
            self.server, self.why
        );
        Answer { stdout: String::new(), stderr: format!("{}{}\n", log.repeat(TRIES), self.last()), code: 1 }
    }

    /// A manifest could not be held against the server's schema.
    fn invalid(&self, path: &str) -> Answer {
        Answer::failed(&format!(
            "error: error validating {path:?}: error validating data: failed to download openapi: Get \
             \"{}/openapi/v2?timeout=32s\": {}; if you choose to ignore these errors, turn validation off with \
             --validate=false",
            self.server, self.why
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_refused_or_not_reached() {
        let far = Failure::of("https://192.168.49.2:8443");
        let no_route =
            "Unable to connect to the server: dial tcp 192.168.49.2:8443: connect: no route to host";
        assert_eq!(far.last(), no_route);
        assert!(Failure::of(NO_CONTEXT).last().contains("server localhost:8080 was refused"));
        assert!(Failure::of(NO_CONTEXT).why.starts_with("dial tcp 127.0.0.1:8080"));
    }
}
