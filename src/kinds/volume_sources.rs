//! volume sources, v1.36.

use std::collections::BTreeMap;

use super::meta::ObjectMeta;
use super::persistent_volume_claim::PersistentVolumeClaimSpec;
use super::pod::LocalObjectReference;
use super::quantity::Quantity;
use super::selector::LabelSelector;
use super::volume::DownwardAPIVolumeFile;
use super::volume::KeyToPath;
use crate::api_shape;

api_shape! {
    /// @AWSElasticBlockStoreVolumeSource
    AWSElasticBlockStoreVolumeSource {
        /// @AWSElasticBlockStoreVolumeSource.fsType
        "fsType": String,
        /// @AWSElasticBlockStoreVolumeSource.partition
        "partition": i32,
        /// @AWSElasticBlockStoreVolumeSource.readOnly
        "readOnly": bool,
        /// @AWSElasticBlockStoreVolumeSource.volumeID
        "volumeID": String,
    }
}

api_shape! {
    /// @AzureDiskVolumeSource
    AzureDiskVolumeSource {
        /// @AzureDiskVolumeSource.cachingMode
        "cachingMode": String,
        /// @AzureDiskVolumeSource.diskName
        "diskName": String,
        /// @AzureDiskVolumeSource.diskURI
        "diskURI": String,
        /// @AzureDiskVolumeSource.fsType
        "fsType": String,
        /// @AzureDiskVolumeSource.kind
        "kind": String,
        /// @AzureDiskVolumeSource.readOnly
        "readOnly": bool,
    }
}

api_shape! {
    /// @AzureFileVolumeSource
    AzureFileVolumeSource {
        /// @AzureFileVolumeSource.readOnly
        "readOnly": bool,
        /// @AzureFileVolumeSource.secretName
        "secretName": String,
        /// @AzureFileVolumeSource.shareName
        "shareName": String,
    }
}

api_shape! {
    /// @CephFSVolumeSource
    CephFSVolumeSource {
        /// @CephFSVolumeSource.monitors
        "monitors": Vec<String>,
        /// @CephFSVolumeSource.path
        "path": String,
        /// @CephFSVolumeSource.readOnly
        "readOnly": bool,
        /// @CephFSVolumeSource.secretFile
        "secretFile": String,
        /// @CephFSVolumeSource.secretRef
        "secretRef": LocalObjectReference,
        /// @CephFSVolumeSource.user
        "user": String,
    }
}

api_shape! {
    /// @CinderVolumeSource
    CinderVolumeSource {
        /// @CinderVolumeSource.fsType
        "fsType": String,
        /// @CinderVolumeSource.readOnly
        "readOnly": bool,
        /// @CinderVolumeSource.secretRef
        "secretRef": LocalObjectReference,
        /// @CinderVolumeSource.volumeID
        "volumeID": String,
    }
}

api_shape! {
    /// @CSIVolumeSource
    CSIVolumeSource {
        /// @CSIVolumeSource.driver
        "driver": String,
        /// @CSIVolumeSource.fsType
        "fsType": String,
        /// @CSIVolumeSource.nodePublishSecretRef
        "nodePublishSecretRef": LocalObjectReference,
        /// @CSIVolumeSource.readOnly
        "readOnly": bool,
        /// @CSIVolumeSource.volumeAttributes
        "volumeAttributes": BTreeMap<String, String>,
    }
}

api_shape! {
    /// @EphemeralVolumeSource
    EphemeralVolumeSource {
        /// @EphemeralVolumeSource.volumeClaimTemplate
        "volumeClaimTemplate": PersistentVolumeClaimTemplate,
    }
}

api_shape! {
    /// @FCVolumeSource
    FCVolumeSource {
        /// @FCVolumeSource.fsType
        "fsType": String,
        /// @FCVolumeSource.lun
        "lun": i32,
        /// @FCVolumeSource.readOnly
        "readOnly": bool,
        /// @FCVolumeSource.targetWWNs
        "targetWWNs": Vec<String>,
        /// @FCVolumeSource.wwids
        "wwids": Vec<String>,
    }
}

api_shape! {
    /// @FlexVolumeSource
    FlexVolumeSource {
        /// @FlexVolumeSource.driver
        "driver": String,
        /// @FlexVolumeSource.fsType
        "fsType": String,
        /// @FlexVolumeSource.options
        "options": BTreeMap<String, String>,
        /// @FlexVolumeSource.readOnly
        "readOnly": bool,
        /// @FlexVolumeSource.secretRef
        "secretRef": LocalObjectReference,
    }
}

api_shape! {
    /// @FlockerVolumeSource
    FlockerVolumeSource {
        /// @FlockerVolumeSource.datasetName
        "datasetName": String,
        /// @FlockerVolumeSource.datasetUUID
        "datasetUUID": String,
    }
}

api_shape! {
    /// @GCEPersistentDiskVolumeSource
    GCEPersistentDiskVolumeSource {
        /// @GCEPersistentDiskVolumeSource.fsType
        "fsType": String,
        /// @GCEPersistentDiskVolumeSource.partition
        "partition": i32,
        /// @GCEPersistentDiskVolumeSource.pdName
        "pdName": String,
        /// @GCEPersistentDiskVolumeSource.readOnly
        "readOnly": bool,
    }
}

api_shape! {
    /// @GitRepoVolumeSource
    GitRepoVolumeSource {
        /// @GitRepoVolumeSource.directory
        "directory": String,
        /// @GitRepoVolumeSource.repository
        "repository": String,
        /// @GitRepoVolumeSource.revision
        "revision": String,
    }
}

api_shape! {
    /// @GlusterfsVolumeSource
    GlusterfsVolumeSource {
        /// @GlusterfsVolumeSource.endpoints
        "endpoints": String,
        /// @GlusterfsVolumeSource.path
        "path": String,
        /// @GlusterfsVolumeSource.readOnly
        "readOnly": bool,
    }
}

api_shape! {
    /// @ISCSIVolumeSource
    ISCSIVolumeSource {
        /// @ISCSIVolumeSource.chapAuthDiscovery
        "chapAuthDiscovery": bool,
        /// @ISCSIVolumeSource.chapAuthSession
        "chapAuthSession": bool,
        /// @ISCSIVolumeSource.fsType
        "fsType": String,
        /// @ISCSIVolumeSource.initiatorName
        "initiatorName": String,
        /// @ISCSIVolumeSource.iqn
        "iqn": String,
        /// @ISCSIVolumeSource.iscsiInterface
        "iscsiInterface": String,
        /// @ISCSIVolumeSource.lun
        "lun": i32,
        /// @ISCSIVolumeSource.portals
        "portals": Vec<String>,
        /// @ISCSIVolumeSource.readOnly
        "readOnly": bool,
        /// @ISCSIVolumeSource.secretRef
        "secretRef": LocalObjectReference,
        /// @ISCSIVolumeSource.targetPortal
        "targetPortal": String,
    }
}

api_shape! {
    /// @PhotonPersistentDiskVolumeSource
    PhotonPersistentDiskVolumeSource {
        /// @PhotonPersistentDiskVolumeSource.fsType
        "fsType": String,
        /// @PhotonPersistentDiskVolumeSource.pdID
        "pdID": String,
    }
}

api_shape! {
    /// @PortworxVolumeSource
    PortworxVolumeSource {
        /// @PortworxVolumeSource.fsType
        "fsType": String,
        /// @PortworxVolumeSource.readOnly
        "readOnly": bool,
        /// @PortworxVolumeSource.volumeID
        "volumeID": String,
    }
}

api_shape! {
    /// @QuobyteVolumeSource
    QuobyteVolumeSource {
        /// @QuobyteVolumeSource.group
        "group": String,
        /// @QuobyteVolumeSource.readOnly
        "readOnly": bool,
        /// @QuobyteVolumeSource.registry
        "registry": String,
        /// @QuobyteVolumeSource.tenant
        "tenant": String,
        /// @QuobyteVolumeSource.user
        "user": String,
        /// @QuobyteVolumeSource.volume
        "volume": String,
    }
}

api_shape! {
    /// @RBDVolumeSource
    RBDVolumeSource {
        /// @RBDVolumeSource.fsType
        "fsType": String,
        /// @RBDVolumeSource.image
        "image": String,
        /// @RBDVolumeSource.keyring
        "keyring": String,
        /// @RBDVolumeSource.monitors
        "monitors": Vec<String>,
        /// @RBDVolumeSource.pool
        "pool": String,
        /// @RBDVolumeSource.readOnly
        "readOnly": bool,
        /// @RBDVolumeSource.secretRef
        "secretRef": LocalObjectReference,
        /// @RBDVolumeSource.user
        "user": String,
    }
}

api_shape! {
    /// @ScaleIOVolumeSource
    ScaleIOVolumeSource {
        /// @ScaleIOVolumeSource.fsType
        "fsType": String,
        /// @ScaleIOVolumeSource.gateway
        "gateway": String,
        /// @ScaleIOVolumeSource.protectionDomain
        "protectionDomain": String,
        /// @ScaleIOVolumeSource.readOnly
        "readOnly": bool,
        /// @ScaleIOVolumeSource.secretRef
        "secretRef": LocalObjectReference,
        /// @ScaleIOVolumeSource.sslEnabled
        "sslEnabled": bool,
        /// @ScaleIOVolumeSource.storageMode
        "storageMode": String,
        /// @ScaleIOVolumeSource.storagePool
        "storagePool": String,
        /// @ScaleIOVolumeSource.system
        "system": String,
        /// @ScaleIOVolumeSource.volumeName
        "volumeName": String,
    }
}

api_shape! {
    /// @StorageOSVolumeSource
    StorageOSVolumeSource {
        /// @StorageOSVolumeSource.fsType
        "fsType": String,
        /// @StorageOSVolumeSource.readOnly
        "readOnly": bool,
        /// @StorageOSVolumeSource.secretRef
        "secretRef": LocalObjectReference,
        /// @StorageOSVolumeSource.volumeName
        "volumeName": String,
        /// @StorageOSVolumeSource.volumeNamespace
        "volumeNamespace": String,
    }
}

api_shape! {
    /// @VsphereVirtualDiskVolumeSource
    VsphereVirtualDiskVolumeSource {
        /// @VsphereVirtualDiskVolumeSource.fsType
        "fsType": String,
        /// @VsphereVirtualDiskVolumeSource.storagePolicyID
        "storagePolicyID": String,
        /// @VsphereVirtualDiskVolumeSource.storagePolicyName
        "storagePolicyName": String,
        /// @VsphereVirtualDiskVolumeSource.volumePath
        "volumePath": String,
    }
}

api_shape! {
    /// @PersistentVolumeClaimTemplate
    PersistentVolumeClaimTemplate {
        /// @PersistentVolumeClaimTemplate.metadata
        "metadata": ObjectMeta,
        /// @PersistentVolumeClaimTemplate.spec
        "spec": PersistentVolumeClaimSpec,
    }
}

api_shape! {
    /// @ClusterTrustBundleProjection
    ClusterTrustBundleProjection {
        /// @ClusterTrustBundleProjection.labelSelector
        "labelSelector": LabelSelector,
        /// @ClusterTrustBundleProjection.name
        "name": String,
        /// @ClusterTrustBundleProjection.optional
        "optional": bool,
        /// @ClusterTrustBundleProjection.path
        "path": String,
        /// @ClusterTrustBundleProjection.signerName
        "signerName": String,
    }
}

api_shape! {
    /// @ConfigMapProjection
    ConfigMapProjection {
        /// @ConfigMapProjection.items
        "items": Vec<KeyToPath>,
        /// @ConfigMapProjection.name
        "name": String,
        /// @ConfigMapProjection.optional
        "optional": bool,
    }
}

api_shape! {
    /// @DownwardAPIProjection
    DownwardAPIProjection {
        /// @DownwardAPIProjection.items
        "items": Vec<DownwardAPIVolumeFile>,
    }
}

api_shape! {
    /// @PodCertificateProjection
    PodCertificateProjection {
        /// @PodCertificateProjection.certificateChainPath
        "certificateChainPath": String,
        /// @PodCertificateProjection.credentialBundlePath
        "credentialBundlePath": String,
        /// @PodCertificateProjection.keyPath
        "keyPath": String,
        /// @PodCertificateProjection.keyType
        "keyType": String,
        /// @PodCertificateProjection.maxExpirationSeconds
        "maxExpirationSeconds": i32,
        /// @PodCertificateProjection.signerName
        "signerName": String,
        /// @PodCertificateProjection.userAnnotations
        "userAnnotations": BTreeMap<String, String>,
    }
}

api_shape! {
    /// @TypedLocalObjectReference
    TypedLocalObjectReference {
        /// @TypedLocalObjectReference.apiGroup
        "apiGroup": String,
        /// @TypedLocalObjectReference.kind
        "kind": String,
        /// @TypedLocalObjectReference.name
        "name": String,
    }
}

api_shape! {
    /// @TypedObjectReference
    TypedObjectReference {
        /// @TypedObjectReference.apiGroup
        "apiGroup": String,
        /// @TypedObjectReference.kind
        "kind": String,
        /// @TypedObjectReference.name
        "name": String,
        /// @TypedObjectReference.namespace
        "namespace": String,
    }
}

api_shape! {
    /// @VolumeResourceRequirements
    VolumeResourceRequirements {
        /// @VolumeResourceRequirements.limits
        "limits": BTreeMap<String, Quantity>,
        /// @VolumeResourceRequirements.requests
        "requests": BTreeMap<String, Quantity>,
    }
}
