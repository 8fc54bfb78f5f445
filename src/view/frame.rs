//! One picture of the whole cluster.

use super::charts::{AutoscalerView, LoadView};

/// Names an object.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ref {
    /// `Pod`, `Node`, `Deployment` …
    pub kind: String,
    pub namespace: String,
    pub name: String,
}

/// Everything the page shows at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    pub clock: ClockView,
    pub nodes: Vec<NodeView>,
    /// Pods without a node.
    pub pending: Vec<PendingView>,
    pub services: Vec<ServiceView>,
    pub workloads: Vec<Workload>,
    pub autoscalers: Vec<AutoscalerView>,
    pub loads: Vec<LoadView>,
    /// Newest last; at most the last 200.
    pub events: Vec<EventView>,
    /// Requests on their way since the last frame; for the animation of the service view.
    pub flows: Vec<FlowView>,
    /// Hot loops and refused actions, in words.
    pub alerts: Vec<String>,
    /// Pods in all, and ready ones; the cluster's own are not among them.
    pub pods: u32,
    pub pods_ready: u32,
}

/// Where time stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClockView {
    pub now_us: u64,
    /// The latest moment this session has simulated; scrubbing goes from 0 to here.
    pub reached_us: u64,
    /// Interesting moments: time and a short label.
    pub bookmarks: Vec<(u64, String)>,
}

/// A traffic light that never stands for itself: the word is shown beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LightState {
    /// As wanted.
    Good,
    /// On the way.
    Busy,
    /// Needs a look.
    Bad,
    /// Finished or on its way out.
    #[default]
    Quiet,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeView {
    pub reference: Ref,
    pub ready: bool,
    /// `Ready`, `NotReady`, `Ready,SchedulingDisabled` as kubectl prints it.
    pub status: String,
    pub roles: String,
    pub ip: String,
    pub cpu: ResourceBar,
    pub memory: ResourceBar,
    pub pod_limit: u32,
    pub taints: Vec<String>,
    pub labels: Vec<String>,
    pub pods: Vec<PodView>,
    /// The kubelet was stopped from the page.
    pub frozen: bool,
    /// It was cut off from the network.
    pub cut: bool,
    /// Its power is off, or it is just starting.
    pub off: bool,
    /// It was made slow.
    pub slow: bool,
}

/// Requested and used out of what there is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceBar {
    pub allocatable: u64,
    pub requested: u64,
    pub used: u64,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodView {
    pub reference: Ref,
    pub uid: String,
    /// The STATUS column of `kubectl get pods`.
    pub status: String,
    pub light: LightState,
    /// `1/1`
    pub ready: String,
    pub is_ready: bool,
    pub restarts: u32,
    pub ip: String,
    /// Kind and name of the top owner, `Deployment/web`; empty for bare pods. Cards of one owner share a hue.
    pub owner: String,
    /// For different templates of the same owner: the pod-template-hash.
    pub revision: String,
    pub containers: Vec<ContainerView>,
    pub cpu_milli: u64,
    pub memory_bytes: u64,
    /// Requests answered in the last simulated second.
    pub requests_per_s: u32,
    pub age_s: u64,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerView {
    pub name: String,
    pub image: String,
    pub init: bool,
    /// `running`, `waiting: CrashLoopBackOff`, `terminated: Error (1)`
    pub state: String,
    pub light: LightState,
    pub ready: bool,
    /// Results of the last probes, oldest first: kind letter (S, R, L) and success.
    pub probes: Vec<(char, bool)>,
}

/// A pod nobody has found a node for, and why.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PendingView {
    pub pod: PodView,
    /// The FailedScheduling text; empty while it has not been tried.
    pub why: String,
    /// `active`, `backoff`, `unschedulable`
    pub queue: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceView {
    pub reference: Ref,
    /// `NodePort`, `ClusterIP` …
    pub kind: String,
    pub cluster_ip: String,
    /// `80:31000/TCP`
    pub ports: Vec<String>,
    pub selector: String,
    pub endpoints: Vec<EndpointView>,
    /// In the last simulated second.
    pub requests_per_s: u32,
    pub errors_per_s: u32,
    /// Why no request can succeed, in words; empty when all is well.
    pub problem: String,
    /// An address the page can send a request to, `192.168.0.100:30001`.
    pub url: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct EndpointView {
    pub pod: Ref,
    pub address: String,
    pub node: String,
    pub ready: bool,
    pub terminating: bool,
    pub requests_per_s: u32,
}

/// A Deployment or ReplicaSet in one line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workload {
    pub reference: Ref,
    pub desired: u32,
    pub ready: u32,
    pub updated: u32,
    pub available: u32,
    pub light: LightState,
    /// What it waits for, in words; empty when it is as wanted.
    pub waiting_for: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventView {
    pub at_us: u64,
    pub warning: bool,
    pub reason: String,
    pub message: String,
    pub about: Ref,
    pub component: String,
    pub count: u32,
}

/// One request, or a bundle of like ones, from its sender to where it ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlowView {
    pub at_us: u64,
    pub service: Ref,
    /// Empty if it reached no pod.
    pub pod: Ref,
    pub count: u32,
    pub ok: bool,
    /// `200`, `connection refused` …
    pub outcome: String,
}
