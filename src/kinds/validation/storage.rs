//! Claims, classes, drivers and attachments: core's validation.go and pkg/apis/storage/validation/validation.go, v1.36.

use serde_json::{Value, json};

use super::at::At;
use super::errors::{Errors, IMMUTABLE, quote, show};
use super::pod::resources;
use super::{go_text, selector, text};
use crate::kinds::quantity::Quantity;
use crate::kinds::semantic::equal;

pub(super) const ACCESS_MODES: [&str; 4] =
    ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

/// The modes of a volume or claim: known ones, and the exclusive one alone.
pub(super) fn access_modes(at: &At<'_>, errors: &mut Errors) {
    for mode in at.texts().filter(|mode| !ACCESS_MODES.contains(mode)) {
        errors.unsupported_as(&at.path, &quote(mode), &ACCESS_MODES);
    }
    let others = at.texts().any(|mode| mode != "ReadWriteOncePod" && ACCESS_MODES.contains(&mode));
    if others && at.texts().any(|mode| mode == "ReadWriteOncePod") {
        errors.forbidden(&at.path, "may not use ReadWriteOncePod with other access modes");
    }
}

/// ValidatePersistentVolumeClaimSpec.
pub(super) fn claim_spec(spec: &At<'_>, errors: &mut Errors) {
    let modes = spec.child("accessModes");
    if modes.len() == 0 {
        errors.required(&modes.path, "at least 1 access mode is required");
    }
    selector::check(&spec.child("selector"), errors);
    access_modes(&modes, errors);
    let asked = spec.child("resources").child("requests").child("storage");
    let asked = asked.moved(spec.child("resources").key("storage").path);
    match asked.quantity() {
        None => errors.required(&asked.path, ""),
        Some(amount) if amount.sign() <= 0 => {
            errors.invalid_as(&asked.path, &quote(&amount.to_string()), "must be greater than zero");
        }
        Some(_) => resources::amount("storage", &asked, errors),
    }
    let class = spec.child("storageClassName");
    if !class.text().is_empty() {
        errors.complain(&class, text::subdomain(class.text()));
    }
    errors.one_of(&spec.child("volumeMode"), &["Block", "Filesystem"]);
    sources(spec, errors);
    let attributes = spec.child("volumeAttributesClassName");
    if !attributes.text().is_empty() {
        errors.complain(&attributes, text::subdomain(attributes.text()));
    }
}

fn sources(spec: &At<'_>, errors: &mut Errors) {
    let (source, reference) = (spec.child("dataSource"), spec.child("dataSourceRef"));
    for one in [&source, &reference].into_iter().filter(|one| one.is_set()) {
        data_source(one, errors);
    }
    let shown = || json!({}).to_string();
    if !source.is_set() || !reference.is_set() {
        return;
    }
    if !reference.text_of("namespace").is_empty() {
        let why = "may not be specified when dataSourceRef.namespace is specified";
        errors.invalid_as(&spec.path, &shown(), why);
    } else if !["apiGroup", "kind", "name"]
        .iter()
        .all(|name| equal(source.child(name).value, reference.child(name).value))
    {
        errors.invalid_as(&spec.path, &shown(), "must match dataSourceRef");
    }
}

fn data_source(at: &At<'_>, errors: &mut Errors) {
    errors.require(&at.child("name"));
    errors.require(&at.child("kind"));
    let (group, kind) = (at.child("apiGroup"), at.text_of("kind"));
    if group.text().is_empty() && kind != "PersistentVolumeClaim" {
        let why = "must be 'PersistentVolumeClaim' when referencing the default apiGroup";
        errors.invalid_as(&at.path, &quote(kind), why);
    }
    if !group.text().is_empty() {
        errors.complain(&group, text::subdomain(group.text()));
    }
    let space = at.child("namespace");
    if !space.text().is_empty() {
        errors.complain(&space, text::label(space.text()));
    }
}

const CLASS_NOTE: &str = "volume.beta.kubernetes.io/storage-class";
const FIXED: &str = "spec is immutable after creation except resources.requests and volumeAttributesClassName for \
bound claims";

/// ValidatePersistentVolumeClaimUpdate, after the whole.
pub(super) fn claim_change(new: &Value, old: &Value, errors: &mut Errors) {
    let (mut spec, mut held) = (new["spec"].clone(), old["spec"].clone());
    if crate::kinds::edit::is_empty(&held, "volumeName") {
        held["volumeName"] = spec["volumeName"].clone();
    }
    let (note, held_note) =
        (&new["metadata"]["annotations"][CLASS_NOTE], &old["metadata"]["annotations"][CLASS_NOTE]);
    let named = !spec["storageClassName"].is_null() && held["storageClassName"].is_null();
    let moved = named && !held_note.is_null() && spec["storageClassName"] == *held_note;
    if moved && (note.is_null() || note == held_note) {
        spec["storageClassName"] = Value::Null;
    } else {
        if !equal(note, held_note) {
            let shown = quote(note.as_str().unwrap_or_default());
            errors.invalid_as(format!("metadata.annotations.{CLASS_NOTE}"), &shown, IMMUTABLE);
        }
        if named && (held_note.is_null() || spec["storageClassName"] == *held_note) {
            spec["storageClassName"] = held["storageClassName"].clone();
        }
    }
    if new["status"]["phase"] == "Bound" {
        if spec["resources"]["requests"].is_object() {
            spec["resources"]["requests"]["storage"] = held["resources"]["requests"]["storage"].clone();
        }
        if !spec["volumeAttributesClassName"].is_null() {
            spec["volumeAttributesClassName"] = held["volumeAttributesClassName"].clone();
        }
    }
    if !equal(&spec, &held) {
        let difference = go_text::difference("PersistentVolumeClaimSpec", &held, &spec);
        errors.forbidden("spec", &format!("{FIXED}\n{difference}"));
    }
    shrunk(new, old, errors);
    let mode = At::root(new).child("spec").child("volumeMode").moved("volumeMode");
    errors.immutable(&mode, &old["spec"]["volumeMode"]);
    attributes_kept(new, old, true, errors);
}

fn shrunk(new: &Value, old: &Value, errors: &mut Errors) {
    let asked = |object: &Value| -> Quantity {
        crate::kinds::edit::quantity(&object["spec"]["resources"]["requests"]["storage"]).unwrap_or_default()
    };
    let real = crate::kinds::edit::quantity(&old["status"]["capacity"]["storage"]).unwrap_or_default();
    if asked(new) < asked(old) && asked(new) <= real {
        errors.forbidden("spec.resources.requests.storage", "field can not be less than status.capacity");
    }
}

/// The class of a volume's attributes is not taken away.
pub(super) fn attributes_kept(new: &Value, old: &Value, or_emptied: bool, errors: &mut Errors) {
    let (given, held) =
        (&new["spec"]["volumeAttributesClassName"], &old["spec"]["volumeAttributesClassName"]);
    if held.is_null() || given == held {
        return;
    }
    if given.is_null() {
        errors.forbidden("spec.volumeAttributesClassName", "update from non-nil value to nil is forbidden");
    } else if or_emptied && given == "" {
        let why = "update from non-nil value to an empty string is forbidden";
        errors.forbidden("spec.volumeAttributesClassName", why);
    }
}

const PARAMETERS: usize = 512;
const PARAMETERS_SIZE: usize = 256 * 1024;

pub(super) fn class(object: &Value, errors: &mut Errors) {
    let root = At::root(object);
    let provisioner = root.child("provisioner");
    if errors.require(&provisioner) {
        let lower = provisioner.text().to_lowercase();
        errors.complain_of(&provisioner.path, &lower, text::qualified(&lower));
    }
    parameters(&root.child("parameters"), errors);
    let policy = root.child("reclaimPolicy");
    if !policy.text().is_empty() {
        errors.one_of(&policy, &["Delete", "Retain"]);
    }
    let mode = root.child("volumeBindingMode");
    match mode.is_set() {
        true => errors.one_of(&mode, &["Immediate", "WaitForFirstConsumer"]),
        false => errors.required(&mode.path, ""),
    }
    topologies(&root.child("allowedTopologies"), errors);
}

fn parameters(at: &At<'_>, errors: &mut Errors) {
    if at.len() > PARAMETERS {
        errors.too_long(&at.path, PARAMETERS);
        return;
    }
    let mut size = 0;
    for (key, value) in at.entries() {
        if key.is_empty() {
            errors.invalid_as(&at.path, "\"\"", "field can not be empty.");
        }
        size += key.len() + value.text().len();
    }
    if size > PARAMETERS_SIZE {
        errors.too_long(&at.path, PARAMETERS_SIZE);
    }
}

fn topologies(list: &At<'_>, errors: &mut Errors) {
    let mut terms: Vec<&Value> = Vec::new();
    for term in list.items() {
        let expressions = term.child("matchLabelExpressions");
        let mut keys = Vec::new();
        for one in expressions.items() {
            let (key, values) = (one.child("key"), one.child("values"));
            if values.len() == 0 {
                errors.required(&values.path, "");
            }
            let mut seen = Vec::new();
            for value in values.items() {
                if seen.contains(&value.text()) {
                    errors.duplicate(&value.path, &quote(value.text()));
                }
                seen.push(value.text());
            }
            errors.complain(&key, text::qualified(key.text()));
            if keys.contains(&key.text()) {
                errors.duplicate(&key.path, &quote(key.text()));
            }
            keys.push(key.text());
        }
        if terms.iter().any(|earlier| equal(earlier, expressions.value)) {
            errors.duplicate(&expressions.path, "\"\"");
        }
        terms.push(expressions.value);
    }
}

pub(super) fn class_change(new: &Value, old: &Value, errors: &mut Errors) {
    for name in ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"] {
        errors.immutable(&At::root(new).child(name), &old[name]);
    }
}

const DRIVER: usize = 63;

/// ValidateCSIDriverName.
pub(super) fn driver_name(at: &At<'_>, errors: &mut Errors) {
    errors.require(at);
    if at.text().len() > DRIVER {
        errors.too_long(&at.path, DRIVER);
    }
    errors.complain(at, text::subdomain(&at.text().to_lowercase()));
}

pub(super) fn attachment(object: &Value, errors: &mut Errors) {
    let spec = At::root(object).child("spec");
    let attacher = spec.child("attacher");
    errors.require(&attacher);
    let source = spec.child("source");
    let (name, inline) = (source.child("persistentVolumeName"), source.has("inlineVolumeSpec"));
    const ONE: &str = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
    match (name.is_set(), inline) {
        (false, false) => errors.required(&source.path, ONE),
        (true, true) => errors.forbidden(&source.path, ONE),
        (true, false) if name.text().is_empty() => {
            errors.required(&name.path, "must specify non empty persistentVolumeName");
        }
        _ => {}
    }
    let node = spec.child("nodeName");
    errors.complain(&node, text::subdomain(node.text()));
    if !attacher.text().is_empty() {
        driver_name(&attacher, errors);
    }
}

/// A field of the object that is fixed as a whole.
pub(super) fn fixed(name: &str, new: &Value, old: &Value, errors: &mut Errors) {
    let at = At::root(new).child(name);
    if !equal(at.value, &old[name]) {
        errors.invalid_as(&at.path, &show(at.value), IMMUTABLE);
    }
}

pub(super) fn driver(object: &Value, errors: &mut Errors) {
    let root = At::root(object);
    driver_name(&root.child("metadata").child("name").moved("name"), errors);
    let spec = root.child("spec");
    for name in ["attachRequired", "podInfoOnMount", "storageCapacity"] {
        if !spec.has(name) {
            errors.required(spec.path_to(name), "");
        }
    }
    errors.one_of(&spec.child("fsGroupPolicy"), &["File", "None", "ReadWriteOnceWithFSType"]);
    let audiences = spec.child("tokenRequests");
    let mut seen = Vec::new();
    for request in audiences.items() {
        let audience = request.child("audience");
        if seen.contains(&audience.text()) {
            errors.duplicate(&audience.path, &quote(audience.text()));
        }
        seen.push(audience.text());
        let seconds = request.child("expirationSeconds");
        if seconds.is_set() && seconds.number() < 600 {
            errors.invalid(&seconds, "may not specify a duration less than 10 minutes");
        }
        if seconds.number() > 1 << 32 {
            errors.invalid(&seconds, "may not specify a duration larger than 2^32 seconds");
        }
    }
    let modes = spec.child("volumeLifecycleModes");
    for mode in modes.texts().filter(|mode| !["Ephemeral", "Persistent"].contains(mode)) {
        errors.unsupported_as(&modes.path, &quote(mode), &["Ephemeral", "Persistent"]);
    }
}

pub(super) fn driver_change(new: &Value, old: &Value, errors: &mut Errors) {
    for name in ["attachRequired", "volumeLifecycleModes"] {
        errors.immutable(&At::root(new).child("spec").child(name), &old["spec"][name]);
    }
}

pub(super) fn csi_node(object: &Value, errors: &mut Errors) {
    let mut names = Vec::new();
    for driver in At::root(object).child("spec").child("drivers").items() {
        let (name, node) = (driver.child("name"), driver.child("nodeID"));
        driver_name(&name, errors);
        errors.require(&node);
        let count = driver.child("allocatable").child("count");
        if count.number() < 0 {
            errors.invalid(&count, super::errors::NEGATIVE);
        }
        if names.contains(&name.text()) {
            errors.duplicate(&name.path, &quote(name.text()));
        }
        names.push(name.text());
        for key in driver.child("topologyKeys").items() {
            errors.complain(&key, text::qualified(key.text()));
        }
    }
}
