//! Kinds that CustomResourceDefinitions add: apiextensions-apiserver pkg/apiserver/customresource_handler.go
//! and pkg/registry/customresource, v1.36.
//!
//! A `CustomKind` is the name of one version of one definition. What the definition says of it is kept for
//! as long as the program runs, once for each definition that differs, so that a `Kind` stays a plain name.
//! Two names are the same kind if group and plural are the same: an object stays where it is when its
//! definition changes, and runs do not depend on where in memory a definition is.

mod formats;
mod lists;
mod patterns;
mod structural;
mod validate;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value, json};

use super::codec::Codec;
use super::meta::ObjectMeta;
use super::registry::KindInfo;
use super::scale;
use super::schema::{self, Finding};
use super::validation::FieldError;
use crate::api_struct;
pub use structural::{not_run, prune_value};
pub use validate::{against as validate_against, against_at as validate_at};

/// Definitions that are kept; each edit of one in the editor that is applied makes another.
const LIMIT: usize = 1000;

api_struct! {
    /// What every object of an added kind has.
    CustomFields {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
}

/// An object of an added kind.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomResource {
    pub kind: CustomKind,
    pub fields: CustomFields,
}

/// A column of `kubectl get`.
#[derive(Debug)]
pub struct Column {
    pub name: String,
    pub wide: bool,
    /// string, integer, number, boolean or date.
    pub ty: String,
    pub path: String,
}

/// One version of a definition.
struct Definition {
    info: KindInfo,
    schema: Value,
    columns: Vec<Column>,
    categories: Vec<String>,
    /// Where the numbers of replicas are, if the kind can be scaled.
    scale: Option<scale::Paths>,
}

/// See the module's head.
#[derive(Clone, Copy)]
pub struct CustomKind(&'static Definition);

static KNOWN: Mutex<BTreeMap<String, CustomKind>> = Mutex::new(BTreeMap::new());

impl CustomKind {
    /// The kind a definition adds in a version; the definition is an object as the API prints it.
    pub fn of(definition: &Value, version: &str) -> Result<CustomKind, String> {
        let written = json!([version, definition["spec"], definition["status"]["acceptedNames"]]).to_string();
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kind) = known.get(&written) {
            return Ok(*kind);
        }
        if known.len() >= LIMIT {
            return Err(format!(
                "Kubarium keeps at most {LIMIT} custom resource definitions; start it again"
            ));
        }
        let kind = CustomKind(Box::leak(Box::new(Definition::read(definition, version))));
        known.insert(written, kind);
        Ok(kind)
    }

    pub fn info(self) -> &'static KindInfo {
        &self.0.info
    }

    /// Whether a command line's word names it: plural, singular, short name or kind, in lower case.
    pub fn is_called(self, word: &str) -> bool {
        let (info, lower) = (self.info(), word.to_lowercase());
        let short = info.short.iter().any(|short| *short == lower);
        short || lower == info.plural || lower == info.singular || lower == info.kind.to_lowercase()
    }

    /// The OpenAPI v3 schema of its objects; null where none is given.
    pub fn schema(self) -> &'static Value {
        &self.0.schema
    }

    pub fn columns(self) -> &'static [Column] {
        &self.0.columns
    }

    /// Where the numbers of replicas are, if it can be scaled.
    pub fn scale(self) -> Option<&'static scale::Paths> {
        self.0.scale.as_ref()
    }

    pub fn has_category(self, name: &str) -> bool {
        self.0.categories.iter().any(|held| held == name)
    }

    pub fn categories(self) -> Vec<String> {
        self.0.categories.clone()
    }

    /// The object, in this version: without conversion only its header changes.
    pub fn read(self, value: &Value) -> CustomResource {
        let mut fields = CustomFields::from_value(value);
        super::registry::drop_header(&mut fields.extra);
        CustomResource { kind: self, fields }
    }

    /// What strict decoding finds in an object without its header.
    pub fn check(self, fields: &Value) -> Vec<Finding> {
        let meta: Map<String, Value> =
            fields.get("metadata").map(|meta| ("metadata".to_owned(), meta.clone())).into_iter().collect();
        let mut findings = schema::check(&Value::Object(meta), &CustomFields::TABLE);
        findings.extend(structural::unknown_fields(fields, &self.0.schema));
        findings
    }

    /// Takes out the fields that the schema does not name.
    pub fn prune(self, object: &mut Value) {
        if let Some(meta) = object.get_mut("metadata") {
            schema::prune(meta, &ObjectMeta::TABLE);
        }
        structural::prune(object, &self.0.schema);
    }

    /// Fills in the defaults of the schema.
    pub fn defaults(self, object: &mut Value) {
        structural::defaults(object, &self.0.schema);
    }

    /// What the schema says is wrong with an object; `old` is what an update replaces.
    pub fn validate(self, object: &Value, old: Option<&Value>) -> Vec<FieldError> {
        let mut errors = validate::against(&self.0.schema, object, old);
        lists::duplicates(&self.0.schema, object, &mut errors);
        if structural::has_rules(&self.0.schema) {
            errors.extend(validate::unchecked_rules(&errors));
        }
        errors
    }
}

impl Definition {
    fn read(definition: &Value, name: &str) -> Definition {
        let spec = &definition["spec"];
        let versions = spec["versions"].as_array().into_iter().flatten();
        let version = versions.into_iter().find(|one| one["name"] == name).cloned().unwrap_or_default();
        let accepted = &definition["status"]["acceptedNames"];
        let names = if accepted["plural"].is_string() { accepted } else { &spec["names"] };
        let info = KindInfo {
            kind: kept(&names["kind"]),
            group: kept(&spec["group"]),
            version: String::leak(name.to_owned()),
            plural: kept(&names["plural"]),
            singular: kept(&names["singular"]),
            short: Vec::leak(texts(&names["shortNames"]).map(|short| &*String::leak(short)).collect()),
            namespaced: spec["scope"] == "Namespaced",
            status: version["subresources"]["status"].is_object(),
            generation: true,
            table: &CustomFields::TABLE,
        };
        Definition {
            info,
            schema: version["schema"]["openAPIV3Schema"].clone(),
            columns: columns(&version["additionalPrinterColumns"]),
            categories: texts(&names["categories"]).collect(),
            scale: scale::Paths::of_definition(&version["subresources"]["scale"]),
        }
    }
}

fn kept(value: &Value) -> &'static str {
    String::leak(value.as_str().unwrap_or_default().to_owned())
}

fn texts(list: &Value) -> impl Iterator<Item = String> {
    list.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned))
}

/// The columns besides the name; without any the age is shown.
fn columns(list: &Value) -> Vec<Column> {
    let text = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
    match list.as_array().filter(|list| !list.is_empty()) {
        None => vec![Column {
            name: "Age".into(),
            wide: false,
            ty: "date".into(),
            path: ".metadata.creationTimestamp".into(),
        }],
        Some(list) => list
            .iter()
            .map(|one| Column {
                name: text(one, "name"),
                wide: one["priority"].as_i64().is_some_and(|priority| priority > 0),
                ty: text(one, "type"),
                path: text(one, "jsonPath"),
            })
            .collect(),
    }
}

impl CustomKind {
    fn order(self) -> (&'static str, &'static str) {
        (self.0.info.group, self.0.info.plural)
    }
}

impl PartialEq for CustomKind {
    fn eq(&self, other: &CustomKind) -> bool {
        self.order() == other.order()
    }
}

impl Eq for CustomKind {}

impl PartialOrd for CustomKind {
    fn partial_cmp(&self, other: &CustomKind) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for CustomKind {
    fn cmp(&self, other: &CustomKind) -> std::cmp::Ordering {
        self.order().cmp(&other.order())
    }
}

impl std::fmt::Debug for CustomKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.info.qualified_plural())
    }
}

#[cfg(test)]
mod tests;
