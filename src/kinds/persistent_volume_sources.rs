//! persistent volume sources, v1.36.

use std::collections::BTreeMap;

use super::endpoints::ObjectReference;
use super::persistent_volume::SecretReference;
use crate::api_shape;

api_shape! {
    /// @AzureFilePersistentVolumeSource
    AzureFilePersistentVolumeSource {
        /// @AzureFilePersistentVolumeSource.readOnly
        "readOnly": bool,
        /// @AzureFilePersistentVolumeSource.secretName
        "secretName": String,
        /// @AzureFilePersistentVolumeSource.secretNamespace
        "secretNamespace": String,
        /// @AzureFilePersistentVolumeSource.shareName
        "shareName": String,
    }
}

api_shape! {
    /// @CephFSPersistentVolumeSource
    CephFSPersistentVolumeSource {
        /// @CephFSPersistentVolumeSource.monitors
        "monitors": Vec<String>,
        /// @CephFSPersistentVolumeSource.path
        "path": String,
        /// @CephFSPersistentVolumeSource.readOnly
        "readOnly": bool,
        /// @CephFSPersistentVolumeSource.secretFile
        "secretFile": String,
        /// @CephFSPersistentVolumeSource.secretRef
        "secretRef": SecretReference,
        /// @CephFSPersistentVolumeSource.user
        "user": String,
    }
}

api_shape! {
    /// @CinderPersistentVolumeSource
    CinderPersistentVolumeSource {
        /// @CinderPersistentVolumeSource.fsType
        "fsType": String,
        /// @CinderPersistentVolumeSource.readOnly
        "readOnly": bool,
        /// @CinderPersistentVolumeSource.secretRef
        "secretRef": SecretReference,
        /// @CinderPersistentVolumeSource.volumeID
        "volumeID": String,
    }
}

api_shape! {
    /// @CSIPersistentVolumeSource
    CSIPersistentVolumeSource {
        /// @CSIPersistentVolumeSource.controllerExpandSecretRef
        "controllerExpandSecretRef": SecretReference,
        /// @CSIPersistentVolumeSource.controllerPublishSecretRef
        "controllerPublishSecretRef": SecretReference,
        /// @CSIPersistentVolumeSource.driver
        "driver": String,
        /// @CSIPersistentVolumeSource.fsType
        "fsType": String,
        /// @CSIPersistentVolumeSource.nodeExpandSecretRef
        "nodeExpandSecretRef": SecretReference,
        /// @CSIPersistentVolumeSource.nodePublishSecretRef
        "nodePublishSecretRef": SecretReference,
        /// @CSIPersistentVolumeSource.nodeStageSecretRef
        "nodeStageSecretRef": SecretReference,
        /// @CSIPersistentVolumeSource.readOnly
        "readOnly": bool,
        /// @CSIPersistentVolumeSource.volumeAttributes
        "volumeAttributes": BTreeMap<String, String>,
        /// @CSIPersistentVolumeSource.volumeHandle
        "volumeHandle": String,
    }
}

api_shape! {
    /// @FlexPersistentVolumeSource
    FlexPersistentVolumeSource {
        /// @FlexPersistentVolumeSource.driver
        "driver": String,
        /// @FlexPersistentVolumeSource.fsType
        "fsType": String,
        /// @FlexPersistentVolumeSource.options
        "options": BTreeMap<String, String>,
        /// @FlexPersistentVolumeSource.readOnly
        "readOnly": bool,
        /// @FlexPersistentVolumeSource.secretRef
        "secretRef": SecretReference,
    }
}

api_shape! {
    /// @GlusterfsPersistentVolumeSource
    GlusterfsPersistentVolumeSource {
        /// @GlusterfsPersistentVolumeSource.endpoints
        "endpoints": String,
        /// @GlusterfsPersistentVolumeSource.endpointsNamespace
        "endpointsNamespace": String,
        /// @GlusterfsPersistentVolumeSource.path
        "path": String,
        /// @GlusterfsPersistentVolumeSource.readOnly
        "readOnly": bool,
    }
}

api_shape! {
    /// @ISCSIPersistentVolumeSource
    ISCSIPersistentVolumeSource {
        /// @ISCSIPersistentVolumeSource.chapAuthDiscovery
        "chapAuthDiscovery": bool,
        /// @ISCSIPersistentVolumeSource.chapAuthSession
        "chapAuthSession": bool,
        /// @ISCSIPersistentVolumeSource.fsType
        "fsType": String,
        /// @ISCSIPersistentVolumeSource.initiatorName
        "initiatorName": String,
        /// @ISCSIPersistentVolumeSource.iqn
        "iqn": String,
        /// @ISCSIPersistentVolumeSource.iscsiInterface
        "iscsiInterface": String,
        /// @ISCSIPersistentVolumeSource.lun
        "lun": i32,
        /// @ISCSIPersistentVolumeSource.portals
        "portals": Vec<String>,
        /// @ISCSIPersistentVolumeSource.readOnly
        "readOnly": bool,
        /// @ISCSIPersistentVolumeSource.secretRef
        "secretRef": SecretReference,
        /// @ISCSIPersistentVolumeSource.targetPortal
        "targetPortal": String,
    }
}

api_shape! {
    /// @RBDPersistentVolumeSource
    RBDPersistentVolumeSource {
        /// @RBDPersistentVolumeSource.fsType
        "fsType": String,
        /// @RBDPersistentVolumeSource.image
        "image": String,
        /// @RBDPersistentVolumeSource.keyring
        "keyring": String,
        /// @RBDPersistentVolumeSource.monitors
        "monitors": Vec<String>,
        /// @RBDPersistentVolumeSource.pool
        "pool": String,
        /// @RBDPersistentVolumeSource.readOnly
        "readOnly": bool,
        /// @RBDPersistentVolumeSource.secretRef
        "secretRef": SecretReference,
        /// @RBDPersistentVolumeSource.user
        "user": String,
    }
}

api_shape! {
    /// @ScaleIOPersistentVolumeSource
    ScaleIOPersistentVolumeSource {
        /// @ScaleIOPersistentVolumeSource.fsType
        "fsType": String,
        /// @ScaleIOPersistentVolumeSource.gateway
        "gateway": String,
        /// @ScaleIOPersistentVolumeSource.protectionDomain
        "protectionDomain": String,
        /// @ScaleIOPersistentVolumeSource.readOnly
        "readOnly": bool,
        /// @ScaleIOPersistentVolumeSource.secretRef
        "secretRef": SecretReference,
        /// @ScaleIOPersistentVolumeSource.sslEnabled
        "sslEnabled": bool,
        /// @ScaleIOPersistentVolumeSource.storageMode
        "storageMode": String,
        /// @ScaleIOPersistentVolumeSource.storagePool
        "storagePool": String,
        /// @ScaleIOPersistentVolumeSource.system
        "system": String,
        /// @ScaleIOPersistentVolumeSource.volumeName
        "volumeName": String,
    }
}

api_shape! {
    /// @StorageOSPersistentVolumeSource
    StorageOSPersistentVolumeSource {
        /// @StorageOSPersistentVolumeSource.fsType
        "fsType": String,
        /// @StorageOSPersistentVolumeSource.readOnly
        "readOnly": bool,
        /// @StorageOSPersistentVolumeSource.secretRef
        "secretRef": ObjectReference,
        /// @StorageOSPersistentVolumeSource.volumeName
        "volumeName": String,
        /// @StorageOSPersistentVolumeSource.volumeNamespace
        "volumeNamespace": String,
    }
}
