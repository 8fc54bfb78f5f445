//! What the kubelet reports of a pod: core/v1 PodStatus, v1.36.

use super::container::{ResourceList, ResourceRequirements};
use super::pod_shapes::ContainerUser;
use super::pod_shapes::PodResourceClaimStatus;
use super::pod_shapes::VolumeMountStatus;
use super::pod_shapes::{NodeAllocatableResourceClaimStatus, PodExtendedResourceClaimStatus, ResourceStatus};
use super::time::Time;
use crate::api_struct;

api_struct! {
    /// What a pod is.
    PodStatus {
        /// Pending, Running, Succeeded, Failed or Unknown.
        phase "phase": String,
        /// Steps of the pod's life, each True, False or Unknown.
        conditions "conditions": Vec<PodCondition>,
        /// For people: why the pod is in this state.
        message "message": String,
        /// One word for why the pod is in this state.
        reason "reason": String,
        /// Address of the node.
        host_ip "hostIP": String,
        /// Addresses of the node.
        host_ips "hostIPs": Vec<HostIP>,
        /// Address of the pod.
        pod_ip "podIP": String,
        /// Addresses of the pod.
        pod_ips "podIPs": Vec<PodIP>,
        /// When the kubelet took the pod up.
        start_time "startTime": Option<Time>,
        /// State of the init containers.
        init_container_statuses "initContainerStatuses": Vec<ContainerStatus>,
        /// State of the containers.
        container_statuses "containerStatuses": Vec<ContainerStatus>,
        /// Guaranteed, Burstable or BestEffort.
        qos_class "qosClass": String,
        /// Generation of the spec this status speaks of.
        observed_generation "observedGeneration": i64,
        /// Node that preemption cleared for the pod.
        nominated_node_name "nominatedNodeName": String,
        /// Resources allotted.
        allocated_resources "allocatedResources": ResourceList,
        /// Resources in force.
        resources "resources": Option<ResourceRequirements>,
        /// State of debug containers.
        ephemeral_container_statuses "ephemeralContainerStatuses": Vec<ContainerStatus>,
    }
    accepts {
        /// Claims' status.
        "resourceClaimStatuses": Vec<PodResourceClaimStatus>,
        /// State of a resize.
        "resize": String,
        /// Extended resources met by claims.
        "extendedResourceClaimStatus": PodExtendedResourceClaimStatus,
        /// Claims for resources that nodes could give without them.
        "nodeAllocatableResourceClaimStatuses": Vec<NodeAllocatableResourceClaimStatus>,
    }
}

api_struct! {
    /// One step of the pod's life.
    PodCondition {
        /// PodScheduled, PodReadyToStartContainers, Initialized, ContainersReady, Ready, DisruptionTarget.
        kind "type": String,
        /// True, False or Unknown.
        status "status": String,
        /// One word for why.
        reason "reason": String,
        /// For people: why.
        message "message": String,
        /// When the status last changed.
        last_transition_time "lastTransitionTime": Option<Time>,
        /// Generation of the spec this condition speaks of.
        observed_generation "observedGeneration": i64,
    }
    accepts {
        /// Last probe.
        "lastProbeTime": Time,
    }
}

api_struct! {
    /// An address.
    PodIP {
        /// The address.
        ip "ip": String,
    }
}

api_struct! {
    /// An address.
    HostIP {
        /// The address.
        ip "ip": String,
    }
}

api_struct! {
    /// What a container is.
    ContainerStatus {
        /// Name of the container.
        name "name": String,
        /// What it does now.
        state "state": ContainerState,
        /// How it ended the last time.
        last_state "lastState": ContainerState,
        /// Whether it passes its readiness probe.
        ready "ready": Option<bool>,
        /// How often it was started again.
        restart_count "restartCount": Option<i32>,
        /// Image it runs.
        image "image": Option<String>,
        /// Digest of that image.
        image_id "imageID": Option<String>,
        /// Id at the runtime.
        container_id "containerID": String,
        /// Whether the startup probe has passed.
        started "started": Option<bool>,
        /// Resources allotted.
        allocated_resources "allocatedResources": ResourceList,
        /// Resources in force.
        resources "resources": Option<ResourceRequirements>,
    }
    accepts {
        /// Health of devices.
        "allocatedResourcesStatus": Vec<ResourceStatus>,
        /// Signal that stops the container.
        "stopSignal": String,
        /// Identity of the process.
        "user": ContainerUser,
        /// Mounts.
        "volumeMounts": Vec<VolumeMountStatus>,
    }
}

api_struct! {
    /// Exactly one of three states.
    ContainerState {
        /// Not running yet, or not again.
        waiting "waiting": Option<ContainerStateWaiting>,
        /// Running.
        running "running": Option<ContainerStateRunning>,
        /// Ended.
        terminated "terminated": Option<ContainerStateTerminated>,
    }
}

api_struct! {
    /// Why it waits.
    ContainerStateWaiting {
        /// One word.
        reason "reason": String,
        /// For people.
        message "message": String,
    }
}

api_struct! {
    /// Since when it runs.
    ContainerStateRunning {
        /// Start of the process.
        started_at "startedAt": Option<Time>,
    }
}

api_struct! {
    /// How it ended.
    ContainerStateTerminated {
        /// Exit code; 128 + n for signal n.
        exit_code "exitCode": Option<i32>,
        /// Completed, Error, OOMKilled, ContainerStatusUnknown.
        reason "reason": String,
        /// For people.
        message "message": String,
        /// Start of the process.
        started_at "startedAt": Option<Time>,
        /// End of the process.
        finished_at "finishedAt": Option<Time>,
        /// Id at the runtime.
        container_id "containerID": String,
    }
    accepts {
        /// Signal that ended it.
        "signal": i32,
    }
}

impl PodStatus {
    pub fn condition(&self, kind: &str) -> Option<&PodCondition> {
        self.conditions.iter().find(|condition| condition.kind == kind)
    }

    pub fn container(&self, name: &str) -> Option<&ContainerStatus> {
        self.container_statuses.iter().chain(&self.init_container_statuses).find(|status| status.name == name)
    }

    /// Restarts over all containers, as `kubectl get pods` sums them.
    pub fn restarts(&self) -> i32 {
        self.container_statuses.iter().filter_map(|status| status.restart_count).sum()
    }
}

impl ContainerStatus {
    pub fn is_ready(&self) -> bool {
        self.ready == Some(true)
    }

    pub fn restarts(&self) -> i32 {
        self.restart_count.unwrap_or_default()
    }
}
