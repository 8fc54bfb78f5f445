//! Attributes of volumes that can be changed: storage.k8s.io/v1 VolumeAttributesClass, v1.36.

use std::collections::BTreeMap;

use super::meta::ObjectMeta;
use crate::api_struct;

api_struct! {
    /// Attributes of volumes that can be changed later.
    VolumeAttributesClass {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// The CSI driver.
        "driverName": String,
        /// Attributes that the driver understands.
        "parameters": BTreeMap<String, String>,
    }
}
