//! Attachments: storage.k8s.io/v1 VolumeAttachment, v1.36.

use std::collections::BTreeMap;

use super::meta::ObjectMeta;
use super::persistent_volume::PersistentVolumeSpec;
use super::time::Time;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// A volume that is to be attached to a node.
    VolumeAttachment {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": VolumeAttachmentSpec,
        /// What is; written by the cluster.
        "status": VolumeAttachmentStatus,
    }
}

api_shape! {
    /// Which volume to which node.
    VolumeAttachmentSpec {
        /// The driver that attaches.
        "attacher": String,
        /// The node.
        "nodeName": String,
        /// What is attached.
        "source": VolumeAttachmentSource,
    }
}

api_shape! {
    /// Whether it is attached.
    VolumeAttachmentStatus {
        /// Why attaching failed.
        "attachError": VolumeError,
        /// Whether it is attached.
        "attached": bool,
        /// What the driver says of it.
        "attachmentMetadata": BTreeMap<String, String>,
        /// Why detaching failed.
        "detachError": VolumeError,
    }
}

api_shape! {
    /// The volume.
    VolumeAttachmentSource {
        /// A volume without an object of its own.
        "inlineVolumeSpec": PersistentVolumeSpec,
        /// The volume.
        "persistentVolumeName": String,
    }
}

api_shape! {
    /// What went wrong.
    VolumeError {
        /// Code of the error.
        "errorCode": i32,
        /// For people: what happened or is wrong.
        "message": String,
        /// When.
        "time": Time,
    }
}
