//! Volumes, claims, storage classes, attachments and CSI: printers.go, v1.36.

use serde_json::Value;

use super::{Printer, age, column, name, or_unset, wide};
use crate::kinds::Time;
use crate::kubectl::reach::{Reach, access_modes, is_default_class, quantity_text, storage_class};

pub const VOLUME: Printer = Printer {
    columns: &[
        column("NAME"),
        column("CAPACITY"),
        column("ACCESS MODES"),
        column("RECLAIM POLICY"),
        column("STATUS"),
        column("CLAIM"),
        column("STORAGECLASS"),
        column("VOLUMEATTRIBUTESCLASS"),
        column("REASON"),
        column("AGE"),
        wide("VOLUMEMODE"),
    ],
    row: volume,
};

pub const CLAIM: Printer = Printer {
    columns: &[
        column("NAME"),
        column("STATUS"),
        column("VOLUME"),
        column("CAPACITY"),
        column("ACCESS MODES"),
        column("STORAGECLASS"),
        column("VOLUMEATTRIBUTESCLASS"),
        column("AGE"),
        wide("VOLUMEMODE"),
    ],
    row: claim,
};

pub const CLASS: Printer = Printer {
    columns: &[
        column("NAME"),
        column("PROVISIONER"),
        column("RECLAIMPOLICY"),
        column("VOLUMEBINDINGMODE"),
        column("ALLOWVOLUMEEXPANSION"),
        column("AGE"),
    ],
    row: class,
};

pub const CSI_STORAGE_CAPACITY: Printer = Printer {
    columns: &[column("NAME"), column("STORAGECLASSNAME"), column("CAPACITY")],
    row: |object, _| {
        vec![name(object), object["storageClassName"].text().to_owned(), or_unset(&object["capacity"])]
    },
};

pub const ATTACHMENT: Printer = Printer {
    columns: &[
        column("NAME"),
        column("ATTACHER"),
        column("PV"),
        column("NODE"),
        column("ATTACHED"),
        column("AGE"),
    ],
    row: attachment,
};

pub const CSI_NODE: Printer =
    Printer { columns: &[column("NAME"), column("DRIVERS"), column("AGE")], row: csi_node };

pub const CSI_DRIVER: Printer = Printer {
    columns: &[
        column("NAME"),
        column("ATTACHREQUIRED"),
        column("PODINFOONMOUNT"),
        column("STORAGECAPACITY"),
        column("TOKENREQUESTS"),
        column("REQUIRESREPUBLISH"),
        column("MODES"),
        column("AGE"),
    ],
    row: csi_driver,
};

fn phase(object: &Value) -> String {
    match object["metadata"]["deletionTimestamp"].is_set() {
        true => "Terminating".into(),
        false => object["status"]["phase"].text().into(),
    }
}

fn volume(object: &Value, now: Time) -> Vec<String> {
    let spec = &object["spec"];
    let claim = &spec["claimRef"];
    let claim = match claim.is_set() {
        true => format!("{}/{}", claim["namespace"].text(), claim["name"].text()),
        false => String::new(),
    };
    vec![
        name(object),
        quantity_text(&spec["capacity"]["storage"]),
        access_modes(&spec["accessModes"]),
        spec["persistentVolumeReclaimPolicy"].text().into(),
        phase(object),
        claim,
        storage_class(object).into(),
        or_unset(&spec["volumeAttributesClassName"]),
        object["status"]["reason"].text().into(),
        age(object, now),
        or_unset(&spec["volumeMode"]),
    ]
}

fn claim(object: &Value, now: Time) -> Vec<String> {
    let (spec, status) = (&object["spec"], &object["status"]);
    let volume = spec["volumeName"].text();
    let (capacity, modes) = match volume {
        "" => Default::default(),
        _ => (quantity_text(&status["capacity"]["storage"]), access_modes(&status["accessModes"])),
    };
    vec![
        name(object),
        phase(object),
        volume.into(),
        capacity,
        modes,
        storage_class(object).into(),
        or_unset(&spec["volumeAttributesClassName"]),
        age(object, now),
        or_unset(&spec["volumeMode"]),
    ]
}

fn class(object: &Value, now: Time) -> Vec<String> {
    let default = if is_default_class(object) { " (default)" } else { "" };
    vec![
        format!("{}{default}", name(object)),
        object["provisioner"].text().into(),
        object["reclaimPolicy"].text_or("Delete").into(),
        object["volumeBindingMode"].text_or("Immediate").into(),
        object["allowVolumeExpansion"].flag().to_string(),
        age(object, now),
    ]
}

fn attachment(object: &Value, now: Time) -> Vec<String> {
    let spec = &object["spec"];
    vec![
        name(object),
        spec["attacher"].text().into(),
        spec["source"]["persistentVolumeName"].text().into(),
        spec["nodeName"].text().into(),
        object["status"]["attached"].flag().to_string(),
        age(object, now),
    ]
}

fn csi_node(object: &Value, now: Time) -> Vec<String> {
    vec![name(object), object["spec"]["drivers"].size().to_string(), age(object, now)]
}

fn csi_driver(object: &Value, now: Time) -> Vec<String> {
    let spec = &object["spec"];
    let tokens = match spec["tokenRequests"].as_array() {
        None => "<unset>".into(),
        Some(all) => all.iter().map(|one| one["audience"].text()).collect::<Vec<_>>().join(","),
    };
    let modes = spec["volumeLifecycleModes"].joined(",");
    vec![
        name(object),
        spec["attachRequired"].as_bool().unwrap_or(true).to_string(),
        spec["podInfoOnMount"].flag().to_string(),
        spec["storageCapacity"].flag().to_string(),
        tokens,
        spec["requiresRepublish"].flag().to_string(),
        if modes.is_empty() { "<none>".into() } else { modes },
        age(object, now),
    ]
}
