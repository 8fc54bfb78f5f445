//! The fields of the Go types in a pod template, in the order they are declared.
//!
//! Models staging/src/k8s.io/api/core/v1/types.go and apimachinery pkg/apis/meta/v1/types.go, v1.36. A
//! field is its name, its type, and its name in JSON where that does not follow from the Go name; a name
//! alone is an embedded type whose fields stand in the JSON beside the others. Types that are not listed
//! are texts.

pub mod volumes;

/// The fields of a struct, separated by commas.
pub fn fields(name: &str) -> Option<&'static str> {
    let mut all = STRUCTS.iter().chain(volumes::STRUCTS);
    all.find(|(known, _)| *known == name).map(|(_, fields)| *fields)
}

/// The field's name in JSON: its first word in small letters, an acronym as one word.
pub fn json_name(name: &str) -> String {
    let capitals = name.chars().take_while(char::is_ascii_uppercase).count();
    let small = if capitals > 1 && capitals < name.len() { capitals - 1 } else { capitals };
    name[..small].to_ascii_lowercase() + &name[small..]
}

const STRUCTS: &[(&str, &str)] = &[
    ("PodTemplateSpec", "ObjectMeta ObjectMeta metadata, Spec PodSpec"),
    (
        "ObjectMeta",
        "Name string, GenerateName string, Namespace string, SelfLink string, UID types.UID, \
         ResourceVersion string, Generation int64, CreationTimestamp Time, DeletionTimestamp *Time, \
         DeletionGracePeriodSeconds *int64, Labels map[string]string, Annotations map[string]string, \
         OwnerReferences []OwnerReference, Finalizers []string, ManagedFields []ManagedFieldsEntry",
    ),
    (
        "PodSpec",
        "Volumes []Volume, InitContainers []Container, Containers []Container, \
         EphemeralContainers []EphemeralContainer, RestartPolicy RestartPolicy, \
         TerminationGracePeriodSeconds *int64, ActiveDeadlineSeconds *int64, DNSPolicy DNSPolicy, \
         NodeSelector map[string]string, ServiceAccountName string, \
         DeprecatedServiceAccount string serviceAccount, AutomountServiceAccountToken *bool, NodeName string, \
         HostNetwork bool, HostPID bool, HostIPC bool, ShareProcessNamespace *bool, \
         SecurityContext *PodSecurityContext, ImagePullSecrets []LocalObjectReference, Hostname string, \
         Subdomain string, Affinity *Affinity, SchedulerName string, Tolerations []Toleration, \
         HostAliases []HostAlias, PriorityClassName string, Priority *int32, DNSConfig *PodDNSConfig, \
         ReadinessGates []PodReadinessGate, RuntimeClassName *string, EnableServiceLinks *bool, \
         PreemptionPolicy *PreemptionPolicy, Overhead ResourceList, \
         TopologySpreadConstraints []TopologySpreadConstraint, SetHostnameAsFQDN *bool, OS *PodOS, \
         HostUsers *bool, SchedulingGates []PodSchedulingGate, ResourceClaims []PodResourceClaim, \
         Resources *ResourceRequirements, HostnameOverride *string, SchedulingGroup *PodSchedulingGroup",
    ),
    (
        "Container",
        "Name string, Image string, Command []string, Args []string, WorkingDir string, \
         Ports []ContainerPort, EnvFrom []EnvFromSource, Env []EnvVar, Resources ResourceRequirements, \
         ResizePolicy []ContainerResizePolicy, RestartPolicy *ContainerRestartPolicy, \
         RestartPolicyRules []ContainerRestartRule, VolumeMounts []VolumeMount, VolumeDevices []VolumeDevice, \
         LivenessProbe *Probe, ReadinessProbe *Probe, StartupProbe *Probe, Lifecycle *Lifecycle, \
         TerminationMessagePath string, TerminationMessagePolicy TerminationMessagePolicy, \
         ImagePullPolicy PullPolicy, SecurityContext *SecurityContext, Stdin bool, StdinOnce bool, TTY bool",
    ),
    ("ContainerPort", "Name string, HostPort int32, ContainerPort int32, Protocol Protocol, HostIP string"),
    ("EnvFromSource", "Prefix string, ConfigMapRef *ConfigMapEnvSource, SecretRef *SecretEnvSource"),
    ("ConfigMapEnvSource", "LocalObjectReference, Optional *bool"),
    ("SecretEnvSource", "LocalObjectReference, Optional *bool"),
    ("EnvVar", "Name string, Value string, ValueFrom *EnvVarSource"),
    (
        "EnvVarSource",
        "FieldRef *ObjectFieldSelector, ResourceFieldRef *ResourceFieldSelector, \
         ConfigMapKeyRef *ConfigMapKeySelector, SecretKeyRef *SecretKeySelector, FileKeyRef *FileKeySelector",
    ),
    ("ObjectFieldSelector", "APIVersion string, FieldPath string"),
    ("ResourceFieldSelector", "ContainerName string, Resource string, Divisor resource.Quantity"),
    ("ConfigMapKeySelector", "LocalObjectReference, Key string, Optional *bool"),
    ("SecretKeySelector", "LocalObjectReference, Key string, Optional *bool"),
    ("FileKeySelector", "VolumeName string, Path string, Key string, Optional *bool"),
    ("LocalObjectReference", "Name string"),
    ("ResourceRequirements", "Limits ResourceList, Requests ResourceList, Claims []ResourceClaim"),
    ("ResourceClaim", "Name string, Request string"),
    ("ContainerResizePolicy", "ResourceName ResourceName, RestartPolicy ResourceResizeRestartPolicy"),
    ("ContainerRestartRule", "Action ContainerRestartRuleAction, ExitCodes *ContainerRestartRuleOnExitCodes"),
    ("ContainerRestartRuleOnExitCodes", "Operator ContainerRestartRuleOnExitCodesOperator, Values []int32"),
    (
        "VolumeMount",
        "Name string, ReadOnly bool, RecursiveReadOnly *RecursiveReadOnlyMode, MountPath string, \
         SubPath string, MountPropagation *MountPropagationMode, SubPathExpr string",
    ),
    ("VolumeDevice", "Name string, DevicePath string"),
    (
        "Probe",
        "ProbeHandler, InitialDelaySeconds int32, TimeoutSeconds int32, PeriodSeconds int32, \
         SuccessThreshold int32, FailureThreshold int32, TerminationGracePeriodSeconds *int64",
    ),
    (
        "ProbeHandler",
        "Exec *ExecAction, HTTPGet *HTTPGetAction, TCPSocket *TCPSocketAction, GRPC *GRPCAction",
    ),
    ("ExecAction", "Command []string"),
    (
        "HTTPGetAction",
        "Path string, Port intstr.IntOrString, Host string, Scheme URIScheme, HTTPHeaders []HTTPHeader",
    ),
    ("HTTPHeader", "Name string, Value string"),
    ("TCPSocketAction", "Port intstr.IntOrString, Host string"),
    ("GRPCAction", "Port int32, Service *string"),
    ("Lifecycle", "PostStart *LifecycleHandler, PreStop *LifecycleHandler, StopSignal *Signal"),
    (
        "LifecycleHandler",
        "Exec *ExecAction, HTTPGet *HTTPGetAction, TCPSocket *TCPSocketAction, Sleep *SleepAction",
    ),
    ("SleepAction", "Seconds int64"),
    (
        "SecurityContext",
        "Capabilities *Capabilities, Privileged *bool, SELinuxOptions *SELinuxOptions, \
         WindowsOptions *WindowsSecurityContextOptions, RunAsUser *int64, RunAsGroup *int64, \
         RunAsNonRoot *bool, ReadOnlyRootFilesystem *bool, AllowPrivilegeEscalation *bool, \
         ProcMount *ProcMountType, SeccompProfile *SeccompProfile, AppArmorProfile *AppArmorProfile",
    ),
    ("Capabilities", "Add []Capability, Drop []Capability"),
    ("SELinuxOptions", "User string, Role string, Type string, Level string"),
    (
        "WindowsSecurityContextOptions",
        "GMSACredentialSpecName *string, GMSACredentialSpec *string, RunAsUserName *string, HostProcess *bool",
    ),
    ("SeccompProfile", "Type SeccompProfileType, LocalhostProfile *string"),
    ("AppArmorProfile", "Type AppArmorProfileType, LocalhostProfile *string"),
    (
        "PodSecurityContext",
        "SELinuxOptions *SELinuxOptions, WindowsOptions *WindowsSecurityContextOptions, RunAsUser *int64, \
         RunAsGroup *int64, RunAsNonRoot *bool, SupplementalGroups []int64, \
         SupplementalGroupsPolicy *SupplementalGroupsPolicy, FSGroup *int64, Sysctls []Sysctl, \
         FSGroupChangePolicy *PodFSGroupChangePolicy, SeccompProfile *SeccompProfile, \
         AppArmorProfile *AppArmorProfile, SELinuxChangePolicy *PodSELinuxChangePolicy",
    ),
    ("Sysctl", "Name string, Value string"),
    ("Affinity", "NodeAffinity *NodeAffinity, PodAffinity *PodAffinity, PodAntiAffinity *PodAntiAffinity"),
    (
        "NodeAffinity",
        "RequiredDuringSchedulingIgnoredDuringExecution *NodeSelector, \
         PreferredDuringSchedulingIgnoredDuringExecution []PreferredSchedulingTerm",
    ),
    ("NodeSelector", "NodeSelectorTerms []NodeSelectorTerm"),
    ("NodeSelectorTerm", "MatchExpressions []NodeSelectorRequirement, MatchFields []NodeSelectorRequirement"),
    ("NodeSelectorRequirement", "Key string, Operator NodeSelectorOperator, Values []string"),
    ("PreferredSchedulingTerm", "Weight int32, Preference NodeSelectorTerm"),
    (
        "PodAffinity",
        "RequiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm, \
         PreferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm",
    ),
    (
        "PodAntiAffinity",
        "RequiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm, \
         PreferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm",
    ),
    ("WeightedPodAffinityTerm", "Weight int32, PodAffinityTerm PodAffinityTerm"),
    (
        "PodAffinityTerm",
        "LabelSelector *LabelSelector, Namespaces []string, TopologyKey string, \
         NamespaceSelector *LabelSelector, MatchLabelKeys []string, MismatchLabelKeys []string",
    ),
    ("LabelSelector", "MatchLabels map[string]string, MatchExpressions []LabelSelectorRequirement"),
    ("LabelSelectorRequirement", "Key string, Operator LabelSelectorOperator, Values []string"),
    (
        "Toleration",
        "Key string, Operator TolerationOperator, Value string, Effect TaintEffect, TolerationSeconds *int64",
    ),
    ("HostAlias", "IP string, Hostnames []string"),
    ("PodDNSConfig", "Nameservers []string, Searches []string, Options []PodDNSConfigOption"),
    ("PodDNSConfigOption", "Name string, Value *string"),
    ("PodReadinessGate", "ConditionType PodConditionType"),
    (
        "TopologySpreadConstraint",
        "MaxSkew int32, TopologyKey string, WhenUnsatisfiable UnsatisfiableConstraintAction, \
         LabelSelector *LabelSelector, MinDomains *int32, NodeAffinityPolicy *NodeInclusionPolicy, \
         NodeTaintsPolicy *NodeInclusionPolicy, MatchLabelKeys []string",
    ),
    ("PodOS", "Name OSName"),
    ("PodSchedulingGate", "Name string"),
    ("PodResourceClaim", "Name string, ResourceClaimName *string, ResourceClaimTemplateName *string"),
    ("PodSchedulingGroup", "PodGroupName *string"),
];
