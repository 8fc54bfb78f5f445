//! Where persistent volumes can come from: core/v1 *PersistentVolumeSource, v1.36.

use std::collections::BTreeMap;

use super::endpoints::ObjectReference;
use super::persistent_volume::SecretReference;
use crate::api_shape;
use crate::api_struct;

api_shape! {
    /// Azure share.
    AzureFilePersistentVolumeSource {
        /// Whether it can only be read.
        "readOnly": bool,
        /// Secret with the account's name and key.
        "secretName": String,
        /// Namespace of the secret.
        "secretNamespace": String,
        /// Name of the share.
        "shareName": String,
    }
}

api_shape! {
    /// CephFS.
    CephFSPersistentVolumeSource {
        /// Addresses of the monitors.
        "monitors": Vec<String>,
        /// The path.
        "path": String,
        /// Whether it can only be read.
        "readOnly": bool,
        /// File with the key.
        "secretFile": String,
        /// Secret with the key.
        "secretRef": SecretReference,
        /// User name.
        "user": String,
    }
}

api_shape! {
    /// OpenStack disk.
    CinderPersistentVolumeSource {
        /// File system, for example ext4.
        "fsType": String,
        /// Whether it can only be read.
        "readOnly": bool,
        /// Secret with the key.
        "secretRef": SecretReference,
        /// Identifier of the volume.
        "volumeID": String,
    }
}

api_struct! {
    /// Volume of a CSI driver.
    CSIPersistentVolumeSource {
        /// Name of the driver.
        driver "driver": String,
        /// The driver's name of the volume.
        volume_handle "volumeHandle": String,
    }
    accepts {
        /// Secret for growing the volume.
        "controllerExpandSecretRef": SecretReference,
        /// Secret for attaching the volume.
        "controllerPublishSecretRef": SecretReference,
        /// File system, for example ext4.
        "fsType": String,
        /// Secret for growing the volume on the node.
        "nodeExpandSecretRef": SecretReference,
        /// Secret for mounting the volume.
        "nodePublishSecretRef": SecretReference,
        /// Secret for readying the volume on the node.
        "nodeStageSecretRef": SecretReference,
        /// Whether it can only be read.
        "readOnly": bool,
        /// Settings of the driver.
        "volumeAttributes": BTreeMap<String, String>,
    }
}

api_shape! {
    /// FlexVolume.
    FlexPersistentVolumeSource {
        /// Name of the driver.
        "driver": String,
        /// File system, for example ext4.
        "fsType": String,
        /// Options of the driver.
        "options": BTreeMap<String, String>,
        /// Whether it can only be read.
        "readOnly": bool,
        /// Secret with the key.
        "secretRef": SecretReference,
    }
}

api_shape! {
    /// GlusterFS.
    GlusterfsPersistentVolumeSource {
        /// Endpoints object with the servers.
        "endpoints": String,
        /// Namespace of that object.
        "endpointsNamespace": String,
        /// The path.
        "path": String,
        /// Whether it can only be read.
        "readOnly": bool,
    }
}

api_shape! {
    /// iSCSI.
    ISCSIPersistentVolumeSource {
        /// Whether discovery uses CHAP.
        "chapAuthDiscovery": bool,
        /// Whether sessions use CHAP.
        "chapAuthSession": bool,
        /// File system, for example ext4.
        "fsType": String,
        /// Name of the initiator.
        "initiatorName": String,
        /// Qualified name of the target.
        "iqn": String,
        /// Interface that is used.
        "iscsiInterface": String,
        /// Number of the logical unit.
        "lun": i32,
        /// Further addresses of the target.
        "portals": Vec<String>,
        /// Whether it can only be read.
        "readOnly": bool,
        /// Secret with the key.
        "secretRef": SecretReference,
        /// Address of the target.
        "targetPortal": String,
    }
}

api_shape! {
    /// Ceph block device.
    RBDPersistentVolumeSource {
        /// File system, for example ext4.
        "fsType": String,
        /// Name of the image.
        "image": String,
        /// Path of the keyring.
        "keyring": String,
        /// Addresses of the monitors.
        "monitors": Vec<String>,
        /// Name of the pool.
        "pool": String,
        /// Whether it can only be read.
        "readOnly": bool,
        /// Secret with the key.
        "secretRef": SecretReference,
        /// User name.
        "user": String,
    }
}

api_shape! {
    /// ScaleIO.
    ScaleIOPersistentVolumeSource {
        /// File system, for example ext4.
        "fsType": String,
        /// Address of the gateway.
        "gateway": String,
        /// Protection domain.
        "protectionDomain": String,
        /// Whether it can only be read.
        "readOnly": bool,
        /// Secret with the key.
        "secretRef": SecretReference,
        /// Whether TLS is used.
        "sslEnabled": bool,
        /// ThickProvisioned or ThinProvisioned.
        "storageMode": String,
        /// Storage pool.
        "storagePool": String,
        /// Name of the storage system.
        "system": String,
        /// Name of the volume.
        "volumeName": String,
    }
}

api_shape! {
    /// StorageOS.
    StorageOSPersistentVolumeSource {
        /// File system, for example ext4.
        "fsType": String,
        /// Whether it can only be read.
        "readOnly": bool,
        /// Secret with the key.
        "secretRef": ObjectReference,
        /// Name of the volume.
        "volumeName": String,
        /// Namespace of the volume.
        "volumeNamespace": String,
    }
}
