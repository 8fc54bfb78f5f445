//! `kubectl config`: the one context there is, and its namespace. kubectl pkg/cmd/config, v1.36.

use serde_json::json;

use super::{SERVER, Verb};
use crate::kubectl::call::flags::{Flag, Flags, OUTPUT, switch, value};
use crate::kubectl::call::{Answer, Call, Started};
use crate::kubectl::{json_template, output, tabwriter};

const OWN: &[Flag] = &[
    switch("minify"),
    switch("raw"),
    switch("flatten"),
    switch("current"),
    switch("no-headers"),
    value("user"),
];

pub const VERB: Verb = Verb { name: "config", flags: &[OWN, OUTPUT], act };

const CLUSTER: &str = "kubernetes";
const USER: &str = "admin";
const CONTEXT: &str = "admin@kubernetes";

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let words: Vec<&str> = flags.words.iter().map(String::as_str).collect();
    let text = match words.as_slice() {
        ["view"] => view(call, flags)?,
        ["current-context"] => format!("{CONTEXT}\n"),
        ["get-contexts", ..] => contexts(call, flags),
        ["get-clusters"] => format!("NAME\n{CLUSTER}\n"),
        ["get-users"] => format!("NAME\n{USER}\n"),
        ["use-context", CONTEXT] => format!("Switched to context \"{CONTEXT}\".\n"),
        ["use-context", other] => {
            return Err(Answer::failed(&format!("error: no context exists with the name: \"{other}\"")));
        }
        ["set-context", rest @ ..] => {
            let named = rest.first().copied();
            if !(flags.is_on("current") || named == Some(CONTEXT)) {
                return Err(Answer::failed(
                    "error: there is one context only, and it can be changed with --current",
                ));
            }
            let Some(namespace) = flags.value("namespace") else {
                return Err(Answer::failed("error: of a context only --namespace can be set"));
            };
            call.chosen = Some(namespace.to_owned());
            format!("Context \"{CONTEXT}\" modified.\n")
        }
        [] => return Err(Answer::failed("error: `kubectl config` needs what to do, for example `view`")),
        other => {
            return Err(Answer::failed(&format!(
                "error: `kubectl config {}` is not simulated",
                other.join(" ")
            )));
        }
    };
    Ok(Started::Done(Answer::said(text)))
}

fn view(call: &Call<'_>, flags: &Flags) -> Result<String, Answer> {
    let mut context = json!({"cluster": CLUSTER, "user": USER});
    if call.namespace != "default" {
        context["namespace"] = json!(call.namespace);
    }
    let config = json!({
        "apiVersion": "v1", "kind": "Config", "current-context": CONTEXT,
        "clusters": [{"cluster": {"certificate-authority": "pki/ca.crt", "server": SERVER}, "name": CLUSTER}],
        "contexts": [{"context": context, "name": CONTEXT}],
        "users": [{"name": USER, "user": {"client-certificate": "pki/admin.crt", "client-key": "pki/admin.key"}}],
    });
    match flags.value("output").map(|text| text.split_once('=').unwrap_or((text, ""))) {
        Some(("json", _)) => Ok(output::json(&config)),
        Some(("jsonpath", template)) => {
            json_template::print(template, &config).map_err(|why| Answer::failed(&why))
        }
        _ => Ok(output::yaml(&config)),
    }
}

fn contexts(call: &Call<'_>, flags: &Flags) -> String {
    if flags.value("output") == Some("name") {
        return format!("{CONTEXT}\n");
    }
    let namespace = if call.namespace == "default" { "" } else { call.namespace };
    let head = if flags.is_on("no-headers") { "" } else { "CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n" };
    tabwriter::align(&format!("{head}*\t{CONTEXT}\t{CLUSTER}\t{USER}\t{namespace}\n"), tabwriter::TABLE)
}
