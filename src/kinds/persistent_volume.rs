//! persistent volume, v1.36.

use std::collections::BTreeMap;

use super::affinity::NodeSelector;
use super::endpoints::ObjectReference;
use super::meta::ObjectMeta;
use super::persistent_volume_sources::AzureFilePersistentVolumeSource;
use super::persistent_volume_sources::CSIPersistentVolumeSource;
use super::persistent_volume_sources::CephFSPersistentVolumeSource;
use super::persistent_volume_sources::CinderPersistentVolumeSource;
use super::persistent_volume_sources::FlexPersistentVolumeSource;
use super::persistent_volume_sources::GlusterfsPersistentVolumeSource;
use super::persistent_volume_sources::ISCSIPersistentVolumeSource;
use super::persistent_volume_sources::RBDPersistentVolumeSource;
use super::persistent_volume_sources::ScaleIOPersistentVolumeSource;
use super::persistent_volume_sources::StorageOSPersistentVolumeSource;
use super::quantity::Quantity;
use super::time::Time;
use super::volume::HostPathVolumeSource;
use super::volume::NFSVolumeSource;
use super::volume_sources::AWSElasticBlockStoreVolumeSource;
use super::volume_sources::AzureDiskVolumeSource;
use super::volume_sources::FCVolumeSource;
use super::volume_sources::FlockerVolumeSource;
use super::volume_sources::GCEPersistentDiskVolumeSource;
use super::volume_sources::PhotonPersistentDiskVolumeSource;
use super::volume_sources::PortworxVolumeSource;
use super::volume_sources::QuobyteVolumeSource;
use super::volume_sources::VsphereVirtualDiskVolumeSource;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @PersistentVolume
    PersistentVolume {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @PersistentVolume.spec
        "spec": PersistentVolumeSpec,
        /// @PersistentVolume.status
        "status": PersistentVolumeStatus,
    }
}

api_shape! {
    /// @PersistentVolumeSpec
    PersistentVolumeSpec {
        /// @PersistentVolumeSpec.accessModes
        "accessModes": Vec<String>,
        /// @PersistentVolumeSpec.awsElasticBlockStore
        "awsElasticBlockStore": AWSElasticBlockStoreVolumeSource,
        /// @PersistentVolumeSpec.azureDisk
        "azureDisk": AzureDiskVolumeSource,
        /// @PersistentVolumeSpec.azureFile
        "azureFile": AzureFilePersistentVolumeSource,
        /// @PersistentVolumeSpec.capacity
        "capacity": BTreeMap<String, Quantity>,
        /// @PersistentVolumeSpec.cephfs
        "cephfs": CephFSPersistentVolumeSource,
        /// @PersistentVolumeSpec.cinder
        "cinder": CinderPersistentVolumeSource,
        /// @PersistentVolumeSpec.claimRef
        "claimRef": ObjectReference,
        /// @PersistentVolumeSpec.csi
        "csi": CSIPersistentVolumeSource,
        /// @PersistentVolumeSpec.fc
        "fc": FCVolumeSource,
        /// @PersistentVolumeSpec.flexVolume
        "flexVolume": FlexPersistentVolumeSource,
        /// @PersistentVolumeSpec.flocker
        "flocker": FlockerVolumeSource,
        /// @PersistentVolumeSpec.gcePersistentDisk
        "gcePersistentDisk": GCEPersistentDiskVolumeSource,
        /// @PersistentVolumeSpec.glusterfs
        "glusterfs": GlusterfsPersistentVolumeSource,
        /// @PersistentVolumeSpec.hostPath
        "hostPath": HostPathVolumeSource,
        /// @PersistentVolumeSpec.iscsi
        "iscsi": ISCSIPersistentVolumeSource,
        /// @PersistentVolumeSpec.local
        "local": LocalVolumeSource,
        /// @PersistentVolumeSpec.mountOptions
        "mountOptions": Vec<String>,
        /// @PersistentVolumeSpec.nfs
        "nfs": NFSVolumeSource,
        /// @PersistentVolumeSpec.nodeAffinity
        "nodeAffinity": VolumeNodeAffinity,
        /// @PersistentVolumeSpec.persistentVolumeReclaimPolicy
        "persistentVolumeReclaimPolicy": String,
        /// @PersistentVolumeSpec.photonPersistentDisk
        "photonPersistentDisk": PhotonPersistentDiskVolumeSource,
        /// @PersistentVolumeSpec.portworxVolume
        "portworxVolume": PortworxVolumeSource,
        /// @PersistentVolumeSpec.quobyte
        "quobyte": QuobyteVolumeSource,
        /// @PersistentVolumeSpec.rbd
        "rbd": RBDPersistentVolumeSource,
        /// @PersistentVolumeSpec.scaleIO
        "scaleIO": ScaleIOPersistentVolumeSource,
        /// @PersistentVolumeSpec.storageClassName
        "storageClassName": String,
        /// @PersistentVolumeSpec.storageos
        "storageos": StorageOSPersistentVolumeSource,
        /// @PersistentVolumeSpec.volumeAttributesClassName
        "volumeAttributesClassName": String,
        /// @PersistentVolumeSpec.volumeMode
        "volumeMode": String,
        /// @PersistentVolumeSpec.vsphereVolume
        "vsphereVolume": VsphereVirtualDiskVolumeSource,
    }
}

api_shape! {
    /// @PersistentVolumeStatus
    PersistentVolumeStatus {
        /// @PersistentVolumeStatus.lastPhaseTransitionTime
        "lastPhaseTransitionTime": Time,
        /// @PersistentVolumeStatus.message
        "message": String,
        /// @PersistentVolumeStatus.phase
        "phase": String,
        /// @PersistentVolumeStatus.reason
        "reason": String,
    }
}

api_shape! {
    /// @LocalVolumeSource
    LocalVolumeSource {
        /// @LocalVolumeSource.fsType
        "fsType": String,
        /// @LocalVolumeSource.path
        "path": String,
    }
}

api_shape! {
    /// @VolumeNodeAffinity
    VolumeNodeAffinity {
        /// @VolumeNodeAffinity.required
        "required": NodeSelector,
    }
}

api_shape! {
    /// @SecretReference
    SecretReference {
        /// @SecretReference.name
        "name": String,
        /// @SecretReference.namespace
        "namespace": String,
    }
}
