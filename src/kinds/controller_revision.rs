//! Revisions: apps/v1 ControllerRevision, v1.36.

use serde_json::Value;

use super::meta::ObjectMeta;
use crate::api_struct;

api_struct! {
    /// An old state of a StatefulSet or DaemonSet.
    ControllerRevision {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// The state that was recorded.
        data "data": Value,
        /// Number of the revision; grows with each.
        revision "revision": Option<i64>,
    }
}
