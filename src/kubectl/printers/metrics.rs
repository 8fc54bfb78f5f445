//! NodeMetrics and PodMetrics: the columns that metrics-server pkg/api/table.go gives them.

use serde_json::Value;

use super::{Printer, column, name};
use crate::kinds::Time;
use crate::kinds::quantity::Quantity;
use crate::kubectl::reach::{Reach, quantity};

const COLUMNS: &[super::Column] = &[column("NAME"), column("CPU"), column("MEMORY"), column("WINDOW")];

pub const NODE: Printer =
    Printer { columns: COLUMNS, row: |object, _: Time| row(object, &[&object["usage"]]) };

pub const POD: Printer = Printer { columns: COLUMNS, row: pod };

fn pod(object: &Value, _: Time) -> Vec<String> {
    let usages: Vec<&Value> = object["containers"].items().iter().map(|one| &one["usage"]).collect();
    row(object, &usages)
}

fn row(object: &Value, usages: &[&Value]) -> Vec<String> {
    let sum = |resource: &str| {
        let mut amounts = usages.iter().filter_map(|usage| quantity(&usage[resource]));
        let first = amounts.next().unwrap_or_default();
        let add = |mut sum: Quantity, amount: Quantity| {
            sum.add(&amount);
            sum
        };
        amounts.fold(first, add).to_string()
    };
    vec![name(object), sum("cpu"), sum("memory"), object["window"].text().to_owned()]
}
