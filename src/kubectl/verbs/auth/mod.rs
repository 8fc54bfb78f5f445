//! `kubectl auth can-i`, `kubectl auth whoami` and `kubectl auth reconcile`: kubectl pkg/cmd/auth, v1.36.
//!
//! The roles and bindings of the cluster are asked; nothing else in the simulator refuses anybody anything. The roles
//! a cluster begins with are in `cluster/default_roles`.

mod reconcile;

use serde_json::{Value, json};

use super::Verb;
use crate::cluster::rbac::{self, Request, ResourceRequest, User};
use crate::kinds::Kind;
use crate::kinds::codec::Codec;
use crate::kubectl::call::flags::{CHANGES, FILES, Flag, Flags, OUTPUT, short_switch, switch, value};
use crate::kubectl::call::{Answer, Call, Started, namespace};
use crate::kubectl::describe::{WorldView, rule_rows};
use crate::kubectl::output_format::Format;
use crate::kubectl::usage;
use crate::kubectl::{get, tabwriter};

const OWN: &[Flag] = &[
    value("subresource"),
    switch("list"),
    short_switch("quiet", 'q'),
    switch("no-headers"),
    short_switch("all-namespaces", 'A'),
    switch("remove-extra-permissions"),
    switch("remove-extra-subjects"),
];

pub const VERB: Verb = Verb { name: "auth", flags: &[OWN, FILES, CHANGES, OUTPUT], act };

const ADMIN: &str = "kubernetes-admin";

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let words: Vec<&str> = flags.words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["whoami"] => whoami(flags).map(Started::Done),
        ["reconcile"] => reconcile::reconcile(call, flags),
        ["can-i"] if flags.is_on("list") => Ok(Started::Done(list(call, flags))),
        ["can-i", verb, resource, rest @ ..] => {
            Ok(Started::Done(can_i(call, flags, (verb, resource), rest.first().copied())))
        }
        ["can-i", ..] => Err(Answer::failed(
            "error: you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth \
             can-i -h' for help and examples.",
        )),
        [] => Err(usage::of_group("auth")),
        _ => Err(usage::unknown_below("auth", &flags.words)),
    }
}

/// Who asks: the admin, or whom `--as` names.
fn user(flags: &Flags) -> User {
    let Some(name) = flags.value("as") else {
        let groups = ["system:masters", "system:authenticated"].map(str::to_owned).to_vec();
        return User { name: ADMIN.into(), groups };
    };
    let mut groups: Vec<String> = flags.all("as-group").to_vec();
    if let Some((place, _)) =
        name.strip_prefix("system:serviceaccount:").and_then(|rest| rest.split_once(':'))
    {
        groups.extend(["system:serviceaccounts".to_owned(), format!("system:serviceaccounts:{place}")]);
    }
    groups.push("system:authenticated".into());
    User { name: name.to_owned(), groups }
}

/// The server's refusal of what somebody else may not do (`--as`); other verbs than these are not asked for them.
pub(super) fn refuse(call: &Call<'_>, verb: &str, flags: &Flags) -> Result<(), Answer> {
    if flags.value("as").is_none() || verb == "auth" {
        return Ok(());
    }
    let given = verb;
    let words: Vec<&str> = flags.words.iter().map(String::as_str).collect();
    let (word, object) = match words.as_slice() {
        [first, ..] if first.contains('/') => first.split_once('/').map_or((*first, ""), |parts| parts),
        [first, rest @ ..] => (*first, rest.first().copied().unwrap_or_default()),
        [] => ("", ""),
    };
    let bare = matches!(verb, "logs" | "exec" | "attach" | "port-forward") && object.is_empty();
    let (word, object) = match given {
        "run" => ("pods", ""),
        _ if bare => ("pods", word),
        _ => (word, object),
    };
    let (verb, subresource) = match (verb, object) {
        ("get" | "describe" | "top", "") => ("list", ""),
        ("get" | "describe", _) => ("get", ""),
        ("run", _) => ("create", ""),
        ("delete" | "create", _) => (verb, ""),
        ("label" | "annotate" | "patch" | "edit" | "set" | "rollout" | "taint", _) => ("patch", ""),
        ("scale", _) => ("patch", "scale"),
        ("logs", _) => ("get", "log"),
        ("exec", _) => ("create", "exec"),
        ("attach", _) => ("create", "attach"),
        ("port-forward", _) => ("create", "portforward"),
        _ => return Err(Answer::failed(&format!("error: `kubectl {verb} --as` is not simulated"))),
    };
    // `set image KIND`, `rollout restart KIND`: the object stands one word further.
    let further = |at: usize| words.get(at).copied().unwrap_or_default();
    let (word, object) = match given {
        "set" | "rollout" => match further(1).split_once('/') {
            Some((word, name)) => (word, name),
            None => (further(1), further(2)),
        },
        _ => (word, object),
    };
    let kind = get::kind(&WorldView(call.world), word).map_err(|why| Answer::failed(&why))?;
    let info = kind.info();
    let everywhere = !info.namespaced || flags.is_on("all-namespaces");
    let place = if everywhere { "" } else { namespace(call, flags) };
    let request = Request::Resource(ResourceRequest {
        verb: verb.to_owned(),
        group: info.group.to_owned(),
        resource: info.plural.to_owned(),
        subresource: subresource.to_owned(),
        name: if given == "create" { String::new() } else { object.to_owned() },
        namespace: place.to_owned(),
    });
    let user = user(flags);
    let verdict = rbac::decide(call.world.api().store(), &user, &request);
    if verdict.allowed {
        return Ok(());
    }
    let why = rbac::forbidden(&user, &request, &verdict.reason);
    Err(Answer::failed(&match given {
        "create" => format!("error: failed to create {}: {why}", info.singular),
        _ => format!("Error from server (Forbidden): {why}"),
    }))
}

fn list(call: &Call<'_>, flags: &Flags) -> Answer {
    let rules = rbac::rules_for(call.world.api().store(), &user(flags), namespace(call, flags));
    let rules: Vec<Value> = rules.iter().filter_map(Codec::to_value).collect();
    let mut text = String::new();
    if !flags.is_on("no-headers") {
        text += "Resources\tNon-Resource URLs\tResource Names\tVerbs\n";
    }
    rule_rows(&rules).iter().for_each(|row| text += &format!("{row}\n"));
    Answer::said(tabwriter::align(&text, tabwriter::TABLE))
}

/// The certificate's fingerprint, as the server names the credential of the admin.
const CREDENTIAL: &str = "X509SHA256=4b7562617269756d2061646d696e206365727469666963617465206f6e652030";

fn whoami(flags: &Flags) -> Result<Answer, Answer> {
    let user = user(flags);
    let format = Format::of(flags)?;
    if format != Format::Words {
        let mut info = json!({"groups": user.groups, "username": user.name});
        if flags.value("as").is_none() {
            info["extra"] = json!({"authentication.kubernetes.io/credential-id": [CREDENTIAL]});
        }
        let review = json!({
            "apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview",
            "metadata": {"creationTimestamp": null}, "status": {"userInfo": info},
        });
        return format.print(&review).map(Answer::said).map_err(|why| Answer::failed(&why));
    }
    let groups = user.groups.join(" ");
    let mut text = format!("ATTRIBUTE\tVALUE\nUsername\t{}\nGroups\t[{groups}]\n", user.name);
    if flags.value("as").is_none() {
        text += &format!("Extra: authentication.kubernetes.io/credential-id\t[{CREDENTIAL}]\n");
    }
    Ok(Answer::said(tabwriter::align(&text, tabwriter::TABLE)))
}

/// pkg/cmd/auth/cani.go: resourceVerbs, nonResourceURLVerbs.
const RESOURCE_VERBS: &[&str] = &[
    "*",
    "get",
    "list",
    "watch",
    "create",
    "update",
    "patch",
    "delete",
    "deletecollection",
    "use",
    "bind",
    "impersonate",
    "approve",
    "sign",
    "escalate",
    "attest",
];
const PATH_VERBS: &[&str] = &["*", "get", "put", "post", "head", "options", "delete", "patch"];

fn can_i(call: &Call<'_>, flags: &Flags, (verb, resource): (&str, &str), named: Option<&str>) -> Answer {
    let (word, in_path) =
        resource.split_once('/').map_or((resource, None), |(word, name)| (word, Some(name)));
    let mut answer = Answer::default();
    let known = if resource.starts_with('/') { PATH_VERBS } else { RESOURCE_VERBS };
    if !known.contains(&verb) {
        answer.add(Answer::warned(&format!("Warning: verb '{verb}' is not a known verb\n")));
    }
    let (mut group, mut plural) = (String::new(), word.to_owned());
    match get::kind(&WorldView(call.world), word) {
        Ok(kind) => {
            (group, plural) = (kind.info().group.to_owned(), kind.info().plural.to_owned());
            let cluster_wide = !kind.info().namespaced && kind != Kind::Namespace;
            if cluster_wide && !flags.is_on("all-namespaces") {
                answer.add(Answer::warned(&scope_warning(&kind)));
            }
        }
        Err(_) if word == "*" || resource.starts_with('/') => group = "*".into(),
        Err(_) => answer.add(Answer::warned(&match word.split_once('.') {
            Some((word, group)) => {
                format!("Warning: the server doesn't have a resource type '{word}' in group '{group}'\n")
            }
            None => format!("Warning: the server doesn't have a resource type '{word}'\n"),
        })),
    }
    let place = if flags.is_on("all-namespaces") { "" } else { namespace(call, flags) };
    let request = match resource.starts_with('/') {
        true => Request::Path { verb: verb.to_owned(), path: resource.to_owned() },
        false => Request::Resource(ResourceRequest {
            verb: verb.to_owned(),
            group,
            resource: plural,
            subresource: flags.value("subresource").unwrap_or_default().to_owned(),
            name: in_path.or(named).unwrap_or_default().to_owned(),
            namespace: place.to_owned(),
        }),
    };
    let verdict = rbac::decide(call.world.api().store(), &user(flags), &request);
    if !flags.is_on("quiet") {
        let because =
            if verdict.reason.is_empty() { String::new() } else { format!(" - {}", verdict.reason) };
        answer.stdout += &if verdict.allowed { "yes\n".to_owned() } else { format!("no{because}\n") };
    }
    answer.code = i32::from(!verdict.allowed);
    answer
}

fn scope_warning(kind: &Kind) -> String {
    let info = kind.info();
    let group = if info.group.is_empty() { String::new() } else { format!(" in group '{}'", info.group) };
    format!("Warning: resource '{}' is not namespace scoped{group}\n", info.plural)
}
