//! `kubectl events`: the events of a namespace by time, or those about one object. kubectl pkg/cmd/events, v1.36.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Verb;
use crate::kinds::Kind;
use crate::kubectl::call::flags::{Flag, Flags, OUTPUT, short_switch, switch, value};
use crate::kubectl::call::{Answer, Call, Started, namespace};
use crate::kubectl::describe::{Cluster, WorldView};
use crate::kubectl::get;
use crate::kubectl::moment::{age, stamp};
use crate::kubectl::output;
use crate::kubectl::output_format::Format;
use crate::kubectl::reach::Reach;
use crate::kubectl::tabwriter;

const OWN: &[Flag] = &[
    value("for"),
    value("types"),
    short_switch("all-namespaces", 'A'),
    short_switch("watch", 'w'),
    switch("no-headers"),
    value("chunk-size"),
];

pub const VERB: Verb = Verb { name: "events", flags: &[OWN, OUTPUT], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    if flags.is_on("watch") {
        return Err(Answer::failed("error: --watch is not simulated; use `kubectl get events -w`"));
    }
    let view = WorldView(call.world);
    let everywhere = flags.is_on("all-namespaces");
    let place = namespace(call, flags);
    let about = match flags.value("for") {
        Some(text) => {
            let wrong = || Answer::failed("error: --for must be in resource/name form");
            let (word, name) = text.split_once('/').ok_or_else(wrong)?;
            Some((get::kind(&view, word).map_err(|why| Answer::failed(&why))?, name.to_owned()))
        }
        None => None,
    };
    let types: BTreeSet<String> =
        flags.all("types").iter().flat_map(|list| list.split(',')).map(str::to_lowercase).collect();
    let is_meant = |event: &Value| {
        let target = &event["involvedObject"];
        let of = |(kind, name): &(Kind, String)| {
            target["kind"] == kind.info().kind && target["name"] == name.as_str()
        };
        about.as_ref().is_none_or(of)
            && (types.is_empty() || types.contains(&event["type"].text().to_lowercase()))
    };
    let mut events = view.list(Kind::Event, Some(place).filter(|_| !everywhere));
    events.retain(is_meant);
    events.sort_by_key(when);
    let format = Format::of(flags)?;
    if format.is_whole() {
        let text = format.print(&output::document(&events, false)).map_err(|why| Answer::failed(&why))?;
        return Ok(Started::Done(Answer::said(text)));
    }
    if events.is_empty() {
        let words = match everywhere {
            true => "No events found.\n".to_owned(),
            false => format!("No events found in {place} namespace.\n"),
        };
        return Ok(Started::Done(Answer { stderr: words, ..Answer::default() }));
    }
    let mut text = String::new();
    if !flags.is_on("no-headers") {
        text += if everywhere { "NAMESPACE\t" } else { "" };
        text += "LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE\n";
    }
    for event in &events {
        text += &row(&view, event, everywhere);
    }
    Ok(Started::Done(Answer::said(tabwriter::align(&text, tabwriter::TABLE))))
}

fn last(event: &Value) -> &Value {
    let candidates = [&event["series"]["lastObservedTime"], &event["lastTimestamp"], &event["eventTime"]];
    candidates.into_iter().find(|time| stamp(time).is_some()).unwrap_or(&Value::Null)
}

fn when(event: &Value) -> i64 {
    stamp(last(event)).map_or(i64::MIN, |at| at.as_microsecond())
}

fn row(view: &WorldView<'_>, event: &Value, everywhere: bool) -> String {
    let ago = age(last(event), view.now());
    let count = event["series"]["count"].as_i64().unwrap_or(event["count"].int());
    let ago = match count > 1 {
        true => format!("{ago} (x{count} over {})", age(&event["firstTimestamp"], view.now())),
        false => ago,
    };
    let target = &event["involvedObject"];
    let place =
        if everywhere { format!("{}\t", event["metadata"]["namespace"].text()) } else { String::new() };
    format!(
        "{place}{ago}\t{}\t{}\t{}/{}\t{}\n",
        event["type"].text(),
        event["reason"].text(),
        target["kind"].text(),
        target["name"].text(),
        event["message"].text().trim()
    )
}
