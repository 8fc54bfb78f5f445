//! controller revision, v1.36.

use serde_json::Value;

use super::meta::ObjectMeta;
use crate::api_struct;

api_struct! {
    /// @ControllerRevision
    ControllerRevision {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @ControllerRevision.data
        "data": Value,
        /// @ControllerRevision.revision
        "revision": i64,
    }
}
