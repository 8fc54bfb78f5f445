//! `kubectl certificate approve` and `deny`: kubectl pkg/cmd/certificates, v1.36. Nobody signs what is approved.

use serde_json::{Value, json};

use super::Verb;
use crate::cluster::Key;
use crate::kinds::Kind;
use crate::kinds::patch::Patch;
use crate::kubectl::call::flags::{FILES, Flag, Flags, OUTPUT, switch};
use crate::kubectl::call::{Answer, Call, Started, targets};
use crate::kubectl::describe::{Cluster, WorldView};
use crate::kubectl::reach::Reach;
use crate::kubectl::usage;

const OWN: &[Flag] = &[switch("force")];

pub const VERB: Verb = Verb { name: "certificate", flags: &[OWN, FILES, OUTPUT], act };

/// A verdict: its condition and the words for it.
struct Verdict {
    condition: &'static str,
    other: &'static str,
    reason: &'static str,
    verb: &'static str,
    said: &'static str,
}

const APPROVE: Verdict = Verdict {
    condition: "Approved",
    other: "Denied",
    reason: "KubectlApprove",
    verb: "approve",
    said: "approved",
};
const DENY: Verdict =
    Verdict { condition: "Denied", other: "Approved", reason: "KubectlDeny", verb: "deny", said: "denied" };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let (verdict, names) = match flags.words.split_first() {
        None => return Err(usage::of_group("certificate")),
        Some((word, names)) => match word.as_str() {
            "approve" => (APPROVE, names),
            "deny" => (DENY, names),
            _ => return Err(usage::of_group("certificate")),
        },
    };
    if names.is_empty() && flags.all("filename").is_empty() {
        return Err(Answer::failed("error: one or more CSRs must be specified as <name> or -f <filename>"));
    }
    let found = targets::find(call, flags, names, Some(Kind::CertificateSigningRequest))?;
    let mut answer = found.missing;
    for key in &found.keys {
        answer.add(decide(call, key, &verdict, flags.is_on("force")));
    }
    Ok(Started::Done(answer))
}

fn decide(call: &mut Call<'_>, key: &Key, verdict: &Verdict, force: bool) -> Answer {
    let said = format!("{} {}\n", targets::called(key), verdict.said);
    let object = WorldView(call.world).get(key.kind, "", &key.name).unwrap_or_default();
    let mut conditions = object["status"]["conditions"].items().to_vec();
    let has = |kind: &str| conditions.iter().any(|one| one["type"] == kind);
    if has(verdict.condition) && !force {
        return Answer::said(said);
    }
    if has(verdict.other) {
        return Answer::failed(&format!(
            "The CertificateSigningRequest {:?} is invalid: status.conditions: Invalid value: \"{}\": {} and {} conditions are \
             mutually exclusive",
            &*key.name, verdict.other, verdict.condition, verdict.other
        ));
    }
    conditions.retain(|one| one["type"] != verdict.condition);
    conditions.push(condition(call, verdict));
    let patch = Patch::Merge(json!({"status": {"conditions": conditions}}));
    match call.world.act("kubectl", |api| api.patch_status(key, &patch)) {
        Ok(_) => Answer::said(said),
        Err(status) => Answer::failed(&status.to_string()),
    }
}

fn condition(call: &Call<'_>, verdict: &Verdict) -> Value {
    let now = call.world.api().wall_clock(call.world.now()).to_string();
    json!({
        "type": verdict.condition, "status": "True", "reason": verdict.reason,
        "message": format!("This CSR was {} by kubectl certificate {}.", verdict.said, verdict.verb),
        "lastUpdateTime": now, "lastTransitionTime": now,
    })
}
