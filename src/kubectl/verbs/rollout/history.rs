//! `kubectl rollout history`: the revisions there are, or the template of one of them.
//!
//! Models kubectl pkg/polymorphichelpers/history.go, v1.36: a Deployment's revisions are its ReplicaSets, those of
//! DaemonSets and StatefulSets are ControllerRevisions.

use serde_json::Value;

use crate::cluster::Key;
use crate::kinds::Kind;
use crate::kubectl::call::flags::Flags;
use crate::kubectl::call::{Answer, Call, targets};
use crate::kubectl::describe::{Cluster, WorldView, describe_template};
use crate::kubectl::reach::{Reach, controller};
use crate::kubectl::tabwriter;

pub(super) const REVISION: &str = "deployment.kubernetes.io/revision";
const CHANGE_CAUSE: &str = "kubernetes.io/change-cause";

/// A revision of a workload.
pub(super) struct Revision {
    pub number: i64,
    /// The pod template.
    pub template: Value,
    /// The object that keeps it.
    pub object: Value,
}

pub(super) fn history(call: &Call<'_>, flags: &Flags, words: &[String]) -> Result<Answer, Answer> {
    let number = flags.value("revision").unwrap_or("0");
    let number: i64 = number.parse().map_err(|_| {
        let why = format!("strconv.ParseInt: parsing {number:?}: invalid syntax");
        Answer::failed(&format!("error: invalid argument {number:?} for \"--revision\" flag: {why}"))
    })?;
    if number < 0 {
        return Err(Answer::failed(&format!("error: revision must be a positive integer: {number}")));
    }
    let found = targets::find(call, flags, words, None)?;
    let mut answer = Answer::default();
    for key in &found.keys {
        let revisions = of(call, key)?;
        let (with, text) = match number {
            0 => (String::new(), listed(&revisions)),
            number => (format!("with revision #{number}"), template(&revisions, number)?),
        };
        answer.stdout += &format!("{} {with}\n{text}\n", targets::called(key));
    }
    answer.add(found.missing);
    Ok(answer)
}

/// The revisions of a workload, the oldest first.
pub(super) fn of(call: &Call<'_>, key: &Key) -> Result<Vec<Revision>, Answer> {
    let view = WorldView(call.world);
    let owner = view.get(key.kind, &key.namespace, &key.name).unwrap_or_default();
    let keeper = match key.kind {
        Kind::Deployment => Kind::ReplicaSet,
        Kind::DaemonSet | Kind::StatefulSet => Kind::ControllerRevision,
        other => {
            let plural = other.info().qualified_plural();
            return Err(Answer::failed(&format!(
                "error: no history viewer has been implemented for {plural}"
            )));
        }
    };
    let mine = |one: &Value| controller(one).is_some_and(|holder| holder["uid"] == owner["metadata"]["uid"]);
    let all = view.list(keeper, Some(&key.namespace)).into_iter().filter(mine);
    let mut revisions: Vec<Revision> = all.filter_map(revision).collect();
    revisions.sort_by_key(|one| one.number);
    Ok(revisions)
}

fn revision(object: Value) -> Option<Revision> {
    let (number, template) = match object["kind"].text() {
        "ReplicaSet" => {
            let number = object["metadata"]["annotations"][REVISION].text().parse().ok()?;
            (number, object["spec"]["template"].clone())
        }
        _ => (object["revision"].int(), object["data"]["spec"]["template"].clone()),
    };
    Some(Revision { number, template, object })
}

fn cause(revision: &Revision) -> &str {
    revision.object["metadata"]["annotations"][CHANGE_CAUSE].text()
}

fn listed(revisions: &[Revision]) -> String {
    if revisions.is_empty() {
        return "No rollout history found.".into();
    }
    let mut text = "REVISION\tCHANGE-CAUSE\n".to_owned();
    for one in revisions {
        let cause = Some(cause(one)).filter(|cause| !cause.is_empty()).unwrap_or("<none>");
        text += &format!("{}\t{cause}\n", one.number);
    }
    tabwriter::align(&text, tabwriter::DESCRIBE)
}

fn template(revisions: &[Revision], number: i64) -> Result<String, Answer> {
    let found = revisions.iter().find(|one| one.number == number);
    let one = found.ok_or_else(|| Answer::failed("error: unable to find the specified revision"))?;
    let mut template = one.template.clone();
    if !cause(one).is_empty() {
        template["metadata"]["annotations"][CHANGE_CAUSE] = Value::from(cause(one));
    }
    Ok(describe_template(&template))
}
