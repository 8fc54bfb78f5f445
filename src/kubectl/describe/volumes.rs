//! Volumes of pods: `describeVolumes` of describe.go, v1.36. Most sources are tables in `volume_sources`;
//! here are those that are more than fields.

use serde_json::Value;

use super::volume_sources::{self, POD_SOURCES};
use super::{Writer, meta, storage};
use crate::kubectl::reach::{Reach, quantity};

/// Attributes longer than this are cut off.
const LONGEST: usize = 140;

pub fn describe(w: &mut Writer, space: &str, volumes: &[Value]) {
    if volumes.is_empty() {
        return w.write(0, format!("{space}Volumes:\t<none>\n"));
    }
    w.write(0, format!("{space}Volumes:\n"));
    let indent = if space.is_empty() { "" } else { " " };
    for volume in volumes {
        w.write(1, format!("{indent}{}:\n", volume["name"].text()));
        source(w, volume);
    }
}

type Write = fn(&mut Writer, &Value);

fn source(w: &mut Writer, volume: &Value) {
    let special: [(&str, Write); 5] = [
        ("emptyDir", empty_dir),
        ("ephemeral", ephemeral),
        ("downwardAPI", downward_api),
        ("projected", projected),
        ("csi", csi),
    ];
    if let Some((field, write)) = special.iter().find(|(field, _)| volume[*field].is_set()) {
        return write(w, &volume[*field]);
    }
    volume_sources::write(w, POD_SOURCES, volume);
}

fn empty_dir(w: &mut Writer, source: &Value) {
    w.field(2, "Type", "EmptyDir (a temporary directory that shares a pod's lifetime)");
    w.field(2, "Medium", source["medium"].text());
    let limit = quantity(&source["sizeLimit"]).filter(|limit| limit.sign() > 0);
    w.field(2, "SizeLimit", limit.map_or_else(|| "<unset>".into(), |limit| limit.to_string()));
}

fn ephemeral(w: &mut Writer, source: &Value) {
    let what =
        "EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)";
    w.field(2, "Type", what);
    let template = &source["volumeClaimTemplate"];
    if template.is_set() {
        w.nested(2, |w| storage::claim_fields(w, template, None));
    }
}

fn downward_api(w: &mut Writer, source: &Value) {
    w.field(2, "Type", "DownwardAPI (a volume populated by information about the pod)");
    w.write(2, "Items:\n");
    for item in source["items"].items() {
        let path = item["path"].text();
        for what in [&item["fieldRef"]["fieldPath"], &item["resourceFieldRef"]["resource"]] {
            if what.is_set() {
                w.write(3, format!("{} -> {path}\n", what.text()));
            }
        }
    }
}

fn projected(w: &mut Writer, source: &Value) {
    w.field(2, "Type", "Projected (a volume that contains injected data from multiple sources)");
    for one in source["sources"].items() {
        let (secret, map, token) = (&one["secret"], &one["configMap"], &one["serviceAccountToken"]);
        if secret.is_set() {
            w.field(2, "SecretName", secret["name"].text());
            w.field(2, "Optional", secret["optional"].flag());
        } else if one["downwardAPI"].is_set() {
            w.field(2, "DownwardAPI", "true");
        } else if map.is_set() {
            w.field(2, "ConfigMapName", map["name"].text());
            w.field(2, "Optional", map["optional"].flag());
        } else if token.is_set() {
            w.field(2, "TokenExpirationSeconds", token["expirationSeconds"].int());
        }
    }
}

fn csi(w: &mut Writer, source: &Value) {
    w.field(2, "Type", "CSI (a Container Storage Interface (CSI) volume source)");
    w.field(2, "Driver", source["driver"].text());
    w.field(2, "FSType", source["fsType"].text());
    w.field(2, "ReadOnly", source["readOnly"].flag());
    csi_attributes(w, &source["volumeAttributes"]);
}

/// Attributes; each write but the first line's last begins with the indentation, as upstream's do.
pub fn csi_attributes(w: &mut Writer, attributes: &Value) {
    w.write(2, "VolumeAttributes:\t");
    if attributes.size() == 0 {
        return w.line("<none>");
    }
    for (at, (name, value)) in attributes.entries().enumerate() {
        if at > 0 {
            w.write(2, "");
            w.write(2, "\t");
        }
        let line = format!("{name}={}", value.text());
        w.write(2, format!("{}\n", meta::shortened(&line, LONGEST)));
    }
}
