//! Volumes of the cluster: core/v1 PersistentVolume, v1.36.

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
    /// A piece of storage of the cluster.
    PersistentVolume {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": PersistentVolumeSpec,
        /// What is; written by the cluster.
        "status": PersistentVolumeStatus,
    }
}

api_shape! {
    /// What the storage is.
    PersistentVolumeSpec {
        /// ReadWriteOnce, ReadOnlyMany, ReadWriteMany or ReadWriteOncePod.
        "accessModes": Vec<String>,
        /// AWS disk.
        "awsElasticBlockStore": AWSElasticBlockStoreVolumeSource,
        /// Azure disk.
        "azureDisk": AzureDiskVolumeSource,
        /// Azure share.
        "azureFile": AzureFilePersistentVolumeSource,
        /// Size, for example storage: 1Gi.
        "capacity": BTreeMap<String, Quantity>,
        /// CephFS.
        "cephfs": CephFSPersistentVolumeSource,
        /// OpenStack disk.
        "cinder": CinderPersistentVolumeSource,
        /// The claim it is bound to.
        "claimRef": ObjectReference,
        /// Volume of a CSI driver.
        "csi": CSIPersistentVolumeSource,
        /// Fibre Channel.
        "fc": FCVolumeSource,
        /// FlexVolume.
        "flexVolume": FlexPersistentVolumeSource,
        /// Flocker.
        "flocker": FlockerVolumeSource,
        /// Google disk.
        "gcePersistentDisk": GCEPersistentDiskVolumeSource,
        /// GlusterFS.
        "glusterfs": GlusterfsPersistentVolumeSource,
        /// A folder of the node; for trying things out.
        "hostPath": HostPathVolumeSource,
        /// iSCSI.
        "iscsi": ISCSIPersistentVolumeSource,
        /// A disk of one node.
        "local": LocalVolumeSource,
        /// Options of mount.
        "mountOptions": Vec<String>,
        /// NFS share.
        "nfs": NFSVolumeSource,
        /// Nodes that can use the volume.
        "nodeAffinity": VolumeNodeAffinity,
        /// What happens when the claim goes: Retain, Delete or Recycle.
        "persistentVolumeReclaimPolicy": String,
        /// Photon disk.
        "photonPersistentDisk": PhotonPersistentDiskVolumeSource,
        /// Portworx.
        "portworxVolume": PortworxVolumeSource,
        /// Quobyte.
        "quobyte": QuobyteVolumeSource,
        /// Ceph block device.
        "rbd": RBDPersistentVolumeSource,
        /// ScaleIO.
        "scaleIO": ScaleIOPersistentVolumeSource,
        /// Class the volume belongs to.
        "storageClassName": String,
        /// StorageOS.
        "storageos": StorageOSPersistentVolumeSource,
        /// Class of changeable settings.
        "volumeAttributesClassName": String,
        /// Filesystem (default) or Block.
        "volumeMode": String,
        /// vSphere disk.
        "vsphereVolume": VsphereVirtualDiskVolumeSource,
    }
}

api_shape! {
    /// Whether the storage is in use.
    PersistentVolumeStatus {
        /// When the phase last changed.
        "lastPhaseTransitionTime": Time,
        /// For people: what happened or is wrong.
        "message": String,
        /// Pending, Available, Bound, Released or Failed.
        "phase": String,
        /// One word for why.
        "reason": String,
    }
}

api_shape! {
    /// A disk or folder of one node.
    LocalVolumeSource {
        /// File system, for example ext4.
        "fsType": String,
        /// The path.
        "path": String,
    }
}

api_shape! {
    /// Nodes that can use a volume.
    VolumeNodeAffinity {
        /// Terms of which a node must meet one.
        "required": NodeSelector,
    }
}

api_shape! {
    /// A Secret in a namespace.
    SecretReference {
        /// The name.
        "name": String,
        /// Namespace of the object.
        "namespace": String,
    }
}
