//! volume attachment, v1.36.

use std::collections::BTreeMap;

use super::meta::ObjectMeta;
use super::persistent_volume::PersistentVolumeSpec;
use super::time::Time;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @VolumeAttachment
    VolumeAttachment {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @VolumeAttachment.spec
        "spec": VolumeAttachmentSpec,
        /// @VolumeAttachment.status
        "status": VolumeAttachmentStatus,
    }
}

api_shape! {
    /// @VolumeAttachmentSpec
    VolumeAttachmentSpec {
        /// @VolumeAttachmentSpec.attacher
        "attacher": String,
        /// @VolumeAttachmentSpec.nodeName
        "nodeName": String,
        /// @VolumeAttachmentSpec.source
        "source": VolumeAttachmentSource,
    }
}

api_shape! {
    /// @VolumeAttachmentStatus
    VolumeAttachmentStatus {
        /// @VolumeAttachmentStatus.attachError
        "attachError": VolumeError,
        /// @VolumeAttachmentStatus.attached
        "attached": bool,
        /// @VolumeAttachmentStatus.attachmentMetadata
        "attachmentMetadata": BTreeMap<String, String>,
        /// @VolumeAttachmentStatus.detachError
        "detachError": VolumeError,
    }
}

api_shape! {
    /// @VolumeAttachmentSource
    VolumeAttachmentSource {
        /// @VolumeAttachmentSource.inlineVolumeSpec
        "inlineVolumeSpec": PersistentVolumeSpec,
        /// @VolumeAttachmentSource.persistentVolumeName
        "persistentVolumeName": String,
    }
}

api_shape! {
    /// @VolumeError
    VolumeError {
        /// @VolumeError.errorCode
        "errorCode": i32,
        /// @VolumeError.message
        "message": String,
        /// @VolumeError.time
        "time": Time,
    }
}
