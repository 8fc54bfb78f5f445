//! Sources that volumes of pods and persistent volumes share: core's validation.go, v1.36.

use super::super::at::At;
use super::super::errors::{Errors, between, quote};
use super::super::text;

/// Checks a source by its name.
pub fn check(name: &str, at: &At<'_>, errors: &mut Errors) {
    match name {
        "hostPath" => host_path(at, errors),
        "gcePersistentDisk" => disk(at, "pdName", Some("persistentDisk"), errors),
        "awsElasticBlockStore" => disk(at, "volumeID", None, errors),
        "nfs" => nfs(at, errors),
        "iscsi" => iscsi(at, "must be valid format starting with iqn, eui, or naa", errors),
        "glusterfs" => all(at, &["endpoints", "path"], errors),
        "flocker" => flocker(at, errors),
        "rbd" => {
            monitors(at, errors);
            all(at, &["image"], errors);
        }
        "cinder" => {
            all(at, &["volumeID"], errors);
            secret_name(at, errors);
        }
        "cephfs" => monitors(at, errors),
        "quobyte" => quobyte(at, errors),
        "fc" => fibre_channel(at, errors),
        "flexVolume" => flex(at, errors),
        "azureFile" => all(at, &["secretName", "shareName"], errors),
        "vsphereVolume" => all(at, &["volumePath"], errors),
        "photonPersistentDisk" => all(at, &["pdID"], errors),
        "portworxVolume" => all(at, &["volumeID"], errors),
        "azureDisk" => azure_disk(at, errors),
        "storageos" => {
            storage_os(at, errors);
            secret_name(at, errors);
        }
        "scaleIO" => all(at, &["gateway", "system", "volumeName"], errors),
        _ => {}
    }
}

fn all(at: &At<'_>, names: &[&str], errors: &mut Errors) {
    for name in names {
        errors.require(&at.child(name));
    }
}

fn secret_name(at: &At<'_>, errors: &mut Errors) {
    let secret = at.child("secretRef");
    if secret.is_set() {
        errors.require(&secret.child("name"));
    }
}

fn monitors(at: &At<'_>, errors: &mut Errors) {
    let list = at.child("monitors");
    if list.len() == 0 {
        errors.required(&list.path, "");
    }
}

const HOST_PATH_TYPES: [&str; 8] =
    ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"];

fn host_path(at: &At<'_>, errors: &mut Errors) {
    if errors.require(&at.child("path")) {
        no_backsteps(&at.child("path"), errors);
        errors.one_of(&at.child("type"), &HOST_PATH_TYPES);
    }
}

/// No element of the path is `..`.
pub fn no_backsteps(at: &At<'_>, errors: &mut Errors) {
    if has_backsteps(at.text()) {
        errors.invalid(at, "must not contain '..'");
    }
}

pub fn has_backsteps(path: &str) -> bool {
    path.split('/').any(|item| item == "..")
}

/// A relative path without steps back.
pub fn descending(at: &At<'_>, errors: &mut Errors) {
    if at.text().starts_with('/') {
        errors.invalid(at, "must be a relative path");
    }
    no_backsteps(at, errors);
}

/// The same, and not beginning with `..` either.
pub fn not_reserved(at: &At<'_>, errors: &mut Errors) {
    descending(at, errors);
    let path = at.text();
    if path.starts_with("..") && !path.starts_with("../") {
        errors.invalid(at, "must not start with '..'");
    }
}

fn disk(at: &At<'_>, name: &str, shown: Option<&str>, errors: &mut Errors) {
    let parent = at.path.rsplit_once('.').map_or("", |(parent, _)| parent);
    let at = shown.map_or_else(|| at.clone(), |shown| at.moved(format!("{parent}.{shown}")));
    errors.require(&at.child(name));
    let partition = at.child("partition");
    if !(0..=255).contains(&partition.number()) {
        errors.invalid(&partition, &between(1, 255));
    }
}

fn nfs(at: &At<'_>, errors: &mut Errors) {
    all(at, &["server", "path"], errors);
    let path = at.child("path");
    if !path.text().starts_with('/') {
        errors.invalid_as(&path.path, &quote(path.text()), "must be an absolute path");
    }
}

fn is_initiator(name: &str) -> bool {
    let fixed = |rest: &str, length: usize| {
        let mut rest = rest.chars();
        rest.next().is_some() && rest.clone().count() == length && rest.all(|c| c.is_ascii_alphanumeric())
    };
    match name.get(..3) {
        Some("iqn") => is_iqn(name),
        Some("eui") => fixed(&name[3..], 16),
        Some("naa") => fixed(&name[3..], 32),
        _ => false,
    }
}

/// `iqn.YYYY-MM.domain:name`.
fn is_iqn(name: &str) -> bool {
    let Some(rest) = name.strip_prefix("iqn.") else { return false };
    let Some((head, tail)) = rest.split_once(':') else { return false };
    let (date, domain) = head.split_at_checked(8).unwrap_or_default();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|c| c.is_ascii_digit());
    let dated = date.len() == 8
        && digits(&date[..4])
        && &date[4..5] == "-"
        && digits(&date[5..7])
        && date.ends_with('.');
    let fine = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    let named = !tail.is_empty()
        && !tail.contains([',', ';', '*', '&', '$', '|'])
        && !tail.contains(char::is_whitespace);
    dated && !domain.is_empty() && domain.chars().all(fine) && named
}

fn has_initiator_prefix(name: &str) -> bool {
    ["iqn", "eui", "naa"].iter().any(|prefix| name.starts_with(prefix))
}

/// An iSCSI source; a name of an unknown sort is refused in other words for pods and for volumes.
pub fn iscsi(at: &At<'_>, unknown: &str, errors: &mut Errors) {
    errors.require(&at.child("targetPortal"));
    let iqn = at.child("iqn");
    if errors.require(&iqn) {
        initiator(&iqn, unknown, errors);
    }
    let unit = at.child("lun");
    if !(0..=255).contains(&unit.number()) {
        errors.invalid(&unit, &between(0, 255));
    }
    let authenticated = at.child("chapAuthDiscovery").is_true() || at.child("chapAuthSession").is_true();
    if authenticated && !at.has("secretRef") {
        errors.required(at.path_to("secretRef"), "");
    }
    let name = at.child_as("initiatorName", "initiatorname");
    if name.is_set() {
        initiator(&name, unknown, errors);
    }
}

fn initiator(at: &At<'_>, unknown: &str, errors: &mut Errors) {
    if !has_initiator_prefix(at.text()) {
        errors.invalid(at, unknown);
    } else if !is_initiator(at.text()) {
        errors.invalid(at, "must be valid format");
    }
}

const TOO_LONG: &str = "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if \
iscsi.initiatorName is specified.";

pub fn iscsi_too_long(name: &str, at: &At<'_>) -> Option<&'static str> {
    let long = name.len() + 1 + at.text_of("targetPortal").len() > 64;
    (at.has("initiatorName") && long).then_some(TOO_LONG)
}

pub fn iscsi_name(volume: &At<'_>, errors: &mut Errors) {
    let name = volume.child("name");
    if let Some(why) = iscsi_too_long(name.text(), &volume.child("iscsi")) {
        errors.invalid(&name, why);
    }
}

fn flocker(at: &At<'_>, errors: &mut Errors) {
    let (name, id) = (at.child("datasetName"), at.text_of("datasetUUID"));
    if name.text().is_empty() && id.is_empty() {
        errors.required(&at.path, "one of datasetName and datasetUUID is required");
    }
    if !name.text().is_empty() && !id.is_empty() {
        let why = "datasetName and datasetUUID can not be specified simultaneously";
        errors.invalid_as(&at.path, "\"resource\"", why);
    }
    if name.text().contains('/') {
        errors.invalid(&name, "must not contain '/'");
    }
}

fn quobyte(at: &At<'_>, errors: &mut Errors) {
    const PAIRS: &str = "must be a host:port pair or multiple pairs separated by commas";
    let registry = at.child("registry");
    if registry.text().is_empty() {
        errors.required(&registry.path, PAIRS);
    } else if at.text_of("tenant").len() >= 65 {
        errors.required(at.path_to("tenant"), "must be a UUID and may not exceed a length of 64 characters");
    } else {
        let broken = registry.text().split(',').filter(|pair| !is_host_and_port(pair));
        broken.for_each(|_| errors.invalid(&registry, PAIRS));
    }
    errors.require(&at.child("volume"));
}

fn is_host_and_port(pair: &str) -> bool {
    let host = pair.rsplit_once(':').map(|(host, _)| host);
    host.is_some_and(|host| !host.contains(':') || (host.starts_with('[') && host.ends_with(']')))
}

fn fibre_channel(at: &At<'_>, errors: &mut Errors) {
    let (names, ids) = (at.child("targetWWNs"), at.child("wwids"));
    if names.len() < 1 && ids.len() < 1 {
        errors.required(&names.path, "must specify either targetWWNs or wwids, but not both");
    }
    if names.len() != 0 && ids.len() != 0 {
        errors.invalid(&names, "targetWWNs and wwids can not be specified simultaneously");
    }
    let unit = at.child("lun");
    if names.len() != 0 && !unit.is_set() {
        errors.required(&unit.path, "lun is required if targetWWNs is specified");
    } else if names.len() != 0 {
        errors.between(&unit, 0, 255);
    }
}

fn flex(at: &At<'_>, errors: &mut Errors) {
    errors.require(&at.child("driver"));
    for (key, option) in at.child("options").entries() {
        let space = format!(".{}", key.split('/').next().unwrap_or_default().to_lowercase());
        if space.ends_with(".kubernetes.io") || space.ends_with(".k8s.io") {
            let shown = quote(key);
            errors.invalid_as(&option.path, &shown, "kubernetes.io and k8s.io namespaces are reserved");
        }
    }
}

fn azure_disk(at: &At<'_>, errors: &mut Errors) {
    const MANAGED: &str =
        "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}";
    const BLOB: &str = "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd";
    all(at, &["diskName", "diskURI"], errors);
    errors.one_of(&at.child("cachingMode"), &["None", "ReadOnly", "ReadWrite"]);
    errors.one_of(&at.child("kind"), &["Dedicated", "Managed", "Shared"]);
    let (kind, address) = (at.child("kind"), at.child("diskURI"));
    let shown = quote(address.text());
    if kind.text() == "Managed" && !address.text().starts_with("/subscriptions/") {
        errors.unsupported_as(&address.path, &shown, &[MANAGED]);
    }
    if kind.is_set() && kind.text() != "Managed" && !address.text().starts_with("https://") {
        errors.unsupported_as(&address.path, &shown, &[BLOB]);
    }
}

pub fn storage_os(at: &At<'_>, errors: &mut Errors) {
    let name = at.child("volumeName");
    if errors.require(&name) {
        errors.complain(&name, text::label(name.text()));
    }
    let space = at.child("volumeNamespace");
    if !space.text().is_empty() {
        errors.complain(&space, text::label(space.text()));
    }
}
