//! Namespaces, configuration, accounts and priority classes: printers.go, v1.36.

use serde_json::Value;

use super::{Printer, age, column, name};
use crate::kinds::Time;
use crate::kubectl::reach::Reach;

pub const NAMESPACE: Printer =
    Printer { columns: &[column("NAME"), column("STATUS"), column("AGE")], row: namespace };
pub const CONFIG_MAP: Printer =
    Printer { columns: &[column("NAME"), column("DATA"), column("AGE")], row: config_map };
pub const SECRET: Printer =
    Printer { columns: &[column("NAME"), column("TYPE"), column("DATA"), column("AGE")], row: secret };
pub const SERVICE_ACCOUNT: Printer =
    Printer { columns: &[column("NAME"), column("AGE")], row: service_account };
pub const PRIORITY_CLASS: Printer = Printer {
    columns: &[
        column("NAME"),
        column("VALUE"),
        column("GLOBAL-DEFAULT"),
        column("AGE"),
        column("PREEMPTIONPOLICY"),
    ],
    row: priority_class,
};

fn namespace(object: &Value, now: Time) -> Vec<String> {
    vec![name(object), object["status"]["phase"].text().into(), age(object, now)]
}

fn config_map(object: &Value, now: Time) -> Vec<String> {
    let keys = object["data"].size() + object["binaryData"].size();
    vec![name(object), keys.to_string(), age(object, now)]
}

fn secret(object: &Value, now: Time) -> Vec<String> {
    vec![name(object), object["type"].text().into(), object["data"].size().to_string(), age(object, now)]
}

fn service_account(object: &Value, now: Time) -> Vec<String> {
    vec![name(object), age(object, now)]
}

fn priority_class(object: &Value, now: Time) -> Vec<String> {
    vec![
        name(object),
        object["value"].int().to_string(),
        object["globalDefault"].flag().to_string(),
        age(object, now),
        object["preemptionPolicy"].text().into(),
    ]
}
