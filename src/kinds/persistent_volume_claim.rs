//! Claims for storage: core/v1 PersistentVolumeClaim, v1.36.

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

api_struct! {
    /// What storage is asked for.
    PersistentVolumeClaimSpec {
        /// ReadWriteOnce, ReadOnlyMany, ReadWriteMany or ReadWriteOncePod.
        access_modes "accessModes": Vec<String>,
        /// How much is asked for.
        resources "resources": Option<VolumeResourceRequirements>,
        /// Labels of the volumes that will do.
        selector "selector": Option<LabelSelector>,
        /// Class that makes the volume; "" for none, left out for the default one.
        storage_class_name "storageClassName": Option<String>,
        /// Class of changeable settings.
        volume_attributes_class_name "volumeAttributesClassName": Option<String>,
        /// Filesystem (default) or Block.
        volume_mode "volumeMode": Option<String>,
        /// The volume it is bound to.
        volume_name "volumeName": String,
    }
    accepts {
        /// A snapshot or claim the volume begins with.
        "dataSource": TypedLocalObjectReference,
        /// An object the volume begins with.
        "dataSourceRef": TypedObjectReference,
    }
}

api_struct! {
    /// Asks for storage.
    PersistentVolumeClaim {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// What is wanted.
        spec "spec": PersistentVolumeClaimSpec,
        /// What is; written by the cluster.
        status "status": Option<PersistentVolumeClaimStatus>,
    }
    accepts {
        /// Written in the claim templates of a StatefulSet: v1.
        "apiVersion": String,
        /// Written in the claim templates of a StatefulSet: PersistentVolumeClaim.
        "kind": String,
    }
}

api_struct! {
    /// What storage was given.
    PersistentVolumeClaimStatus {
        /// Pending, Bound or Lost.
        phase "phase": String,
        /// ReadWriteOnce, ReadOnlyMany, ReadWriteMany or ReadWriteOncePod.
        access_modes "accessModes": Vec<String>,
        /// Size, for example storage: 1Gi.
        capacity "capacity": BTreeMap<String, Quantity>,
    }
    accepts {
        /// States of a resize.
        "allocatedResourceStatuses": BTreeMap<String, String>,
        /// Amounts that are set aside.
        "allocatedResources": BTreeMap<String, Quantity>,
        /// Steps and states, each True, False or Unknown.
        "conditions": Vec<PersistentVolumeClaimCondition>,
        /// Class of settings in use.
        "currentVolumeAttributesClassName": String,
        /// State of a change of settings.
        "modifyVolumeStatus": ModifyVolumeStatus,
    }
}

api_shape! {
    /// One state of a claim.
    PersistentVolumeClaimCondition {
        /// When it was last looked at.
        "lastProbeTime": Time,
        /// When the status last changed.
        "lastTransitionTime": Time,
        /// For people: what happened or is wrong.
        "message": String,
        /// One word for why.
        "reason": String,
        /// What is; written by the cluster.
        "status": String,
        /// The type.
        "type": String,
    }
}

api_shape! {
    /// State of a change of settings.
    ModifyVolumeStatus {
        /// What is; written by the cluster.
        "status": String,
        /// Class of settings that is being put in use.
        "targetVolumeAttributesClassName": String,
    }
}
