//! Nodes: core/v1 Node, v1.36.

use super::cluster_shapes::AttachedVolume;
use super::cluster_shapes::NodeConfigSource;
use super::cluster_shapes::NodeConfigStatus;
use super::cluster_shapes::NodeDaemonEndpoints;
use super::cluster_shapes::NodeFeatures;
use super::cluster_shapes::NodeRuntimeHandler;
use super::cluster_shapes::NodeSwapStatus;
use super::container::ResourceList;
use super::meta::ObjectMeta;
use super::time::Time;
use crate::api_struct;

api_struct! {
    /// A machine that runs pods.
    Node {
        /// Who the node is.
        meta "metadata": ObjectMeta,
        /// What is wanted of it.
        spec "spec": NodeSpec,
        /// What it is.
        status "status": NodeStatus,
    }
}

api_struct! {
    /// What is wanted of a node.
    NodeSpec {
        /// Addresses for its pods.
        pod_cidr "podCIDR": String,
        /// Addresses for its pods.
        pod_cidrs "podCIDRs": Vec<String>,
        /// Pods that do not tolerate these stay away.
        taints "taints": Vec<Taint>,
        /// Cordoned: no new pods.
        unschedulable "unschedulable": bool,
    }
    accepts {
        /// Legacy.
        "configSource": NodeConfigSource,
        /// Legacy.
        "externalID": String,
        /// Identity at the cloud.
        "providerID": String,
    }
}

api_struct! {
    /// A mark that keeps pods away.
    Taint {
        /// Name of the mark.
        key "key": String,
        /// Its value.
        value "value": String,
        /// NoSchedule, PreferNoSchedule or NoExecute.
        effect "effect": String,
        /// When a NoExecute taint was put.
        time_added "timeAdded": Option<Time>,
    }
}

api_struct! {
    /// What a node is.
    NodeStatus {
        /// All it has.
        capacity "capacity": ResourceList,
        /// What pods can have.
        allocatable "allocatable": ResourceList,
        /// Ready, MemoryPressure, DiskPressure, PIDPressure.
        conditions "conditions": Vec<NodeCondition>,
        /// Addresses.
        addresses "addresses": Vec<NodeAddress>,
        /// Versions.
        node_info "nodeInfo": Option<NodeSystemInfo>,
        /// Images present.
        images "images": Vec<ContainerImage>,
    }
    accepts {
        /// Legacy.
        "config": NodeConfigStatus,
        /// Ports of daemons.
        "daemonEndpoints": NodeDaemonEndpoints,
        /// Features declared by the kubelet.
        "declaredFeatures": Vec<String>,
        /// Features of the runtime.
        "features": NodeFeatures,
        /// Legacy.
        "phase": String,
        /// Handlers of the runtime.
        "runtimeHandlers": Vec<NodeRuntimeHandler>,
        /// Volumes attached.
        "volumesAttached": Vec<AttachedVolume>,
        /// Volumes in use.
        "volumesInUse": Vec<String>,
    }
}

api_struct! {
    /// One condition.
    NodeCondition {
        /// Its type.
        kind "type": String,
        /// True, False or Unknown.
        status "status": String,
        /// When the kubelet last reported it.
        last_heartbeat_time "lastHeartbeatTime": Option<Time>,
        /// When it last changed.
        last_transition_time "lastTransitionTime": Option<Time>,
        /// One word for why.
        reason "reason": String,
        /// For people: why.
        message "message": String,
    }
}

api_struct! {
    /// One address.
    NodeAddress {
        /// InternalIP, ExternalIP or Hostname.
        kind "type": String,
        /// The address.
        address "address": String,
    }
}

api_struct! {
    /// An image on the node.
    ContainerImage {
        /// Its names.
        names "names": Vec<String>,
        /// Its size in bytes.
        size_bytes "sizeBytes": i64,
    }
}

api_struct! {
    /// Versions of a node.
    NodeSystemInfo {
        /// CPU architecture.
        architecture "architecture": String,
        /// Container runtime.
        container_runtime_version "containerRuntimeVersion": String,
        /// Kernel.
        kernel_version "kernelVersion": String,
        /// Kubelet.
        kubelet_version "kubeletVersion": String,
        /// Operating system.
        operating_system "operatingSystem": String,
        /// Name of the system image.
        os_image "osImage": String,
    }
    accepts {
        /// Boot id.
        "bootID": String,
        /// Legacy.
        "kubeProxyVersion": String,
        /// Machine id.
        "machineID": String,
        /// Swap.
        "swap": NodeSwapStatus,
        /// System UUID.
        "systemUUID": String,
    }
}

impl Node {
    pub fn condition(&self, kind: &str) -> Option<&NodeCondition> {
        self.status.conditions.iter().find(|condition| condition.kind == kind)
    }

    pub fn is_ready(&self) -> bool {
        self.condition("Ready").is_some_and(|condition| condition.status == "True")
    }

    pub fn internal_ip(&self) -> &str {
        let internal = self.status.addresses.iter().find(|address| address.kind == "InternalIP");
        internal.map(|address| address.address.as_str()).unwrap_or_default()
    }
}
