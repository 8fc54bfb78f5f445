//! Role bindings: `printRoleBinding` and `printClusterRoleBinding` of printers.go, v1.36.

use serde_json::Value;

use super::{Printer, age, column, name, wide};
use crate::kinds::Time;
use crate::kubectl::reach::Reach;

pub const BINDING: Printer = Printer {
    columns: &[
        column("NAME"),
        column("ROLE"),
        column("AGE"),
        wide("USERS"),
        wide("GROUPS"),
        wide("SERVICEACCOUNTS"),
    ],
    row,
};

fn row(object: &Value, now: Time) -> Vec<String> {
    let role = &object["roleRef"];
    let subjects = |kind: &str| {
        let of_kind = object["subjects"].items().iter().filter(|subject| subject["kind"] == kind);
        of_kind.map(subject).collect::<Vec<_>>().join(", ")
    };
    vec![
        name(object),
        format!("{}/{}", role["kind"].text(), role["name"].text()),
        age(object, now),
        subjects("User"),
        subjects("Group"),
        subjects("ServiceAccount"),
    ]
}

fn subject(subject: &Value) -> String {
    match subject["kind"].text() {
        "ServiceAccount" => format!("{}/{}", subject["namespace"].text(), subject["name"].text()),
        _ => subject["name"].text().to_owned(),
    }
}
