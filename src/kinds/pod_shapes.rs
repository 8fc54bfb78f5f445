//! Parts of a pod that are only kept: core/v1, v1.36.

use std::collections::BTreeMap;

use serde_json::Value;

use super::codec::{Codec, Typed};
use super::container::Container;
use super::container::ContainerPort;
use super::container::ContainerResizePolicy;
use super::container::EnvFromSource;
use super::container::EnvVar;
use super::container::ResourceRequirements;
use super::container::SecurityContext;
use super::container::VolumeDevice;
use super::container::VolumeMount;
use super::probe::Lifecycle;
use super::probe::Probe;
use super::quantity::Quantity;
use super::schema::Type;
use super::time::Time;
use crate::api_shape;

api_shape! {
    /// The fields one manager has set.
    ManagedFieldsEntry {
        /// API group and version, for example apps/v1.
        "apiVersion": String,
        /// FieldsV1.
        "fieldsType": String,
        /// The fields, as a tree.
        "fieldsV1": Value,
        /// Who manages the fields.
        "manager": String,
        /// Apply or Update.
        "operation": String,
        /// Through which subresource they were written.
        "subresource": String,
        /// When.
        "time": Time,
    }
}

/// A container added to a running pod: it runs as any other, and what only it has is kept beside.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ephemeral(pub Container);

impl Codec for Ephemeral {
    fn from_value(value: &Value) -> Self {
        Ephemeral(Container::from_value(value))
    }
    fn to_value(&self) -> Option<Value> {
        self.0.to_value()
    }
}

impl Typed for Ephemeral {
    fn schema() -> Type {
        EphemeralContainer::schema()
    }
}

api_shape! {
    /// A container added to look into a running pod.
    EphemeralContainer {
        /// Whether a change of resources restarts the container.
        "resizePolicy": Vec<ContainerResizePolicy>,
        /// Not allowed in debug containers.
        "restartPolicyRules": Vec<ContainerRestartRule>,
        /// Close standard input after the first client.
        "stdinOnce": bool,
        /// Give it a terminal.
        "tty": bool,
        /// Block devices.
        "volumeDevices": Vec<VolumeDevice>,
    }
    reads {
        /// Container whose processes it sees.
        "targetContainerName": String,
        /// Replaces the image's default arguments.
        "args": Vec<String>,
        /// Replaces the image's entrypoint.
        "command": Vec<String>,
        /// Environment variables.
        "env": Vec<EnvVar>,
        /// ConfigMaps and Secrets whose keys become variables.
        "envFrom": Vec<EnvFromSource>,
        /// Image to run.
        "image": String,
        /// Always, IfNotPresent or Never.
        "imagePullPolicy": String,
        /// Not allowed in debug containers.
        "lifecycle": Lifecycle,
        /// Not allowed in debug containers.
        "livenessProbe": Probe,
        /// The name.
        "name": String,
        /// The ports.
        "ports": Vec<ContainerPort>,
        /// Not allowed in debug containers.
        "readinessProbe": Probe,
        /// Resources, for example pods or pods/log; * all.
        "resources": ResourceRequirements,
        /// Not allowed in debug containers.
        "restartPolicy": String,
        /// Privileges of the process.
        "securityContext": SecurityContext,
        /// Not allowed in debug containers.
        "startupProbe": Probe,
        /// Keep standard input open.
        "stdin": bool,
        /// File that becomes the message at the end.
        "terminationMessagePath": String,
        /// File or FallbackToLogsOnError.
        "terminationMessagePolicy": String,
        /// Where volumes are mounted.
        "volumeMounts": Vec<VolumeMount>,
        /// Folder the process starts in.
        "workingDir": String,
    }
}

api_shape! {
    /// A claim of a pod for a device.
    PodResourceClaim {
        /// The name.
        "name": String,
        /// Name of the claim.
        "resourceClaimName": String,
        /// Template the claim is made from.
        "resourceClaimTemplateName": String,
    }
}

api_shape! {
    /// A group that is scheduled together.
    PodSchedulingGroup {
        /// Name of the group.
        "podGroupName": String,
    }
}

api_shape! {
    /// The claim that serves extended resources.
    PodExtendedResourceClaimStatus {
        /// Which request serves which container.
        "requestMappings": Vec<ContainerExtendedResourceRequest>,
        /// Name of the claim.
        "resourceClaimName": String,
    }
}

api_shape! {
    /// A claim for what the node could give.
    NodeAllocatableResourceClaimStatus {
        /// The containers.
        "containers": Vec<String>,
        /// Name of the claim.
        "resourceClaimName": String,
        /// Resources, for example pods or pods/log; * all.
        "resources": BTreeMap<String, Quantity>,
    }
}

api_shape! {
    /// The claim made for a pod.
    PodResourceClaimStatus {
        /// The name.
        "name": String,
        /// Name of the claim.
        "resourceClaimName": String,
    }
}

api_shape! {
    /// When to restart a container.
    ContainerRestartRule {
    }
    reads {
        /// Restart.
        "action": String,
        /// Exit codes the rule is about.
        "exitCodes": ContainerRestartRuleOnExitCodes,
    }
}

api_shape! {
    /// AppArmor profile of the process.
    AppArmorProfile {
        /// File of the profile on the node.
        "localhostProfile": String,
        /// RuntimeDefault, Unconfined or Localhost.
        "type": String,
    }
}

api_shape! {
    /// System calls the process may make.
    SeccompProfile {
        /// File of the profile on the node.
        "localhostProfile": String,
        /// RuntimeDefault, Unconfined or Localhost.
        "type": String,
    }
}

api_shape! {
    /// Health of devices.
    ResourceStatus {
        /// The name.
        "name": String,
        /// Resources, for example pods or pods/log; * all.
        "resources": Vec<ResourceHealth>,
    }
}

api_shape! {
    /// User a container runs as.
    ContainerUser {
        /// The user on Linux.
        "linux": LinuxContainerUser,
    }
}

api_shape! {
    /// A mount of a container.
    VolumeMountStatus {
        /// Where it is mounted.
        "mountPath": String,
        /// The name.
        "name": String,
        /// Whether it can only be read.
        "readOnly": bool,
        /// Whether all below it is read-only too.
        "recursiveReadOnly": String,
        /// State of the volume.
        "volumeStatus": VolumeStatus,
    }
}

api_shape! {
    /// Which request serves a container.
    ContainerExtendedResourceRequest {
        /// Name of the container.
        "containerName": String,
        /// Name of the request.
        "requestName": String,
        /// Name of the resource.
        "resourceName": String,
    }
}

api_shape! {
    /// A ConfigMap whose keys become variables.
    ConfigMapEnvSource {
    }
    reads {
        /// The name.
        "name": String,
        /// Whether it may be missing.
        "optional": bool,
    }
}

api_shape! {
    /// A Secret whose keys become variables.
    SecretEnvSource {
    }
    reads {
        /// The name.
        "name": String,
        /// Whether it may be missing.
        "optional": bool,
    }
}

api_shape! {
    /// Exit codes.
    ContainerRestartRuleOnExitCodes {
    }
    reads {
        /// In or NotIn.
        "operator": String,
        /// The values.
        "values": Vec<i32>,
    }
}

api_shape! {
    /// Health of one device.
    ResourceHealth {
        /// Healthy, Unhealthy or Unknown.
        "health": String,
        /// For people: what happened or is wrong.
        "message": String,
        /// Identifier of the device.
        "resourceID": String,
    }
}

api_shape! {
    /// User and groups on Linux.
    LinuxContainerUser {
        /// Group id of the first process.
        "gid": i64,
        /// Further groups.
        "supplementalGroups": Vec<i64>,
        /// User id of the first process.
        "uid": i64,
    }
}

api_shape! {
    /// State of a volume.
    VolumeStatus {
        /// The image volume.
        "image": ImageVolumeStatus,
    }
}

api_shape! {
    /// One key of a ConfigMap.
    ConfigMapKeySelector {
    }
    reads {
        /// The key.
        "key": String,
        /// The name.
        "name": String,
        /// Whether it may be missing.
        "optional": bool,
    }
}

api_shape! {
    /// One key of a Secret.
    SecretKeySelector {
    }
    reads {
        /// The key.
        "key": String,
        /// The name.
        "name": String,
        /// Whether it may be missing.
        "optional": bool,
    }
}

api_shape! {
    /// The image of a volume.
    ImageVolumeStatus {
        /// Digest of the image.
        "imageRef": String,
    }
}
