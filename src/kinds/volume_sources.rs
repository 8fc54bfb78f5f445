//! Where volumes of pods can come from, as far as pods only keep it: core/v1 *VolumeSource, v1.36.

use std::collections::BTreeMap;

use super::meta::ObjectMeta;
use super::persistent_volume_claim::PersistentVolumeClaimSpec;
use super::pod::LocalObjectReference;
use super::quantity::Quantity;
use super::selector::LabelSelector;
use super::volume::DownwardAPIVolumeFile;
use super::volume::KeyToPath;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// AWS disk.
    AWSElasticBlockStoreVolumeSource {
        /// Identifier of the volume.
        volume_id "volumeID": String,
    }
    accepts {
        /// File system, for example ext4.
        "fsType": String,
        /// Partition of the disk.
        "partition": i32,
        /// Whether it can only be read.
        "readOnly": bool,
    }
}

api_shape! {
    /// Azure disk.
    AzureDiskVolumeSource {
        /// None, ReadOnly or ReadWrite.
        "cachingMode": String,
        /// Name of the disk.
        "diskName": String,
        /// Address of the disk.
        "diskURI": String,
        /// File system, for example ext4.
        "fsType": String,
        /// Kind, for example Deployment.
        "kind": String,
        /// Whether it can only be read.
        "readOnly": bool,
    }
}

api_shape! {
    /// Azure share.
    AzureFileVolumeSource {
        /// Whether it can only be read.
        "readOnly": bool,
        /// Secret with the account's name and key.
        "secretName": String,
        /// Name of the share.
        "shareName": String,
    }
}

api_shape! {
    /// CephFS.
    CephFSVolumeSource {
        /// Addresses of the monitors.
        "monitors": Vec<String>,
        /// The path.
        "path": String,
        /// Whether it can only be read.
        "readOnly": bool,
        /// File with the key.
        "secretFile": String,
        /// Secret with the key.
        "secretRef": LocalObjectReference,
        /// User name.
        "user": String,
    }
}

api_shape! {
    /// OpenStack disk.
    CinderVolumeSource {
        /// File system, for example ext4.
        "fsType": String,
        /// Whether it can only be read.
        "readOnly": bool,
        /// Secret with the key.
        "secretRef": LocalObjectReference,
        /// Identifier of the volume.
        "volumeID": String,
    }
}

api_struct! {
    /// A CSI driver's inline volume.
    CSIVolumeSource {
        /// Name of the driver.
        driver "driver": String,
    }
    accepts {
        /// File system, for example ext4.
        "fsType": String,
        /// Secret for mounting the volume.
        "nodePublishSecretRef": LocalObjectReference,
        /// Whether it can only be read.
        "readOnly": bool,
        /// Settings of the driver.
        "volumeAttributes": BTreeMap<String, String>,
    }
}

api_struct! {
    /// A claim that lives as long as the pod.
    EphemeralVolumeSource {}
    reads {
        /// The claim that is made for the pod.
        "volumeClaimTemplate": PersistentVolumeClaimTemplate,
    }
}

api_shape! {
    /// Fibre Channel.
    FCVolumeSource {
        /// File system, for example ext4.
        "fsType": String,
        /// Number of the logical unit.
        "lun": i32,
        /// Whether it can only be read.
        "readOnly": bool,
        /// World wide names of the target.
        "targetWWNs": Vec<String>,
        /// World wide identifiers.
        "wwids": Vec<String>,
    }
}

api_shape! {
    /// FlexVolume.
    FlexVolumeSource {
        /// Name of the driver.
        "driver": String,
        /// File system, for example ext4.
        "fsType": String,
        /// Options of the driver.
        "options": BTreeMap<String, String>,
        /// Whether it can only be read.
        "readOnly": bool,
        /// Secret with the key.
        "secretRef": LocalObjectReference,
    }
}

api_shape! {
    /// Flocker.
    FlockerVolumeSource {
        /// Name of the dataset.
        "datasetName": String,
        /// UUID of the dataset.
        "datasetUUID": String,
    }
}

api_struct! {
    /// Google disk.
    GCEPersistentDiskVolumeSource {
        /// Name of the disk.
        pd_name "pdName": String,
        /// Whether it can only be read.
        read_only "readOnly": bool,
    }
    accepts {
        /// File system, for example ext4.
        "fsType": String,
        /// Partition of the disk.
        "partition": i32,
    }
}

api_shape! {
    /// Git clone.
    GitRepoVolumeSource {
        /// Folder to clone into.
        "directory": String,
        /// Address of the repository.
        "repository": String,
        /// Commit to check out.
        "revision": String,
    }
}

api_shape! {
    /// GlusterFS.
    GlusterfsVolumeSource {
        /// Endpoints object with the servers.
        "endpoints": String,
        /// The path.
        "path": String,
        /// Whether it can only be read.
        "readOnly": bool,
    }
}

api_struct! {
    /// iSCSI.
    ISCSIVolumeSource {
        /// Qualified name of the target.
        iqn "iqn": String,
        /// Whether it can only be read.
        read_only "readOnly": bool,
    }
    accepts {
        /// Whether discovery uses CHAP.
        "chapAuthDiscovery": bool,
        /// Whether sessions use CHAP.
        "chapAuthSession": bool,
        /// File system, for example ext4.
        "fsType": String,
        /// Name of the initiator.
        "initiatorName": String,
        /// Interface that is used.
        "iscsiInterface": String,
        /// Number of the logical unit.
        "lun": i32,
        /// Further addresses of the target.
        "portals": Vec<String>,
        /// Secret with the key.
        "secretRef": LocalObjectReference,
        /// Address of the target.
        "targetPortal": String,
    }
}

api_shape! {
    /// Photon disk.
    PhotonPersistentDiskVolumeSource {
        /// File system, for example ext4.
        "fsType": String,
        /// Identifier of the disk.
        "pdID": String,
    }
}

api_shape! {
    /// Portworx.
    PortworxVolumeSource {
        /// File system, for example ext4.
        "fsType": String,
        /// Whether it can only be read.
        "readOnly": bool,
        /// Identifier of the volume.
        "volumeID": String,
    }
}

api_shape! {
    /// Quobyte.
    QuobyteVolumeSource {
        /// Group the files belong to.
        "group": String,
        /// Whether it can only be read.
        "readOnly": bool,
        /// Addresses of the registry.
        "registry": String,
        /// Tenant the volume belongs to.
        "tenant": String,
        /// User name.
        "user": String,
        /// Name of the volume.
        "volume": String,
    }
}

api_struct! {
    /// Ceph block device.
    RBDVolumeSource {
        /// Name of the image.
        image "image": String,
        /// Addresses of the monitors.
        monitors "monitors": Vec<String>,
        /// Name of the pool.
        pool "pool": String,
        /// Whether it can only be read.
        read_only "readOnly": bool,
    }
    accepts {
        /// File system, for example ext4.
        "fsType": String,
        /// Path of the keyring.
        "keyring": String,
        /// Secret with the key.
        "secretRef": LocalObjectReference,
        /// User name.
        "user": String,
    }
}

api_shape! {
    /// ScaleIO.
    ScaleIOVolumeSource {
        /// File system, for example ext4.
        "fsType": String,
        /// Address of the gateway.
        "gateway": String,
        /// Protection domain.
        "protectionDomain": String,
        /// Whether it can only be read.
        "readOnly": bool,
        /// Secret with the key.
        "secretRef": LocalObjectReference,
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
    StorageOSVolumeSource {
        /// File system, for example ext4.
        "fsType": String,
        /// Whether it can only be read.
        "readOnly": bool,
        /// Secret with the key.
        "secretRef": LocalObjectReference,
        /// Name of the volume.
        "volumeName": String,
        /// Namespace of the volume.
        "volumeNamespace": String,
    }
}

api_shape! {
    /// vSphere disk.
    VsphereVirtualDiskVolumeSource {
        /// File system, for example ext4.
        "fsType": String,
        /// Identifier of the storage policy.
        "storagePolicyID": String,
        /// Name of the storage policy.
        "storagePolicyName": String,
        /// Path of the volume.
        "volumePath": String,
    }
}

api_shape! {
    /// A claim to be made.
    PersistentVolumeClaimTemplate {
    }
    reads {
        /// Labels and annotations of what is made.
        "metadata": ObjectMeta,
        /// What is wanted.
        "spec": PersistentVolumeClaimSpec,
    }
}

api_shape! {
    /// Trusted certificates as a file.
    ClusterTrustBundleProjection {
        /// Labels of the bundles.
        "labelSelector": LabelSelector,
        /// The name.
        "name": String,
        /// Whether it may be missing.
        "optional": bool,
        /// The path.
        "path": String,
        /// The signer.
        "signerName": String,
    }
}

api_shape! {
    /// Keys of a ConfigMap as files.
    ConfigMapProjection {
    }
    reads {
        /// The keys that become files, and their paths; none means all.
        "items": Vec<KeyToPath>,
        /// The name.
        "name": String,
        /// Whether it may be missing.
        "optional": bool,
    }
}

api_shape! {
    /// Fields of the pod as files.
    DownwardAPIProjection {
    }
    reads {
        /// The keys that become files, and their paths; none means all.
        "items": Vec<DownwardAPIVolumeFile>,
    }
}

api_shape! {
    /// A certificate of the pod as files.
    PodCertificateProjection {
        /// File for the certificates.
        "certificateChainPath": String,
        /// File for key and certificates.
        "credentialBundlePath": String,
        /// File for the key.
        "keyPath": String,
        /// Kind of key, for example ED25519.
        "keyType": String,
        /// Seconds the certificate may be valid.
        "maxExpirationSeconds": i32,
        /// The signer.
        "signerName": String,
        /// Notes for the signer.
        "userAnnotations": BTreeMap<String, String>,
    }
}

api_shape! {
    /// An object in the same namespace.
    TypedLocalObjectReference {
        /// API group of the object.
        "apiGroup": String,
        /// Kind, for example Deployment.
        "kind": String,
        /// The name.
        "name": String,
    }
}

api_shape! {
    /// An object.
    TypedObjectReference {
        /// API group of the object.
        "apiGroup": String,
        /// Kind, for example Deployment.
        "kind": String,
        /// The name.
        "name": String,
        /// Namespace of the object.
        "namespace": String,
    }
}

api_struct! {
    /// How much storage.
    VolumeResourceRequirements {
        /// Amounts that are asked for.
        requests "requests": BTreeMap<String, Quantity>,
    }
    accepts {
        /// Amounts that may not be exceeded.
        "limits": BTreeMap<String, Quantity>,
    }
}
