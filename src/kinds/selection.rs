//! `-l` and `--field-selector`: which objects of a kind are meant.
//!
//! Models the field labels each kind supports (pkg/apis/*/v1/conversion.go, pkg/registry/*/strategy.go) and
//! the refusal of others, v1.36.

use serde_json::Value;

use crate::kinds::codec::Codec;
use crate::kinds::selector::{FieldSelector, Selector};
use crate::kinds::{Kind, Labels};

/// What objects must be like.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    pub labels: Selector,
    pub fields: FieldSelector,
}

impl Selection {
    /// Reads the texts of both options, empty where they were not given.
    pub fn parse(labels: &str, fields: &str) -> Result<Selection, String> {
        let labels = Selector::parse(labels).map_err(|why| format!("error: {why}"))?;
        let fields = FieldSelector::parse(fields).map_err(|why| format!("error: {why}"))?;
        Ok(Selection { labels, fields })
    }

    /// The same where the kind is known: the server refuses labels it cannot read, and names what was asked for.
    pub fn parse_for(kind: Option<Kind>, labels: &str, fields: &str) -> Result<Selection, String> {
        let Some(kind) = kind else { return Selection::parse(labels, fields) };
        match Selector::parse(labels) {
            Ok(_) => Selection::parse(labels, fields),
            Err(why) => Err(unable_to_find(kind, labels, fields, &why.to_string())),
        }
    }

    /// The server's refusal of a field that cannot be selected by.
    pub fn check(&self, kind: Kind) -> Result<(), String> {
        let unknown = self.fields.terms.iter().find(|term| !labels_of(kind).contains(&term.field.as_str()));
        let Some(term) = unknown else { return Ok(()) };
        let why = match kind {
            Kind::Pod | Kind::Event | Kind::Node | Kind::Namespace | Kind::Secret => {
                format!("field label not supported: {}", term.field)
            }
            _ => format!(
                "\"{}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"",
                term.field
            ),
        };
        Err(unable_to_find(kind, &self.labels.to_string(), &self.fields.to_string(), &why))
    }

    pub fn selects(&self, object: &Value) -> bool {
        self.labels.matches(&Labels::from_value(&object["metadata"]["labels"]))
            && self.fields.matches(|field| text_at(object, field))
    }
}

fn unable_to_find(kind: Kind, labels: &str, fields: &str, why: &str) -> String {
    let info = kind.info();
    let group = if info.group.is_empty() { format!("/{}", info.version) } else { info.api_version() };
    format!(
        "Error from server (BadRequest): Unable to find \"{group}, Resource={}\" that match label selector \"{labels}\", \
         field selector \"{fields}\": {why}",
        info.plural
    )
}

const COMMON: [&str; 2] = ["metadata.name", "metadata.namespace"];
const POD: [&str; 10] = [
    "metadata.name",
    "metadata.namespace",
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "spec.hostNetwork",
    "status.phase",
    "status.podIP",
    "status.nominatedNodeName",
];
const EVENT: [&str; 12] = [
    "metadata.name",
    "metadata.namespace",
    "involvedObject.kind",
    "involvedObject.namespace",
    "involvedObject.name",
    "involvedObject.uid",
    "involvedObject.apiVersion",
    "involvedObject.fieldPath",
    "reason",
    "reportingComponent",
    "source",
    "type",
];

fn labels_of(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Pod => &POD,
        Kind::Event => &EVENT,
        Kind::Node => &["metadata.name", "spec.unschedulable"],
        Kind::Namespace => &["metadata.name", "status.phase", "name"],
        Kind::Secret => &["metadata.name", "metadata.namespace", "type"],
        Kind::Job => &["metadata.name", "metadata.namespace", "status.successful"],
        Kind::ReplicationController => &["metadata.name", "metadata.namespace", "status.replicas"],
        _ => &COMMON,
    }
}

/// The text of a field as selectors compare it.
fn text_at(object: &Value, field: &str) -> String {
    let path = match field {
        "source" => "source.component",
        "status.successful" => "status.succeeded",
        other => other,
    };
    let value = path.split('.').fold(object, |value, name| &value[name]);
    match value {
        Value::String(text) => text.clone(),
        Value::Null if matches!(field, "spec.unschedulable" | "spec.hostNetwork") => "false".into(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pods_are_selected_by_labels_and_fields() {
        let pod =
            json!({"metadata": {"name": "a", "labels": {"app": "web"}}, "status": {"phase": "Running"}});
        let selects = |labels, fields| Selection::parse(labels, fields).unwrap().selects(&pod);
        assert!(selects("app in (web,api)", "status.phase=Running,spec.nodeName="));
        assert!(!selects("app!=web", ""));
        assert!(!selects("", "status.phase!=Running"));
    }

    #[test]
    fn other_fields_are_refused_as_the_server_does() {
        let refusal = Selection::parse("", "spec.foo=1").unwrap().check(Kind::Pod).unwrap_err();
        assert_eq!(
            refusal,
            "Error from server (BadRequest): Unable to find \"/v1, Resource=pods\" that match label selector \"\", field \
             selector \"spec.foo=1\": field label not supported: spec.foo"
        );
    }
}
