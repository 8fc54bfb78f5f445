//! Secrets: core/v1 Secret, v1.36.

use std::collections::BTreeMap;

use super::codec::Bytes;
use super::meta::ObjectMeta;
use crate::api_struct;

api_struct! {
    /// Passwords, keys and the like, in base64.
    Secret {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    reads {
        /// Opaque (default), kubernetes.io/tls, kubernetes.io/dockerconfigjson and so on.
        "type": String,
        /// True: the data can never change again.
        "immutable": bool,
        /// Keys and their values in base64.
        "data": BTreeMap<String, Bytes>,
        /// Keys and plain text; the server turns it into data.
        "stringData": BTreeMap<String, String>,
    }
}
