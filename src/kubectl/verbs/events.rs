//! `kubectl events`: the events of a namespace by time, or those about one object. kubectl pkg/cmd/events, v1.36.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Verb;
use crate::cluster::{Verb as Change, World};
use crate::kinds::Kind;
use crate::kubectl::call::flags::{Flag, Flags, OUTPUT, short_switch, switch, value};
use crate::kubectl::call::{Answer, Call, Polled, Started, Wait, namespace};
use crate::kubectl::describe::{Cluster, WorldView};
use crate::kubectl::get;
use crate::kubectl::moment::{age, stamp};
use crate::kubectl::output;
use crate::kubectl::output_format::Format;
use crate::kubectl::reach::Reach;
use crate::kubectl::tabwriter::{self, Growing};

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
    let view = WorldView(call.world);
    let meant = Meant::read(call, flags)?;
    let place = namespace(call, flags);
    let mut events = view.list(Kind::Event, Some(place).filter(|_| !meant.everywhere));
    events.retain(|event| meant.selects(event));
    events.sort_by_key(when);
    if flags.is_on("watch") {
        let seen = call.world.api().store().version();
        let mut watch = Watching { meant, seen, rows: Growing::default(), begun: flags.is_on("no-headers") };
        let said = Answer::said(watch.print(call.world, &events));
        return Ok(Started::Waiting(said, Box::new(watch)));
    }
    let format = Format::of(flags)?;
    if format.is_whole() {
        let text = format.print(&output::document(&events, false)).map_err(|why| Answer::failed(&why))?;
        return Ok(Started::Done(Answer::said(text)));
    }
    if events.is_empty() {
        let words = match meant.everywhere {
            true => "No events found.\n".to_owned(),
            false => format!("No events found in {place} namespace.\n"),
        };
        return Ok(Started::Done(Answer { stderr: words, ..Answer::default() }));
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    rows.extend((!flags.is_on("no-headers")).then(|| headings(meant.everywhere)));
    rows.extend(events.iter().map(|event| row(&view, event, meant.everywhere)));
    let text: String = rows.iter().map(|row| row.join("\t") + "\n").collect();
    Ok(Started::Done(Answer::said(tabwriter::align(&text, tabwriter::TABLE))))
}

/// Which events are asked for.
#[derive(Clone, Debug)]
struct Meant {
    everywhere: bool,
    namespace: String,
    about: Option<(Kind, String)>,
    /// In small letters; empty for all.
    types: BTreeSet<String>,
}

impl Meant {
    fn read(call: &Call<'_>, flags: &Flags) -> Result<Meant, Answer> {
        let about = match flags.value("for") {
            Some(text) => {
                let wrong = || Answer::failed("error: --for must be in resource/name form");
                let (word, name) = text.split_once('/').ok_or_else(wrong)?;
                let kind = get::kind(&WorldView(call.world), word).map_err(|why| Answer::failed(&why))?;
                Some((kind, name.to_owned()))
            }
            None => None,
        };
        let types: BTreeSet<String> =
            flags.all("types").iter().flat_map(|list| list.split(',')).map(str::to_lowercase).collect();
        if types.iter().any(|one| !matches!(one.as_str(), "normal" | "warning")) {
            return Err(Answer::failed("error: valid --types are Normal or Warning"));
        }
        let everywhere = flags.is_on("all-namespaces");
        Ok(Meant { everywhere, namespace: namespace(call, flags).to_owned(), about, types })
    }

    fn selects(&self, event: &Value) -> bool {
        let target = &event["involvedObject"];
        let of = |(kind, name): &(Kind, String)| {
            target["kind"] == kind.info().kind && target["name"] == name.as_str()
        };
        let here = self.everywhere || event["metadata"]["namespace"] == self.namespace.as_str();
        here && self.about.as_ref().is_none_or(of)
            && (self.types.is_empty() || self.types.contains(&event["type"].text().to_lowercase()))
    }
}

/// `--watch`: it goes on for ever.
#[derive(Clone, Debug)]
struct Watching {
    meant: Meant,
    seen: u64,
    rows: Growing,
    /// Whether the headings have been.
    begun: bool,
}

impl Watching {
    fn print(&mut self, world: &World, events: &[Value]) -> String {
        let mut rows: Vec<Vec<String>> = Vec::new();
        if !events.is_empty() && !std::mem::replace(&mut self.begun, true) {
            rows.push(headings(self.meant.everywhere));
        }
        let view = WorldView(world);
        rows.extend(events.iter().map(|event| row(&view, event, self.meant.everywhere)));
        self.rows.rows(&rows)
    }
}

impl Wait for Watching {
    fn poll(&mut self, world: &mut World) -> Polled {
        let store = world.api().store();
        let new = store.log().since(self.seen).filter(|change| change.key.kind == Kind::Event);
        let new = new.filter(|change| change.verb != Change::Deleted);
        let mut events: Vec<Value> = new.map(|change| change.object().to_value()).collect();
        events.retain(|event| self.meant.selects(event));
        self.seen = store.version();
        Polled::More(Answer::said(self.print(world, &events)))
    }
}

fn headings(everywhere: bool) -> Vec<String> {
    let own = ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"];
    let place = everywhere.then_some("NAMESPACE");
    place.into_iter().chain(own).map(str::to_owned).collect()
}

fn last(event: &Value) -> &Value {
    let candidates = [&event["series"]["lastObservedTime"], &event["lastTimestamp"], &event["eventTime"]];
    candidates.into_iter().find(|time| stamp(time).is_some()).unwrap_or(&Value::Null)
}

fn when(event: &Value) -> i64 {
    stamp(last(event)).map_or(i64::MIN, |at| at.as_microsecond())
}

fn row(view: &WorldView<'_>, event: &Value, everywhere: bool) -> Vec<String> {
    let ago = age(last(event), view.now());
    let count = event["series"]["count"].as_i64().unwrap_or(event["count"].int());
    let ago = match count > 1 {
        true => format!("{ago} (x{count} over {})", age(&event["firstTimestamp"], view.now())),
        false => ago,
    };
    let target = &event["involvedObject"];
    let place = everywhere.then(|| event["metadata"]["namespace"].text().to_owned());
    let own = [
        ago,
        event["type"].text().to_owned(),
        event["reason"].text().to_owned(),
        format!("{}/{}", target["kind"].text(), target["name"].text()),
        event["message"].text().trim().to_owned(),
    ];
    place.into_iter().chain(own).collect()
}
