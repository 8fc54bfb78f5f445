//! What the server says of a patched object that does not fit its type: apiserver
//! pkg/endpoints/handlers/patch.go and apimachinery pkg/runtime/converter.go, v1.36.

use serde_json::Value;

use super::status::{Reason, Status};
use crate::kinds::Kind;
use crate::kinds::conversion::Version;
use crate::kinds::patch::{Patch, go_text};
use crate::kinds::schema::{self, Finding, Problem};

/// The first field of a wrong type refuses the patch; else every unknown field does.
pub fn refuse_misshapen(kind: Kind, patched: &Value, patch: &Patch) -> Result<(), Status> {
    let info = kind.info();
    refuse(info.kind, info.version, kind.check(&without_header(patched)), patch)
}

/// The same for an object in another version than the store's.
pub fn refuse_misshapen_version(version: &Version, patched: &Value, patch: &Patch) -> Result<(), Status> {
    let findings = schema::check(&without_header(patched), version.table());
    refuse(version.kind.info().kind, version.short_name(), findings, patch)
}

/// Takes out the fields that no type has, and says which; a field of a wrong type refuses the patch.
pub fn drop_unknown(kind: Kind, patched: &mut Value, patch: &Patch) -> Result<Vec<String>, Status> {
    let findings = kind.check(&without_header(patched));
    if findings.iter().any(|finding| finding.problem.is_wrong_type()) {
        let info = kind.info();
        refuse(info.kind, info.version, findings, patch)?;
        return Ok(Vec::new());
    }
    kind.prune(patched);
    Ok(findings.iter().map(|finding| finding.problem.sentence(&finding.path)).collect())
}

fn without_header(object: &Value) -> Value {
    let mut fields = object.clone();
    if let Some(members) = fields.as_object_mut() {
        members.remove("apiVersion");
        members.remove("kind");
    }
    fields
}

fn refuse(kind: &str, version: &str, findings: Vec<Finding>, patch: &Patch) -> Result<(), Status> {
    if findings.is_empty() {
        return Ok(());
    }
    let handled =
        |what: &str| format!("{kind} in version \"{version}\" cannot be handled as a {kind}: {what}");
    let wrong = findings.iter().find(|finding| finding.problem.is_wrong_type());
    let status = match (wrong, patch) {
        (Some(finding), Patch::Strategic(patch)) => match finding.problem.unconverted() {
            Some(why) => Status::new(
                Reason::Invalid,
                format!("The request is invalid: patch: Invalid value: {:?}: {why}", go_text(patch)),
            ),
            None => Status::new(Reason::BadRequest, handled(&finding.problem.sentence(&finding.path))),
        },
        (Some(finding), _) => {
            Status::new(Reason::BadRequest, handled(&finding.problem.sentence(&finding.path)))
        }
        (None, _) => {
            let unknown = findings.iter().filter(|finding| finding.problem == Problem::UnknownField);
            let list: Vec<String> = unknown.map(|finding| finding.problem.sentence(&finding.path)).collect();
            Status::new(Reason::BadRequest, handled(&format!("strict decoding error: {}", list.join(", "))))
        }
    };
    Err(status)
}
