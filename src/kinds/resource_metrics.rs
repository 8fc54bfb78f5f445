//! What nodes and pods use: metrics.k8s.io/v1beta1 NodeMetrics and PodMetrics, of k8s.io/metrics
//! pkg/apis/metrics/v1beta1/types.go. Served by metrics-server and never stored.

use super::container::ResourceList;
use super::meta::ObjectMeta;
use super::time::Time;
use crate::{api_shape, api_struct};

api_struct! {
    /// What a node uses.
    NodeMetrics {
        /// The node's name and labels.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// The end of the time that was measured.
        "timestamp": Time,
        /// CPU and memory.
        "usage": ResourceList,
        /// The length of the time that was measured, for example 15s.
        "window": String,
    }
}

api_struct! {
    /// What the containers of a pod use.
    PodMetrics {
        /// The pod's name and labels.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// Each container's share.
        "containers": Vec<ContainerMetrics>,
        /// The end of the time that was measured.
        "timestamp": Time,
        /// The length of the time that was measured, for example 15s.
        "window": String,
    }
}

api_shape! {
    /// What a container uses.
    ContainerMetrics {
        /// The container.
        "name": String,
        /// CPU and memory.
        "usage": ResourceList,
    }
}
