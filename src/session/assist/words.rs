//! The words some fields take, and the keys some mappings have: the constants of core/v1 types.go and
//! of the other groups' types.go, v1.36, with what the defaults of the API server fill in.

use crate::kinds::schema::{Field, Struct};

/// An API type, its field, the words it takes, and the one that leaving it out means (or none).
type Row = (&'static str, &'static str, &'static [&'static str], &'static str);

const PROTOCOLS: &[&str] = &["TCP", "UDP", "SCTP"];
const ACCESS: &[&str] = &["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"];
const SELECTS: &[&str] = &["In", "NotIn", "Exists", "DoesNotExist"];
const COMPUTE: &[&str] = &["cpu", "memory", "ephemeral-storage"];
const TOPOLOGY: &[&str] =
    &["kubernetes.io/hostname", "topology.kubernetes.io/zone", "topology.kubernetes.io/region"];
const SCALED: &[&str] = &["Deployment", "StatefulSet", "ReplicaSet"];
const KEEP_OR_NOT: &[&str] = &["Retain", "Delete"];
const PREEMPTION: &[&str] = &["PreemptLowerPriority", "Never"];
const FAILURE: &[&str] = &["Fail", "Ignore"];
const MATCHING: &[&str] = &["Equivalent", "Exact"];
const DONE_TO: &[&str] = &["CREATE", "UPDATE", "DELETE", "CONNECT", "*"];
const SCOPES: &[&str] = &["Namespaced", "Cluster"];
const CONFINED: &[&str] = &["RuntimeDefault", "Unconfined", "Localhost"];
const VERBS: &[&str] =
    &["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "*"];
const QUOTA_SCOPES: &[&str] = &[
    "BestEffort",
    "NotBestEffort",
    "Terminating",
    "NotTerminating",
    "PriorityClass",
    "CrossNamespacePodAffinity",
];
const POD_FACTS: &[&str] = &[
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.podIP",
    "status.podIPs",
    "status.hostIP",
    "status.hostIPs",
];
const SECRET_TYPES: &[&str] = &[
    "Opaque",
    "kubernetes.io/tls",
    "kubernetes.io/basic-auth",
    "kubernetes.io/ssh-auth",
    "kubernetes.io/dockerconfigjson",
    "kubernetes.io/service-account-token",
];
const HOST_PATHS: &[&str] =
    &["DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice"];

const VALUES: &[Row] = &[
    ("PodSpec", "restartPolicy", &["Always", "OnFailure", "Never"], "Always"),
    ("PodSpec", "dnsPolicy", &["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"], "ClusterFirst"),
    ("PodSpec", "preemptionPolicy", PREEMPTION, "PreemptLowerPriority"),
    ("PodOS", "name", &["linux", "windows"], ""),
    ("Container", "imagePullPolicy", &["IfNotPresent", "Always", "Never"], ""),
    ("Container", "terminationMessagePolicy", &["File", "FallbackToLogsOnError"], "File"),
    ("Container", "restartPolicy", &["Always", "OnFailure", "Never"], ""),
    ("ContainerPort", "protocol", PROTOCOLS, "TCP"),
    ("ContainerResizePolicy", "restartPolicy", &["NotRequired", "RestartContainer"], "NotRequired"),
    ("ContainerResizePolicy", "resourceName", &["cpu", "memory"], ""),
    ("HTTPGetAction", "scheme", &["HTTP", "HTTPS"], "HTTP"),
    ("ObjectFieldSelector", "fieldPath", POD_FACTS, ""),
    (
        "ResourceFieldSelector",
        "resource",
        &["limits.cpu", "limits.memory", "requests.cpu", "requests.memory"],
        "",
    ),
    ("SeccompProfile", "type", CONFINED, ""),
    ("AppArmorProfile", "type", CONFINED, ""),
    ("PodSecurityContext", "fsGroupChangePolicy", &["Always", "OnRootMismatch"], "Always"),
    ("NodeSelectorRequirement", "operator", &["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"], ""),
    ("LabelSelectorRequirement", "operator", SELECTS, ""),
    ("Toleration", "operator", &["Equal", "Exists", "Lt", "Gt"], "Equal"),
    ("Toleration", "effect", &["NoSchedule", "PreferNoSchedule", "NoExecute"], ""),
    ("Taint", "effect", &["NoSchedule", "PreferNoSchedule", "NoExecute"], ""),
    ("PodAffinityTerm", "topologyKey", TOPOLOGY, ""),
    ("TopologySpreadConstraint", "topologyKey", TOPOLOGY, ""),
    ("TopologySpreadConstraint", "whenUnsatisfiable", &["DoNotSchedule", "ScheduleAnyway"], ""),
    ("TopologySpreadConstraint", "nodeAffinityPolicy", &["Honor", "Ignore"], "Honor"),
    ("TopologySpreadConstraint", "nodeTaintsPolicy", &["Honor", "Ignore"], "Ignore"),
    ("EmptyDirVolumeSource", "medium", &["Memory"], ""),
    ("HostPathVolumeSource", "type", HOST_PATHS, ""),
    ("VolumeMount", "mountPropagation", &["None", "HostToContainer", "Bidirectional"], "None"),
    ("ServiceSpec", "type", &["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"], "ClusterIP"),
    ("ServiceSpec", "clusterIP", &["None"], ""),
    ("ServiceSpec", "sessionAffinity", &["None", "ClientIP"], "None"),
    ("ServiceSpec", "externalTrafficPolicy", &["Cluster", "Local"], "Cluster"),
    ("ServiceSpec", "internalTrafficPolicy", &["Cluster", "Local"], "Cluster"),
    ("ServiceSpec", "ipFamilies", &["IPv4", "IPv6"], ""),
    ("ServiceSpec", "ipFamilyPolicy", &["SingleStack", "PreferDualStack", "RequireDualStack"], "SingleStack"),
    ("ServiceSpec", "trafficDistribution", &["PreferSameZone", "PreferSameNode", "PreferClose"], ""),
    ("ServicePort", "protocol", PROTOCOLS, "TCP"),
    ("EndpointPort", "protocol", PROTOCOLS, "TCP"),
    ("EndpointSlice", "addressType", &["IPv4", "IPv6", "FQDN"], ""),
    ("Secret", "type", SECRET_TYPES, "Opaque"),
    ("DeploymentStrategy", "type", &["RollingUpdate", "Recreate"], "RollingUpdate"),
    ("StatefulSetUpdateStrategy", "type", &["RollingUpdate", "OnDelete"], "RollingUpdate"),
    ("DaemonSetUpdateStrategy", "type", &["RollingUpdate", "OnDelete"], "RollingUpdate"),
    ("StatefulSetSpec", "podManagementPolicy", &["OrderedReady", "Parallel"], "OrderedReady"),
    ("StatefulSetPersistentVolumeClaimRetentionPolicy", "whenDeleted", KEEP_OR_NOT, "Retain"),
    ("StatefulSetPersistentVolumeClaimRetentionPolicy", "whenScaled", KEEP_OR_NOT, "Retain"),
    ("CronJobSpec", "concurrencyPolicy", &["Allow", "Forbid", "Replace"], "Allow"),
    ("JobSpec", "completionMode", &["NonIndexed", "Indexed"], "NonIndexed"),
    ("JobSpec", "podReplacementPolicy", &["TerminatingOrFailed", "Failed"], ""),
    ("PodFailurePolicyRule", "action", &["FailJob", "FailIndex", "Ignore", "Count"], ""),
    ("PodFailurePolicyOnExitCodesRequirement", "operator", &["In", "NotIn"], ""),
    ("CrossVersionObjectReference", "kind", SCALED, ""),
    ("CrossVersionObjectReference", "apiVersion", &["apps/v1"], ""),
    ("MetricSpec", "type", &["Resource", "ContainerResource", "Pods", "Object", "External"], ""),
    ("MetricTarget", "type", &["Utilization", "AverageValue", "Value"], ""),
    ("ResourceMetricSource", "name", &["cpu", "memory"], ""),
    ("ContainerResourceMetricSource", "name", &["cpu", "memory"], ""),
    ("HPAScalingRules", "selectPolicy", &["Max", "Min", "Disabled"], "Max"),
    ("HPAScalingPolicy", "type", &["Pods", "Percent"], ""),
    ("HTTPIngressPath", "pathType", &["Prefix", "Exact", "ImplementationSpecific"], ""),
    ("NetworkPolicySpec", "policyTypes", &["Ingress", "Egress"], ""),
    ("NetworkPolicyPort", "protocol", PROTOCOLS, "TCP"),
    ("PersistentVolumeSpec", "accessModes", ACCESS, ""),
    ("PersistentVolumeSpec", "persistentVolumeReclaimPolicy", &["Retain", "Delete", "Recycle"], "Retain"),
    ("PersistentVolumeSpec", "volumeMode", &["Filesystem", "Block"], "Filesystem"),
    ("PersistentVolumeClaimSpec", "accessModes", ACCESS, ""),
    ("PersistentVolumeClaimSpec", "volumeMode", &["Filesystem", "Block"], "Filesystem"),
    ("StorageClass", "reclaimPolicy", &["Delete", "Retain"], "Delete"),
    ("StorageClass", "volumeBindingMode", &["Immediate", "WaitForFirstConsumer"], "Immediate"),
    ("StorageClass", "provisioner", &["kubernetes.io/no-provisioner"], ""),
    ("LimitRangeItem", "type", &["Container", "Pod", "PersistentVolumeClaim"], ""),
    ("ResourceQuotaSpec", "scopes", QUOTA_SCOPES, ""),
    ("ScopedResourceSelectorRequirement", "scopeName", QUOTA_SCOPES, ""),
    ("ScopedResourceSelectorRequirement", "operator", SELECTS, ""),
    ("PodDisruptionBudgetSpec", "unhealthyPodEvictionPolicy", &["IfHealthyBudget", "AlwaysAllow"], ""),
    ("PriorityClass", "preemptionPolicy", PREEMPTION, "PreemptLowerPriority"),
    ("PolicyRule", "verbs", VERBS, ""),
    ("RoleRef", "kind", &["Role", "ClusterRole"], ""),
    ("RoleRef", "apiGroup", &["rbac.authorization.k8s.io"], "rbac.authorization.k8s.io"),
    ("Subject", "kind", &["ServiceAccount", "User", "Group"], ""),
    ("Subject", "apiGroup", &["rbac.authorization.k8s.io"], ""),
    ("CustomResourceDefinitionSpec", "scope", SCOPES, ""),
    ("CustomResourceConversion", "strategy", &["None", "Webhook"], "None"),
    (
        "CSIDriverSpec",
        "fsGroupPolicy",
        &["ReadWriteOnceWithFSType", "File", "None"],
        "ReadWriteOnceWithFSType",
    ),
    ("CSIDriverSpec", "volumeLifecycleModes", &["Persistent", "Ephemeral"], "Persistent"),
    ("ValidatingWebhook", "failurePolicy", FAILURE, "Fail"),
    ("ValidatingWebhook", "matchPolicy", MATCHING, "Equivalent"),
    ("ValidatingWebhook", "sideEffects", &["None", "NoneOnDryRun"], ""),
    ("MutatingWebhook", "failurePolicy", FAILURE, "Fail"),
    ("MutatingWebhook", "matchPolicy", MATCHING, "Equivalent"),
    ("MutatingWebhook", "sideEffects", &["None", "NoneOnDryRun"], ""),
    ("MutatingWebhook", "reinvocationPolicy", &["Never", "IfNeeded"], "Never"),
    ("RuleWithOperations", "operations", DONE_TO, ""),
    ("RuleWithOperations", "scope", &["*", "Namespaced", "Cluster"], "*"),
    ("NamedRuleWithOperations", "operations", DONE_TO, ""),
    ("ValidatingAdmissionPolicySpec", "failurePolicy", FAILURE, "Fail"),
    ("ValidatingAdmissionPolicyBindingSpec", "validationActions", &["Deny", "Warn", "Audit"], ""),
    ("ParamRef", "parameterNotFoundAction", &["Allow", "Deny"], ""),
];

const QUOTA: &[&str] = &[
    "pods",
    "requests.cpu",
    "requests.memory",
    "limits.cpu",
    "limits.memory",
    "requests.storage",
    "persistentvolumeclaims",
    "services",
    "services.nodeports",
    "services.loadbalancers",
    "configmaps",
    "secrets",
    "count/deployments.apps",
];

/// An API type, its field, and the keys its mapping usually has.
const KEYS: &[(&str, &str, &[&str])] = &[
    ("ResourceRequirements", "limits", COMPUTE),
    ("ResourceRequirements", "requests", COMPUTE),
    ("VolumeResourceRequirements", "limits", &["storage"]),
    ("VolumeResourceRequirements", "requests", &["storage"]),
    ("PersistentVolumeSpec", "capacity", &["storage"]),
    ("ResourceQuotaSpec", "hard", QUOTA),
    ("LimitRangeItem", "default", COMPUTE),
    ("LimitRangeItem", "defaultRequest", COMPUTE),
    ("LimitRangeItem", "max", &["cpu", "memory", "ephemeral-storage", "storage"]),
    ("LimitRangeItem", "min", &["cpu", "memory", "ephemeral-storage", "storage"]),
    ("PodSpec", "nodeSelector", TOPOLOGY),
];

/// The words a field (or an item of it) takes, and its default.
pub fn values(owner: &Struct, field: &Field) -> (&'static [&'static str], &'static str) {
    let row = VALUES.iter().find(|row| row.0 == owner.name && row.1 == field.name);
    row.map_or((&[], ""), |row| (row.2, row.3))
}

/// The keys a mapping usually has.
pub fn keys(owner: &Struct, field: &Field) -> &'static [&'static str] {
    let row = KEYS.iter().find(|row| row.0 == owner.name && row.1 == field.name);
    row.map_or(&[], |row| row.2)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::kinds::Kind;
    use crate::kinds::schema::Type;

    /// Several types may have one name.
    fn collect(ty: Type, seen: &mut BTreeMap<&'static str, Vec<&'static Struct>>) {
        match ty {
            Type::List(item) | Type::Map(item) => collect(item(), seen),
            Type::Struct(table) => {
                let named = seen.entry(table.name).or_default();
                if named.iter().any(|known| std::ptr::eq(known.fields, table.fields)) {
                    return;
                }
                named.push(table);
                table.fields.iter().for_each(|field| collect((field.ty)(), seen));
            }
            _ => {}
        }
    }

    #[test]
    fn every_row_names_a_field_that_exists() {
        let mut seen = BTreeMap::new();
        Kind::ALL.iter().for_each(|kind| collect(Type::Struct(kind.info().table), &mut seen));
        let has = |owner: &str, field: &str| {
            seen.get(owner).is_some_and(|tables| tables.iter().any(|table| table.field(field).is_some()))
        };
        let values = VALUES.iter().map(|row| (row.0, row.1));
        let keys = KEYS.iter().map(|row| (row.0, row.1));
        let wrong: Vec<_> = values.chain(keys).filter(|(owner, field)| !has(owner, field)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(VALUES.iter().all(|row| row.3.is_empty() || row.2.contains(&row.3)));
    }
}
