//! config map, v1.36.

use std::collections::BTreeMap;

use super::codec::Bytes;
use super::meta::ObjectMeta;
use crate::api_struct;

api_struct! {
    /// @ConfigMap
    ConfigMap {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @ConfigMap.binaryData
        "binaryData": BTreeMap<String, Bytes>,
        /// @ConfigMap.data
        "data": BTreeMap<String, String>,
        /// @ConfigMap.immutable
        "immutable": bool,
    }
}
