//! The static pods of a control plane, as `kubeadm init` writes their manifests (cmd/kubeadm/app/phases/controlplane and
//! etcd/local.go, v1.36), seen as the mirror pods a kubelet makes of them.
//!
//! They run when a world begins. Of their command lines the flags that lessons speak of are here.

use serde_json::{Value, json};

use crate::cluster::api::Client;
use crate::cluster::status::Status;
use crate::kinds::Kind;
use crate::kinds::pod::Pod;
use crate::kinds::{Codec, Object};
use crate::sim::Digest;

pub const VERSION: &str = "v1.36.2";
const ETCD_VERSION: &str = "3.6.6-0";
const PKI: &str = "/etc/kubernetes/pki";

/// A component, and where its probes ask.
struct Component {
    name: &'static str,
    image: String,
    cpu: &'static str,
    memory: Option<&'static str>,
    command: Vec<String>,
    port: u16,
    scheme: &'static str,
    host: String,
    /// Of the liveness, readiness and startup probes.
    paths: [Option<&'static str>; 3],
    /// Name and path of what it mounts.
    volumes: Vec<(&'static str, &'static str)>,
}

/// Makes the mirror pods of a node's control plane.
pub fn build(node: &str, ip: &str, api: &mut Client<'_>) -> Result<(), Status> {
    let Some(owner) = api.store().get::<crate::kinds::node::Node>("", node).cloned() else { return Ok(()) };
    for component in components(node, ip) {
        let pod = api.create_object(Kind::Pod.read(&component.manifest(node, &owner.meta.uid)))?;
        run(&pod, &component, ip, api)?;
    }
    Ok(())
}

fn components(node: &str, ip: &str) -> [Component; 4] {
    [etcd(node, ip), api_server(ip), controller_manager(), scheduler()]
}

fn flags(program: &str, flags: &[(&str, &str)]) -> Vec<String> {
    let flags = flags.iter().map(|(name, value)| format!("--{name}={value}"));
    std::iter::once(program.to_owned()).chain(flags).collect()
}

fn kube(name: &str) -> String {
    format!("registry.k8s.io/{name}:{VERSION}")
}

fn etcd(node: &str, ip: &str) -> Component {
    Component {
        name: "etcd",
        image: format!("registry.k8s.io/etcd:{ETCD_VERSION}"),
        cpu: "100m",
        memory: Some("100Mi"),
        command: flags(
            "etcd",
            &[
                ("advertise-client-urls", &format!("https://{ip}:2379")),
                ("cert-file", "/etc/kubernetes/pki/etcd/server.crt"),
                ("client-cert-auth", "true"),
                ("data-dir", "/var/lib/etcd"),
                ("initial-cluster", &format!("{node}=https://{ip}:2380")),
                ("key-file", "/etc/kubernetes/pki/etcd/server.key"),
                ("listen-client-urls", &format!("https://127.0.0.1:2379,https://{ip}:2379")),
                ("listen-metrics-urls", "http://127.0.0.1:2381"),
                ("listen-peer-urls", &format!("https://{ip}:2380")),
                ("name", node),
                ("snapshot-count", "10000"),
                ("trusted-ca-file", "/etc/kubernetes/pki/etcd/ca.crt"),
            ],
        ),
        port: 2381,
        scheme: "HTTP",
        host: "127.0.0.1".into(),
        paths: [Some("/livez"), Some("/readyz"), Some("/readyz")],
        volumes: vec![("etcd-certs", "/etc/kubernetes/pki/etcd"), ("etcd-data", "/var/lib/etcd")],
    }
}

fn api_server(ip: &str) -> Component {
    Component {
        name: "kube-apiserver",
        image: kube("kube-apiserver"),
        cpu: "250m",
        memory: None,
        command: flags(
            "kube-apiserver",
            &[
                ("advertise-address", ip),
                ("allow-privileged", "true"),
                ("authorization-mode", "Node,RBAC"),
                ("client-ca-file", "/etc/kubernetes/pki/ca.crt"),
                ("enable-admission-plugins", "NodeRestriction"),
                ("enable-bootstrap-token-auth", "true"),
                ("etcd-servers", "https://127.0.0.1:2379"),
                ("secure-port", "6443"),
                ("service-account-key-file", "/etc/kubernetes/pki/sa.pub"),
                ("service-cluster-ip-range", "10.96.0.0/12"),
                ("tls-cert-file", "/etc/kubernetes/pki/apiserver.crt"),
                ("tls-private-key-file", "/etc/kubernetes/pki/apiserver.key"),
            ],
        ),
        port: 6443,
        scheme: "HTTPS",
        host: ip.into(),
        paths: [Some("/livez"), Some("/readyz"), Some("/livez")],
        volumes: vec![("k8s-certs", PKI)],
    }
}

fn controller_manager() -> Component {
    Component {
        name: "kube-controller-manager",
        image: kube("kube-controller-manager"),
        cpu: "200m",
        memory: None,
        command: flags(
            "kube-controller-manager",
            &[
                ("allocate-node-cidrs", "true"),
                ("bind-address", "127.0.0.1"),
                ("cluster-cidr", "10.244.0.0/16"),
                ("cluster-name", "kubernetes"),
                ("controllers", "*,bootstrapsigner,tokencleaner"),
                ("kubeconfig", "/etc/kubernetes/controller-manager.conf"),
                ("leader-elect", "true"),
                ("service-cluster-ip-range", "10.96.0.0/12"),
                ("use-service-account-credentials", "true"),
            ],
        ),
        port: 10257,
        scheme: "HTTPS",
        host: "127.0.0.1".into(),
        paths: [Some("/healthz"), None, Some("/healthz")],
        volumes: vec![("k8s-certs", PKI)],
    }
}

fn scheduler() -> Component {
    Component {
        name: "kube-scheduler",
        image: kube("kube-scheduler"),
        cpu: "100m",
        memory: None,
        command: flags(
            "kube-scheduler",
            &[
                ("authentication-kubeconfig", "/etc/kubernetes/scheduler.conf"),
                ("authorization-kubeconfig", "/etc/kubernetes/scheduler.conf"),
                ("bind-address", "127.0.0.1"),
                ("kubeconfig", "/etc/kubernetes/scheduler.conf"),
                ("leader-elect", "true"),
            ],
        ),
        port: 10259,
        scheme: "HTTPS",
        host: "127.0.0.1".into(),
        paths: [Some("/livez"), Some("/readyz"), Some("/livez")],
        volumes: vec![("k8s-certs", PKI)],
    }
}

impl Component {
    /// The file's text with what the kubelet adds to a mirror pod.
    fn manifest(&self, node: &str, uid: &str) -> Value {
        let mut digest = Digest::default();
        digest.add(self.name.as_bytes());
        let half = digest.to_string();
        digest.add(node.as_bytes());
        let hash = format!("{half}{digest}");
        let mut container = json!({
            "name": self.name,
            "image": self.image,
            "imagePullPolicy": "IfNotPresent",
            "command": self.command,
            "ports": [{"containerPort": self.port, "name": "probe-port", "protocol": "TCP"}],
            "resources": {"requests": self.requests()},
            "volumeMounts": self.volumes.iter().map(|(name, path)| json!({"name": name, "mountPath": path})).collect::<Vec<_>>(),
        });
        let probes = [("livenessProbe", 8, 10), ("readinessProbe", 3, 1), ("startupProbe", 24, 10)];
        for ((field, failures, period), path) in probes.into_iter().zip(self.paths) {
            if let Some(path) = path {
                container[field] = self.probe(path, failures, period);
            }
        }
        json!({
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {
                "name": format!("{}-{node}", self.name),
                "namespace": "kube-system",
                "labels": {"component": self.name, "tier": "control-plane"},
                "annotations": {
                    "kubernetes.io/config.hash": hash,
                    "kubernetes.io/config.mirror": hash,
                    "kubernetes.io/config.seen": "2026-01-15T10:00:00.000000000Z",
                    "kubernetes.io/config.source": "file",
                },
                "ownerReferences": [{"apiVersion": "v1", "kind": "Node", "name": node, "uid": uid, "controller": true}],
            },
            "spec": {
                "containers": [container],
                "hostNetwork": true,
                "nodeName": node,
                "priorityClassName": "system-node-critical",
                "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}},
                "tolerations": [{"effect": "NoExecute", "operator": "Exists"}],
                "volumes": self.volumes.iter().map(|(name, path)| {
                    json!({"name": name, "hostPath": {"path": path, "type": "DirectoryOrCreate"}})
                }).collect::<Vec<_>>(),
            },
        })
    }

    fn requests(&self) -> Value {
        let mut requests = json!({"cpu": self.cpu});
        if let Some(memory) = self.memory {
            requests["memory"] = memory.into();
        }
        requests
    }

    fn probe(&self, path: &str, failures: u32, period: u32) -> Value {
        json!({
            "failureThreshold": failures,
            "httpGet": {"host": self.host, "path": path, "port": "probe-port", "scheme": self.scheme},
            "periodSeconds": period,
            "timeoutSeconds": 15,
        })
    }
}

/// It has been running: what its kubelet said of it last.
fn run(pod: &Object, component: &Component, ip: &str, api: &mut Client<'_>) -> Result<(), Status> {
    let now = api.wall_clock().to_string();
    let condition = |kind: &str| json!({"type": kind, "status": "True", "lastTransitionTime": now, "observedGeneration": 1});
    let kinds = ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"];
    let mut value = pod.to_value();
    value["status"] = json!({
        "phase": "Running",
        "observedGeneration": 1,
        "qosClass": "Burstable",
        "startTime": now,
        "hostIP": ip, "hostIPs": [{"ip": ip}], "podIP": ip, "podIPs": [{"ip": ip}],
        "conditions": kinds.map(condition),
        "containerStatuses": [{
            "name": component.name, "image": component.image, "imageID": "",
            "ready": true, "started": true, "restartCount": 0, "state": {"running": {"startedAt": now}},
        }],
    });
    api.update_status(Pod::from_value(&value))
}
