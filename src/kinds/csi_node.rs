//! Storage drivers of nodes: storage.k8s.io/v1 CSINode, v1.36.

use super::meta::ObjectMeta;
use crate::api_struct;

api_struct! {
    /// The storage drivers of a node.
    CSINode {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// What is wanted.
        spec "spec": CSINodeSpec,
    }
}

api_struct! {
    /// The drivers.
    CSINodeSpec {
        /// The drivers on the node.
        drivers "drivers": Vec<CSINodeDriver>,
    }
}

api_struct! {
    /// One driver of a node.
    CSINodeDriver {
        /// What of it can be used.
        allocatable "allocatable": Option<VolumeNodeResources>,
        /// The name.
        name "name": String,
    }
    accepts {
        /// The node's name for the driver.
        "nodeID": String,
        /// Labels of the node that the driver uses.
        "topologyKeys": Vec<String>,
    }
}

api_struct! {
    /// How many volumes a node can attach.
    VolumeNodeResources {
        /// How many.
        count "count": Option<i32>,
    }
}
