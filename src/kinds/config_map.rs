//! ConfigMaps: core/v1 ConfigMap, v1.36.

use std::collections::BTreeMap;

use super::codec::Bytes;
use super::meta::ObjectMeta;
use crate::api_struct;

api_struct! {
    /// Settings that pods read as variables or files.
    ConfigMap {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    reads {
        /// True: the data can never change again.
        "immutable": bool,
        /// Values that are not text, in base64.
        "binaryData": BTreeMap<String, Bytes>,
        /// Keys and their text.
        "data": BTreeMap<String, String>,
    }
}
