//! Values as errors print Go's structs: by the names of their fields, in their order, with every field.
//!
//! Models what apimachinery pkg/util/validation/field makes of a value that is not a plain one: its JSON. The internal
//! types of pkg/apis have no JSON names, so Go's names appear; types shared with the API have them.

use serde_json::Value;

use super::errors::json;

/// How a field prints when it is not there, and what is inside.
#[derive(Clone, Copy)]
pub enum Go {
    Text,
    Number,
    /// A pointer, list or mapping: `null` when absent.
    Optional,
    Pointer(&'static [Member]),
    List(&'static [Member]),
}

/// Go's name, the name in JSON, and the type.
pub type Member = (&'static str, &'static str, Go);

const SECCOMP: &[Member] =
    &[("Type", "type", Go::Text), ("LocalhostProfile", "localhostProfile", Go::Optional)];

pub const SECURITY_CONTEXT: &[Member] = &[
    (
        "Capabilities",
        "capabilities",
        Go::Pointer(&[("Add", "add", Go::Optional), ("Drop", "drop", Go::Optional)]),
    ),
    ("Privileged", "privileged", Go::Optional),
    (
        "SELinuxOptions",
        "seLinuxOptions",
        Go::Pointer(&[
            ("User", "user", Go::Text),
            ("Role", "role", Go::Text),
            ("Type", "type", Go::Text),
            ("Level", "level", Go::Text),
        ]),
    ),
    (
        "WindowsOptions",
        "windowsOptions",
        Go::Pointer(&[
            ("GMSACredentialSpecName", "gmsaCredentialSpecName", Go::Optional),
            ("GMSACredentialSpec", "gmsaCredentialSpec", Go::Optional),
            ("RunAsUserName", "runAsUserName", Go::Optional),
            ("HostProcess", "hostProcess", Go::Optional),
        ]),
    ),
    ("RunAsUser", "runAsUser", Go::Optional),
    ("RunAsGroup", "runAsGroup", Go::Optional),
    ("RunAsNonRoot", "runAsNonRoot", Go::Optional),
    ("ReadOnlyRootFilesystem", "readOnlyRootFilesystem", Go::Optional),
    ("AllowPrivilegeEscalation", "allowPrivilegeEscalation", Go::Optional),
    ("ProcMount", "procMount", Go::Optional),
    ("SeccompProfile", "seccompProfile", Go::Pointer(SECCOMP)),
    ("AppArmorProfile", "appArmorProfile", Go::Pointer(SECCOMP)),
];

pub const SECCOMP_PROFILE: &[Member] = SECCOMP;

/// The strategies of Deployments and DaemonSets.
pub const ROLLING_STRATEGY: &[Member] = &[
    ("Type", "type", Go::Text),
    (
        "RollingUpdate",
        "rollingUpdate",
        Go::Pointer(&[
            ("MaxUnavailable", "maxUnavailable", Go::Number),
            ("MaxSurge", "maxSurge", Go::Number),
        ]),
    ),
];

pub const PARTITION: &[Member] =
    &[("Partition", "partition", Go::Number), ("MaxUnavailable", "maxUnavailable", Go::Optional)];

pub const STATEFUL_STRATEGY: &[Member] =
    &[("Type", "type", Go::Text), ("RollingUpdate", "rollingUpdate", Go::Pointer(PARTITION))];

pub const ROLE_REF: &[Member] =
    &[("APIGroup", "apiGroup", Go::Text), ("Kind", "kind", Go::Text), ("Name", "name", Go::Text)];

pub const SERVICE_PORT: &[Member] = &[
    ("Name", "name", Go::Text),
    ("Protocol", "protocol", Go::Text),
    ("AppProtocol", "appProtocol", Go::Optional),
    ("Port", "port", Go::Number),
    ("TargetPort", "targetPort", Go::Number),
    ("NodePort", "nodePort", Go::Number),
];

pub const TAINT: &[Member] = &[
    ("Key", "key", Go::Text),
    ("Value", "value", Go::Text),
    ("Effect", "effect", Go::Text),
    ("TimeAdded", "timeAdded", Go::Optional),
];

pub const NODE_ADDRESS: &[Member] = &[("Type", "type", Go::Text), ("Address", "address", Go::Text)];

pub const POD_CLAIM: &[Member] = &[
    ("Name", "name", Go::Text),
    ("ResourceClaimName", "resourceClaimName", Go::Optional),
    ("ResourceClaimTemplateName", "resourceClaimTemplateName", Go::Optional),
];

const REQUIREMENT: &[Member] =
    &[("Key", "key", Go::Text), ("Operator", "operator", Go::Text), ("Values", "values", Go::Optional)];

pub const NODE_TERM: &[Member] = &[
    ("MatchExpressions", "matchExpressions", Go::List(REQUIREMENT)),
    ("MatchFields", "matchFields", Go::List(REQUIREMENT)),
];

pub const VOLUME_AFFINITY: &[Member] = &[(
    "Required",
    "required",
    Go::Pointer(&[("NodeSelectorTerms", "nodeSelectorTerms", Go::List(NODE_TERM))]),
)];

pub const SCOPE_SELECTOR: &[Member] = &[(
    "MatchExpressions",
    "matchExpressions",
    Go::List(&[
        ("ScopeName", "scopeName", Go::Text),
        ("Operator", "operator", Go::Text),
        ("Values", "values", Go::Optional),
    ]),
)];

pub const SUCCESS_POLICY: &[Member] = &[(
    "Rules",
    "rules",
    Go::List(&[
        ("SucceededIndexes", "succeededIndexes", Go::Optional),
        ("SucceededCount", "succeededCount", Go::Optional),
    ]),
)];

/// A struct with all its fields.
pub fn dump(value: &Value, members: &[Member]) -> String {
    let fields: Vec<String> = members
        .iter()
        .map(|(go, name, ty)| format!("\"{go}\":{}", field(value.get(name).unwrap_or(&Value::Null), *ty)))
        .collect();
    format!("{{{}}}", fields.join(","))
}

fn field(value: &Value, ty: Go) -> String {
    match ty {
        Go::Text if value.is_null() => "\"\"".to_owned(),
        Go::Number if value.is_null() => "0".to_owned(),
        Go::Pointer(members) if !value.is_null() => dump(value, members),
        Go::List(members) if !value.is_null() => dump_list(value, members),
        _ => json(value),
    }
}

pub fn dump_list(value: &Value, members: &[Member]) -> String {
    let items: Vec<String> = value.as_array().into_iter().flatten().map(|item| dump(item, members)).collect();
    format!("[{}]", items.join(","))
}

/// Fields in the order of the API's own types, those that are there.
fn in_order(value: &Value, names: &[&str]) -> String {
    let there =
        names.iter().filter_map(|name| Some((name, value.get(name).filter(|member| !member.is_null())?)));
    let fields: Vec<String> = there.map(|(name, member)| format!("\"{name}\":{}", json(member))).collect();
    format!("{{{}}}", fields.join(","))
}

/// The owners of an object.
pub fn owners(value: &Value) -> String {
    let items: Vec<String> = value.as_array().into_iter().flatten().map(owner).collect();
    format!("[{}]", items.join(","))
}

pub fn owner(value: &Value) -> String {
    in_order(value, &["apiVersion", "kind", "name", "uid", "controller", "blockOwnerDeletion"])
}

/// A label selector; `null` where there is none.
pub fn selector(value: &Value) -> String {
    if value.is_null() {
        return "null".to_owned();
    }
    let mut fields = Vec::new();
    if let Some(labels) =
        value.get("matchLabels").filter(|labels| labels.as_object().is_some_and(|all| !all.is_empty()))
    {
        fields.push(format!("\"matchLabels\":{}", json(labels)));
    }
    let list = value["matchExpressions"].as_array().into_iter().flatten();
    let list: Vec<String> = list.map(|one| in_order(one, &["key", "operator", "values"])).collect();
    if !list.is_empty() {
        fields.push(format!("\"matchExpressions\":[{}]", list.join(",")));
    }
    format!("{{{}}}", fields.join(","))
}
