//! The set `printer-pod`: `kubectl get pods`, cell by cell and as text.
//!
//! Models what pkg/printers/internalversion and cli-runtime's table printer print, v1.36.

use serde_json::{Map, Value, json};

use super::objects::{defaulted, time};
use super::{Set, diff};
use crate::kinds::Kind;
use crate::kubectl::printers::{self, table};
use crate::kubectl::reach::show;

pub struct PrinterPod;

impl Set for PrinterPod {
    fn name(&self) -> &'static str {
        "printer-pod"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        check(input, expect)
    }
}

/// Compares the cells of one object, and the texts of it or of a list, as far as the vector has them.
pub fn check(input: &Value, expect: &Value) -> Result<(), String> {
    let object = &input["object"];
    let objects: Vec<Value> = match object["items"].as_array() {
        Some(items) => items.iter().map(|item| defaulted(Some(Kind::Pod), item)).collect::<Result<_, _>>()?,
        None => vec![defaulted(None, object)?],
    };
    let kind = match object["items"].as_array() {
        Some(_) => Kind::Pod,
        None => Kind::of_manifest(object["apiVersion"].as_str().unwrap_or_default(), kind_name(object))
            .ok_or("no such kind")?,
    };
    let now = time(&input["now"])?;
    let tables = [table::Table { kind, objects }];
    let text = |wide: bool, all_namespaces: bool| {
        let options = table::Options { wide, all_namespaces, ..table::Options::default() };
        json!(table::print(&tables, &options, now))
    };
    let mut got = Map::new();
    for name in expect.as_object().into_iter().flat_map(Map::keys) {
        let value = match name.as_str() {
            "cells" => cells(kind, &tables[0].objects, now),
            "get" => text(false, false),
            "getWide" => text(true, false),
            "getAllNamespaces" => text(false, true),
            other => return Err(format!("unknown expectation {other}")),
        };
        got.insert(name.clone(), value);
    }
    diff(&as_text(expect), &Value::Object(got)).map_or(Ok(()), Err)
}

/// Cells that the server counts in are numbers in the vectors; as text they are what is printed.
fn as_text(expect: &Value) -> Value {
    let mut expect = expect.clone();
    for cell in expect.get_mut("cells").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut) {
        *cell = show(cell).into();
    }
    expect
}

fn kind_name(object: &Value) -> &str {
    object["kind"].as_str().unwrap_or_default()
}

fn cells(kind: Kind, objects: &[Value], now: crate::kinds::Time) -> Value {
    let cells = objects.iter().take(1).flat_map(|object| printers::cells(kind, object, now));
    cells.map(|(name, text)| (name.to_owned(), Value::from(text))).collect::<Map<_, _>>().into()
}
