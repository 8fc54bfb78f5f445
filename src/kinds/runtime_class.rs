//! Ways of running containers: node.k8s.io/v1 RuntimeClass, v1.36.

use std::collections::BTreeMap;

use super::affinity::Toleration;
use super::meta::ObjectMeta;
use super::quantity::Quantity;
use crate::{api_shape, api_struct};

api_struct! {
    /// A way of running containers.
    RuntimeClass {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// Name of the way in the configuration of the runtime.
        "handler": String,
        /// What it takes besides what the containers take.
        "overhead": Overhead,
        /// Which nodes know it.
        "scheduling": Scheduling,
    }
}

api_shape! {
    /// What a way of running takes.
    Overhead {
        /// Amounts for each pod.
        "podFixed": BTreeMap<String, Quantity>,
    }
}

api_shape! {
    /// Which nodes know a way of running.
    Scheduling {
        /// Labels of these nodes.
        "nodeSelector": BTreeMap<String, String>,
        /// Tolerations that pods get.
        "tolerations": Vec<Toleration>,
    }
}
