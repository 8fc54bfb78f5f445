//! How server-side apply merges lists and mappings: the `x-kubernetes-list-type`, `-list-map-keys` and
//! `-map-type` marks of the OpenAPI document (api/openapi-spec, v1.36). A list that is not named is
//! replaced as a whole.

use crate::kinds::schema::{Struct, Type};

/// How a field's value is taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Member by member.
    Granular,
    /// As one value.
    Atomic,
    /// Items told apart by these members.
    Keyed(&'static [&'static str]),
    /// A set of plain values.
    Set,
}

/// Type, field, keys.
const KEYED: &[(&str, &str, &[&str])] = &[
    ("PodSpec", "containers", &["name"]),
    ("PodSpec", "initContainers", &["name"]),
    ("PodSpec", "ephemeralContainers", &["name"]),
    ("PodSpec", "volumes", &["name"]),
    ("PodSpec", "imagePullSecrets", &["name"]),
    ("PodSpec", "hostAliases", &["ip"]),
    ("PodSpec", "topologySpreadConstraints", &["topologyKey", "whenUnsatisfiable"]),
    ("PodSpec", "schedulingGates", &["name"]),
    ("PodSpec", "resourceClaims", &["name"]),
    ("Container", "ports", &["containerPort", "protocol"]),
    ("Container", "env", &["name"]),
    ("Container", "volumeMounts", &["mountPath"]),
    ("Container", "volumeDevices", &["devicePath"]),
    ("EphemeralContainer", "env", &["name"]),
    ("ServiceSpec", "ports", &["port", "protocol"]),
    ("ObjectMeta", "ownerReferences", &["uid"]),
    ("ServiceAccount", "secrets", &["name"]),
    ("ValidatingWebhookConfiguration", "webhooks", &["name"]),
    ("MutatingWebhookConfiguration", "webhooks", &["name"]),
    ("CSINodeSpec", "drivers", &["name"]),
];
const SETS: &[(&str, &str)] = &[("ObjectMeta", "finalizers"), ("NodeSpec", "podCIDRs")];
const ATOMIC_FIELDS: &[(&str, &str)] = &[("PodSpec", "nodeSelector"), ("ServiceSpec", "selector")];
const ATOMIC_TYPES: &[&str] = &[
    "LabelSelector",
    "NodeSelector",
    "NodeSelectorTerm",
    "ObjectReference",
    "LocalObjectReference",
    "TypedLocalObjectReference",
    "SecretReference",
    "ConfigMapKeySelector",
    "SecretKeySelector",
    "ObjectFieldSelector",
    "ResourceFieldSelector",
    "ScopeSelector",
    "RoleRef",
];

/// The shape of a field of a struct.
pub fn of(table: &Struct, field: &str, ty: Type) -> Shape {
    let named = |(owner, name): &(&str, &str)| *owner == table.name && *name == field;
    let keyed = KEYED.iter().find(|(owner, name, _)| *owner == table.name && *name == field);
    match ty {
        _ if ATOMIC_FIELDS.iter().any(named) => Shape::Atomic,
        Type::List(_) => match keyed {
            Some((_, _, keys)) => Shape::Keyed(keys),
            None if SETS.iter().any(named) => Shape::Set,
            None => Shape::Atomic,
        },
        Type::Struct(inner) if ATOMIC_TYPES.contains(&inner.name) => Shape::Atomic,
        Type::Struct(_) | Type::Map(_) => Shape::Granular,
        _ => Shape::Atomic,
    }
}

/// Members that the server takes for granted where a key is left out: ports are TCP.
pub fn default_of(key: &str) -> Option<&'static str> {
    (key == "protocol").then_some("TCP")
}
