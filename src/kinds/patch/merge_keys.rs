//! Which lists and mappings a strategic merge patch merges, and by which key: the `patchStrategy` and
//! `patchMergeKey` tags of staging/src/k8s.io/api/*/types.go, v1.36.

use crate::kinds::schema::{Struct, Type};

/// What a patch does with a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Strategy {
    /// Items of the list are told apart by this member.
    pub merge_key: Option<&'static str>,
    /// The list is a set of plain values.
    pub merge_values: bool,
    /// Members that the patch does not name go.
    pub retain_keys: bool,
    /// The mapping is replaced as a whole.
    pub replace: bool,
}

/// Type, field, merge key.
const MERGED: &[(&str, &str, &str)] = &[
    ("PodSpec", "volumes", "name"),
    ("PodSpec", "initContainers", "name"),
    ("PodSpec", "containers", "name"),
    ("PodSpec", "ephemeralContainers", "name"),
    ("PodSpec", "imagePullSecrets", "name"),
    ("PodSpec", "hostAliases", "ip"),
    ("PodSpec", "topologySpreadConstraints", "topologyKey"),
    ("PodSpec", "schedulingGates", "name"),
    ("PodSpec", "resourceClaims", "name"),
    ("Container", "ports", "containerPort"),
    ("Container", "env", "name"),
    ("Container", "volumeMounts", "mountPath"),
    ("Container", "volumeDevices", "devicePath"),
    ("EphemeralContainer", "ports", "containerPort"),
    ("EphemeralContainer", "env", "name"),
    ("EphemeralContainer", "volumeMounts", "mountPath"),
    ("EphemeralContainer", "volumeDevices", "devicePath"),
    ("PodStatus", "conditions", "type"),
    ("PodStatus", "podIPs", "ip"),
    ("PodStatus", "hostIPs", "ip"),
    ("PodStatus", "resourceClaimStatuses", "name"),
    ("ServiceSpec", "ports", "port"),
    ("ServiceStatus", "conditions", "type"),
    ("ObjectMeta", "ownerReferences", "uid"),
    ("ServiceAccount", "secrets", "name"),
    ("NodeStatus", "conditions", "type"),
    ("NodeStatus", "addresses", "type"),
    ("NamespaceStatus", "conditions", "type"),
    ("PersistentVolumeClaimStatus", "conditions", "type"),
    ("DeploymentStatus", "conditions", "type"),
    ("ReplicaSetStatus", "conditions", "type"),
    ("ReplicationControllerStatus", "conditions", "type"),
    ("StatefulSetStatus", "conditions", "type"),
    ("DaemonSetStatus", "conditions", "type"),
    ("JobStatus", "conditions", "type"),
    ("HorizontalPodAutoscalerStatus", "conditions", "type"),
    ("PodDisruptionBudgetStatus", "conditions", "type"),
    ("ValidatingWebhookConfiguration", "webhooks", "name"),
    ("MutatingWebhookConfiguration", "webhooks", "name"),
    ("ValidatingWebhook", "matchConditions", "name"),
    ("MutatingWebhook", "matchConditions", "name"),
    ("ValidatingAdmissionPolicySpec", "matchConditions", "name"),
    ("ValidatingAdmissionPolicySpec", "variables", "name"),
    ("CSINodeSpec", "drivers", "name"),
];

const MERGED_VALUES: &[(&str, &str)] = &[("ObjectMeta", "finalizers"), ("NodeSpec", "podCIDRs")];
const RETAINED: &[(&str, &str)] =
    &[("PodSpec", "volumes"), ("PodSpec", "resourceClaims"), ("DeploymentSpec", "strategy")];
const REPLACED: &[(&str, &str)] = &[("PodDisruptionBudgetSpec", "selector")];

/// The strategy of a field, and the table of what is in it.
pub fn of(table: Option<&'static Struct>, field: &str) -> (Strategy, Option<&'static Struct>) {
    let Some(table) = table else { return (Strategy::default(), None) };
    let named = |(owner, name): &(&str, &str)| *owner == table.name && *name == field;
    let merge_key =
        MERGED.iter().find(|(owner, name, _)| *owner == table.name && *name == field).map(|(_, _, key)| *key);
    let strategy = Strategy {
        merge_key,
        merge_values: MERGED_VALUES.iter().any(named),
        retain_keys: RETAINED.iter().any(named),
        replace: REPLACED.iter().any(named),
    };
    (strategy, table.field(field).and_then(|field| inner((field.ty)())))
}

/// The struct a field holds, in a list or mapping or by itself.
fn inner(ty: Type) -> Option<&'static Struct> {
    match ty {
        Type::Struct(table) => Some(table),
        Type::List(item) | Type::Map(item) => inner(item()),
        _ => None,
    }
}
