//! Events: what components say about objects, counted and bounded as client-go does it.
//!
//! Models client-go tools/record/events_cache.go, v1.36: an event equal to an earlier one counts that
//! one up; more than ten alike but for the message within ten minutes become one "(combined from
//! similar events)"; a source may say 25 things of a type about an object, then one every five minutes, and what it
//! may not say is counted until it may. Events older than an hour go, as with `--event-ttl`.
//!
//! The scheduler uses the newer client-go tools/events/event_broadcaster.go: events alike in everything but the message,
//! the object's version included, become a series whose first repetition is written and whose further ones
//! are only counted; nothing is combined or held back.

use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::api::Client;
use super::store::Key;
use crate::kinds::endpoints::ObjectReference;
use crate::kinds::event::{Event, EventSource};
use crate::kinds::namespace::Namespace;
use crate::kinds::{Kind, Object, ObjectMeta, Resource, Time};
use crate::sim::SimTime;

/// `--event-ttl`
const TTL_SECONDS: i64 = 3600;
/// defaultAggregateMaxEvents, defaultAggregateIntervalInSeconds
const AGGREGATE_ABOVE: usize = 10;
const AGGREGATE_SECONDS: i64 = 600;
/// defaultSpamBurst, defaultSpamQPS (1/300)
const SPAM_BURST: u64 = 25;
const SPAM_REFILL_US: u64 = 300_000_000;

/// What an event says, without whom it is about.
#[derive(Clone, Copy, Debug)]
pub struct Note<'a> {
    pub warning: bool,
    pub reason: &'a str,
    pub message: &'a str,
}

impl<'a> Note<'a> {
    pub fn normal(reason: &'a str, message: &'a str) -> Note<'a> {
        Note { warning: false, reason, message }
    }

    pub fn warning(reason: &'a str, message: &'a str) -> Note<'a> {
        Note { warning: true, reason, message }
    }

    fn kind(&self) -> &'static str {
        if self.warning { "Warning" } else { "Normal" }
    }
}

/// The memory of the recorders.
#[derive(Clone, Debug, Default)]
pub struct EventRecorder {
    similar: BTreeMap<String, Similar>,
    known: BTreeMap<String, Known>,
    spam: BTreeMap<String, (u64, SimTime)>,
    series: BTreeMap<String, Series>,
    by_age: VecDeque<(Time, Key, String)>,
    sequence: u64,
}

/// An event that was observed before.
#[derive(Clone, Debug)]
struct Known {
    key: Key,
    count: i32,
    first: Time,
}

#[derive(Clone, Debug, Default)]
struct Similar {
    messages: BTreeSet<String>,
    last: Time,
}

/// Where the control plane runs, as its components name themselves.
const HOST: &str = "control-plane";
/// finishTime of the broadcaster of series
const SERIES_SECONDS: i64 = 360;

/// A series of the newer form.
#[derive(Clone, Debug)]
struct Series {
    key: Key,
    count: i64,
    last: Time,
}

/// Whom an event is about.
pub fn reference(object: &Object) -> ObjectReference {
    let (meta, info) = (object.meta(), object.kind().info());
    ObjectReference {
        api_version: info.api_version(),
        kind: info.kind.into(),
        name: meta.name.clone(),
        namespace: meta.namespace.clone(),
        resource_version: meta.resource_version.0.to_string(),
        uid: meta.uid.clone(),
        ..Default::default()
    }
}

impl Client<'_> {
    /// Records an event about an object.
    pub fn event<T: Resource>(&mut self, about: &T, note: Note<'_>) {
        let about = reference(&about.clone().into_object());
        self.event_about(about, "", note);
    }

    /// Records an event about a reference, from a host's component.
    pub fn event_about(&mut self, about: ObjectReference, host: &str, note: Note<'_>) {
        let now = self.wall_clock();
        self.expire_events(now);
        let source = EventSource { component: self.actor().into(), host: host.into(), extra: None };
        let may_speak = self.server.recorder.may_speak(&spam_key(&source, &about, note), self.now());
        let (message, fold) = self.server.recorder.aggregate(&source, &about, note, now);
        let known = self.server.recorder.observe(&fold, &about, now);
        if !may_speak {
            return;
        }
        let mut event = match self.store().by_key::<Event>(&known.key) {
            Some(earlier) => Event::clone(earlier),
            // Nothing new is made in a namespace that goes, events neither.
            None if self.namespace_is_terminating(&about.namespace) => return,
            None => Event { meta: known.meta(), involved_object: about, source, ..event(note, known.first) },
        };
        event.count = known.count;
        event.message = message;
        event.last_timestamp = Some(now);
        self.put(event.into_object());
    }

    /// Records an event about an object in the newer form, with what was being done.
    pub fn event_in_series<T: Resource>(&mut self, about: &T, action: &str, note: Note<'_>) {
        let about = reference(&about.clone().into_object());
        let (now, stamp) = (self.wall_clock(), self.micro_clock());
        self.expire_events(now);
        let actor = self.actor();
        let fold = format!(
            "{actor}\n{action}\n{}\n{}\n{}\n{}",
            note.kind(),
            note.reason,
            about.uid,
            about.resource_version
        );
        let going_on = |series: &&mut Series| now.seconds_since(series.last) <= SERIES_SECONDS;
        if let Some(series) = self.server.recorder.series.get_mut(&fold).filter(going_on) {
            (series.count, series.last) = (series.count + 1, now);
            if series.count == 2 {
                let key = series.key.clone();
                self.begin_series(&key, &stamp);
            }
            return;
        }
        if self.namespace_is_terminating(&about.namespace) {
            return;
        }
        let key = self.server.recorder.next_key(&about);
        let meta = named(&key, now);
        self.server.recorder.by_age.push_back((now, key.clone(), fold.clone()));
        self.server.recorder.series.insert(fold, Series { key, count: 1, last: now });
        let extra = json!({
            "action": action,
            "eventTime": stamp,
            "reportingComponent": actor,
            "reportingInstance": format!("{actor}-{HOST}"),
        });
        let (reason, message) = (note.reason.to_owned(), note.message.to_owned());
        let kind = note.kind().to_owned();
        let extra = extra.as_object().cloned().map(Box::new);
        let event =
            Event { meta, involved_object: about, reason, message, kind, extra, ..Default::default() };
        self.put(event.into_object());
    }

    fn begin_series(&mut self, key: &Key, stamp: &str) {
        let Some(earlier) = self.store().by_key::<Event>(key) else { return };
        let mut event = Event::clone(earlier);
        let mut extra = event.extra.as_deref().cloned().unwrap_or_default();
        extra.insert("series".into(), json!({"count": 2, "lastObservedTime": stamp}));
        event.extra = Some(Box::new(extra));
        self.put(event.into_object());
    }

    /// The wall clock as Kubernetes' MicroTime.
    fn micro_clock(&self) -> String {
        let whole = self.wall_clock().to_string();
        format!("{}.{:06}Z", whole.trim_end_matches('Z'), self.now().0 % 1_000_000)
    }

    fn namespace_is_terminating(&self, name: &str) -> bool {
        self.store().get::<Namespace>("", name).is_some_and(|namespace| namespace.meta.is_terminating())
    }

    fn expire_events(&mut self, now: Time) {
        while let Some((written, key, fold)) = self.server.recorder.by_age.front().cloned() {
            if now.seconds_since(written) <= TTL_SECONDS {
                break;
            }
            self.server.recorder.by_age.pop_front();
            match self.store().by_key::<Event>(&key).and_then(|event| event.last_seen()) {
                Some(last) if now.seconds_since(last) <= TTL_SECONDS => {
                    self.server.recorder.by_age.push_back((last, key, fold));
                }
                _ => self.forget(&key, &fold),
            }
        }
    }

    fn forget(&mut self, key: &Key, fold: &str) {
        self.server.recorder.known.remove(fold);
        self.server.recorder.series.remove(fold);
        self.server.recorder.forget_idle(self.now());
        self.remove(key);
    }
}

impl EventRecorder {
    /// The components that tell are new processes: each of their events is the first of its kind.
    pub(super) fn restart(&mut self) {
        self.similar.clear();
        self.known.clear();
        self.spam.clear();
        self.series.clear();
    }

    /// Counts an event and says under which name.
    fn observe(&mut self, fold: &str, about: &ObjectReference, now: Time) -> Known {
        if let Some(known) = self.known.get_mut(fold) {
            known.count += 1;
            return known.clone();
        }
        let key = self.next_key(about);
        let known = Known { key: key.clone(), count: 1, first: now };
        self.by_age.push_back((now, key, fold.to_owned()));
        self.known.insert(fold.to_owned(), known.clone());
        known
    }

    fn next_key(&mut self, about: &ObjectReference) -> Key {
        self.sequence += 1;
        let namespace = if about.namespace.is_empty() { "default" } else { &about.namespace };
        Key::new(Kind::Event, namespace, &format!("{}.{:016x}", about.name, self.sequence))
    }

    /// A token bucket for each source and object.
    fn may_speak(&mut self, key: &str, now: SimTime) -> bool {
        let (tokens, at) = self.spam.get(key).copied().unwrap_or((SPAM_BURST, now));
        let refilled = now.since(at).0 / SPAM_REFILL_US;
        let tokens = (tokens + refilled).min(SPAM_BURST);
        let at = SimTime(at.0 + refilled * SPAM_REFILL_US);
        self.spam.insert(key.to_owned(), (tokens.saturating_sub(1), at));
        tokens > 0
    }

    /// The message to write and the key under which equal events are counted.
    fn aggregate(
        &mut self,
        source: &EventSource,
        about: &ObjectReference,
        note: Note<'_>,
        now: Time,
    ) -> (String, String) {
        let group = group_key(source, about, note);
        let similar = self.similar.entry(group.clone()).or_default();
        if now.seconds_since(similar.last) > AGGREGATE_SECONDS {
            similar.messages.clear();
        }
        similar.last = now;
        if similar.messages.len() <= AGGREGATE_ABOVE {
            similar.messages.insert(note.message.to_owned());
        }
        if similar.messages.len() < AGGREGATE_ABOVE {
            return (note.message.to_owned(), format!("{group}\n{}", note.message));
        }
        (format!("(combined from similar events): {}", note.message), group)
    }

    fn forget_idle(&mut self, now: SimTime) {
        let long = u64::from(TTL_SECONDS as u32) * 1_000_000 * 3;
        self.spam.retain(|_, (_, at)| now.since(*at).0 < long);
        if self.similar.len() > self.known.len() * 2 + 1024 {
            self.similar.clear();
        }
    }
}

impl Known {
    fn meta(&self) -> ObjectMeta {
        named(&self.key, self.first)
    }
}

fn named(key: &Key, first: Time) -> ObjectMeta {
    ObjectMeta {
        uid: format!("event-{}", key.name),
        namespace: key.namespace.to_string(),
        name: key.name.to_string(),
        creation_timestamp: Some(first),
        ..Default::default()
    }
}

fn event(note: Note<'_>, first: Time) -> Event {
    Event {
        reason: note.reason.into(),
        first_timestamp: Some(first),
        kind: note.kind().into(),
        ..Default::default()
    }
}

/// Warnings and normal events have a bucket each.
fn spam_key(source: &EventSource, about: &ObjectReference, note: Note<'_>) -> String {
    let about = [&about.kind, &about.namespace, &about.name, &about.uid];
    let [kind, namespace, name, uid] = about.map(String::as_str);
    [&source.component, &source.host, kind, namespace, name, uid, note.kind()].join("\n")
}

fn group_key(source: &EventSource, about: &ObjectReference, note: Note<'_>) -> String {
    format!("{}\n{}\n{}", spam_key(source, about, note), about.field_path, note.reason)
}
