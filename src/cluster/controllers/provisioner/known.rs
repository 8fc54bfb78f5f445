//! The provisioners there are, and what their volumes look like.

use serde_json::{Value, json};

use super::Order;
use crate::kinds::Codec;
use crate::kinds::persistent_volume::PersistentVolumeSpec;
use crate::sim::Span;

/// One provisioner under the name that classes call it by.
#[derive(Debug)]
pub struct Provisioner {
    pub name: &'static str,
    /// How long it takes to make a volume or to delete one, about: no source gives it.
    pub takes: Span,
    form: Form,
}

/// Where the volumes are.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// A folder under this one, on the only node there is.
    Folder(&'static str),
    /// A folder of the node the pod was given: rancher/local-path-provisioner.
    NodeFolder(&'static str),
    /// A share of a server, for all nodes.
    Share,
    /// A disk of a cloud, in the zone of the node: by the label its driver goes by.
    Disk(&'static str),
    /// A share of a cloud, for all nodes.
    CloudShare,
}

const fn one(name: &'static str, millis: u64, form: Form) -> Provisioner {
    Provisioner { name, takes: Span::from_millis(millis), form }
}

const KNOWN: &[Provisioner] = &[
    one("k8s.io/minikube-hostpath", 100, Form::Folder("/tmp/hostpath-provisioner")),
    one("rancher.io/local-path", 3000, Form::NodeFolder("/opt/local-path-provisioner")),
    one("cluster.local/nfs-subdir-external-provisioner", 300, Form::Share),
    one("k8s-sigs.io/nfs-subdir-external-provisioner", 300, Form::Share),
    one("ebs.csi.aws.com", 2500, Form::Disk("topology.ebs.csi.aws.com/zone")),
    one("pd.csi.storage.gke.io", 2500, Form::Disk("topology.gke.io/zone")),
    one("disk.csi.azure.com", 2500, Form::Disk("topology.disk.csi.azure.com/zone")),
    one("efs.csi.aws.com", 1000, Form::CloudShare),
    one("file.csi.azure.com", 2500, Form::CloudShare),
];

const ZONE: &str = "topology.kubernetes.io/zone";
const HOSTNAME: &str = "kubernetes.io/hostname";

pub fn by_name(name: &str) -> Option<&'static Provisioner> {
    KNOWN.iter().find(|one| one.name == name)
}

impl Provisioner {
    /// The source of a volume and the nodes that reach it, or why it cannot be made.
    pub fn make(&self, order: &Order<'_>) -> Result<PersistentVolumeSpec, String> {
        let (claim, name) = (order.claim, order.name);
        let (namespace, own) = (&claim.meta.namespace, &claim.meta.name);
        let spec = match self.form {
            Form::Folder(root) => {
                json!({"hostPath": {"path": format!("{root}/{namespace}/{own}"), "type": ""}})
            }
            Form::NodeFolder(root) => {
                let node = order.node.ok_or("configuration error, no node was specified")?;
                if claim
                    .spec
                    .access_modes
                    .iter()
                    .any(|mode| mode == "ReadWriteMany" || mode == "ReadOnlyMany")
                {
                    let words =
                        "NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes";
                    return Err(words.into());
                }
                json!({
                    "hostPath": {"path": format!("{root}/{name}_{namespace}_{own}"), "type": "DirectoryOrCreate"},
                    "nodeAffinity": near(HOSTNAME, &node.meta.name),
                })
            }
            Form::Share => {
                let path = format!("/srv/nfs/{namespace}-{own}-{name}");
                json!({"nfs": {"server": "192.168.0.50", "path": path}})
            }
            Form::Disk(key) => {
                let zone = order.node.and_then(|node| node.meta.labels.get(ZONE));
                let affinity = zone.map_or(Value::Null, |zone| near(key, zone));
                json!({"csi": self.driver(name), "nodeAffinity": affinity})
            }
            Form::CloudShare => json!({"csi": self.driver(name)}),
        };
        Ok(PersistentVolumeSpec::from_value(&spec))
    }

    fn driver(&self, name: &str) -> Value {
        let handle = format!(
            "vol-{}",
            name.trim_start_matches("pvc-").replace('-', "").chars().take(17).collect::<String>()
        );
        json!({"driver": self.name, "volumeHandle": handle, "fsType": "ext4"})
    }
}

/// Reachable from nodes whose label has this value.
fn near(key: &str, value: &str) -> Value {
    let terms = json!([{"matchExpressions": [{"key": key, "operator": "In", "values": [value]}]}]);
    json!({"required": {"nodeSelectorTerms": terms}})
}
