//! `kubectl rollout undo`: kubectl pkg/polymorphichelpers/rollback.go, v1.36.

use serde_json::{Map, Value, json};

use super::history::{self, REVISION, Revision};
use crate::cluster::Key;
use crate::kinds::Kind;
use crate::kinds::patch::Patch;
use crate::kubectl::apply::LAST_APPLIED;
use crate::kubectl::call::flags::Flags;
use crate::kubectl::call::{Answer, Call, targets};
use crate::kubectl::describe::{Cluster, WorldView};
use crate::kubectl::reach::Reach;

const MANAGER: &str = "kubectl-rollout";
const HASH: &str = "pod-template-hash";
/// Annotations that stay the Deployment's own.
const KEPT: [&str; 6] = [
    LAST_APPLIED,
    REVISION,
    "deployment.kubernetes.io/revision-history",
    "deployment.kubernetes.io/desired-replicas",
    "deployment.kubernetes.io/max-replicas",
    "deprecated.deployment.rollback.to",
];

pub(super) fn undo(call: &mut Call<'_>, flags: &Flags, words: &[String]) -> Result<Answer, Answer> {
    let wanted = flags.value("to-revision").unwrap_or("0");
    let wanted: i64 = wanted.parse().map_err(|_| {
        let why = format!("strconv.ParseInt: parsing {wanted:?}: invalid syntax");
        Answer::failed(&format!("error: invalid argument {wanted:?} for \"--to-revision\" flag: {why}"))
    })?;
    let found = targets::find(call, flags, words, None)?;
    let mut answer = Answer::default();
    for key in &found.keys {
        let live = WorldView(call.world).get(key.kind, &key.namespace, &key.name).unwrap_or_default();
        if !live["metadata"]["annotations"][LAST_APPLIED].text().is_empty() {
            answer.add(Answer::warned(&applied_before(key)));
        }
        answer.add(match one(call, key, &live, wanted) {
            Ok(word) => Answer::said(format!("{} {word}\n", targets::called(key))),
            Err(why) => Answer::failed(&why),
        });
    }
    answer.add(found.missing);
    Ok(answer)
}

fn applied_before(key: &Key) -> String {
    format!(
        "Warning: resource {}/{} was previously managed with 'kubectl apply'. Rolling back will not update the \
         {LAST_APPLIED} annotation, which may cause unexpected behavior on future 'kubectl apply' operations. \
         Consider using 'kubectl apply' with your previous configuration file instead.",
        key.kind.info().plural,
        key.name
    )
}

fn one(call: &mut Call<'_>, key: &Key, live: &Value, wanted: i64) -> Result<String, String> {
    let not_found = || format!("error: unable to find specified revision {wanted} in history");
    if wanted < 0 {
        return Err(not_found());
    }
    let revisions = history::of(call, key).map_err(|_| {
        format!("error: no rollbacker has been implemented for {:?}", key.kind.info().qualified_singular())
    })?;
    let target = match wanted {
        0 => revisions.iter().rev().nth(1),
        wanted => revisions.iter().find(|one| one.number == wanted),
    };
    let target = match (target, key.kind) {
        (Some(target), _) => target,
        (None, Kind::Deployment) if wanted == 0 => {
            return Err(format!("error: no rollout history found for deployment {:?}", &*key.name));
        }
        _ => return Err(not_found()),
    };
    if key.kind == Kind::Deployment && live["spec"]["paused"].flag() {
        let advice = "resume it first with 'kubectl rollout resume' and try again";
        return Err(format!("error: cannot rollback a paused deployment; {advice}"));
    }
    let template = without_hash(&target.template);
    if template == without_hash(&live["spec"]["template"]) {
        return Ok(format!("skipped rollback (current template already matches revision {wanted})"));
    }
    let patch = match key.kind {
        Kind::Deployment => of_deployment(live, target, &template),
        _ => Patch::Strategic(target.object["data"].clone()),
    };
    let done = call.world.act("kubectl", |api| {
        api.manager = Some(MANAGER);
        api.patch(key, &patch)
    });
    done.map(|_| "rolled back".to_owned())
        .map_err(|status| format!("error: failed restoring revision {wanted}: {}", status.sentence()))
}

fn without_hash(template: &Value) -> Value {
    let mut template = template.clone();
    if let Some(labels) = template["metadata"]["labels"].as_object_mut() {
        labels.remove(HASH);
    }
    if let Some(members) = template.as_object_mut() {
        members.remove("$patch");
    }
    template
}

/// The revision's template and annotations, but for those that tell of the Deployment itself.
fn of_deployment(live: &Value, target: &Revision, template: &Value) -> Patch {
    let of = |object: &Value, kept: bool| -> Map<String, Value> {
        let all = object["metadata"]["annotations"].as_object().cloned().unwrap_or_default();
        all.into_iter().filter(|(name, _)| KEPT.contains(&name.as_str()) == kept).collect()
    };
    let mut annotations = of(live, true);
    annotations.extend(of(&target.object, false));
    Patch::Json(json!([
        {"op": "replace", "path": "/spec/template", "value": template},
        {"op": "replace", "path": "/metadata/annotations", "value": annotations},
    ]))
}
