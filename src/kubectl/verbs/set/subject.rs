//! `kubectl set subject`: who a binding is for. kubectl pkg/cmd/set/set_subject.go, v1.36.

use serde_json::{Value, json};

use super::stored;
use crate::kinds::Kind;
use crate::kinds::patch::Patch;
use crate::kubectl::call::flags::Flags;
use crate::kubectl::call::{Answer, Call, Started, targets};
use crate::kubectl::reach::Reach;

const GROUP: &str = "rbac.authorization.k8s.io";

pub(super) fn subject(call: &mut Call<'_>, flags: &Flags, rest: &[String]) -> Result<Started, Answer> {
    targets::refuse_nothing(flags, rest)?;
    let wanted = wanted(flags)?;
    let found = targets::find(call, flags, rest, None)?;
    let mut answer = Answer::default();
    for key in &found.keys {
        if !matches!(key.kind, Kind::RoleBinding | Kind::ClusterRoleBinding) {
            let why = format!(
                "setting subjects is only supported for RoleBinding/ClusterRoleBinding, not {}",
                key.kind.info().kind
            );
            return Err(Answer::failed(&format!("error: {why}")));
        }
        let mut subjects = stored(call, key)["subjects"].items().to_vec();
        let before = subjects.len();
        for one in &wanted {
            let same =
                |held: &Value| ["kind", "name", "namespace"].iter().all(|field| held[*field] == one[*field]);
            if !subjects.iter().any(same) {
                subjects.push(one.clone());
            }
        }
        if subjects.len() == before {
            answer.add(Answer::warned(&format!(
                "info: {} {:?} was not changed",
                key.kind.info().plural,
                &*key.name
            )));
            continue;
        }
        let patch = Patch::Merge(json!({"subjects": subjects}));
        let done = call.world.act("kubectl", |api| {
            api.manager = Some("kubectl-set");
            api.patch(key, &patch)
        });
        answer.add(match done {
            Ok(_) => Answer::said(format!("{} subjects updated\n", targets::called(key))),
            Err(status) => Answer::failed(&status.to_string()),
        });
    }
    answer.add(found.missing);
    Ok(Started::Done(answer))
}

/// What `--user`, `--group` and `--serviceaccount` name.
fn wanted(flags: &Flags) -> Result<Vec<Value>, Answer> {
    let mut all = Vec::new();
    for (flag, kind) in [("user", "User"), ("group", "Group")] {
        let names = flags.all(flag).iter().flat_map(|list| list.split(','));
        all.extend(names.map(|name| json!({"apiGroup": GROUP, "kind": kind, "name": name})));
    }
    for text in flags.all("serviceaccount").iter().flat_map(|list| list.split(',')) {
        match text.split_once(':').filter(|(namespace, name)| !namespace.is_empty() && !name.is_empty()) {
            Some((namespace, name)) => {
                all.push(json!({"kind": "ServiceAccount", "name": name, "namespace": namespace}));
            }
            None => return Err(Answer::failed("error: serviceaccount must be <namespace>:<name>")),
        }
    }
    match all.is_empty() {
        true => {
            Err(Answer::failed("error: you must specify at least one value of user, group or serviceaccount"))
        }
        false => Ok(all),
    }
}
