//! What the Tab key offers: commands, kubectl's verbs, flags and kinds, the names of objects and files.

use super::{HOME, Terminal, programs};
use crate::cluster::World;
use crate::kinds::Kind;
use crate::kubectl::verbs;
use crate::sh::tools;

/// Candidates at most.
const LIMIT: usize = 200;
/// Programs besides the tools.
const PROGRAMS: [&str; 27] = [
    "alias", "clear", "cp", "curl", "date", "export", "helm", "history", "k", "kubectl", "kubectx", "kubens",
    "ls", "minikube", "mkdir", "mv", "nslookup", "openssl", "ping", "rm", "sleep", "tee", "touch", "unset",
    "watch", "wget", "xargs",
];

pub fn complete(terminal: &Terminal, world: &World, line: &str, cursor: usize) -> (usize, Vec<String>) {
    let before: Vec<char> = line.chars().take(cursor).collect();
    let begin = before.iter().rposition(|one| matches!(one, ' ' | '|' | ';' | '&' | '(' | '<' | '>' | '\t'));
    let start = begin.map_or(0, |at| at + 1);
    let typed: String = before[start..].iter().collect();
    let command_begin =
        before.iter().rposition(|one| matches!(one, '|' | ';' | '&' | '(')).map_or(0, |at| at + 1);
    let words: String = before[command_begin.min(start)..start].iter().collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    let all = candidates(terminal, world, &words, &typed);
    let mut fitting: Vec<String> = all.into_iter().filter(|one| one.starts_with(&typed)).collect();
    fitting.sort();
    fitting.dedup();
    fitting.truncate(LIMIT);
    (start, fitting)
}

fn candidates(terminal: &Terminal, world: &World, words: &[&str], typed: &str) -> Vec<String> {
    match words {
        [] => {
            let tools = tools::names().chain(PROGRAMS).map(str::to_owned);
            let tools = tools.chain(programs::names().map(str::to_owned));
            tools.chain(terminal.machine.state().aliases().map(str::to_owned)).collect()
        }
        ["kubectl" | "k", rest @ ..] => kubectl(terminal, world, rest, typed),
        ["kubens"] => names(world, Kind::Namespace, None),
        ["watch" | "sudo" | "time", rest @ ..] if !rest.is_empty() => {
            candidates(terminal, world, rest, typed)
        }
        ["watch" | "sudo" | "time"] => candidates(terminal, world, &[], typed),
        _ => files(terminal, typed),
    }
}

fn kubectl(terminal: &Terminal, world: &World, words: &[&str], typed: &str) -> Vec<String> {
    let (namespace, words) = without_namespace(words);
    let namespace = namespace.unwrap_or_else(|| terminal.place());
    let Some((verb, rest)) = words.split_first() else {
        return verbs::names().map(str::to_owned).collect();
    };
    if typed.starts_with('-') {
        return verbs::flags(verb).iter().map(|flag| format!("--{flag}")).collect();
    }
    match rest.last() {
        Some(&"-n" | &"--namespace") => return names(world, Kind::Namespace, None),
        Some(&"-f" | &"--filename" | &"-k") => return files(terminal, typed),
        Some(&"-o" | &"--output") => {
            let formats = ["json", "yaml", "wide", "name", "jsonpath=", "custom-columns="];
            return formats.map(str::to_owned).to_vec();
        }
        _ => {}
    }
    let plain: Vec<&str> = rest.iter().copied().filter(|one| !one.starts_with('-')).collect();
    let named = |kind: Kind| names(world, kind, Some(namespace));
    match (*verb, plain.as_slice()) {
        ("logs" | "exec" | "attach" | "port-forward", []) => named(Kind::Pod),
        ("cordon" | "uncordon" | "drain", _) => named(Kind::Node),
        ("rollout", []) => {
            ["history", "pause", "restart", "resume", "status", "undo"].map(str::to_owned).to_vec()
        }
        ("rollout", [_, rest @ ..]) | ("set", [_, rest @ ..]) => of_kind(world, rest, namespace, typed),
        ("set", []) => ["env", "image", "resources", "selector"].map(str::to_owned).to_vec(),
        ("create", []) => verbs::creatable().map(str::to_owned).collect(),
        ("config", []) => ["current-context", "get-contexts", "set-context", "use-context", "view"]
            .map(str::to_owned)
            .to_vec(),
        ("top", []) => ["node", "pod"].map(str::to_owned).to_vec(),
        ("top", [kind]) => Kind::of_word(kind).map(named).unwrap_or_default(),
        ("api-resources" | "version" | "cluster-info" | "run" | "create" | "config", _) => Vec::new(),
        (_, rest) => of_kind(world, rest, namespace, typed),
    }
}

/// A kind, then names of it; or `KIND/NAME`.
fn of_kind(world: &World, words: &[&str], namespace: &str, typed: &str) -> Vec<String> {
    if let Some((kind, _)) = typed.split_once('/') {
        let found = Kind::of_word(kind).map(|found| names(world, found, Some(namespace))).unwrap_or_default();
        return found.into_iter().map(|name| format!("{kind}/{name}")).collect();
    }
    match words.first() {
        None => {
            let mut all: Vec<String> = Vec::new();
            for kind in Kind::ALL {
                let info = kind.info();
                all.push(info.plural.to_owned());
                all.extend(info.short.iter().map(|short| (*short).to_owned()));
                all.push(info.kind.to_lowercase());
            }
            all
        }
        Some(kind) => Kind::of_word(kind).map(|kind| names(world, kind, Some(namespace))).unwrap_or_default(),
    }
}

fn without_namespace<'a>(words: &[&'a str]) -> (Option<&'a str>, Vec<&'a str>) {
    let at = words.iter().position(|word| matches!(*word, "-n" | "--namespace"));
    match at.and_then(|at| Some((at, *words.get(at + 1)?))) {
        Some((at, namespace)) => {
            let rest = words.iter().enumerate().filter(|(place, _)| *place != at && *place != at + 1);
            (Some(namespace), rest.map(|(_, word)| *word).collect())
        }
        None => (None, words.to_vec()),
    }
}

fn names(world: &World, kind: Kind, namespace: Option<&str>) -> Vec<String> {
    let all = world.api().store().objects(kind).map(|(key, _)| key);
    let inside = |key: &&crate::cluster::Key| {
        !kind.info().namespaced || namespace.is_none_or(|namespace| *key.namespace == *namespace)
    };
    all.filter(inside).map(|key| key.name.to_string()).collect()
}

fn files(terminal: &Terminal, typed: &str) -> Vec<String> {
    let directory = &terminal.machine.state().directory;
    let here = directory.strip_prefix(HOME).map(|rest| rest.trim_start_matches('/'));
    let inside = |name: &String| match here {
        Some("") => Some(name.clone()),
        Some(here) => name.strip_prefix(here)?.strip_prefix('/').map(str::to_owned),
        None => name.strip_prefix(directory)?.strip_prefix('/').map(str::to_owned),
    };
    let depth = typed.split('/').count();
    let cut = |name: String| {
        let steps: Vec<&str> = name.split('/').collect();
        match steps.len() > depth {
            true => format!("{}/", steps[..depth].join("/")),
            false => name.clone(),
        }
    };
    terminal.files.keys().filter_map(inside).map(cut).filter(|name| !name.is_empty()).collect()
}
