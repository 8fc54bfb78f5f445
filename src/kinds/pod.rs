//! Pods: core/v1 Pod, PodSpec and PodTemplateSpec, v1.36.

use std::sync::Arc;

use super::affinity::{Affinity, Toleration, TopologySpreadConstraint};
use super::container::{Container, ResourceList, ResourceRequirements, SELinuxOptions};
use super::meta::{Labels, ObjectMeta};
use super::pod_shapes::Ephemeral;
use super::pod_shapes::PodResourceClaim;
use super::pod_shapes::PodSchedulingGroup;
use super::pod_shapes::{AppArmorProfile, SeccompProfile};
use super::pod_status::PodStatus;
use super::volume::Volume;
use crate::api_struct;

api_struct! {
    /// One or more containers that share a network address and a life.
    Pod {
        /// Who the pod is.
        meta "metadata": ObjectMeta,
        /// What is wanted.
        spec "spec": Arc<PodSpec>,
        /// What is.
        status "status": PodStatus,
    }
}

api_struct! {
    /// What a pod is to be.
    PodSpec {
        /// Run to completion one by one before the others start.
        init_containers "initContainers": Vec<Container>,
        /// The containers; at least one.
        containers "containers": Vec<Container>,
        /// Always, OnFailure or Never.
        restart_policy "restartPolicy": String,
        /// Seconds between the polite and the hard stop (default 30).
        termination_grace_period_seconds "terminationGracePeriodSeconds": Option<i64>,
        /// Node the pod runs on; set by the scheduler, or by hand to go round it.
        node_name "nodeName": String,
        /// Labels the node must have.
        node_selector "nodeSelector": Labels,
        /// Rules about nodes and other pods.
        affinity "affinity": Option<Affinity>,
        /// Taints the pod puts up with.
        tolerations "tolerations": Vec<Toleration>,
        /// How like pods are spread.
        topology_spread_constraints "topologySpreadConstraints": Vec<TopologySpreadConstraint>,
        /// Scheduler that places the pod.
        scheduler_name "schedulerName": String,
        /// Class that gives the priority.
        priority_class_name "priorityClassName": String,
        /// Account the pod acts as.
        service_account_name "serviceAccountName": String,
        /// Old name of serviceAccountName.
        service_account "serviceAccount": String,
        /// Higher is scheduled first.
        priority "priority": Option<i32>,
        /// Use the node's own network.
        host_network "hostNetwork": bool,
        /// Host name of the pod; its own name if empty.
        hostname "hostname": String,
        /// Domain below the namespace.
        subdomain "subdomain": String,
        /// Volumes of the pod.
        volumes "volumes": Vec<Volume>,
        /// Overhead of the sandbox, added to requests.
        overhead "overhead": ResourceList,
        /// Resources of the pod as a whole.
        resources "resources": Option<ResourceRequirements>,
        /// Whether the token is mounted.
        automount_token "automountServiceAccountToken": Option<bool>,
        /// Whether it may preempt others.
        preemption_policy "preemptionPolicy": Option<String>,
        /// Conditions to be lifted before scheduling.
        scheduling_gates "schedulingGates": Vec<PodSchedulingGate>,
        /// Debug containers.
        ephemeral_containers "ephemeralContainers": Vec<Ephemeral>,
    }
    accepts {
        /// Share the node's IPC.
        "hostIPC": bool,
        /// Share the node's user ids.
        "hostUsers": bool,
        /// Claims of dynamic resources.
        "resourceClaims": Vec<PodResourceClaim>,
        /// Class of the runtime.
        "runtimeClassName": String,
        /// Group the pod is scheduled with.
        "schedulingGroup": PodSchedulingGroup,
    }
    reads {
        /// Share the node's processes.
        "hostPID": bool,
        /// Operating system.
        "os": PodOS,
        /// Share processes between containers.
        "shareProcessNamespace": bool,
        /// Full host name.
        "hostnameOverride": String,
        /// Use the full name as host name.
        "setHostnameAsFQDN": bool,
        /// Seconds the pod may be active.
        "activeDeadlineSeconds": i64,
        /// DNS settings.
        "dnsConfig": PodDNSConfig,
        /// Where DNS settings come from.
        "dnsPolicy": String,
        /// Lines of /etc/hosts.
        "hostAliases": Vec<HostAlias>,
        /// Whether Services become variables.
        "enableServiceLinks": bool,
        /// Secrets for private registries.
        "imagePullSecrets": Vec<LocalObjectReference>,
        /// Extra conditions of readiness.
        "readinessGates": Vec<PodReadinessGate>,
        /// Privileges of the pod.
        "securityContext": PodSecurityContext,
    }
}

api_struct! {
    /// The pod a controller makes.
    PodTemplateSpec {
        /// Labels and annotations of the pods.
        meta "metadata": ObjectMeta,
        /// What the pods are to be.
        spec "spec": Arc<PodSpec>,
    }
}

api_struct! {
    /// DNS settings.
    PodDNSConfig {}
    reads {
        /// Name servers.
        "nameservers": Vec<String>,
        /// Resolver options.
        "options": Vec<PodDNSConfigOption>,
        /// Search domains.
        "searches": Vec<String>,
    }
}

api_struct! {
    /// One resolver option.
    PodDNSConfigOption {}
    reads {
        /// The name.
        "name": String,
        /// The value.
        "value": String,
    }
}

api_struct! {
    /// A line of /etc/hosts.
    HostAlias {}
    reads {
        /// Names.
        "hostnames": Vec<String>,
        /// Address.
        "ip": String,
    }
}

api_struct! {
    /// An object by name.
    LocalObjectReference {}
    reads {
        /// Its name.
        "name": String,
    }
}

api_struct! {
    /// Operating system.
    PodOS {}
    reads {
        /// linux or windows.
        "name": String,
    }
}

api_struct! {
    /// A condition that must be True for the pod to be ready.
    PodReadinessGate {}
    reads {
        /// Type of the condition.
        "conditionType": String,
    }
}

api_struct! {
    /// A gate that keeps the pod from being scheduled.
    PodSchedulingGate {
        /// Its name.
        name "name": String,
    }
}

api_struct! {
    /// Privileges of a pod.
    PodSecurityContext {}
    accepts {
        /// AppArmor profile.
        "appArmorProfile": AppArmorProfile,
        /// When ownership changes.
        "fsGroupChangePolicy": String,
        /// How SELinux labels change.
        "seLinuxChangePolicy": String,
        /// SELinux labels.
        "seLinuxOptions": SELinuxOptions,
        /// Seccomp profile.
        "seccompProfile": SeccompProfile,
        /// Where groups come from.
        "supplementalGroupsPolicy": String,
        /// Kernel parameters.
        "sysctls": Vec<Sysctl>,
        /// Windows settings.
        "windowsOptions": super::container::WindowsSecurityContextOptions,
    }
    reads {
        /// Group that owns volumes.
        "fsGroup": i64,
        /// Group id.
        "runAsGroup": i64,
        /// More groups.
        "supplementalGroups": Vec<i64>,
        /// Refuse root.
        "runAsNonRoot": bool,
        /// User id.
        "runAsUser": i64,
    }
}

api_struct! {
    /// A kernel parameter.
    Sysctl {}
    accepts {
        /// Name.
        "name": String,
        /// Value.
        "value": String,
    }
}

impl Pod {
    pub fn is_terminal(&self) -> bool {
        matches!(self.status.phase.as_str(), "Succeeded" | "Failed")
    }

    pub fn is_ready(&self) -> bool {
        self.status.condition("Ready").is_some_and(|condition| condition.status == "True")
    }

    /// Active pods are those controllers count: neither finished nor on their way out.
    pub fn is_active(&self) -> bool {
        !self.is_terminal() && !self.meta.is_terminating()
    }

    pub fn grace_period_seconds(&self) -> i64 {
        self.spec.termination_grace_period_seconds.unwrap_or(30)
    }

    pub fn container_named(&self, name: &str) -> Option<&Container> {
        let added = self.spec.ephemeral_containers.iter().map(|one| &one.0);
        let own = self.spec.containers.iter().chain(&self.spec.init_containers);
        own.chain(added).find(|container| container.name == name)
    }
}
