//! Events: `printEvent` of printers.go, v1.36.

use serde_json::Value;

use super::{Printer, column, name, wide};
use crate::kinds::Time;
use crate::kubectl::moment::{age, stamp};
use crate::kubectl::reach::Reach;

pub const EVENT: Printer = Printer {
    columns: &[
        column("LAST SEEN"),
        column("TYPE"),
        column("REASON"),
        column("OBJECT"),
        wide("SUBOBJECT"),
        wide("SOURCE"),
        column("MESSAGE"),
        wide("FIRST SEEN"),
        wide("COUNT"),
        wide("NAME"),
    ],
    row,
};

fn row(event: &Value, now: Time) -> Vec<String> {
    let about = &event["involvedObject"];
    let (first, last, count) = seen(event, now);
    vec![
        last,
        event["type"].text().into(),
        event["reason"].text().into(),
        target(about),
        about["fieldPath"].text().into(),
        source(event),
        event["message"].text().trim().into(),
        first,
        count.to_string(),
        name(event),
    ]
}

/// When it was seen first and last, and how often.
fn seen(event: &Value, now: Time) -> (String, String, i64) {
    let (first, last) = (&event["firstTimestamp"], &event["lastTimestamp"]);
    let first = if stamp(first).is_some() { age(first, now) } else { age(&event["eventTime"], now) };
    let last = if stamp(last).is_some() { age(last, now) } else { first.clone() };
    let series = &event["series"];
    if series.is_set() {
        return (first, age(&series["lastObservedTime"], now), series["count"].int());
    }
    let count = event["count"].int();
    (first, last, if count == 0 { 1 } else { count })
}

fn target(about: &Value) -> String {
    let kind = about["kind"].text().to_lowercase();
    match about["name"].text() {
        "" => kind,
        name => format!("{kind}/{name}"),
    }
}

fn source(event: &Value) -> String {
    let first = |a: &Value, b: &Value| if a.text().is_empty() { b.text() } else { a.text() }.to_owned();
    let source = &event["source"];
    let component = first(&source["component"], &event["reportingComponent"]);
    match first(&source["host"], &event["reportingInstance"]).as_str() {
        "" => component,
        host => format!("{component}, {host}"),
    }
}
