//! Which words a field takes: the constants of the types that k8s.io/api marks with `+enum`, v1.36, in the order of the alphabet;
//! `""` is the empty word. The OpenAPI document that `shape` reads leaves them out, and with them what upstream says of each word.

const PROTOCOLS: &[&str] = &["SCTP", "TCP", "UDP"];
const PULLS: &[&str] = &["Always", "IfNotPresent", "Never"];
const MESSAGES: &[&str] = &["FallbackToLogsOnError", "File"];
const EFFECTS: &[&str] = &["NoExecute", "NoSchedule", "PreferNoSchedule"];
const PREEMPTS: &[&str] = &["Never", "PreemptLowerPriority"];
const CONFINED: &[&str] = &["Localhost", "RuntimeDefault", "Unconfined"];
const HONOURS: &[&str] = &["Honor", "Ignore"];
const REACH: &[&str] = &["Cluster", "Local"];
const UPDATES: &[&str] = &["OnDelete", "RollingUpdate"];
const RECLAIMS: &[&str] = &["Delete", "Recycle", "Retain"];
const MODES: &[&str] = &["Block", "Filesystem"];
const FAILS: &[&str] = &["Fail", "Ignore"];
const MATCHES: &[&str] = &["Equivalent", "Exact"];
const EFFECTS_OF_CALLS: &[&str] = &["None", "NoneOnDryRun", "Some", "Unknown"];
const HOST_PATHS: &[&str] = &[
    "\"\"",
    "BlockDevice",
    "CharDevice",
    "Directory",
    "DirectoryOrCreate",
    "File",
    "FileOrCreate",
    "Socket",
];

/// A type, its field and the words.
const WORDS: &[(&str, &str, &[&str])] = &[
    ("PodSpec", "restartPolicy", &["Always", "Never", "OnFailure"]),
    ("PodSpec", "dnsPolicy", &["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"]),
    ("PodSpec", "preemptionPolicy", PREEMPTS),
    ("PodStatus", "phase", &["Failed", "Pending", "Running", "Succeeded", "Unknown"]),
    ("PodStatus", "qosClass", &["BestEffort", "Burstable", "Guaranteed"]),
    ("Container", "imagePullPolicy", PULLS),
    ("Container", "terminationMessagePolicy", MESSAGES),
    ("EphemeralContainer", "imagePullPolicy", PULLS),
    ("EphemeralContainer", "terminationMessagePolicy", MESSAGES),
    ("ContainerPort", "protocol", PROTOCOLS),
    ("HTTPGetAction", "scheme", &["HTTP", "HTTPS"]),
    ("NodeSelectorRequirement", "operator", &["DoesNotExist", "Exists", "Gt", "In", "Lt", "NotIn"]),
    ("Toleration", "operator", &["Equal", "Exists", "Gt", "Lt"]),
    ("Toleration", "effect", EFFECTS),
    ("Taint", "effect", EFFECTS),
    ("TopologySpreadConstraint", "whenUnsatisfiable", &["DoNotSchedule", "ScheduleAnyway"]),
    ("TopologySpreadConstraint", "nodeAffinityPolicy", HONOURS),
    ("TopologySpreadConstraint", "nodeTaintsPolicy", HONOURS),
    ("HostPathVolumeSource", "type", HOST_PATHS),
    ("VolumeMount", "mountPropagation", &["Bidirectional", "HostToContainer", "None"]),
    ("SeccompProfile", "type", CONFINED),
    ("AppArmorProfile", "type", CONFINED),
    ("PodSecurityContext", "fsGroupChangePolicy", &["Always", "OnRootMismatch"]),
    ("PodSecurityContext", "supplementalGroupsPolicy", &["Merge", "Strict"]),
    ("SecurityContext", "procMount", &["Default", "Unmasked"]),
    ("ServiceSpec", "type", &["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]),
    ("ServiceSpec", "sessionAffinity", &["ClientIP", "None"]),
    ("ServiceSpec", "externalTrafficPolicy", REACH),
    ("ServiceSpec", "internalTrafficPolicy", REACH),
    ("ServiceSpec", "ipFamilyPolicy", &["PreferDualStack", "RequireDualStack", "SingleStack"]),
    ("ServicePort", "protocol", PROTOCOLS),
    ("EndpointSlice", "addressType", &["FQDN", "IPv4", "IPv6"]),
    ("DeploymentStrategy", "type", &["Recreate", "RollingUpdate"]),
    ("DaemonSetUpdateStrategy", "type", UPDATES),
    ("StatefulSetUpdateStrategy", "type", UPDATES),
    ("StatefulSetSpec", "podManagementPolicy", &["OrderedReady", "Parallel"]),
    ("CronJobSpec", "concurrencyPolicy", &["Allow", "Forbid", "Replace"]),
    ("JobSpec", "completionMode", &["Indexed", "NonIndexed"]),
    ("JobSpec", "podReplacementPolicy", &["Failed", "TerminatingOrFailed"]),
    ("PodFailurePolicyRule", "action", &["Count", "FailIndex", "FailJob", "Ignore"]),
    ("PodFailurePolicyOnExitCodesRequirement", "operator", &["In", "NotIn"]),
    ("PersistentVolumeSpec", "persistentVolumeReclaimPolicy", RECLAIMS),
    ("PersistentVolumeSpec", "volumeMode", MODES),
    ("PersistentVolumeClaimSpec", "volumeMode", MODES),
    ("PersistentVolumeStatus", "phase", &["Available", "Bound", "Failed", "Pending", "Released"]),
    ("PersistentVolumeClaimStatus", "phase", &["Bound", "Lost", "Pending"]),
    ("NamespaceStatus", "phase", &["Active", "Terminating"]),
    ("NodeStatus", "phase", &["Pending", "Running", "Terminated"]),
    ("StorageClass", "reclaimPolicy", RECLAIMS),
    ("StorageClass", "volumeBindingMode", &["Immediate", "WaitForFirstConsumer"]),
    ("PriorityClass", "preemptionPolicy", PREEMPTS),
    ("HTTPIngressPath", "pathType", &["Exact", "ImplementationSpecific", "Prefix"]),
    ("NetworkPolicyPort", "protocol", PROTOCOLS),
    ("PodDisruptionBudgetSpec", "unhealthyPodEvictionPolicy", &["AlwaysAllow", "IfHealthyBudget"]),
    ("ValidatingWebhook", "failurePolicy", FAILS),
    ("ValidatingWebhook", "matchPolicy", MATCHES),
    ("ValidatingWebhook", "sideEffects", EFFECTS_OF_CALLS),
    ("MutatingWebhook", "failurePolicy", FAILS),
    ("MutatingWebhook", "matchPolicy", MATCHES),
    ("MutatingWebhook", "sideEffects", EFFECTS_OF_CALLS),
    ("MutatingWebhook", "reinvocationPolicy", &["IfNeeded", "Never"]),
];

/// The words a field takes; none where it takes any.
pub fn of(ty: &str, field: &str) -> &'static [&'static str] {
    WORDS.iter().find(|row| row.0 == ty && row.1 == field).map_or(&[], |row| row.2)
}
