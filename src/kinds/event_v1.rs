//! The new form of events: events.k8s.io/v1 Event, v1.36. Objects are stored as core/v1; `conversion` goes
//! between the two.

use super::cluster_shapes::EventSeries;
use super::codec::MicroTime;
use super::endpoints::ObjectReference;
use super::event::EventSource;
use super::meta::ObjectMeta;
use super::time::Time;
use crate::api_shape;

api_shape! {
    /// Something that happened to an object.
    Event {
        /// Who the event is.
        "metadata": ObjectMeta,
        /// When it was seen first.
        "eventTime": MicroTime,
        /// Repetition.
        "series": EventSeries,
        /// Who says so.
        "reportingController": String,
        /// Which instance says so.
        "reportingInstance": String,
        /// What was done.
        "action": String,
        /// One word for what happened.
        "reason": String,
        /// The object it happened to.
        "regarding": ObjectReference,
        /// A second object.
        "related": ObjectReference,
        /// For people: what happened.
        "note": String,
        /// Normal or Warning.
        "type": String,
        /// Who says so, in the old form.
        "deprecatedSource": EventSource,
        /// First time, in the old form.
        "deprecatedFirstTimestamp": Time,
        /// Last time, in the old form.
        "deprecatedLastTimestamp": Time,
        /// How often, in the old form.
        "deprecatedCount": i32,
    }
}
