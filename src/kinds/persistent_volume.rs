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
        /// What is wanted.
        spec "spec": PersistentVolumeSpec,
        /// What is; written by the cluster.
        status "status": Option<PersistentVolumeStatus>,
    }
}

api_struct! {
    /// What the storage is.
    PersistentVolumeSpec {
        /// ReadWriteOnce, ReadOnlyMany, ReadWriteMany or ReadWriteOncePod.
        access_modes "accessModes": Vec<String>,
        /// Size, for example storage: 1Gi.
        capacity "capacity": BTreeMap<String, Quantity>,
        /// The claim it is bound to.
        claim_ref "claimRef": Option<ObjectReference>,
        /// Volume of a CSI driver.
        csi "csi": Option<CSIPersistentVolumeSource>,
        /// Nodes that can use the volume.
        node_affinity "nodeAffinity": Option<VolumeNodeAffinity>,
        /// What happens when the claim goes: Retain, Delete or Recycle.
        reclaim_policy "persistentVolumeReclaimPolicy": String,
        /// Class the volume belongs to.
        storage_class_name "storageClassName": String,
        /// Class of changeable settings.
        volume_attributes_class_name "volumeAttributesClassName": Option<String>,
        /// Filesystem (default) or Block.
        volume_mode "volumeMode": Option<String>,
    }
    accepts {
        /// AWS disk.
        "awsElasticBlockStore": AWSElasticBlockStoreVolumeSource,
        /// Azure disk.
        "azureDisk": AzureDiskVolumeSource,
        /// Azure share.
        "azureFile": AzureFilePersistentVolumeSource,
        /// CephFS.
        "cephfs": CephFSPersistentVolumeSource,
        /// OpenStack disk.
        "cinder": CinderPersistentVolumeSource,
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
        /// StorageOS.
        "storageos": StorageOSPersistentVolumeSource,
        /// vSphere disk.
        "vsphereVolume": VsphereVirtualDiskVolumeSource,
    }
}

api_struct! {
    /// Whether the storage is in use.
    PersistentVolumeStatus {
        /// Pending, Available, Bound, Released or Failed.
        phase "phase": String,
        /// When the phase last changed.
        last_phase_transition_time "lastPhaseTransitionTime": Option<Time>,
        /// For people: what happened or is wrong.
        message "message": String,
    }
    accepts {
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

api_struct! {
    /// Nodes that can use a volume.
    VolumeNodeAffinity {
        /// Terms of which a node must meet one.
        required "required": Option<NodeSelector>,
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
