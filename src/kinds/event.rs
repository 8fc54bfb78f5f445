//! Events: core/v1 Event, v1.36.

use super::cluster_shapes::EventSeries;
use super::codec::MicroTime;
use super::endpoints::ObjectReference;
use super::meta::ObjectMeta;
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

api_struct! {
    /// Who says so.
    EventSource {
        /// The component.
        component "component": String,
        /// The node it runs on.
        host "host": String,
    }
}
