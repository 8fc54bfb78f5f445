//! Whether two values say the same: apimachinery pkg/api/equality `Semantic.DeepEqual`, v1.36, over JSON.
//!
//! A member that is absent, null or Go's zero value is the same as one that is not there, unless the
//! field is a pointer, where zero is a statement. Quantities are compared by their amount.

use serde_json::{Map, Value};

use super::edit::quantity;

/// Fields behind a Go pointer whose zero means something; others with a zero read as absent.
const POINTERS: &[&str] = &[
    "activeDeadlineSeconds",
    "allowPrivilegeEscalation",
    "allocateLoadBalancerNodePorts",
    "attachRequired",
    "automountServiceAccountToken",
    "backoffLimit",
    "backoffLimitPerIndex",
    "completions",
    "defaultMode",
    "enableServiceLinks",
    "expirationSeconds",
    "fsGroup",
    "hostUsers",
    "immutable",
    "maxFailedIndexes",
    "maxSurge",
    "maxUnavailable",
    "minAvailable",
    "mode",
    "optional",
    "parallelism",
    "partition",
    "podInfoOnMount",
    "priority",
    "privileged",
    "readOnlyRootFilesystem",
    "replicas",
    "revisionHistoryLimit",
    "runAsGroup",
    "runAsNonRoot",
    "runAsUser",
    "setHostnameAsFQDN",
    "shareProcessNamespace",
    "stabilizationWindowSeconds",
    "storageClassName",
    "suspend",
    "terminationGracePeriodSeconds",
    "timeoutSeconds",
    "tolerationSeconds",
    "ttlSecondsAfterFinished",
];

const RESOURCE_LISTS: &[&str] = &["allocatable", "capacity", "hard", "limits", "overhead", "requests"];

pub fn equal(a: &Value, b: &Value) -> bool {
    same("", a, b)
}

fn same(name: &str, a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => same_members(name, a, b),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same("", a, b))
        }
        _ => a == b || (is_zero(name, a) && is_zero(name, b)),
    }
}

fn same_members(name: &str, a: &Map<String, Value>, b: &Map<String, Value>) -> bool {
    let amounts = RESOURCE_LISTS.contains(&name);
    let mut names: Vec<&String> = a.keys().chain(b.keys()).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().all(|key| {
        let (one, other) = (a.get(key).unwrap_or(&Value::Null), b.get(key).unwrap_or(&Value::Null));
        let same_amount =
            || matches!((quantity(one), quantity(other)), (Some(one), Some(other)) if one == other);
        same(key, one, other) || (amounts && same_amount())
    })
}

fn is_zero(name: &str, value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::String(text) => text.is_empty() && !POINTERS.contains(&name),
        Value::Bool(set) => !set && !POINTERS.contains(&name),
        Value::Number(number) => number.as_i64() == Some(0) && !POINTERS.contains(&name),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::equal;

    #[test]
    fn zeros_and_amounts() {
        assert!(equal(&json!({"limits": {"cpu": "1"}}), &json!({"limits": {"cpu": "1000m"}, "tty": false})));
        assert!(!equal(&json!({"value": "1"}), &json!({"value": "1000m"})));
        assert!(!equal(&json!({"runAsUser": 0}), &json!({})));
        assert!(equal(&json!({"labels": {}}), &json!({"labels": null})));
    }
}
