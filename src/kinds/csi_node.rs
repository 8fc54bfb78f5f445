//! Storage drivers of nodes: storage.k8s.io/v1 CSINode, v1.36.

use super::meta::ObjectMeta;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// The storage drivers of a node.
    CSINode {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": CSINodeSpec,
    }
}

api_shape! {
    /// The drivers.
    CSINodeSpec {
        /// The drivers on the node.
        "drivers": Vec<CSINodeDriver>,
    }
}

api_shape! {
    /// One driver of a node.
    CSINodeDriver {
        /// What of it can be used.
        "allocatable": VolumeNodeResources,
        /// The name.
        "name": String,
        /// The node's name for the driver.
        "nodeID": String,
        /// Labels of the node that the driver uses.
        "topologyKeys": Vec<String>,
    }
}

api_shape! {
    /// How many volumes a node can attach.
    VolumeNodeResources {
        /// How many.
        "count": i32,
    }
}
