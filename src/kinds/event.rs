//! Events: core/v1 Event, v1.36.

use super::cluster_shapes::EventSeries;
use super::codec::MicroTime;
use super::endpoints::ObjectReference;
use super::meta::ObjectMeta;
use serde_json::Value;

use super::time::Time;
use crate::api_struct;

api_struct! {
    /// Something that happened to an object.
    Event {
        /// Who the event is.
        meta "metadata": ObjectMeta,
        /// The object it happened to.
        involved_object "involvedObject": ObjectReference,
        /// One word for what happened.
        reason "reason": String,
        /// For people: what happened.
        message "message": String,
        /// Who says so.
        source "source": EventSource,
        /// First time.
        first_timestamp "firstTimestamp": Option<Time>,
        /// Last time.
        last_timestamp "lastTimestamp": Option<Time>,
        /// How often.
        count "count": i32,
        /// Normal or Warning.
        kind "type": String,
    }
    accepts {
        /// What was done.
        "action": String,
        /// When, in the new form.
        "eventTime": MicroTime,
        /// A second object.
        "related": ObjectReference,
        /// Who says so, in the new form.
        "reportingComponent": String,
        /// Which instance says so.
        "reportingInstance": String,
        /// Repetition, in the new form.
        "series": EventSeries,
    }
}

impl Event {
    /// How often it happened, in either form.
    pub fn times(&self) -> i32 {
        let series = self.kept("series").and_then(|series| series["count"].as_i64());
        series.map_or(self.count, |count| count as i32).max(1)
    }

    /// When it last happened, in either form.
    pub fn last_seen(&self) -> Option<Time> {
        let text = |value: &Value| value.as_str().and_then(Time::parse);
        let series = self.kept("series").and_then(|series| text(&series["lastObservedTime"]));
        series
            .or(self.last_timestamp)
            .or_else(|| self.kept("eventTime").and_then(text))
            .or(self.first_timestamp)
    }

    /// Who says so, in either form.
    pub fn reporter(&self) -> &str {
        match self.source.component.as_str() {
            "" => self.kept("reportingComponent").and_then(Value::as_str).unwrap_or_default(),
            component => component,
        }
    }

    fn kept(&self, field: &str) -> Option<&Value> {
        self.extra.as_ref()?.get(field)
    }
}

api_struct! {
    /// Who says so.
    EventSource {
        /// The component.
        component "component": String,
        /// The node it runs on.
        host "host": String,
    }
}
