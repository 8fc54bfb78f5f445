//! The hash of a pod template, as it stands in `pod-template-hash` and in ReplicaSet names.
//!
//! Models `ComputeHash` of pkg/controller/controller_utils.go, pkg/util/hash and k8s.io/utils/dump,
//! v1.36: FNV-1a over the text that the spew library prints of the Go value, followed by the collision
//! count, with the digits of the result spelled in letters that make no words. So the names are those a
//! real cluster gives. The Go types are listed in `kinds/go_types`; a field that v1.36 knows and the list does
//! not would change every hash.
//!
//! Deviations: a quantity too wide for 64 bits and ephemeral containers, which templates may not have,
//! are not printed as upstream prints them.

mod print;

use crate::kinds::Codec;
use crate::kinds::pod::PodTemplateSpec;

const SAFE_LETTERS: &[u8; 27] = b"bcdfghjklmnpqrstvwxz2456789";
const FNV_OFFSET: u32 = 0x811c_9dc5;
const FNV_PRIME: u32 = 0x0100_0193;

pub fn template_hash(template: &PodTemplateSpec, collision_count: Option<i32>) -> String {
    let printed = print::print("PodTemplateSpec", &template.to_value().unwrap_or_default());
    let mut hash = fnv1a(FNV_OFFSET, printed.as_bytes());
    if let Some(count) = collision_count {
        let mut bytes = [0; 8];
        bytes[..4].copy_from_slice(&count.to_le_bytes());
        hash = fnv1a(hash, &bytes);
    }
    safe_encode(&hash.to_string())
}

/// The hash of what a ControllerRevision keeps: HashControllerRevision of pkg/controller/history, which takes FNV-1
/// over the JSON as Go writes it.
pub fn data_hash(data: &serde_json::Value, collision_count: i32) -> String {
    let text = format!("{}{collision_count}", go_json(data));
    let hash = text.bytes().fold(FNV_OFFSET, |hash, byte| hash.wrapping_mul(FNV_PRIME) ^ u32::from(byte));
    safe_encode(&hash.to_string())
}

/// JSON with the characters escaped that Go's encoder escapes for HTML's sake.
fn go_json(value: &serde_json::Value) -> String {
    let escaped = [
        ('<', "\\u003c"),
        ('>', "\\u003e"),
        ('&', "\\u0026"),
        ('\u{2028}', "\\u2028"),
        ('\u{2029}', "\\u2029"),
    ];
    escaped.iter().fold(value.to_string(), |text, (raw, escape)| text.replace(*raw, escape))
}

fn fnv1a(hash: u32, bytes: &[u8]) -> u32 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(FNV_PRIME))
}

/// SafeEncodeString
fn safe_encode(text: &str) -> String {
    text.bytes().map(|byte| char::from(SAFE_LETTERS[usize::from(byte) % SAFE_LETTERS.len()])).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_those_of_a_real_cluster() {
        let template = json!({
            "metadata": {"labels": {"app": "web"}},
            "spec": {
                "containers": [{
                    "image": "app:v9", "imagePullPolicy": "IfNotPresent", "name": "app",
                    "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
                }],
                "dnsPolicy": "ClusterFirst", "restartPolicy": "Always", "schedulerName": "default-scheduler",
                "securityContext": {}, "terminationGracePeriodSeconds": 30,
            },
        });
        let template = PodTemplateSpec::from_value(&template);
        assert_eq!(template_hash(&template, None), "58665f8497");
        assert_ne!(template_hash(&template, Some(1)), template_hash(&template, None));
    }

    #[test]
    fn revisions_are_named_as_in_a_real_cluster() {
        let template = json!({
            "$patch": "replace",
            "metadata": {"labels": {"app": "db"}},
            "spec": {
                "containers": [{
                    "image": "postgres:16", "imagePullPolicy": "IfNotPresent", "name": "db",
                    "ports": [{"containerPort": 5432, "protocol": "TCP"}], "resources": {},
                    "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
                }],
                "dnsPolicy": "ClusterFirst", "restartPolicy": "Always", "schedulerName": "default-scheduler",
                "securityContext": {}, "terminationGracePeriodSeconds": 30,
            },
        });
        assert_eq!(data_hash(&json!({"spec": {"template": template}}), 0), "79b7948778");
    }
}
