//! Containers: images, processes, environment, resources and ports. core/v1 Container, v1.36.

use std::collections::BTreeMap;

use super::pod_shapes::ContainerRestartRule;
use super::pod_shapes::{
    AppArmorProfile, ConfigMapEnvSource, ConfigMapKeySelector, SeccompProfile, SecretEnvSource,
    SecretKeySelector,
};
use super::probe::{Lifecycle, Probe};
use super::quantity::Quantity;
use crate::api_struct;

/// Amounts by resource name: `cpu`, `memory`, `pods`, extended resources.
pub type ResourceList = BTreeMap<String, Quantity>;

api_struct! {
    /// One container of a pod.
    Container {
        /// Name of the container, a DNS label unique in the pod.
        name "name": String,
        /// Image to run, as `registry/repository:tag`.
        image "image": String,
        /// Replaces the image's entrypoint.
        command "command": Vec<String>,
        /// Replaces the image's default arguments.
        args "args": Vec<String>,
        /// Environment variables.
        env "env": Vec<EnvVar>,
        /// Ports the container listens on; their names can be a Service's targetPort.
        ports "ports": Vec<ContainerPort>,
        /// CPU and memory asked for and allowed.
        resources "resources": ResourceRequirements,
        /// Volumes mounted into the file system.
        volume_mounts "volumeMounts": Vec<VolumeMount>,
        /// When the image is pulled: Always, IfNotPresent or Never.
        image_pull_policy "imagePullPolicy": String,
        /// While it fails the container is restarted.
        liveness_probe "livenessProbe": Option<Probe>,
        /// While it fails the pod gets no traffic.
        readiness_probe "readinessProbe": Option<Probe>,
        /// Until it has succeeded the other probes wait.
        startup_probe "startupProbe": Option<Probe>,
        /// `Always` on an init container makes it a sidecar.
        restart_policy "restartPolicy": Option<String>,
    }
    accepts {
        /// Close standard input after the first attach.
        "stdinOnce": bool,
        /// Allocate a terminal.
        "tty": bool,
        /// Raw block devices.
        "volumeDevices": Vec<VolumeDevice>,
    }
    reads {
        /// Rules that override the restart policy by exit code.
        "restartPolicyRules": Vec<ContainerRestartRule>,
        /// File whose content becomes the termination message.
        "terminationMessagePath": String,
        /// Where the termination message comes from.
        "terminationMessagePolicy": String,
        /// Per-resource policy of in-place resize.
        "resizePolicy": Vec<ContainerResizePolicy>,
        /// Keep standard input open.
        "stdin": bool,
        /// Environment from whole ConfigMaps and Secrets.
        "envFrom": Vec<EnvFromSource>,
        /// Hooks after the start and before the stop.
        "lifecycle": Lifecycle,
        /// Privileges of the process.
        "securityContext": SecurityContext,
        /// Directory the process starts in.
        "workingDir": String,
    }
}

api_struct! {
    /// A port the container listens on.
    ContainerPort {
        /// Port number, 1 to 65535.
        container_port "containerPort": i32,
        /// Name by which Services and probes can refer to the port.
        name "name": String,
        /// TCP, UDP or SCTP.
        protocol "protocol": String,
        /// Port opened on the node itself.
        host_port "hostPort": i32,
        /// Node address the host port binds to.
        host_ip "hostIP": String,
    }
}

api_struct! {
    /// An environment variable.
    EnvVar {
        /// Name of the variable.
        name "name": String,
        /// Its text; `$(OTHER)` is replaced.
        value "value": String,
    }
    reads {
        /// Where the text comes from instead.
        "valueFrom": EnvVarSource,
    }
}

api_struct! {
    /// Source of a variable's text.
    EnvVarSource {}
    reads {
        /// A key of an environment file in a volume.
        "fileKeyRef": FileKeySelector,
        /// A key of a ConfigMap.
        "configMapKeyRef": ConfigMapKeySelector,
        /// A field of the pod.
        "fieldRef": ObjectFieldSelector,
        /// A resource of a container.
        "resourceFieldRef": ResourceFieldSelector,
        /// A key of a Secret.
        "secretKeyRef": SecretKeySelector,
    }
}

api_struct! {
    /// A key of an environment file.
    FileKeySelector {}
    reads {
        /// Key within the file.
        "key": String,
        /// Whether a missing key is fine.
        "optional": bool,
        /// Path of the file in the volume.
        "path": String,
        /// Name of the volume.
        "volumeName": String,
    }
}

api_struct! {
    /// A field of the pod.
    ObjectFieldSelector {}
    reads {
        /// Schema version of the path.
        "apiVersion": String,
        /// Path such as metadata.name.
        "fieldPath": String,
    }
}

api_struct! {
    /// A resource of a container.
    ResourceFieldSelector {}
    reads {
        /// Name of the container.
        "containerName": String,
        /// Unit the amount is divided by.
        "divisor": Quantity,
        /// Resource such as limits.cpu.
        "resource": String,
    }
}

api_struct! {
    /// A ConfigMap or Secret whose keys become variables.
    EnvFromSource {}
    reads {
        /// The ConfigMap.
        "configMapRef": ConfigMapEnvSource,
        /// Text put before each name.
        "prefix": String,
        /// The Secret.
        "secretRef": SecretEnvSource,
    }
}

api_struct! {
    /// CPU and memory of a container.
    ResourceRequirements {
        /// Amounts the scheduler reserves.
        requests "requests": ResourceList,
        /// Amounts the container may not exceed.
        limits "limits": ResourceList,
    }
    accepts {
        /// Claims of dynamic resources.
        "claims": Vec<ResourceClaim>,
    }
}

api_struct! {
    /// A claim used by a container.
    ResourceClaim {}
    accepts {
        /// Name of the pod's claim.
        "name": String,
        /// One request of the claim.
        "request": String,
    }
}

api_struct! {
    /// What a resize of one resource does.
    ContainerResizePolicy {}
    reads {
        /// cpu or memory.
        "resourceName": String,
        /// NotRequired or RestartContainer.
        "restartPolicy": String,
    }
}

api_struct! {
    /// A raw block device.
    VolumeDevice {}
    accepts {
        /// Path of the device in the container.
        "devicePath": String,
        /// Name of the claim's volume.
        "name": String,
    }
}

api_struct! {
    /// A volume in the container's file system.
    VolumeMount {
        /// Name of the volume.
        name "name": String,
        /// Where the volume appears.
        mount_path "mountPath": String,
        /// No writing.
        read_only "readOnly": bool,
    }
    accepts {
        /// How mounts propagate.
        "mountPropagation": String,
        /// No writing below nested mounts either.
        "recursiveReadOnly": String,
    }
    reads {
        /// A path inside the volume.
        "subPath": String,
        /// A path inside the volume with variables.
        "subPathExpr": String,
    }
}

api_struct! {
    /// Privileges of a container.
    SecurityContext {}
    accepts {
        /// May a process gain privileges.
        "allowPrivilegeEscalation": bool,
        /// AppArmor profile.
        "appArmorProfile": AppArmorProfile,
        /// How /proc is mounted.
        "procMount": String,
        /// SELinux labels.
        "seLinuxOptions": SELinuxOptions,
        /// Seccomp profile.
        "seccompProfile": SeccompProfile,
        /// Windows settings.
        "windowsOptions": WindowsSecurityContextOptions,
    }
    reads {
        /// Linux capabilities.
        "capabilities": Capabilities,
        /// All privileges of the node.
        "privileged": bool,
        /// Group id of the process.
        "runAsGroup": i64,
        /// No writing to the root file system.
        "readOnlyRootFilesystem": bool,
        /// Refuse to run as root.
        "runAsNonRoot": bool,
        /// User id of the process.
        "runAsUser": i64,
    }
}

api_struct! {
    /// Capabilities added and dropped.
    Capabilities {}
    reads {
        /// Added.
        "add": Vec<String>,
        /// Dropped.
        "drop": Vec<String>,
    }
}

api_struct! {
    /// SELinux labels.
    SELinuxOptions {}
    accepts {
        /// Level.
        "level": String,
        /// Role.
        "role": String,
        /// Type.
        "type": String,
        /// User.
        "user": String,
    }
}

api_struct! {
    /// Windows settings.
    WindowsSecurityContextOptions {}
    accepts {
        /// GMSA credential spec.
        "gmsaCredentialSpec": String,
        /// Name of the GMSA credential spec.
        "gmsaCredentialSpecName": String,
        /// Run as a host process.
        "hostProcess": bool,
        /// User name of the process.
        "runAsUserName": String,
    }
}

impl ResourceRequirements {
    /// The request, or the limit where no request is set, as the API server defaults it.
    pub fn request(&self, resource: &str) -> Option<&Quantity> {
        self.requests.get(resource).or_else(|| self.limits.get(resource))
    }
}

/// A named or numbered port of the container, resolved.
impl Container {
    pub fn port_number(&self, port: &super::int_or_string::IntOrString) -> Option<i32> {
        match port {
            super::int_or_string::IntOrString::Int(number) => Some(*number),
            super::int_or_string::IntOrString::String(name) => {
                self.ports.iter().find(|port| port.name == *name).map(|port| port.container_port)
            }
        }
    }
}
