//! The clusters and pods of the measurements.

use kubarium::cluster::scheduler::Scheduler;
use kubarium::cluster::{ApiServer, EPOCH};
use kubarium::kinds::node::Node;
use kubarium::kinds::pod::Pod;
use kubarium::kinds::{Codec, Kind, Object};
use kubarium::sim::SimTime;
use serde_json::{Value, json};

/// What is there before, and what is measured.
pub struct Workload {
    pub name: &'static str,
    /// Pods that are there already, for each hundred nodes.
    before: usize,
    first: fn() -> Value,
    measured: fn() -> Value,
    /// Pods that find no node and stay in the queue.
    hopeless: usize,
}

pub const ALL: &[Workload] = &[
    Workload { name: "basic", before: 20, first: plain, measured: plain, hopeless: 0 },
    Workload { name: "pod anti-affinity", before: 20, first: apart, measured: apart, hopeless: 0 },
    Workload { name: "pod affinity", before: 100, first: together, measured: together, hopeless: 0 },
    Workload {
        name: "preferred pod affinity",
        before: 100,
        first: rather_together,
        measured: rather_together,
        hopeless: 0,
    },
    Workload { name: "topology spreading", before: 100, first: plain, measured: spread, hopeless: 0 },
    Workload { name: "unschedulable", before: 20, first: plain, measured: plain, hopeless: 200 },
];

/// A cluster to schedule in.
#[derive(Clone)]
pub struct Lab {
    server: ApiServer,
    scheduler: Scheduler,
    now: SimTime,
    seen: u64,
    made: usize,
    measured: fn() -> Value,
}

impl Lab {
    pub fn new(workload: &Workload, nodes: usize) -> Lab {
        let mut lab = Lab {
            server: ApiServer::new(1, EPOCH),
            scheduler: Scheduler::new(1),
            now: SimTime::ZERO,
            seen: 0,
            made: 0,
            measured: workload.measured,
        };
        lab.create(Kind::Namespace, &json!({"metadata": {"name": "default"}}));
        (0..nodes).for_each(|at| lab.create(Kind::Node, &node(at)));
        let before = workload.before * nodes / 100;
        lab.pods(workload.first, before);
        lab.schedule(before);
        lab.pods(too_large, workload.hopeless);
        lab.schedule(workload.hopeless);
        lab
    }

    pub fn with_pods(&self, count: usize) -> Lab {
        let mut lab = self.clone();
        lab.pods(self.measured, count);
        lab
    }

    /// Runs as many cycles as there are pods to place.
    pub fn schedule(&mut self, cycles: usize) {
        for _ in 0..cycles {
            let Some(at) = self.scheduler.next_time() else { return };
            self.now = self.now.max(at);
            self.scheduler.run(&mut self.server, self.now);
            self.deliver();
        }
    }

    /// Pods that have a node.
    pub fn placed(&self) -> usize {
        self.server.store().list::<Pod>().filter(|pod| !pod.spec.node_name.is_empty()).count()
    }

    fn pods(&mut self, spec: fn() -> Value, count: usize) {
        for _ in 0..count {
            self.made += 1;
            let mut pod = spec();
            pod["metadata"]["name"] = json!(format!("pod-{}", self.made));
            self.create(Kind::Pod, &pod);
        }
    }

    fn create(&mut self, kind: Kind, value: &Value) {
        let object = kind.read(value);
        let mut api = self.server.client("user", self.now, None);
        let made = api.create_object(object).expect("the object is valid");
        // New nodes have no status and are tainted until their kubelets report; here nobody does.
        if let Object::Node(node) = made {
            let mut node = Node::clone(&node);
            node.spec.taints.clear();
            assert!(api.update(node.clone()).is_ok());
            node.status = Node::from_value(value).status;
            node.meta.resource_version = Default::default();
            assert!(api.update_status(node).is_ok());
        }
        self.deliver();
    }

    fn deliver(&mut self) {
        for change in self.server.store().log().since(self.seen) {
            self.scheduler.observe(change, self.now);
        }
        self.seen = self.server.store().version();
    }
}

fn node(at: usize) -> Value {
    let (name, zone) = (format!("node-{at}"), format!("zone-{}", at % 3));
    let room = json!({"cpu": "4", "memory": "32Gi", "pods": "110"});
    json!({
        "metadata": {"name": name, "labels": {
            "kubernetes.io/hostname": name,
            "kubernetes.io/os": "linux",
            "topology.kubernetes.io/zone": zone,
            "topology.kubernetes.io/region": "region",
        }},
        "status": {"capacity": room, "allocatable": room},
    })
}

fn pod(color: &str, cpu: &str, more: Value) -> Value {
    let container = json!({
        "name": "pause",
        "image": "registry.k8s.io/pause:3.10",
        "resources": {"requests": {"cpu": cpu, "memory": "500Mi"}},
    });
    let mut pod = json!({"metadata": {"labels": {"color": color}}, "spec": {"containers": [container]}});
    for (name, value) in more.as_object().into_iter().flatten() {
        pod["spec"][name] = value.clone();
    }
    pod
}

fn term(color: &str, key: &str) -> Value {
    json!({"labelSelector": {"matchLabels": {"color": color}}, "topologyKey": key})
}

fn plain() -> Value {
    pod("none", "10m", json!({}))
}

fn too_large() -> Value {
    pod("none", "9", json!({}))
}

/// One to a node; those that find none left are measured as well.
fn apart() -> Value {
    let rule = json!([term("green", "kubernetes.io/hostname")]);
    let away = json!({"requiredDuringSchedulingIgnoredDuringExecution": rule});
    pod("green", "10m", json!({"affinity": {"podAntiAffinity": away}}))
}

fn together() -> Value {
    let rule = json!([term("blue", "topology.kubernetes.io/zone")]);
    let near = json!({"requiredDuringSchedulingIgnoredDuringExecution": rule});
    pod("blue", "10m", json!({"affinity": {"podAffinity": near}}))
}

fn rather_together() -> Value {
    let rule = json!([{"weight": 1, "podAffinityTerm": term("red", "kubernetes.io/hostname")}]);
    let near = json!({"preferredDuringSchedulingIgnoredDuringExecution": rule});
    pod("red", "10m", json!({"affinity": {"podAffinity": near}}))
}

fn spread() -> Value {
    let constraint = json!({
        "maxSkew": 5,
        "topologyKey": "topology.kubernetes.io/zone",
        "whenUnsatisfiable": "DoNotSchedule",
        "labelSelector": {"matchLabels": {"color": "blue"}},
    });
    pod("blue", "10m", json!({"topologySpreadConstraints": [constraint]}))
}
