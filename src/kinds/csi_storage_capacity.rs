//! Free storage by segment: storage.k8s.io/v1 CSIStorageCapacity, v1.36.

use super::meta::ObjectMeta;
use super::quantity::Quantity;
use super::selector::LabelSelector;
use crate::api_struct;

api_struct! {
    /// How much storage of a class some nodes can still get.
    CSIStorageCapacity {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// Nodes that can reach the storage.
        node_topology "nodeTopology": Option<LabelSelector>,
        /// Class of the storage.
        storage_class_name "storageClassName": String,
        /// What is free.
        capacity "capacity": Option<Quantity>,
        /// Largest volume that can be made.
        maximum_volume_size "maximumVolumeSize": Option<Quantity>,
    }
}
