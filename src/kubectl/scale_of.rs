//! An object's `autoscaling/v1` Scale, as `kubectl get --subresource=scale` shows it.
//!
//! Models pkg/registry/apps/*/storage (scaleFrom...) and the printer of Scales in pkg/printers/internalversion, v1.36.

use serde_json::Value;

use super::get::Asked;
use super::moment::age;
use super::output_format::Format;
use super::tabwriter::{self, TABLE};
use super::{custom_columns, output};
use crate::kinds::{Time, scale};

const NOT_SERVED: &str = "Error from server (NotFound): the server could not find the requested resource";

/// What was asked for, as Scales.
pub fn print(asked: &Asked, format: &Format, headers: bool, now: Time) -> Result<String, String> {
    let mut scales = Vec::new();
    for table in &asked.tables {
        for object in &table.objects {
            scales.push(scale::of(table.kind, object).ok_or(NOT_SERVED)?);
        }
    }
    match format {
        Format::Words | Format::Wide => Ok(table(&scales, headers, now)),
        Format::Name => {
            Ok(scales.iter().map(|scale| format!("scale.autoscaling/{}\n", name(scale))).collect())
        }
        Format::Columns(spec) => custom_columns::print(spec, &scales, headers),
        whole => whole.print(&output::document(&scales, asked.single)),
    }
}

fn name(scale: &Value) -> &str {
    scale["metadata"]["name"].as_str().unwrap_or_default()
}

fn table(scales: &[Value], headers: bool, now: Time) -> String {
    let head = if headers { "NAME\tDESIRED\tAVAILABLE\tAGE\n" } else { "" };
    let row = |scale: &Value| {
        let wanted = scale["spec"]["replicas"].as_i64().unwrap_or_default();
        let held = &scale["status"]["replicas"];
        let age = age(&scale["metadata"]["creationTimestamp"], now);
        format!("{}\t{wanted}\t{held}\t{age}\n", name(scale))
    };
    tabwriter::align(&(head.to_owned() + &scales.iter().map(row).collect::<String>()), TABLE)
}
