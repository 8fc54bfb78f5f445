//! CustomResourceDefinitions: apiextensions-apiserver pkg/apis/apiextensions/validation/validation.go, v1.36.
//!
//! What all versions have alike the server checks once, as `spec.validation`, `spec.subresources` and
//! `spec.additionalPrinterColumns`, which is how its internal version holds it (pkg/apis/apiextensions/v1/conversion.go).
//! Left out: the compiling of CEL rules and their cost, and what is allowed only because the old definition had it.

pub(super) mod names;
mod openapi;
mod parts;
mod rules;
mod structural;

use std::collections::BTreeSet;

use serde_json::Value;

use super::at::At;
use super::errors::{Errors, json};
use super::{extensions, text};

pub(super) fn check(object: &Value, old: Option<&Value>, errors: &mut Errors) {
    let root = At::root(object);
    let spec = root.child("spec");
    let own = root.child("metadata").child("name");
    if own.text() != format!("{}.{}", spec.child("names").text_of("plural"), spec.text_of("group")) {
        errors.invalid(&own, "must be spec.names.plural+\".\"+spec.group");
    }
    check_spec(&spec, errors);
    if old.is_none() {
        names::accepted(&root.child("status"), errors);
        approval(&root, None, errors);
        unknown_fields(&spec, None, errors);
    }
}

/// What an update may not change, after the rules of creation.
pub(super) fn change(new: &Value, old: &Value, errors: &mut Errors) {
    let (root, held) = (At::root(new), &old["spec"]);
    let spec = root.child("spec");
    if is_established(old) {
        errors.immutable(&spec.child("scope"), &held["scope"]);
        errors.immutable(&spec.child("names").child("kind"), &held["names"]["kind"]);
    }
    errors.immutable(&spec.child("group"), &held["group"]);
    errors.immutable(&spec.child("names").child("plural"), &held["names"]["plural"]);
    names::accepted(&root.child("status"), errors);
    stored(&root, errors);
    approval(&root, Some(old), errors);
    unknown_fields(&spec, Some(held), errors);
}

fn is_established(definition: &Value) -> bool {
    let conditions = definition["status"]["conditions"].as_array().into_iter().flatten();
    conditions.into_iter().any(|one| one["type"] == "Established" && one["status"] == "True")
}

fn check_spec(spec: &At<'_>, errors: &mut Errors) {
    let group = spec.child("group");
    if errors.require(&group) {
        let complaints = text::subdomain(group.text());
        if complaints.is_empty() && !group.text().contains('.') {
            errors.invalid(&group, "should be a domain with at least one dot");
        }
        joined(&group, complaints, errors);
    }
    errors.one_of_required(&spec.child("scope"), &["Cluster", "Namespaced"]);
    let list = spec.child("versions");
    let alike = Alike::of(&list);
    for version in list.items().filter(|version| !version.child("schema").has("openAPIV3Schema")) {
        errors.required(format!("{}.schema.openAPIV3Schema", version.path), "schemas are required");
    }
    for version in list.items() {
        joined(&version.child("name"), text::dns_1035(version.text_of("name")), errors);
        check_version(&version, &alike, errors);
    }
    version_list(&list, errors);
    names::required(&spec.child("names"), errors);
    if let Some(first) = list.items().next() {
        check_common(spec, &first, &alike, errors);
    }
    conversion(&spec.child("conversion"), errors);
}

/// Several complaints about one text in one error.
fn joined(at: &At<'_>, complaints: Vec<String>, errors: &mut Errors) {
    if !complaints.is_empty() {
        errors.invalid(at, &complaints.join(","));
    }
}

/// What every version has alike, and so stands at the top.
struct Alike {
    schema: bool,
    subresources: bool,
    columns: bool,
    selectable: bool,
}

impl Alike {
    fn of(list: &At<'_>) -> Alike {
        let same = |name: &str| {
            let mut values = list.items().map(|version| version.child(name).value.clone());
            let first = values.next();
            values.all(|value| Some(&value) == first.as_ref())
        };
        Alike {
            schema: same("schema"),
            subresources: same("subresources"),
            columns: same("additionalPrinterColumns"),
            selectable: same("selectableFields"),
        }
    }
}

fn check_version(version: &At<'_>, alike: &Alike, errors: &mut Errors) {
    parts::deprecation(version, errors);
    let schema = version.child("schema");
    if !alike.schema {
        check_schema(&schema, version.child("subresources").has("status"), errors);
    }
    if !alike.subresources {
        parts::subresources(&version.child("subresources"), errors);
    }
    if !alike.columns {
        version.child("additionalPrinterColumns").items().for_each(|one| parts::column(&one, errors));
    }
    if !alike.selectable {
        parts::selectable(&version.child("selectableFields"), &schema, errors);
    }
}

/// The same for what stands at the top.
fn check_common(spec: &At<'_>, first: &At<'_>, alike: &Alike, errors: &mut Errors) {
    let moved = |name: &str, shown: &str| first.child(name).moved(spec.path_to(shown));
    let schema = moved("schema", "validation");
    if alike.schema {
        let any_status = spec.child("versions").items().any(|one| one.child("subresources").has("status"));
        check_schema(&schema, any_status, errors);
    }
    if alike.subresources {
        parts::subresources(&moved("subresources", "subresources"), errors);
    }
    if alike.columns {
        let columns = moved("additionalPrinterColumns", "additionalPrinterColumns");
        columns.items().for_each(|one| parts::column(&one, errors));
    }
    if alike.selectable {
        parts::selectable(&moved("selectableFields", "selectableFields"), &schema, errors);
    }
}

fn check_schema(holder: &At<'_>, status: bool, errors: &mut Errors) {
    let schema = holder.child("openAPIV3Schema");
    if !schema.is_set() {
        return;
    }
    if status {
        openapi::root_with_status(&schema, errors);
    }
    if schema.child("nullable").is_true() {
        errors.forbidden(schema.path_to("nullable"), "nullable cannot be true at the root");
    }
    if !openapi::has_unsupported(schema.value) {
        structural::check(&schema, errors);
    }
    openapi::check(&schema, errors);
}

fn version_list(list: &At<'_>, errors: &mut Errors) {
    let mut seen = BTreeSet::new();
    let unique = list.items().filter(|version| !seen.insert(version.text_of("name"))).count() == 0;
    let shown = || json(list.value);
    if !unique {
        errors.invalid_as(&list.path, &shown(), "must contain unique version names");
    }
    if list.items().filter(|version| version.child("storage").is_true()).count() != 1 {
        errors.invalid_as(&list.path, &shown(), "must have exactly one version marked as storage version");
    }
}

fn conversion(at: &At<'_>, errors: &mut Errors) {
    if !at.is_set() {
        return;
    }
    errors.one_of_required(&at.child("strategy"), &["None", "Webhook"]);
    let webhook = at.child("webhook");
    let client = webhook.child("clientConfig").moved(at.path_to("webhookClientConfig"));
    let versions = webhook.child("conversionReviewVersions").moved(at.path_to("conversionReviewVersions"));
    if at.text_of("strategy") == "Webhook" {
        match client.is_set() {
            true => extensions::client(&client, errors),
            false => errors.required(&client.path, "required when strategy is set to Webhook"),
        }
        return review_versions(&versions, errors);
    }
    let why = "should not be set when strategy is not set to Webhook";
    if client.is_set() {
        errors.forbidden(&client.path, why);
    }
    if versions.len() > 0 {
        errors.forbidden(&versions.path, why);
    }
}

fn review_versions(list: &At<'_>, errors: &mut Errors) {
    if list.len() == 0 {
        return errors.required(&list.path, "");
    }
    let mut seen = BTreeSet::new();
    for version in list.items() {
        match seen.insert(version.text()) {
            true => errors.complain(&version, text::dns_1035(version.text())),
            false => errors.invalid(&version, "duplicate version"),
        }
    }
    if !seen.contains("v1") && !seen.contains("v1beta1") {
        errors.invalid(list, "must include at least one of v1, v1beta1");
    }
}

/// The versions in which objects may still be stored.
fn stored(root: &At<'_>, errors: &mut Errors) {
    let list = root.child("status").child("storedVersions");
    if list.len() == 0 {
        return errors.invalid_as(&list.path, "null", "must have at least one stored version");
    }
    let versions = root.child("spec").child("versions");
    let held: Vec<&str> = list.texts().collect();
    for version in versions.items().filter(|version| version.child("storage").is_true()) {
        let name = version.text_of("name");
        if !held.contains(&name) {
            errors.invalid(&list, &format!("must have the storage version {name}"));
        }
    }
    for one in list.items() {
        let name = one.text();
        if !versions.items().any(|version| version.text_of("name") == name) {
            let why = format!(
                "missing from spec.versions; {name} was previously a storage version, and must remain in spec.versions \
                 until a storage migration ensures no data remains persisted in {name} and removes {name} from \
                 status.storedVersions"
            );
            errors.invalid(&one, &why);
        }
    }
}

const APPROVAL: &str = "api-approved.kubernetes.io";

/// Groups of Kubernetes' own need somebody's word for it.
fn approval(root: &At<'_>, old: Option<&Value>, errors: &mut Errors) {
    let group = root.child("spec").child("group");
    let protected = ["k8s.io", "kubernetes.io"].iter().any(|domain| {
        group.text().strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    });
    let word = root.child("metadata").child("annotations").key(APPROVAL);
    let unchanged =
        |old: &Value| old["metadata"]["annotations"][APPROVAL].as_str().unwrap_or_default() == word.text();
    if !protected || old.is_some_and(unchanged) {
        return;
    }
    let see = "see https://github.com/kubernetes/enhancements/pull/1111";
    let address = word.text().split_once("://");
    match word.text() {
        "" => errors.required(
            &word.path,
            &format!("protected groups must have approval annotation {APPROVAL:?}, {see}"),
        ),
        text if text.starts_with("unapproved") => {}
        _ if address.is_some_and(|(scheme, host)| !scheme.is_empty() && !host.is_empty()) => {}
        _ => errors.invalid(
            &word,
            &format!(
                "protected groups must have approval annotation {APPROVAL:?} with either a URL or a reason starting \
                 with \"unapproved\", {see}"
            ),
        ),
    }
}

fn unknown_fields(spec: &At<'_>, old: Option<&Value>, errors: &mut Errors) {
    let at = spec.child("preserveUnknownFields");
    if at.is_true() && old.is_none_or(|old| old["preserveUnknownFields"] != true) {
        let why = "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead";
        errors.invalid(&at, why);
    }
}
