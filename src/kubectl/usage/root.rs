//! `kubectl` without a command, with one that there is not, and `kubectl options`: kubectl pkg/cmd/cmd.go, cobra's command.go.

use super::commands;
use crate::kubectl::call::Answer;
use crate::kubectl::call::flags::{COMMON, Flag};

/// The groups of commands as kubectl lists them.
const GROUPS: &[(&str, &[&str])] = &[
    ("Basic Commands (Beginner)", &["create", "expose", "run", "set"]),
    ("Basic Commands (Intermediate)", &["explain", "get", "edit", "delete"]),
    ("Deploy Commands", &["rollout", "scale", "autoscale"]),
    (
        "Cluster Management Commands",
        &["certificate", "cluster-info", "top", "cordon", "uncordon", "drain", "taint"],
    ),
    (
        "Troubleshooting and Debugging Commands",
        &["describe", "logs", "attach", "exec", "port-forward", "proxy", "cp", "auth", "debug", "events"],
    ),
    ("Advanced Commands", &["diff", "apply", "patch", "replace", "wait", "kustomize"]),
    ("Settings Commands", &["label", "annotate", "completion"]),
    ("Other Commands", &["api-resources", "api-versions", "config", "kuberc", "plugin", "version"]),
];

/// All of kubectl.
pub fn overview() -> String {
    let mut text = "kubectl controls the Kubernetes cluster manager.\n\n Find more information at: \
        https://kubernetes.io/docs/reference/kubectl/\n"
        .to_owned();
    for (group, names) in GROUPS {
        text += &format!("\n{group}:\n");
        let known = names.iter().filter_map(|name| commands::command(name));
        text.extend(known.map(|command| format!("  {:<15} {}\n", command.path, command.short)));
    }
    text + "\nUsage:\n  kubectl [flags] [options]\n\nUse \"kubectl <command> --help\" for more information about a given \
        command.\nUse \"kubectl options\" for a list of global command-line options (applies to all commands).\n"
}

/// Arguments without a command: all of kubectl, or a flag that is wrong.
pub fn without_command(arguments: &[String]) -> Answer {
    let see = "See 'kubectl --help' for usage.";
    let known = |one: &str| {
        let name = one.trim_start_matches('-').split('=').next().unwrap_or_default();
        COMMON.iter().find(|flag| match one.starts_with("--") {
            true => flag.long == name,
            false => flag.short.is_some_and(|short| name.starts_with(short)),
        })
    };
    for (at, one) in arguments.iter().enumerate().filter(|(_, one)| one.starts_with('-')) {
        let asks_for_help = matches!(one.as_str(), "-h" | "--help");
        match (known(one), one.strip_prefix("--")) {
            _ if asks_for_help => {}
            (None, Some(name)) => {
                let name = name.split('=').next().unwrap_or_default();
                return Answer::failed(&format!("error: unknown flag: --{name}\n{see}"));
            }
            (None, None) => {
                let letter = one.chars().nth(1).unwrap_or('-');
                let rest = one.trim_start_matches('-');
                return Answer::failed(&format!(
                    "error: unknown shorthand flag: '{letter}' in -{rest}\n{see}"
                ));
            }
            (Some(flag), long) if flag.alone.is_none() && !one.contains('=') && at + 1 == arguments.len() => {
                let name = match long {
                    Some(name) => format!("--{name}"),
                    None => format!("'{}' in {one}", flag.short.unwrap_or('-')),
                };
                return Answer::failed(&format!("error: flag needs an argument: {name}\n{see}"));
            }
            _ => {}
        }
    }
    Answer::said(overview())
}

/// What every command takes, with its default.
pub fn options() -> String {
    let one = |flag: &Flag| {
        let short = flag.short.map_or_else(String::new, |short| format!("-{short}, "));
        let default = match (flag.long, flag.alone) {
            ("cache-dir", _) => "'/root/.kube/cache'",
            ("request-timeout", _) => "'0'",
            ("profile", _) => "'none'",
            ("profile-output", _) => "'profile.pprof'",
            ("log-flush-frequency", _) => "5s",
            ("as-group" | "as-user-extra", _) => "[]",
            ("v", _) => "0",
            (_, Some(_)) => "false",
            _ => "''",
        };
        format!("    {short}--{}={default}:\n\t{}\n", flag.long, about(flag.long))
    };
    let mut flags: Vec<&Flag> = COMMON.iter().collect();
    flags.sort_by_key(|flag| flag.long);
    let all: Vec<String> = flags.into_iter().map(one).collect();
    format!("The following options can be passed to any command:\n\n{}", all.join("\n"))
}

/// One sentence on a flag of every command.
fn about(name: &str) -> &'static str {
    match name {
        "namespace" => "The namespace that is meant.",
        "context" => "The context of the kubeconfig.",
        "cluster" => "The cluster of the kubeconfig.",
        "user" => "The user of the kubeconfig.",
        "kubeconfig" => "The kubeconfig.",
        "as" => "Who to ask as.",
        "as-group" => "The groups to ask as.",
        "as-uid" => "The UID to ask as.",
        "server" => "The address of the API server.",
        "token" => "The token to ask with.",
        "request-timeout" => "How long to wait for an answer of the server.",
        "v" => "How much is logged. (It changes nothing in this cluster.)",
        _ => "(It changes nothing in this cluster.)",
    }
}

/// cobra's SuggestionsMinimumDistance.
const NEAR: usize = 2;

/// A command that there is not, and those that may have been meant: cobra's SuggestionsFor.
pub fn unknown(name: &str) -> Answer {
    let lower = name.to_lowercase();
    let near = |known: &&str| {
        distance(&lower, &known.to_lowercase()) <= NEAR || known.to_lowercase().starts_with(&lower)
    };
    let all: Vec<&str> =
        GROUPS.iter().flat_map(|(_, names)| *names).copied().chain(["options", "help"]).collect();
    let meant: String = all.iter().filter(|known| near(known)).map(|known| format!("\t{known}\n")).collect();
    let hint = if meant.is_empty() { meant } else { format!("\n\nDid you mean this?\n{meant}") };
    Answer::failed(format!("error: unknown command \"{name}\" for \"kubectl\"{hint}").trim_end())
}

/// How many letters are to be changed, added or left out.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, x) in a.chars().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], at + 1);
        for (column, y) in b.iter().enumerate() {
            let best = (corner + usize::from(x != *y)).min(row[column] + 1).min(row[column + 1] + 1);
            corner = std::mem::replace(&mut row[column + 1], best);
        }
    }
    row[b.len()]
}
