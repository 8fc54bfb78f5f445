//! csi node, v1.36.

use super::meta::ObjectMeta;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @CSINode
    CSINode {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @CSINode.spec
        "spec": CSINodeSpec,
    }
}

api_shape! {
    /// @CSINodeSpec
    CSINodeSpec {
        /// @CSINodeSpec.drivers
        "drivers": Vec<CSINodeDriver>,
    }
}

api_shape! {
    /// @CSINodeDriver
    CSINodeDriver {
        /// @CSINodeDriver.allocatable
        "allocatable": VolumeNodeResources,
        /// @CSINodeDriver.name
        "name": String,
        /// @CSINodeDriver.nodeID
        "nodeID": String,
        /// @CSINodeDriver.topologyKeys
        "topologyKeys": Vec<String>,
    }
}

api_shape! {
    /// @VolumeNodeResources
    VolumeNodeResources {
        /// @VolumeNodeResources.count
        "count": i32,
    }
}
