//! `kubectl config`: contexts, clusters and users of ~/.kube/config. kubectl pkg/cmd/config, v1.36.

use serde_json::{Value, json};

use super::Verb;
use crate::kinds::edit::ensure;
use crate::kubectl::call::flags::{Flag, Flags, OUTPUT, switch, value};
use crate::kubectl::call::{Answer, Call, Started};
use crate::kubectl::kubeconfig::{Config, PATH};
use crate::kubectl::reach::Reach;
use crate::kubectl::usage;
use crate::kubectl::{json_template, output, tabwriter};

const OWN: &[Flag] = &[
    switch("minify"),
    switch("raw"),
    switch("flatten"),
    Flag { long: "merge", short: None, alone: Some("true") },
    switch("current"),
    switch("no-headers"),
    Flag { long: "embed-certs", short: None, alone: Some("true") },
    Flag { long: "insecure-skip-tls-verify", short: None, alone: Some("true") },
    Flag { long: "set-raw-bytes", short: None, alone: Some("true") },
    value("cluster"),
    value("user"),
    value("server"),
    value("tls-server-name"),
    value("proxy-url"),
    value("certificate-authority"),
    value("client-certificate"),
    value("client-key"),
    value("token"),
    value("username"),
    value("password"),
];

pub const VERB: Verb = Verb { name: "config", flags: &[OWN, OUTPUT], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let mut config = Config::read(call.files, call.namespace).map_err(|why| Answer::failed(&why))?;
    let words: Vec<&str> = flags.words.iter().map(String::as_str).collect();
    let names = |config: &Config, list: &str| {
        let names: String = config.names(list).iter().map(|name| format!("{name}\n")).collect();
        format!("NAME\n{names}")
    };
    let said = match words.as_slice() {
        ["view"] => return view(config, flags).map(|text| Started::Done(Answer::said(text))),
        ["current-context"] if config.current().is_empty() => {
            return Err(Answer::failed("error: current-context is not set"));
        }
        ["current-context"] => return Ok(Started::Done(Answer::said(format!("{}\n", config.current())))),
        ["get-contexts", named @ ..] => {
            return contexts(&config, flags, named).map(|text| Started::Done(Answer::said(text)));
        }
        ["get-clusters"] => return Ok(Started::Done(Answer::said(names(&config, "clusters")))),
        ["get-users"] => return Ok(Started::Done(Answer::said(names(&config, "users")))),
        _ => change(&mut config, flags, &words)?,
    };
    config.write(call);
    Ok(Started::Done(said))
}

fn change(config: &mut Config, flags: &Flags, words: &[&str]) -> Result<Answer, Answer> {
    let refuse = |why: String| Answer::failed(&format!("error: {why}"));
    let mut warned = String::new();
    let said = match words {
        ["use-context" | "use", name] => {
            if config.entry("contexts", name).is_none() {
                return Err(refuse(format!("no context exists with the name: \"{name}\"")));
            }
            config.0["current-context"] = json!(name);
            format!("Switched to context \"{name}\".\n")
        }
        ["set-context", named @ ..] => set_context(config, flags, named)?,
        ["set-cluster", name] => {
            let fields = ["server", "tls-server-name", "proxy-url", "certificate-authority"];
            set_entry(config, flags, ("clusters", name), &fields)?;
            format!("Cluster \"{name}\" set.\n")
        }
        ["set-credentials", name] => {
            let fields = ["client-certificate", "client-key", "token", "username", "password"];
            set_entry(config, flags, ("users", name), &fields)?;
            format!("User \"{name}\" set.\n")
        }
        [verb @ ("delete-context" | "delete-cluster" | "delete-user"), name] => {
            let what = verb.trim_start_matches("delete-");
            if what == "context" && config.current() == *name {
                warned = "warning: this removed your active context, use \"kubectl config use-context\" to select a \
                          different one\n"
                    .into();
            }
            if !config.remove(&format!("{what}s"), name) {
                return Err(refuse(format!("cannot delete {what} {name}, not in {PATH}")));
            }
            format!("deleted {what} {name} from {PATH}\n")
        }
        ["rename-context", old, new] => rename(config, old, new).map_err(refuse)?,
        ["set", path, text] => {
            *place(config, path).map_err(refuse)? = json!(text);
            format!("Property \"{path}\" set.\n")
        }
        ["unset", path] => {
            *place(config, path).map_err(refuse)? = Value::Null;
            prune(&mut config.0);
            format!("Property \"{path}\" unset.\n")
        }
        [] => return Err(usage::of_group("config")),
        [word, ..]
            if usage::find("config", [(*word).to_owned()].iter()).is_none_or(|one| one.path == "config") =>
        {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            return Err(usage::unknown_below("config", &words));
        }
        ["view", rest @ ..] => {
            let all = rest.join(" ");
            return Err(refuse(format!(
                "unexpected arguments: [{all}]\nSee 'kubectl config view -h' for help and examples"
            )));
        }
        [word, rest @ ..] => {
            // helpErrorf of pkg/cmd/config.
            let help = usage::find("config", [(*word).to_owned()].iter()).map(usage::for_command);
            let why = format!("error: Unexpected args: [{}]", rest.join(" "));
            return Err(Answer { stdout: help.unwrap_or_default(), ..Answer::failed(&why) });
        }
    };
    Ok(Answer { stdout: said, stderr: warned, code: 0 })
}

fn set_context(config: &mut Config, flags: &Flags, named: &[&str]) -> Result<String, Answer> {
    let name = match (named, flags.is_on("current")) {
        ([name], false) => (*name).to_owned(),
        ([], true) if config.current().is_empty() => {
            return Err(Answer::failed("error: no current context is set"));
        }
        ([], true) => config.current().to_owned(),
        ([_], true) => {
            return Err(Answer::failed("error: you cannot specify both a context name and --current"));
        }
        _ => return Err(Answer::failed("error: you must specify a non-empty context name or --current")),
    };
    let (context, is_new) = config.entry_or_new("contexts", &name).map_err(|why| Answer::failed(&why))?;
    for field in ["cluster", "user", "namespace"] {
        if let Some(text) = flags.value(field) {
            context[field] = json!(text);
        }
    }
    Ok(format!("Context \"{name}\" {}.\n", if is_new { "created" } else { "modified" }))
}

fn set_entry(
    config: &mut Config,
    flags: &Flags,
    (list, name): (&str, &str),
    fields: &[&str],
) -> Result<(), Answer> {
    let (entry, _) = config.entry_or_new(list, name).map_err(|why| Answer::failed(&why))?;
    for field in fields {
        if let Some(text) = flags.value(field) {
            entry[*field] = json!(text);
        }
    }
    if list == "clusters" && flags.value("insecure-skip-tls-verify").is_some() {
        entry["insecure-skip-tls-verify"] = json!(flags.value("insecure-skip-tls-verify") != Some("false"));
    }
    Ok(())
}

fn rename(config: &mut Config, old: &str, new: &str) -> Result<String, String> {
    if config.entry("contexts", old).is_none() {
        return Err(format!("cannot rename the context {old:?}, it's not in {PATH}"));
    }
    if config.entry("contexts", new).is_some() {
        return Err(format!(
            "cannot rename the context {old:?}, the context {new:?} already exists in {PATH}"
        ));
    }
    for one in config.0["contexts"].as_array_mut().into_iter().flatten() {
        if one["name"] == old {
            one["name"] = json!(new);
        }
    }
    if config.current() == old {
        config.0["current-context"] = json!(new);
    }
    Ok(format!("Context {old:?} renamed to {new:?}.\n"))
}

/// `contexts.NAME.namespace`, `current-context`.
fn place<'c>(config: &'c mut Config, path: &str) -> Result<&'c mut Value, String> {
    let steps: Vec<&str> = path.split('.').collect();
    match steps.as_slice() {
        [list @ ("clusters" | "contexts" | "users"), name, field] => {
            let (entry, _) = config.entry_or_new(list, name)?;
            Ok(ensure(entry, field))
        }
        [field @ "current-context"] => Ok(&mut config.0[*field]),
        _ => Err(format!("unknown property {path:?}: for example contexts.NAME.namespace")),
    }
}

/// Takes out what is null.
fn prune(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, inner| !inner.is_null());
            members.values_mut().for_each(prune);
        }
        Value::Array(items) => items.iter_mut().for_each(prune),
        _ => {}
    }
}

fn view(mut config: Config, flags: &Flags) -> Result<String, Answer> {
    if flags.is_on("minify") {
        config.minify().map_err(|why| Answer::failed(&why))?;
    }
    let shown = if flags.is_on("raw") { config.0 } else { config.shown() };
    match flags.value("output").map(|text| text.split_once('=').unwrap_or((text, ""))) {
        Some(("json", _)) => Ok(output::json(&shown)),
        Some(("jsonpath", template)) => {
            json_template::print(template, &shown).map_err(|why| Answer::failed(&why))
        }
        None | Some(("" | "yaml", _)) => Ok(output::yaml(&shown)),
        Some((other, _)) => Err(Answer::failed(&format!(
            "error: unable to match a printer suitable for the output format \"{other}\", allowed formats are: \
             go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,name,template,templatefile,yaml"
        ))),
    }
}

fn contexts(config: &Config, flags: &Flags, named: &[&str]) -> Result<String, Answer> {
    if let Some(missing) = named.iter().find(|name| config.entry("contexts", name).is_none()) {
        return Err(Answer::failed(&format!("error: context {missing} not found")));
    }
    let mut names = config.names("contexts");
    names.retain(|name| named.is_empty() || named.contains(name));
    if flags.value("output") == Some("name") {
        return Ok(names.iter().map(|name| format!("{name}\n")).collect());
    }
    let head = if flags.is_on("no-headers") { "" } else { "CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n" };
    let row = |name: &&str| {
        let context = config.entry("contexts", name).cloned().unwrap_or_default();
        let mark = if config.current() == *name { "*" } else { "" };
        let text = |field: &str| context[field].text().to_owned();
        format!("{mark}\t{name}\t{}\t{}\t{}\n", text("cluster"), text("user"), text("namespace"))
    };
    let rows: String = names.iter().map(row).collect();
    Ok(tabwriter::align(&format!("{head}{rows}"), tabwriter::TABLE))
}
