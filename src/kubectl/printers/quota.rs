//! Resource quotas: `printResourceQuota` of printers.go, v1.36.

use serde_json::Value;

use super::{Printer, age, column, name};
use crate::kinds::Time;
use crate::kubectl::reach::{Reach, quantity_text};

pub const RESOURCE_QUOTA: Printer =
    Printer { columns: &[column("NAME"), column("REQUEST"), column("LIMIT"), column("AGE")], row };

fn row(object: &Value, now: Time) -> Vec<String> {
    let status = &object["status"];
    let (mut requests, mut limits) = (Vec::new(), Vec::new());
    for (resource, hard) in status["hard"].entries() {
        let used = quantity_text(&status["used"][resource]);
        let text = format!("{resource}: {used}/{}", quantity_text(hard));
        if resource.starts_with("limits.") { limits.push(text) } else { requests.push(text) }
    }
    vec![name(object), requests.join(", "), limits.join(", "), age(object, now)]
}
