//! persistent volume claim, v1.36.

use std::collections::BTreeMap;

use super::meta::ObjectMeta;
use super::quantity::Quantity;
use super::selector::LabelSelector;
use super::time::Time;
use super::volume_sources::TypedLocalObjectReference;
use super::volume_sources::TypedObjectReference;
use super::volume_sources::VolumeResourceRequirements;
use crate::api_shape;
use crate::api_struct;

api_shape! {
    /// @PersistentVolumeClaimSpec
    PersistentVolumeClaimSpec {
        /// @PersistentVolumeClaimSpec.accessModes
        "accessModes": Vec<String>,
        /// @PersistentVolumeClaimSpec.dataSource
        "dataSource": TypedLocalObjectReference,
        /// @PersistentVolumeClaimSpec.dataSourceRef
        "dataSourceRef": TypedObjectReference,
        /// @PersistentVolumeClaimSpec.resources
        "resources": VolumeResourceRequirements,
        /// @PersistentVolumeClaimSpec.selector
        "selector": LabelSelector,
        /// @PersistentVolumeClaimSpec.storageClassName
        "storageClassName": String,
        /// @PersistentVolumeClaimSpec.volumeAttributesClassName
        "volumeAttributesClassName": String,
        /// @PersistentVolumeClaimSpec.volumeMode
        "volumeMode": String,
        /// @PersistentVolumeClaimSpec.volumeName
        "volumeName": String,
    }
}

api_struct! {
    /// @PersistentVolumeClaim
    PersistentVolumeClaim {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// Written in the claim templates of a StatefulSet: v1.
        "apiVersion": String,
        /// Written in the claim templates of a StatefulSet: PersistentVolumeClaim.
        "kind": String,
        /// @PersistentVolumeClaim.spec
        "spec": PersistentVolumeClaimSpec,
        /// @PersistentVolumeClaim.status
        "status": PersistentVolumeClaimStatus,
    }
}

api_shape! {
    /// @PersistentVolumeClaimStatus
    PersistentVolumeClaimStatus {
        /// @PersistentVolumeClaimStatus.accessModes
        "accessModes": Vec<String>,
        /// @PersistentVolumeClaimStatus.allocatedResourceStatuses
        "allocatedResourceStatuses": BTreeMap<String, String>,
        /// @PersistentVolumeClaimStatus.allocatedResources
        "allocatedResources": BTreeMap<String, Quantity>,
        /// @PersistentVolumeClaimStatus.capacity
        "capacity": BTreeMap<String, Quantity>,
        /// @PersistentVolumeClaimStatus.conditions
        "conditions": Vec<PersistentVolumeClaimCondition>,
        /// @PersistentVolumeClaimStatus.currentVolumeAttributesClassName
        "currentVolumeAttributesClassName": String,
        /// @PersistentVolumeClaimStatus.modifyVolumeStatus
        "modifyVolumeStatus": ModifyVolumeStatus,
        /// @PersistentVolumeClaimStatus.phase
        "phase": String,
    }
}

api_shape! {
    /// @PersistentVolumeClaimCondition
    PersistentVolumeClaimCondition {
        /// @PersistentVolumeClaimCondition.lastProbeTime
        "lastProbeTime": Time,
        /// @PersistentVolumeClaimCondition.lastTransitionTime
        "lastTransitionTime": Time,
        /// @PersistentVolumeClaimCondition.message
        "message": String,
        /// @PersistentVolumeClaimCondition.reason
        "reason": String,
        /// @PersistentVolumeClaimCondition.status
        "status": String,
        /// @PersistentVolumeClaimCondition.type
        "type": String,
    }
}

api_shape! {
    /// @ModifyVolumeStatus
    ModifyVolumeStatus {
        /// @ModifyVolumeStatus.status
        "status": String,
        /// @ModifyVolumeStatus.targetVolumeAttributesClassName
        "targetVolumeAttributesClassName": String,
    }
}
