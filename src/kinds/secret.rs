//! secret, v1.36.

use std::collections::BTreeMap;

use super::codec::Bytes;
use super::meta::ObjectMeta;
use crate::api_struct;

api_struct! {
    /// @Secret
    Secret {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @Secret.data
        "data": BTreeMap<String, Bytes>,
        /// @Secret.immutable
        "immutable": bool,
        /// @Secret.stringData
        "stringData": BTreeMap<String, String>,
        /// @Secret.type
        "type": String,
    }
}
