//! Kinds without columns of their own: apiserver pkg/registry/rest/table.go, v1.36.

use serde_json::Value;

use super::{Printer, column, name};
use crate::kinds::Time;
use crate::kubectl::moment;

pub const CREATED_AT: Printer = Printer { columns: &[column("NAME"), column("CREATED AT")], row };

fn row(object: &Value, _: Time) -> Vec<String> {
    vec![name(object), moment::rfc3339(&object["metadata"]["creationTimestamp"])]
}
