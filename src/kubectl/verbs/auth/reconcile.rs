//! `kubectl auth reconcile`: roles and bindings get what they lack. kubectl pkg/cmd/auth/reconcile.go and component-helpers
//! auth/rbac/reconciliation, v1.36: rules are compared whole, not by what they cover.

use serde_json::{Value, json};

use crate::cluster::{Key, Propagation};
use crate::kinds::Kind;
use crate::kubectl::call::flags::Flags;
use crate::kubectl::call::{Answer, Call, Started, namespace, targets};
use crate::kubectl::reach::Reach;
use crate::kubectl::{apply, manifest};

pub(super) fn reconcile(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let files = targets::named_files(call, flags)?;
    if files.is_empty() {
        return Err(Answer::failed("error: must specify one of -f and -k"));
    }
    let place = namespace(call, flags).to_owned();
    let mut answer = Answer::default();
    for (name, text) in files {
        for read in manifest::read_in(&text, call.world.api().store()) {
            let one = read.map_err(|problem| Answer::failed(&problem.text.replace("FILE", &name)))?;
            let list = match one.kind {
                Kind::Role | Kind::ClusterRole => "rules",
                Kind::RoleBinding | Kind::ClusterRoleBinding => "subjects",
                kind => {
                    let info = kind.info();
                    let what = format!("{}, Kind={}", info.api_version(), info.kind);
                    answer.add(Answer::warned(&format!(
                        "skipping {what:?}: only RBAC resources are reconciled"
                    )));
                    continue;
                }
            };
            let key = apply::key_in(&one, &place);
            let mut wanted = one.value.clone();
            if one.kind.info().namespaced {
                wanted["metadata"]["namespace"] = json!(place);
            }
            answer.add(bring(call, flags, &key, (list, wanted)));
        }
    }
    Ok(Started::Done(answer))
}

fn bring(call: &mut Call<'_>, flags: &Flags, key: &Key, (list, mut wanted): (&str, Value)) -> Answer {
    let held = call.world.api().store().object(key).map(|object| object.to_value());
    let there = held.as_ref().map(|held| held[list].items().to_vec()).unwrap_or_default();
    let asked = wanted[list].items().to_vec();
    let missing: Vec<&Value> = asked.iter().filter(|one| !there.contains(one)).collect();
    let extra: Vec<&Value> = there.iter().filter(|one| !asked.contains(one)).collect();
    let drops =
        flags.is_on(if list == "rules" { "remove-extra-permissions" } else { "remove-extra-subjects" });
    let moved = held.as_ref().is_some_and(|held| list == "subjects" && held["roleRef"] != wanted["roleRef"]);
    let what = match (&held, moved) {
        (None, _) => "create",
        (_, true) => "recreate",
        _ if missing.is_empty() && (extra.is_empty() || !drops) => "",
        _ => "update",
    };
    let kept = extra.iter().filter(|_| !drops).map(|one| (*one).clone());
    wanted[list] = json!(asked.iter().cloned().chain(kept).collect::<Vec<_>>());
    let done = call.world.act("kubectl", |api| {
        api.manager = Some("kubectl-auth");
        match what {
            "" => return Ok(()),
            "recreate" => api.delete(key, None, Propagation::Background)?,
            "update" => {
                let mut whole = held.clone().unwrap_or_default();
                whole[list] = wanted[list].clone();
                return api.update_object(key.kind.read(&whole)).map(drop);
            }
            _ => {}
        }
        api.create_object(key.kind.read(&wanted)).map(drop)
    });
    if let Err(status) = done {
        return Answer::failed(&status.to_string());
    }
    let mut answer = Answer::said(format!("{} reconciled\n", targets::called(key)));
    if !what.is_empty() {
        answer.stderr += &format!("\treconciliation required {what}\n");
        answer.stderr += &told(&format!("missing {list} added"), &missing);
        answer.stderr += &told(&format!("extra {list} {}", if drops { "removed" } else { "kept" }), &extra);
    }
    answer
}

/// The entries as Go prints its structs.
fn told(what: &str, entries: &[&Value]) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let texts = |value: &Value| value.items().iter().map(Reach::text).collect::<Vec<_>>().join(" ");
    let one = |entry: &&Value| match entry["verbs"].is_array() {
        true => format!(
            "\t\t{{Verbs:[{}] APIGroups:[{}] Resources:[{}] ResourceNames:[{}] NonResourceURLs:[{}]}}\n",
            texts(&entry["verbs"]),
            texts(&entry["apiGroups"]),
            texts(&entry["resources"]),
            texts(&entry["resourceNames"]),
            texts(&entry["nonResourceURLs"])
        ),
        false => {
            let text = |field: &str| entry[field].text();
            let group = text("apiGroup");
            let (kind, name, namespace) = (text("kind"), text("name"), text("namespace"));
            format!("\t\t{{Kind:{kind} APIGroup:{group} Name:{name} Namespace:{namespace}}}\n")
        }
    };
    format!("\t{what}:\n{}", entries.iter().map(one).collect::<String>())
}
