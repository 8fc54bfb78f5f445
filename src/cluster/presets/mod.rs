//! Ready-made clusters: the nodes a new world begins with.

mod control_plane;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;

use super::api::Client;
use super::kubelet::healthy_conditions;
use super::status::{Reason, Status};
use super::{default_roles, first_objects};
use crate::kinds::namespace::Namespace;
use crate::kinds::node::{Node, NodeAddress, NodeSystemInfo, Taint};
use crate::kinds::quantity::Quantity;
use crate::kinds::service::{Service, ServicePort};
use crate::kinds::storage_class::StorageClass;
use crate::kinds::{Kind, Labels, ObjectMeta};

/// A cluster to begin with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// One node that is control plane and worker, as `minikube start` makes it.
    Minikube,
    /// A control plane and two workers, as the course notes have them.
    #[default]
    ThreeNodes,
    /// Three workers in three zones; the control plane is the provider's.
    Cloud,
    /// So many workers, for measurements.
    Workers(u32),
}

/// The largest cluster: the scheduler's own benchmarks go no further.
pub const LIMIT_NODES: u32 = 5000;

impl Preset {
    pub const ALL: [Preset; 3] = [Preset::Minikube, Preset::ThreeNodes, Preset::Cloud];

    pub fn name(self) -> String {
        match self {
            Preset::Minikube => "minikube".into(),
            Preset::ThreeNodes => "three-nodes".into(),
            Preset::Cloud => "cloud".into(),
            Preset::Workers(count) => format!("workers-{count}"),
        }
    }

    pub fn by_name(name: &str) -> Option<Preset> {
        let workers = name.strip_prefix("workers-").and_then(|count| count.parse().ok());
        let workers = workers.filter(|count| (1..=LIMIT_NODES).contains(count)).map(Preset::Workers);
        Preset::ALL.into_iter().find(|preset| preset.name() == name).or(workers)
    }

    /// minikube's own; local-path with an NFS share beside it, as the course notes have them; a cloud's disks.
    fn storage_classes(self) -> &'static [ClassSpec] {
        match self {
            Preset::Minikube => MINIKUBE_CLASSES,
            Preset::ThreeNodes => LAB_CLASSES,
            Preset::Cloud => CLOUD_CLASSES,
            Preset::Workers(_) => &[],
        }
    }

    fn nodes(self) -> Vec<Spec> {
        let worker = |name: &str, at: u32| Spec {
            name: name.into(),
            ip: format!("192.168.0.{}", 100 + at),
            at,
            ..Spec::default()
        };
        match self {
            Preset::Minikube => vec![Spec {
                name: "minikube".into(),
                ip: "192.168.49.2".into(),
                control_plane: true,
                cpu: "2",
                memory: "3900Mi",
                ..Spec::default()
            }],
            Preset::ThreeNodes => {
                let master = Spec { control_plane: true, tainted: true, ..worker("master", 0) };
                vec![master, worker("worker-1", 1), worker("worker-2", 2)]
            }
            Preset::Cloud => (0..3).map(|at| cloud_node(at, worker("", at))).collect(),
            Preset::Workers(count) => (0..count.min(LIMIT_NODES)).map(measured_node).collect(),
        }
    }
}

/// A class of storage that a cluster comes with.
struct ClassSpec {
    name: &'static str,
    provisioner: &'static str,
    mode: &'static str,
    default: bool,
}

const MINIKUBE_CLASSES: &[ClassSpec] =
    &[ClassSpec { name: "standard", provisioner: "k8s.io/minikube-hostpath", mode: AT_ONCE, default: true }];
const LAB_CLASSES: &[ClassSpec] = &[
    ClassSpec { name: "local-path", provisioner: "rancher.io/local-path", mode: LATE, default: true },
    ClassSpec {
        name: "nfs-client",
        provisioner: "cluster.local/nfs-subdir-external-provisioner",
        mode: AT_ONCE,
        default: false,
    },
];
const CLOUD_CLASSES: &[ClassSpec] =
    &[ClassSpec { name: "gp3", provisioner: "ebs.csi.aws.com", mode: LATE, default: true }];
const AT_ONCE: &str = "Immediate";
const LATE: &str = "WaitForFirstConsumer";

impl ClassSpec {
    fn object(&self) -> StorageClass {
        let mut class = StorageClass { provisioner: self.provisioner.into(), ..StorageClass::default() };
        class.meta.name = self.name.into();
        class.volume_binding_mode = Some(self.mode.into());
        class.reclaim_policy = Some("Delete".into());
        if self.default {
            let mark = "storageclass.kubernetes.io/is-default-class".to_owned();
            class.meta.annotations.insert(mark, "true".into());
        }
        class
    }
}

/// A worker joins, as `kubeadm join` makes it: sized as the last node, in the zone that has the fewest. Its name.
pub fn join(api: &mut Client<'_>) -> Result<String, Status> {
    let nodes: Vec<Arc<Node>> = api.store().list::<Node>().cloned().collect();
    if nodes.len() as u32 >= LIMIT_NODES {
        return Err(Status::new(
            Reason::Forbidden,
            format!("a cluster has at most {LIMIT_NODES} nodes here"),
        ));
    }
    let taken = |name: &str| nodes.iter().any(|node| node.meta.name == name);
    let number = (1..).find(|number| !taken(&format!("worker-{number}"))).unwrap_or_default();
    let free = |at: &u32| nodes.iter().all(|node| node.spec.pod_cidr != pod_cidr(*at));
    let at = (0..=LIMIT_NODES).find(free).unwrap_or_default();
    let name = format!("worker-{number}");
    let ip = format!("192.168.{}.{}", at / 150, 100 + at % 150);
    let spec = Spec { name: name.clone(), ip, at, zone: emptiest_zone(&nodes), ..Spec::default() };
    let mut joined = node(&spec, api);
    if let Some(last) = nodes.last() {
        joined.status.capacity = last.status.capacity.clone();
        joined.status.allocatable = last.status.allocatable.clone();
    }
    api.renew_lease(&name);
    api.create(joined.clone())?;
    api.update_status(joined)?;
    Ok(name)
}

/// None where nodes have no zones.
fn emptiest_zone(nodes: &[Arc<Node>]) -> Option<String> {
    let mut zones: BTreeMap<&String, usize> = BTreeMap::new();
    for zone in nodes.iter().filter_map(|node| node.meta.labels.get("topology.kubernetes.io/zone")) {
        *zones.entry(zone).or_default() += 1;
    }
    zones.into_iter().min_by_key(|(_, count)| *count).map(|(zone, _)| zone.clone())
}

fn pod_cidr(at: u32) -> String {
    format!("10.{}.{}.0/24", 244 + at / 256 % 8, at % 256)
}

fn cloud_node(at: u32, spec: Spec) -> Spec {
    let zone = ["a", "b", "c"][at as usize % 3];
    let ip = format!("10.0.{at}.10");
    Spec {
        name: format!("node-{zone}"),
        ip,
        zone: Some(format!("ap-northeast-2{zone}")),
        cpu: "4",
        memory: "15Gi",
        ..spec
    }
}

fn measured_node(at: u32) -> Spec {
    let ip = format!("10.{}.{}.{}", 10 + at / 62_500, at / 250 % 250, at % 250 + 1);
    Spec { name: format!("worker-{}", at + 1), ip, at, cpu: "32", memory: "64Gi", ..Spec::default() }
}

struct Spec {
    name: String,
    ip: String,
    at: u32,
    control_plane: bool,
    tainted: bool,
    zone: Option<String>,
    cpu: &'static str,
    memory: &'static str,
}

impl Default for Spec {
    fn default() -> Self {
        Spec {
            name: String::new(),
            ip: String::new(),
            at: 0,
            control_plane: false,
            tainted: false,
            zone: None,
            cpu: "4",
            memory: "8Gi",
        }
    }
}

/// Makes the namespaces, the nodes and the `kubernetes` Service.
pub fn build(preset: Preset, api: &mut Client<'_>) -> Result<(), Status> {
    build_namespaces(api)?;
    for spec in preset.nodes() {
        api.renew_lease(&spec.name);
        let node = node(&spec, api);
        api.create(node.clone())?;
        api.update_status(node)?;
    }
    api.create(kubernetes_service())?;
    default_roles::build(api)?;
    first_objects::build(api)?;
    for spec in preset.nodes().iter().filter(|spec| spec.control_plane) {
        control_plane::build(&spec.name, &spec.ip, api)?;
    }
    preset.storage_classes().iter().try_for_each(|class| api.create(class.object()).map(drop))
}

/// What every cluster has before its first node joins.
pub fn build_bare(api: &mut Client<'_>) -> Result<(), Status> {
    build_namespaces(api)?;
    api.create(kubernetes_service())?;
    default_roles::build(api)?;
    first_objects::build(api)
}

fn build_namespaces(api: &mut Client<'_>) -> Result<(), Status> {
    for name in ["default", "kube-node-lease", "kube-public", "kube-system"] {
        api.create(Namespace {
            meta: ObjectMeta { name: name.into(), ..Default::default() },
            ..Default::default()
        })?;
    }
    build_priority_classes(api)
}

/// pkg/apis/scheduling/v1/helpers.go SystemPriorityClasses: the API server makes them when it starts.
const PRIORITY_CLASSES: [(&str, i32, &str); 2] = [
    (
        "system-cluster-critical",
        2_000_000_000,
        "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.",
    ),
    (
        "system-node-critical",
        2_000_001_000,
        "Used for system critical pods that must not be moved from their current node.",
    ),
];

fn build_priority_classes(api: &mut Client<'_>) -> Result<(), Status> {
    for (name, value, description) in PRIORITY_CLASSES {
        let class = json!({
            "apiVersion": "scheduling.k8s.io/v1",
            "kind": "PriorityClass",
            "metadata": {"name": name},
            "value": value,
            "description": description,
            "preemptionPolicy": "PreemptLowerPriority",
        });
        api.create_object(Kind::PriorityClass.read(&class))?;
    }
    Ok(())
}

fn kubernetes_service() -> Service {
    let mut service = Service::default();
    service.meta.name = "kubernetes".into();
    service.meta.namespace = "default".into();
    service.meta.labels = labels(&[("component", "apiserver"), ("provider", "kubernetes")]);
    service.spec.cluster_ip = "10.96.0.1".into();
    service.spec.ports = vec![ServicePort {
        name: "https".into(),
        port: 443,
        target_port: Some(crate::kinds::int_or_string::IntOrString::Int(6443)),
        ..Default::default()
    }];
    service
}

fn labels(pairs: &[(&str, &str)]) -> Labels {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn node(spec: &Spec, api: &Client<'_>) -> Node {
    let mut node = Node::default();
    node.meta.name = spec.name.clone();
    node.meta.labels = node_labels(spec);
    node.spec.pod_cidr = pod_cidr(spec.at);
    node.spec.pod_cidrs = vec![node.spec.pod_cidr.clone()];
    if spec.tainted {
        let key = "node-role.kubernetes.io/control-plane".into();
        node.spec.taints.push(Taint { key, effect: "NoSchedule".into(), ..Default::default() });
    }
    let amounts =
        [("cpu", spec.cpu), ("memory", spec.memory), ("ephemeral-storage", "50Gi"), ("pods", "110")];
    let amount = |(name, text): (&str, &str)| (name.to_owned(), Quantity::parse(text).unwrap_or_default());
    node.status.capacity = amounts.map(amount).into_iter().collect();
    node.status.allocatable = node.status.capacity.clone();
    node.status.conditions = healthy_conditions(api.wall_clock());
    node.status.addresses = vec![address("InternalIP", &spec.ip), address("Hostname", &spec.name)];
    node.status.node_info = Some(system_info());
    node
}

fn node_labels(spec: &Spec) -> Labels {
    let mut all = labels(&[
        ("beta.kubernetes.io/arch", "amd64"),
        ("beta.kubernetes.io/os", "linux"),
        ("kubernetes.io/arch", "amd64"),
        ("kubernetes.io/os", "linux"),
        ("kubernetes.io/hostname", &spec.name),
    ]);
    if spec.control_plane {
        all.extend(labels(&[("node-role.kubernetes.io/control-plane", "")]));
    }
    if let Some(zone) = &spec.zone {
        let region = zone.trim_end_matches(|c: char| c.is_ascii_lowercase());
        all.extend(labels(&[
            ("topology.kubernetes.io/zone", zone),
            ("topology.kubernetes.io/region", region),
        ]));
    }
    all
}

fn address(kind: &str, address: &str) -> NodeAddress {
    NodeAddress { kind: kind.into(), address: address.into(), extra: None }
}

fn system_info() -> NodeSystemInfo {
    NodeSystemInfo {
        architecture: "amd64".into(),
        container_runtime_version: "containerd://2.1.4".into(),
        kernel_version: "6.8.0".into(),
        kubelet_version: control_plane::VERSION.into(),
        operating_system: "linux".into(),
        os_image: "Kubarium simulated node".into(),
        extra: None,
    }
}
