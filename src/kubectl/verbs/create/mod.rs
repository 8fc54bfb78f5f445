//! `kubectl create -f`, and the generators `kubectl create KIND NAME ...`, a file to a group of kinds.

mod access;
mod config;
mod policies;
mod services;
mod token;
mod workloads;

use serde_json::{Value, json};

use super::Verb;
use crate::kubectl::apply::key_in;
use crate::kubectl::call::flags::{CHANGES, FILES, Flag, Flags, OUTPUT, short_value, switch, value};
use crate::kubectl::call::{Answer, Call, Started, namespace, targets};
use crate::kubectl::editing::{self, Purpose, Subject};
use crate::kubectl::kustomize::hash;
use crate::kubectl::making::{Words, make};
use crate::kubectl::usage;
use crate::kubectl::{create, manifest, raw};

const OWN: &[Flag] = &[
    switch("save-config"),
    switch("edit"),
    switch("validate"),
    switch("append-hash"),
    value("raw"),
    short_value("replicas", 'r'),
];

pub const VERB: Verb = Verb {
    name: "create",
    flags: &[
        OWN,
        FILES,
        CHANGES,
        OUTPUT,
        workloads::FLAGS,
        config::FLAGS,
        services::FLAGS,
        access::FLAGS,
        policies::FLAGS,
        token::FLAGS,
    ],
    act,
};

/// A generator: the object it makes and how it speaks of it.
type Generator = fn(&Call<'_>, &Request<'_>) -> Result<(Value, Words), Answer>;

/// What a generator is given.
pub(super) struct Request<'a> {
    pub flags: &'a Flags,
    pub name: &'a str,
    /// What stands behind `--`.
    pub command: &'a [String],
}

impl Request<'_> {
    /// A flag's value, or pflag's complaint that it is not there.
    pub fn required(&self, name: &str) -> Result<&str, Answer> {
        self.flags
            .value(name)
            .ok_or_else(|| Answer::failed(&format!("error: required flag(s) \"{name}\" not set")))
    }

    /// The values of a flag that may be given more than once, or with commas.
    pub fn list(&self, name: &str) -> Vec<&str> {
        self.flags.all(name).iter().flat_map(|list| list.split(',')).filter(|one| !one.is_empty()).collect()
    }
}

const GENERATORS: &[(&[&str], Generator)] = &[
    (&["deployment", "deploy"], workloads::deployment),
    (&["job"], workloads::job),
    (&["cronjob", "cj"], workloads::cron_job),
    (&["configmap", "cm"], config::config_map),
    (&["namespace", "ns"], config::namespace),
    (&["serviceaccount", "sa"], config::service_account),
    (&["priorityclass", "pc"], policies::priority_class),
    (&["quota", "resourcequota"], policies::quota),
    (&["poddisruptionbudget", "pdb"], policies::disruption_budget),
    (&["ingress", "ing"], services::ingress),
    (&["role"], access::role),
    (&["clusterrole"], access::cluster_role),
    (&["rolebinding"], access::role_binding),
    (&["clusterrolebinding"], access::cluster_role_binding),
];

/// What it makes, for completion.
pub fn names() -> impl Iterator<Item = &'static str> {
    GENERATORS.iter().filter_map(|(names, _)| names.first().copied()).chain(["secret", "service"])
}

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    if let Some(sent) = raw::sent(call, flags, "POST")? {
        return Ok(sent);
    }
    let (words, command) = flags.parted();
    let Some((what, rest)) = words.split_first() else { return from_files(call, flags) };
    // Two of the kinds have a kind of their own as the second word.
    let (generator, rest): (Generator, &[String]) = match (what.as_str(), rest) {
        ("secret", [sort, rest @ ..]) => (config::secret(sort)?, rest),
        ("service" | "svc", [sort, rest @ ..]) => (services::service(sort)?, rest),
        ("secret", []) => return Err(usage::of_group("create secret")),
        ("service" | "svc", []) => return Err(usage::of_group("create service")),
        (word, rest) => match GENERATORS.iter().find(|(names, _)| names.contains(&word)) {
            Some((_, generator)) => (*generator, rest),
            None if word == "token" => {
                let [name] = rest else { return Err(one_name(words, rest.len())) };
                return token::create(call, flags, name);
            }
            None => return Err(unexpected(words)),
        },
    };
    let [name] = rest else {
        return Err(one_name(words, rest.len()));
    };
    let (mut object, words) = generator(call, &Request { flags, name, command })?;
    if flags.is_on("append-hash") {
        object["metadata"]["name"] = json!(format!("{name}-{}", hash::suffix(&object)));
    }
    make(call, flags, object, &words).map(Started::Done)
}

fn one_name(words: &[String], count: usize) -> Answer {
    let path = usage::find("create", words.iter()).map_or("create", |command| command.path);
    Answer::failed(&format!(
        "error: exactly one NAME is required, got {count}\nSee 'kubectl {path} -h' for help and examples"
    ))
}

fn unexpected(words: &[String]) -> Answer {
    let all = words.join(" ");
    Answer::failed(&format!("error: Unexpected args: [{all}]\nSee 'kubectl create -h' for help and examples"))
}

fn from_files(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let files = targets::named_files(call, flags)?;
    if files.is_empty() {
        return Err(Answer::failed("error: must specify one of -f and -k"));
    }
    let place = namespace(call, flags).to_owned();
    let saves = flags.is_on("save-config");
    if flags.is_on("edit") {
        return edited(call, &files, &place, saves);
    }
    let mut answer = Answer::default();
    for (name, text) in files {
        answer.add(Answer::of_lines(create::create_in(call.world, &place, &name, &text, saves)));
    }
    Ok(Started::Done(answer))
}

/// `--edit`: each object is shown in the editor and made of what comes back.
fn edited(call: &Call<'_>, files: &[(String, String)], place: &str, saves: bool) -> Result<Started, Answer> {
    let mut subjects = Vec::new();
    for (name, text) in files {
        for one in manifest::read_in(text, call.world.api().store()) {
            let one = one.map_err(|problem| Answer::failed(&problem.text.replace("FILE", name)))?;
            subjects.push(Subject { key: key_in(&one, place), object: one.value });
        }
    }
    let purpose = Purpose::Create { namespace: place.to_owned(), saves };
    editing::begin("kubectl create --edit", purpose, subjects)
        .ok_or_else(|| Answer::failed("error: no objects passed to create"))
}
