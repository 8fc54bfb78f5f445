//! Volume sources that are nothing but fields, for pods and for persistent volumes: the `print...VolumeSource`
//! functions of describe.go, v1.36.

use serde_json::Value;

use super::Writer;
use crate::kubectl::reach::{Reach, show};

/// A source: the field it stands in, what it is, and its rows (label with its colon, field, form).
pub struct Source {
    field: &'static str,
    title: &'static str,
    rows: &'static [(&'static str, &'static str, Form)],
}

type Form = fn(&Value) -> String;

/// The first source that is set, or `<unknown>`.
pub fn write(w: &mut Writer, sources: &[&Source], volume: &Value) {
    let Some(source) = sources.iter().find(|source| volume[source.field].is_set()) else {
        return w.write(1, "<unknown>\n");
    };
    let given = &volume[source.field];
    w.field(2, "Type", source.title);
    for (label, field, form) in source.rows {
        w.write(2, format!("{label}\t{}\n", form(&given[*field])));
    }
}

fn text(value: &Value) -> String {
    value.text().to_owned()
}

fn number(value: &Value) -> String {
    value.int().to_string()
}

fn flag(value: &Value) -> String {
    value.flag().to_string()
}

fn or_none(value: &Value) -> String {
    if value.is_set() { show(value) } else { "<none>".into() }
}

fn or_unset(value: &Value) -> String {
    value.text_or("<unset>").into()
}

fn list(value: &Value) -> String {
    if value.is_set() { show(value) } else { "[]".into() }
}

fn comma_list(value: &Value) -> String {
    value.joined(", ")
}

fn map(value: &Value) -> String {
    if value.is_set() { show(value) } else { "map[]".into() }
}

/// A reference to a Secret in the same namespace, as its Go type prints itself.
fn local_secret(value: &Value) -> String {
    match value.is_set() {
        true => format!("&LocalObjectReference{{Name:{},}}", value["name"].text()),
        false => "nil".into(),
    }
}

fn any_secret(value: &Value) -> String {
    match value.is_set() {
        true => format!(
            "&SecretReference{{Name:{},Namespace:{},}}",
            value["name"].text(),
            value["namespace"].text()
        ),
        false => "nil".into(),
    }
}

fn name_of(value: &Value) -> String {
    value["name"].text().to_owned()
}

fn namespace_of(value: &Value) -> String {
    value["namespace"].text().to_owned()
}

pub const POD_SOURCES: &[&Source] = &[
    &HOST_PATH,
    &GCE,
    &AWS,
    &GIT,
    &SECRET,
    &CONFIG_MAP,
    &NFS,
    &ISCSI,
    &GLUSTERFS,
    &CLAIM,
    &RBD,
    &QUOBYTE,
    &AZURE_DISK,
    &VSPHERE,
    &CINDER,
    &PHOTON,
    &PORTWORX,
    &SCALE_IO,
    &CEPH_FS,
    &STORAGE_OS,
    &FC,
    &AZURE_FILE,
    &FLEX,
    &FLOCKER,
    &IMAGE,
];

pub const PERSISTENT_SOURCES: &[&Source] = &[
    &HOST_PATH,
    &GCE,
    &AWS,
    &NFS,
    &PV_ISCSI,
    &PV_GLUSTERFS,
    &PV_RBD,
    &QUOBYTE,
    &VSPHERE,
    &PV_CINDER,
    &AZURE_DISK,
    &PHOTON,
    &PORTWORX,
    &PV_SCALE_IO,
    &LOCAL,
    &PV_CEPH_FS,
    &STORAGE_OS,
    &FC,
    &PV_AZURE_FILE,
    &PV_FLEX,
    &FLOCKER,
];

const HOST_PATH: Source = Source {
    field: "hostPath",
    title: "HostPath (bare host directory volume)",
    rows: &[("Path:", "path", text), ("HostPathType:", "type", or_none)],
};

const DISK: &[(&str, &str, Form)] = &[
    ("VolumeID:", "volumeID", text),
    ("FSType:", "fsType", text),
    ("Partition:", "partition", number),
    ("ReadOnly:", "readOnly", flag),
];

const GCE: Source = Source {
    field: "gcePersistentDisk",
    title: "GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)",
    rows: &[
        ("PDName:", "pdName", text),
        ("FSType:", "fsType", text),
        ("Partition:", "partition", number),
        ("ReadOnly:", "readOnly", flag),
    ],
};

const AWS: Source = Source {
    field: "awsElasticBlockStore",
    title: "AWSElasticBlockStore (a Persistent Disk resource in AWS)",
    rows: DISK,
};

const GIT: Source = Source {
    field: "gitRepo",
    title: "GitRepo (a volume that is pulled from git when the pod is created)",
    rows: &[("Repository:", "repository", text), ("Revision:", "revision", text)],
};

const SECRET: Source = Source {
    field: "secret",
    title: "Secret (a volume populated by a Secret)",
    rows: &[("SecretName:", "secretName", text), ("Optional:", "optional", flag)],
};

const CONFIG_MAP: Source = Source {
    field: "configMap",
    title: "ConfigMap (a volume populated by a ConfigMap)",
    rows: &[("Name:", "name", text), ("Optional:", "optional", flag)],
};

const NFS: Source = Source {
    field: "nfs",
    title: "NFS (an NFS mount that lasts the lifetime of a pod)",
    rows: &[("Server:", "server", text), ("Path:", "path", text), ("ReadOnly:", "readOnly", flag)],
};

const ISCSI_TITLE: &str =
    "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)";

const ISCSI: Source = Source {
    field: "iscsi",
    title: ISCSI_TITLE,
    rows: &[
        ("TargetPortal:", "targetPortal", text),
        ("IQN:", "iqn", text),
        ("Lun:", "lun", number),
        ("ISCSIInterface", "iscsiInterface", text),
        ("FSType:", "fsType", text),
        ("ReadOnly:", "readOnly", flag),
        ("Portals:", "portals", list),
        ("DiscoveryCHAPAuth:", "chapAuthDiscovery", flag),
        ("SessionCHAPAuth:", "chapAuthSession", flag),
        ("SecretRef:", "secretRef", local_secret),
        ("InitiatorName:", "initiatorName", or_none),
    ],
};

const PV_ISCSI: Source = Source {
    field: "iscsi",
    title: ISCSI_TITLE,
    rows: &[
        ("TargetPortal:", "targetPortal", text),
        ("IQN:", "iqn", text),
        ("Lun:", "lun", number),
        ("ISCSIInterface", "iscsiInterface", text),
        ("FSType:", "fsType", text),
        ("ReadOnly:", "readOnly", flag),
        ("Portals:", "portals", list),
        ("DiscoveryCHAPAuth:", "chapAuthDiscovery", flag),
        ("SessionCHAPAuth:", "chapAuthSession", flag),
        ("SecretRef:", "secretRef", any_secret),
        ("InitiatorName:", "initiatorName", or_none),
    ],
};

const GLUSTERFS_TITLE: &str = "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)";

const GLUSTERFS: Source = Source {
    field: "glusterfs",
    title: GLUSTERFS_TITLE,
    rows: &[("EndpointsName:", "endpoints", text), ("Path:", "path", text), ("ReadOnly:", "readOnly", flag)],
};

const PV_GLUSTERFS: Source = Source {
    field: "glusterfs",
    title: GLUSTERFS_TITLE,
    rows: &[
        ("EndpointsName:", "endpoints", text),
        ("EndpointsNamespace:", "endpointsNamespace", or_unset),
        ("Path:", "path", text),
        ("ReadOnly:", "readOnly", flag),
    ],
};

const CLAIM: Source = Source {
    field: "persistentVolumeClaim",
    title: "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
    rows: &[("ClaimName:", "claimName", text), ("ReadOnly:", "readOnly", flag)],
};

const RBD_TITLE: &str = "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)";

const RBD: Source = Source {
    field: "rbd",
    title: RBD_TITLE,
    rows: &[
        ("CephMonitors:", "monitors", list),
        ("RBDImage:", "image", text),
        ("FSType:", "fsType", text),
        ("RBDPool:", "pool", text),
        ("RadosUser:", "user", text),
        ("Keyring:", "keyring", text),
        ("SecretRef:", "secretRef", local_secret),
        ("ReadOnly:", "readOnly", flag),
    ],
};

const PV_RBD: Source = Source {
    field: "rbd",
    title: RBD_TITLE,
    rows: &[
        ("CephMonitors:", "monitors", list),
        ("RBDImage:", "image", text),
        ("FSType:", "fsType", text),
        ("RBDPool:", "pool", text),
        ("RadosUser:", "user", text),
        ("Keyring:", "keyring", text),
        ("SecretRef:", "secretRef", any_secret),
        ("ReadOnly:", "readOnly", flag),
    ],
};

const QUOBYTE: Source = Source {
    field: "quobyte",
    title: "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)",
    rows: &[("Registry:", "registry", text), ("Volume:", "volume", text), ("ReadOnly:", "readOnly", flag)],
};

const AZURE_DISK: Source = Source {
    field: "azureDisk",
    title: "AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)",
    rows: &[
        ("DiskName:", "diskName", text),
        ("DiskURI:", "diskURI", text),
        ("Kind: ", "kind", text),
        ("FSType:", "fsType", text),
        ("CachingMode:", "cachingMode", text),
        ("ReadOnly:", "readOnly", flag),
    ],
};

const VSPHERE: Source = Source {
    field: "vsphereVolume",
    title: "vSphereVolume (a Persistent Disk resource in vSphere)",
    rows: &[
        ("VolumePath:", "volumePath", text),
        ("FSType:", "fsType", text),
        ("StoragePolicyName:", "storagePolicyName", text),
    ],
};

const CINDER_TITLE: &str = "Cinder (a Persistent Disk resource in OpenStack)";

const CINDER: Source = Source {
    field: "cinder",
    title: CINDER_TITLE,
    rows: &[
        ("VolumeID:", "volumeID", text),
        ("FSType:", "fsType", text),
        ("ReadOnly:", "readOnly", flag),
        ("SecretRef:", "secretRef", local_secret),
    ],
};

const PV_CINDER: Source = Source {
    field: "cinder",
    title: CINDER_TITLE,
    rows: &[
        ("VolumeID:", "volumeID", text),
        ("FSType:", "fsType", text),
        ("ReadOnly:", "readOnly", flag),
        ("SecretRef:", "secretRef", any_secret),
    ],
};

const PHOTON: Source = Source {
    field: "photonPersistentDisk",
    title: "PhotonPersistentDisk (a Persistent Disk resource in photon platform)",
    rows: &[("PdID:", "pdID", text), ("FSType:", "fsType", text)],
};

const PORTWORX: Source = Source {
    field: "portworxVolume",
    title: "PortworxVolume (a Portworx Volume resource)",
    rows: &[("VolumeID:", "volumeID", text)],
};

const SCALE_IO_TITLE: &str = "ScaleIO (a persistent volume backed by a block device in ScaleIO)";

const SCALE_IO: Source = Source {
    field: "scaleIO",
    title: SCALE_IO_TITLE,
    rows: &[
        ("Gateway:", "gateway", text),
        ("System:", "system", text),
        ("Protection Domain:", "protectionDomain", text),
        ("Storage Pool:", "storagePool", text),
        ("Storage Mode:", "storageMode", text),
        ("VolumeName:", "volumeName", text),
        ("FSType:", "fsType", text),
        ("ReadOnly:", "readOnly", flag),
    ],
};

const PV_SCALE_IO: Source = Source {
    field: "scaleIO",
    title: SCALE_IO_TITLE,
    rows: &[
        ("Gateway:", "gateway", text),
        ("System:", "system", text),
        ("Protection Domain:", "protectionDomain", text),
        ("Storage Pool:", "storagePool", text),
        ("Storage Mode:", "storageMode", text),
        ("VolumeName:", "volumeName", text),
        ("SecretName:", "secretRef", name_of),
        ("SecretNamespace:", "secretRef", namespace_of),
        ("FSType:", "fsType", text),
        ("ReadOnly:", "readOnly", flag),
    ],
};

const LOCAL: Source = Source {
    field: "local",
    title: "LocalVolume (a persistent volume backed by local storage on a node)",
    rows: &[("Path:", "path", text)],
};

const CEPH_FS_TITLE: &str = "CephFS (a CephFS mount on the host that shares a pod's lifetime)";

const CEPH_FS: Source = Source {
    field: "cephfs",
    title: CEPH_FS_TITLE,
    rows: &[
        ("Monitors:", "monitors", list),
        ("Path:", "path", text),
        ("User:", "user", text),
        ("SecretFile:", "secretFile", text),
        ("SecretRef:", "secretRef", local_secret),
        ("ReadOnly:", "readOnly", flag),
    ],
};

const PV_CEPH_FS: Source = Source {
    field: "cephfs",
    title: CEPH_FS_TITLE,
    rows: &[
        ("Monitors:", "monitors", list),
        ("Path:", "path", text),
        ("User:", "user", text),
        ("SecretFile:", "secretFile", text),
        ("SecretRef:", "secretRef", any_secret),
        ("ReadOnly:", "readOnly", flag),
    ],
};

const STORAGE_OS: Source = Source {
    field: "storageos",
    title: "StorageOS (a StorageOS Persistent Disk resource)",
    rows: &[
        ("VolumeName:", "volumeName", text),
        ("VolumeNamespace:", "volumeNamespace", text),
        ("FSType:", "fsType", text),
        ("ReadOnly:", "readOnly", flag),
    ],
};

const FC: Source = Source {
    field: "fc",
    title: "FC (a Fibre Channel disk)",
    rows: &[
        ("TargetWWNs:", "targetWWNs", comma_list),
        ("LUN:", "lun", or_none),
        ("FSType:", "fsType", text),
        ("ReadOnly:", "readOnly", flag),
    ],
};

const AZURE_FILE_TITLE: &str =
    "AzureFile (an Azure File Service mount on the host and bind mount to the pod)";

const AZURE_FILE: Source = Source {
    field: "azureFile",
    title: AZURE_FILE_TITLE,
    rows: &[
        ("SecretName:", "secretName", text),
        ("ShareName:", "shareName", text),
        ("ReadOnly:", "readOnly", flag),
    ],
};

const PV_AZURE_FILE: Source = Source {
    field: "azureFile",
    title: AZURE_FILE_TITLE,
    rows: &[
        ("SecretName:", "secretName", text),
        ("SecretNamespace:", "secretNamespace", text),
        ("ShareName:", "shareName", text),
        ("ReadOnly:", "readOnly", flag),
    ],
};

const FLEX_TITLE: &str =
    "FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)";

const FLEX: Source = Source {
    field: "flexVolume",
    title: FLEX_TITLE,
    rows: &[
        ("Driver:", "driver", text),
        ("FSType:", "fsType", text),
        ("SecretRef:", "secretRef", local_secret),
        ("ReadOnly:", "readOnly", flag),
        ("Options:", "options", map),
    ],
};

const PV_FLEX: Source = Source {
    field: "flexVolume",
    title: FLEX_TITLE,
    rows: &[
        ("Driver:", "driver", text),
        ("FSType:", "fsType", text),
        ("SecretRef:", "secretRef", any_secret),
        ("ReadOnly:", "readOnly", flag),
        ("Options:", "options", map),
    ],
};

const FLOCKER: Source = Source {
    field: "flocker",
    title: "Flocker (a Flocker volume mounted by the Flocker agent)",
    rows: &[("DatasetName:", "datasetName", text), ("DatasetUUID:", "datasetUUID", text)],
};

const IMAGE: Source = Source {
    field: "image",
    title: "Image (a container image or OCI artifact)",
    rows: &[("Reference:", "reference", text), ("PullPolicy:", "pullPolicy", text)],
};
