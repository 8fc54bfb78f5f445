//! Volumes of a pod: core/v1 Volume and its sources, v1.36. Accepted and kept; the file systems of
//! simulated containers do not have them yet.

use serde_json::Value;

use super::quantity::Quantity;
use crate::api_struct;

api_struct! {
    /// A volume and its one source.
    Volume {
        /// Name by which containers mount it.
        name "name": String,
    }
    accepts {
        /// AWS disk.
        "awsElasticBlockStore": Value,
        /// Azure disk.
        "azureDisk": Value,
        /// Azure share.
        "azureFile": Value,
        /// CephFS.
        "cephfs": Value,
        /// OpenStack disk.
        "cinder": Value,
        /// Keys of a ConfigMap as files.
        "configMap": ConfigMapVolumeSource,
        /// A CSI driver's inline volume.
        "csi": Value,
        /// Fields of the pod as files.
        "downwardAPI": DownwardApiVolumeSource,
        /// An empty directory that lives as long as the pod.
        "emptyDir": EmptyDirVolumeSource,
        /// A claim that lives as long as the pod.
        "ephemeral": Value,
        /// Fibre Channel.
        "fc": Value,
        /// FlexVolume.
        "flexVolume": Value,
        /// Flocker.
        "flocker": Value,
        /// Google disk.
        "gcePersistentDisk": Value,
        /// Git clone.
        "gitRepo": Value,
        /// GlusterFS.
        "glusterfs": Value,
        /// A path on the node.
        "hostPath": HostPathVolumeSource,
        /// Content of an image.
        "image": ImageVolumeSource,
        /// iSCSI.
        "iscsi": Value,
        /// NFS.
        "nfs": NfsVolumeSource,
        /// A PersistentVolumeClaim.
        "persistentVolumeClaim": ClaimVolumeSource,
        /// Photon disk.
        "photonPersistentDisk": Value,
        /// Portworx.
        "portworxVolume": Value,
        /// Several sources in one directory.
        "projected": ProjectedVolumeSource,
        /// Quobyte.
        "quobyte": Value,
        /// Ceph RBD.
        "rbd": Value,
        /// ScaleIO.
        "scaleIO": Value,
        /// Keys of a Secret as files.
        "secret": SecretVolumeSource,
        /// StorageOS.
        "storageos": Value,
        /// vSphere disk.
        "vsphereVolume": Value,
    }
}

api_struct! {
    /// ConfigMap as files.
    ConfigMapVolumeSource {}
    accepts {
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
    accepts {
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
    accepts {
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
    DownwardApiVolumeSource {}
    accepts {
        /// File mode.
        "defaultMode": i32,
        /// The files.
        "items": Vec<DownwardApiVolumeFile>,
    }
}

api_struct! {
    /// One file of pod data.
    DownwardApiVolumeFile {}
    accepts {
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
    accepts {
        /// Empty for disk, Memory for tmpfs.
        "medium": String,
        /// Largest size.
        "sizeLimit": Quantity,
    }
}

api_struct! {
    /// A path on the node.
    HostPathVolumeSource {}
    accepts {
        /// The path.
        "path": String,
        /// What must exist there.
        "type": String,
    }
}

api_struct! {
    /// An image as a volume.
    ImageVolumeSource {}
    accepts {
        /// When it is pulled.
        "pullPolicy": String,
        /// The image.
        "reference": String,
    }
}

api_struct! {
    /// An NFS export.
    NfsVolumeSource {}
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
    ClaimVolumeSource {}
    accepts {
        /// Name of the claim.
        "claimName": String,
        /// No writing.
        "readOnly": bool,
    }
}

api_struct! {
    /// Several sources in one directory.
    ProjectedVolumeSource {}
    accepts {
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
        "clusterTrustBundle": Value,
        /// ConfigMap.
        "configMap": ConfigMapVolumeSource,
        /// Pod fields.
        "downwardAPI": DownwardApiVolumeSource,
        /// Pod certificate.
        "podCertificate": Value,
        /// Secret.
        "secret": SecretProjection,
        /// Token of the service account.
        "serviceAccountToken": ServiceAccountTokenProjection,
    }
}

api_struct! {
    /// Secret among other sources.
    SecretProjection {}
    accepts {
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
        /// The file.
        "path": String,
    }
}
