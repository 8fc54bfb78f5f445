//! Volumes of a pod: core/v1 Volume and its sources, v1.36. What is in them is
//! `cluster/kubelet/volumes.rs`.

use std::sync::{Arc, OnceLock};

use serde_json::{Value, json};

use super::codec::{Codec, Printed, Typed};
use super::quantity::Quantity;
use super::schema::Type;
use super::volume_sources::AWSElasticBlockStoreVolumeSource;
use super::volume_sources::AzureDiskVolumeSource;
use super::volume_sources::AzureFileVolumeSource;
use super::volume_sources::CSIVolumeSource;
use super::volume_sources::CephFSVolumeSource;
use super::volume_sources::CinderVolumeSource;
use super::volume_sources::ClusterTrustBundleProjection;
use super::volume_sources::EphemeralVolumeSource;
use super::volume_sources::FCVolumeSource;
use super::volume_sources::FlexVolumeSource;
use super::volume_sources::FlockerVolumeSource;
use super::volume_sources::GCEPersistentDiskVolumeSource;
use super::volume_sources::GitRepoVolumeSource;
use super::volume_sources::GlusterfsVolumeSource;
use super::volume_sources::ISCSIVolumeSource;
use super::volume_sources::PhotonPersistentDiskVolumeSource;
use super::volume_sources::PodCertificateProjection;
use super::volume_sources::PortworxVolumeSource;
use super::volume_sources::QuobyteVolumeSource;
use super::volume_sources::RBDVolumeSource;
use super::volume_sources::ScaleIOVolumeSource;
use super::volume_sources::StorageOSVolumeSource;
use super::volume_sources::VsphereVirtualDiskVolumeSource;
use super::volume_sources::{ConfigMapProjection, DownwardAPIProjection};
use crate::api_struct;

api_struct! {
    /// A volume and its one source.
    Volume {
        /// Name by which containers mount it.
        name "name": String,
        /// Several sources in one directory.
        projected "projected": Option<Projected>,
        /// AWS disk.
        aws_elastic_block_store "awsElasticBlockStore": Option<AWSElasticBlockStoreVolumeSource>,
        /// A CSI driver's inline volume.
        csi "csi": Option<CSIVolumeSource>,
        /// A claim that lives as long as the pod.
        ephemeral "ephemeral": Option<EphemeralVolumeSource>,
        /// Google disk.
        gce_persistent_disk "gcePersistentDisk": Option<GCEPersistentDiskVolumeSource>,
        /// Content of an image.
        image "image": Option<ImageVolumeSource>,
        /// iSCSI.
        iscsi "iscsi": Option<ISCSIVolumeSource>,
        /// A PersistentVolumeClaim.
        persistent_volume_claim "persistentVolumeClaim": Option<PersistentVolumeClaimVolumeSource>,
        /// Ceph RBD.
        rbd "rbd": Option<RBDVolumeSource>,
    }
    accepts {
        /// Azure disk.
        "azureDisk": AzureDiskVolumeSource,
        /// Azure share.
        "azureFile": AzureFileVolumeSource,
        /// CephFS.
        "cephfs": CephFSVolumeSource,
        /// OpenStack disk.
        "cinder": CinderVolumeSource,
        /// Fibre Channel.
        "fc": FCVolumeSource,
        /// FlexVolume.
        "flexVolume": FlexVolumeSource,
        /// Flocker.
        "flocker": FlockerVolumeSource,
        /// Git clone.
        "gitRepo": GitRepoVolumeSource,
        /// GlusterFS.
        "glusterfs": GlusterfsVolumeSource,
        /// NFS.
        "nfs": NFSVolumeSource,
        /// Photon disk.
        "photonPersistentDisk": PhotonPersistentDiskVolumeSource,
        /// Portworx.
        "portworxVolume": PortworxVolumeSource,
        /// Quobyte.
        "quobyte": QuobyteVolumeSource,
        /// ScaleIO.
        "scaleIO": ScaleIOVolumeSource,
        /// StorageOS.
        "storageos": StorageOSVolumeSource,
        /// vSphere disk.
        "vsphereVolume": VsphereVirtualDiskVolumeSource,
    }
    reads {
        /// Keys of a ConfigMap as files.
        "configMap": ConfigMapVolumeSource,
        /// Fields of the pod as files.
        "downwardAPI": DownwardAPIVolumeSource,
        /// An empty directory that lives as long as the pod.
        "emptyDir": EmptyDirVolumeSource,
        /// A path on the node.
        "hostPath": HostPathVolumeSource,
        /// Keys of a Secret as files.
        "secret": SecretVolumeSource,
    }
}

/// A projected source as it was written. The one of the token, which nearly every pod has, is held once.
#[derive(Clone, Debug, PartialEq)]
pub struct Projected(Arc<Value>);

/// WarnOnlyBoundTokenExpirationSeconds: an hour and seven seconds, by which tokens that admission mounts are known.
const EXPIRATION_SECONDS: i64 = 60 * 60 + 7;

impl Projected {
    /// Token, certificate and namespace: plugin/pkg/admission/serviceaccount, v1.36.
    pub fn token() -> Projected {
        static TOKEN: OnceLock<Arc<Value>> = OnceLock::new();
        let sources = || {
            json!([
                {"serviceAccountToken": {"expirationSeconds": EXPIRATION_SECONDS, "path": "token"}},
                {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
                {"downwardAPI": {"items": [
                    {"path": "namespace", "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}},
                ]}},
            ])
        };
        let make = || Arc::new(json!({"sources": sources(), "defaultMode": 420}));
        Projected(Arc::clone(TOKEN.get_or_init(make)))
    }
}

impl Codec for Projected {
    fn from_value(value: &Value) -> Self {
        let token = Projected::token();
        if *token.0 == *value { token } else { Projected(Arc::new(value.clone())) }
    }

    fn to_value(&self) -> Option<Value> {
        Some(self.printed())
    }
}

impl Printed for Projected {
    fn printed(&self) -> Value {
        Value::clone(&self.0)
    }
}

impl Typed for Projected {
    fn schema() -> Type {
        ProjectedVolumeSource::schema()
    }
}

api_struct! {
    /// ConfigMap as files.
    ConfigMapVolumeSource {}
    reads {
        /// File mode.
        "defaultMode": i32,
        /// Chosen keys and their paths.
        "items": Vec<KeyToPath>,
        /// Name of the ConfigMap.
        "name": String,
        /// Whether it may be missing.
        "optional": bool,
    }
}

api_struct! {
    /// Secret as files.
    SecretVolumeSource {}
    reads {
        /// File mode.
        "defaultMode": i32,
        /// Chosen keys and their paths.
        "items": Vec<KeyToPath>,
        /// Whether it may be missing.
        "optional": bool,
        /// Name of the Secret.
        "secretName": String,
    }
}

api_struct! {
    /// A key and the file it becomes.
    KeyToPath {}
    reads {
        /// The key.
        "key": String,
        /// File mode.
        "mode": i32,
        /// The file.
        "path": String,
    }
}

api_struct! {
    /// Pod fields as files.
    DownwardAPIVolumeSource {}
    reads {
        /// File mode.
        "defaultMode": i32,
        /// The files.
        "items": Vec<DownwardAPIVolumeFile>,
    }
}

api_struct! {
    /// One file of pod data.
    DownwardAPIVolumeFile {}
    reads {
        /// A field of the pod.
        "fieldRef": super::container::ObjectFieldSelector,
        /// File mode.
        "mode": i32,
        /// The file.
        "path": String,
        /// A resource of a container.
        "resourceFieldRef": super::container::ResourceFieldSelector,
    }
}

api_struct! {
    /// An empty directory.
    EmptyDirVolumeSource {}
    reads {
        /// Empty for disk, Memory for tmpfs.
        "medium": String,
        /// Largest size.
        "sizeLimit": Quantity,
    }
}

api_struct! {
    /// A path on the node.
    HostPathVolumeSource {}
    reads {
        /// The path.
        "path": String,
        /// What must exist there.
        "type": String,
    }
}

api_struct! {
    /// An image as a volume.
    ImageVolumeSource {
        /// The image.
        reference "reference": String,
    }
    accepts {
        /// When it is pulled.
        "pullPolicy": String,
    }
}

api_struct! {
    /// An NFS export.
    NFSVolumeSource {}
    accepts {
        /// Exported path.
        "path": String,
        /// No writing.
        "readOnly": bool,
        /// Host name of the server.
        "server": String,
    }
}

api_struct! {
    /// A claim.
    PersistentVolumeClaimVolumeSource {
        /// Name of the claim.
        claim_name "claimName": String,
    }
    reads {
        /// No writing.
        "readOnly": bool,
    }
}

api_struct! {
    /// Several sources in one directory.
    ProjectedVolumeSource {}
    reads {
        /// File mode.
        "defaultMode": i32,
        /// The sources.
        "sources": Vec<VolumeProjection>,
    }
}

api_struct! {
    /// One of several sources.
    VolumeProjection {}
    accepts {
        /// Trust bundle.
        "clusterTrustBundle": ClusterTrustBundleProjection,
        /// Pod certificate.
        "podCertificate": PodCertificateProjection,
    }
    reads {
        /// ConfigMap.
        "configMap": ConfigMapProjection,
        /// Pod fields.
        "downwardAPI": DownwardAPIProjection,
        /// Secret.
        "secret": SecretProjection,
        /// Token of the service account.
        "serviceAccountToken": ServiceAccountTokenProjection,
    }
}

api_struct! {
    /// Secret among other sources.
    SecretProjection {}
    reads {
        /// Chosen keys and their paths.
        "items": Vec<KeyToPath>,
        /// Name of the Secret.
        "name": String,
        /// Whether it may be missing.
        "optional": bool,
    }
}

api_struct! {
    /// A token.
    ServiceAccountTokenProjection {}
    accepts {
        /// For whom it is meant.
        "audience": String,
        /// Seconds it lives.
        "expirationSeconds": i64,
    }
    reads {
        /// The file.
        "path": String,
    }
}
