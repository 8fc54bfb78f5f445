//! The events of an object: `DescribeEvents` and `searchEvents` of describe.go, v1.36.

use serde_json::Value;

use super::{About, Cluster, Writer};
use crate::kubectl::moment::{age, stamp};
use crate::kubectl::reach::Reach;

/// What an object's events are about.
pub fn about(object: &Value) -> About<'_> {
    let meta = &object["metadata"];
    About {
        namespace: meta["namespace"].text(),
        name: meta["name"].text(),
        kind: Some(object["kind"].text()),
        uid: meta["uid"].text(),
    }
}

pub fn describe(w: &mut Writer, object: &Value, cluster: &dyn Cluster) {
    write(w, cluster.events(about(object)), cluster);
}

pub fn write(w: &mut Writer, mut events: Vec<Value>, cluster: &dyn Cluster) {
    if !cluster.shows_events() {
        return;
    }
    if events.is_empty() {
        w.write(0, "Events:\t<none>\n");
        return;
    }
    events.sort_by_key(|event| stamp(&event["lastTimestamp"]));
    w.write(0, "Events:\n  Type\tReason\tAge\tFrom\tMessage\n");
    w.write(1, "----\t------\t----\t----\t-------\n");
    for event in &events {
        let (kind, reason) = (event["type"].text(), event["reason"].text());
        let (seen, source, message) = (seen(event, cluster), source(event), message(event));
        w.write(1, format!("{kind}\t{reason}\t{seen}\t{source}\t{message}\n"));
    }
}

/// `5m`, or `2m16s (x3 over 46m)`.
fn seen(event: &Value, cluster: &dyn Cluster) -> String {
    let now = cluster.now();
    let micro = &event["eventTime"];
    let first = if stamp(micro).is_some() { age(micro, now) } else { age(&event["firstTimestamp"], now) };
    let (series, count) = (&event["series"], event["count"].int());
    if series.is_set() {
        let last = age(&series["lastObservedTime"], now);
        return format!("{last} (x{} over {first})", series["count"].int());
    }
    match count > 1 {
        true => format!("{} (x{count} over {first})", age(&event["lastTimestamp"], now)),
        false => first,
    }
}

fn source(event: &Value) -> &str {
    match event["source"]["component"].text() {
        "" => event["reportingComponent"].text(),
        component => component,
    }
}

fn message(event: &Value) -> String {
    let message = event["message"].text().trim();
    match event["involvedObject"]["fieldPath"].text() {
        "" => message.to_owned(),
        path => format!("{path}: {message}"),
    }
}
