//! pod shapes, v1.36.

use std::collections::BTreeMap;

use serde_json::Value;

use super::affinity::PodAffinityTerm;
use super::affinity::WeightedPodAffinityTerm;
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
use super::time::Time;
use crate::api_shape;

api_shape! {
    /// @ManagedFieldsEntry
    ManagedFieldsEntry {
        /// @ManagedFieldsEntry.apiVersion
        "apiVersion": String,
        /// @ManagedFieldsEntry.fieldsType
        "fieldsType": String,
        /// @ManagedFieldsEntry.fieldsV1
        "fieldsV1": Value,
        /// @ManagedFieldsEntry.manager
        "manager": String,
        /// @ManagedFieldsEntry.operation
        "operation": String,
        /// @ManagedFieldsEntry.subresource
        "subresource": String,
        /// @ManagedFieldsEntry.time
        "time": Time,
    }
}

api_shape! {
    /// @EphemeralContainer
    EphemeralContainer {
        /// @EphemeralContainer.args
        "args": Vec<String>,
        /// @EphemeralContainer.command
        "command": Vec<String>,
        /// @EphemeralContainer.env
        "env": Vec<EnvVar>,
        /// @EphemeralContainer.envFrom
        "envFrom": Vec<EnvFromSource>,
        /// @EphemeralContainer.image
        "image": String,
        /// @EphemeralContainer.imagePullPolicy
        "imagePullPolicy": String,
        /// @EphemeralContainer.lifecycle
        "lifecycle": Lifecycle,
        /// @EphemeralContainer.livenessProbe
        "livenessProbe": Probe,
        /// @EphemeralContainer.name
        "name": String,
        /// @EphemeralContainer.ports
        "ports": Vec<ContainerPort>,
        /// @EphemeralContainer.readinessProbe
        "readinessProbe": Probe,
        /// @EphemeralContainer.resizePolicy
        "resizePolicy": Vec<ContainerResizePolicy>,
        /// @EphemeralContainer.resources
        "resources": ResourceRequirements,
        /// @EphemeralContainer.restartPolicy
        "restartPolicy": String,
        /// @EphemeralContainer.restartPolicyRules
        "restartPolicyRules": Vec<ContainerRestartRule>,
        /// @EphemeralContainer.securityContext
        "securityContext": SecurityContext,
        /// @EphemeralContainer.startupProbe
        "startupProbe": Probe,
        /// @EphemeralContainer.stdin
        "stdin": bool,
        /// @EphemeralContainer.stdinOnce
        "stdinOnce": bool,
        /// @EphemeralContainer.targetContainerName
        "targetContainerName": String,
        /// @EphemeralContainer.terminationMessagePath
        "terminationMessagePath": String,
        /// @EphemeralContainer.terminationMessagePolicy
        "terminationMessagePolicy": String,
        /// @EphemeralContainer.tty
        "tty": bool,
        /// @EphemeralContainer.volumeDevices
        "volumeDevices": Vec<VolumeDevice>,
        /// @EphemeralContainer.volumeMounts
        "volumeMounts": Vec<VolumeMount>,
        /// @EphemeralContainer.workingDir
        "workingDir": String,
    }
}

api_shape! {
    /// @PodResourceClaim
    PodResourceClaim {
        /// @PodResourceClaim.name
        "name": String,
        /// @PodResourceClaim.resourceClaimName
        "resourceClaimName": String,
        /// @PodResourceClaim.resourceClaimTemplateName
        "resourceClaimTemplateName": String,
    }
}

api_shape! {
    /// @PodSchedulingGroup
    PodSchedulingGroup {
        /// @PodSchedulingGroup.podGroupName
        "podGroupName": String,
    }
}

api_shape! {
    /// @PodExtendedResourceClaimStatus
    PodExtendedResourceClaimStatus {
        /// @PodExtendedResourceClaimStatus.requestMappings
        "requestMappings": Vec<ContainerExtendedResourceRequest>,
        /// @PodExtendedResourceClaimStatus.resourceClaimName
        "resourceClaimName": String,
    }
}

api_shape! {
    /// @NodeAllocatableResourceClaimStatus
    NodeAllocatableResourceClaimStatus {
        /// @NodeAllocatableResourceClaimStatus.containers
        "containers": Vec<String>,
        /// @NodeAllocatableResourceClaimStatus.resourceClaimName
        "resourceClaimName": String,
        /// @NodeAllocatableResourceClaimStatus.resources
        "resources": BTreeMap<String, Quantity>,
    }
}

api_shape! {
    /// @PodResourceClaimStatus
    PodResourceClaimStatus {
        /// @PodResourceClaimStatus.name
        "name": String,
        /// @PodResourceClaimStatus.resourceClaimName
        "resourceClaimName": String,
    }
}

api_shape! {
    /// @PodAntiAffinity
    PodAntiAffinity {
        /// @PodAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution
        "preferredDuringSchedulingIgnoredDuringExecution": Vec<WeightedPodAffinityTerm>,
        /// @PodAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution
        "requiredDuringSchedulingIgnoredDuringExecution": Vec<PodAffinityTerm>,
    }
}

api_shape! {
    /// @ContainerRestartRule
    ContainerRestartRule {
        /// @ContainerRestartRule.action
        "action": String,
        /// @ContainerRestartRule.exitCodes
        "exitCodes": ContainerRestartRuleOnExitCodes,
    }
}

api_shape! {
    /// @PodDNSConfigOption
    PodDNSConfigOption {
        /// @PodDNSConfigOption.name
        "name": String,
        /// @PodDNSConfigOption.value
        "value": String,
    }
}

api_shape! {
    /// @AppArmorProfile
    AppArmorProfile {
        /// @AppArmorProfile.localhostProfile
        "localhostProfile": String,
        /// @AppArmorProfile.type
        "type": String,
    }
}

api_shape! {
    /// @SeccompProfile
    SeccompProfile {
        /// @SeccompProfile.localhostProfile
        "localhostProfile": String,
        /// @SeccompProfile.type
        "type": String,
    }
}

api_shape! {
    /// @ResourceStatus
    ResourceStatus {
        /// @ResourceStatus.name
        "name": String,
        /// @ResourceStatus.resources
        "resources": Vec<ResourceHealth>,
    }
}

api_shape! {
    /// @ContainerUser
    ContainerUser {
        /// @ContainerUser.linux
        "linux": LinuxContainerUser,
    }
}

api_shape! {
    /// @VolumeMountStatus
    VolumeMountStatus {
        /// @VolumeMountStatus.mountPath
        "mountPath": String,
        /// @VolumeMountStatus.name
        "name": String,
        /// @VolumeMountStatus.readOnly
        "readOnly": bool,
        /// @VolumeMountStatus.recursiveReadOnly
        "recursiveReadOnly": String,
        /// @VolumeMountStatus.volumeStatus
        "volumeStatus": VolumeStatus,
    }
}

api_shape! {
    /// @ContainerExtendedResourceRequest
    ContainerExtendedResourceRequest {
        /// @ContainerExtendedResourceRequest.containerName
        "containerName": String,
        /// @ContainerExtendedResourceRequest.requestName
        "requestName": String,
        /// @ContainerExtendedResourceRequest.resourceName
        "resourceName": String,
    }
}

api_shape! {
    /// @ConfigMapEnvSource
    ConfigMapEnvSource {
        /// @ConfigMapEnvSource.name
        "name": String,
        /// @ConfigMapEnvSource.optional
        "optional": bool,
    }
}

api_shape! {
    /// @SecretEnvSource
    SecretEnvSource {
        /// @SecretEnvSource.name
        "name": String,
        /// @SecretEnvSource.optional
        "optional": bool,
    }
}

api_shape! {
    /// @ContainerRestartRuleOnExitCodes
    ContainerRestartRuleOnExitCodes {
        /// @ContainerRestartRuleOnExitCodes.operator
        "operator": String,
        /// @ContainerRestartRuleOnExitCodes.values
        "values": Vec<i32>,
    }
}

api_shape! {
    /// @ResourceHealth
    ResourceHealth {
        /// @ResourceHealth.health
        "health": String,
        /// @ResourceHealth.message
        "message": String,
        /// @ResourceHealth.resourceID
        "resourceID": String,
    }
}

api_shape! {
    /// @LinuxContainerUser
    LinuxContainerUser {
        /// @LinuxContainerUser.gid
        "gid": i64,
        /// @LinuxContainerUser.supplementalGroups
        "supplementalGroups": Vec<i64>,
        /// @LinuxContainerUser.uid
        "uid": i64,
    }
}

api_shape! {
    /// @VolumeStatus
    VolumeStatus {
        /// @VolumeStatus.image
        "image": ImageVolumeStatus,
    }
}

api_shape! {
    /// @ConfigMapKeySelector
    ConfigMapKeySelector {
        /// @ConfigMapKeySelector.key
        "key": String,
        /// @ConfigMapKeySelector.name
        "name": String,
        /// @ConfigMapKeySelector.optional
        "optional": bool,
    }
}

api_shape! {
    /// @SecretKeySelector
    SecretKeySelector {
        /// @SecretKeySelector.key
        "key": String,
        /// @SecretKeySelector.name
        "name": String,
        /// @SecretKeySelector.optional
        "optional": bool,
    }
}

api_shape! {
    /// @ImageVolumeStatus
    ImageVolumeStatus {
        /// @ImageVolumeStatus.imageRef
        "imageRef": String,
    }
}
