//! Specs as the server prints them where it says what may not change: the JSON of the internal type, by Go's names and with
//! every field, indented by one blank.
//!
//! Models apimachinery pkg/util/diff over pkg/apis/core/types.go, v1.36. The internal types are those of `go_types` but for the
//! ones listed here.

use serde_json::Value;

use crate::kinds::go_types::{self, json_name};
use crate::kinds::quantity::Quantity;
use crate::kinds::unified;

/// Fields of the spec that the internal type has in the security context.
const OF_CONTEXT: &str = "HostNetwork HostPID HostIPC ShareProcessNamespace HostUsers";
/// Structs within structs.
const LIMIT_DEPTH: usize = 32;

const INTERNAL: &[(&str, &str)] = &[
    (
        "PodSpec",
        "Volumes []Volume, InitContainers []Container, Containers []Container, \
         EphemeralContainers []EphemeralContainer, RestartPolicy RestartPolicy, TerminationGracePeriodSeconds *int64, \
         ActiveDeadlineSeconds *int64, DNSPolicy DNSPolicy, NodeSelector map[string]string, ServiceAccountName string, \
         AutomountServiceAccountToken *bool, NodeName string, SecurityContext *PodSecurityContext, \
         ImagePullSecrets []LocalObjectReference, Hostname string, Subdomain string, SetHostnameAsFQDN *bool, \
         Affinity *Affinity, SchedulerName string, Tolerations []Toleration, HostAliases []HostAlias, \
         PriorityClassName string, Priority *int32, PreemptionPolicy *PreemptionPolicy, DNSConfig *PodDNSConfig, \
         ReadinessGates []PodReadinessGate, RuntimeClassName *string, Overhead ResourceList, EnableServiceLinks *bool, \
         TopologySpreadConstraints []TopologySpreadConstraint, OS *PodOS, SchedulingGates []PodSchedulingGate, \
         ResourceClaims []PodResourceClaim, Resources *ResourceRequirements, HostnameOverride *string, \
         SchedulingGroup *PodSchedulingGroup",
    ),
    (
        "PodSecurityContext",
        "HostNetwork bool, HostPID bool, HostIPC bool, ShareProcessNamespace *bool, HostUsers *bool, \
         SELinuxOptions *SELinuxOptions, WindowsOptions *WindowsSecurityContextOptions, RunAsUser *int64, \
         RunAsGroup *int64, RunAsNonRoot *bool, SupplementalGroups []int64, \
         SupplementalGroupsPolicy *SupplementalGroupsPolicy, FSGroup *int64, \
         FSGroupChangePolicy *PodFSGroupChangePolicy, Sysctls []Sysctl, SeccompProfile *SeccompProfile, \
         AppArmorProfile *AppArmorProfile, SELinuxChangePolicy *PodSELinuxChangePolicy",
    ),
    (
        "VolumeSource",
        "HostPath *HostPathVolumeSource, EmptyDir *EmptyDirVolumeSource, \
         GCEPersistentDisk *GCEPersistentDiskVolumeSource, \
         AWSElasticBlockStore *AWSElasticBlockStoreVolumeSource, GitRepo *GitRepoVolumeSource, \
         Secret *SecretVolumeSource, NFS *NFSVolumeSource, ISCSI *ISCSIVolumeSource, Glusterfs *GlusterfsVolumeSource, \
         PersistentVolumeClaim *PersistentVolumeClaimVolumeSource, RBD *RBDVolumeSource, Quobyte *QuobyteVolumeSource, \
         FlexVolume *FlexVolumeSource, Cinder *CinderVolumeSource, CephFS *CephFSVolumeSource cephfs, \
         Flocker *FlockerVolumeSource, DownwardAPI *DownwardAPIVolumeSource, FC *FCVolumeSource, \
         AzureFile *AzureFileVolumeSource, ConfigMap *ConfigMapVolumeSource, \
         VsphereVolume *VsphereVirtualDiskVolumeSource, AzureDisk *AzureDiskVolumeSource, \
         PhotonPersistentDisk *PhotonPersistentDiskVolumeSource, Projected *ProjectedVolumeSource, \
         PortworxVolume *PortworxVolumeSource, ScaleIO *ScaleIOVolumeSource, \
         StorageOS *StorageOSVolumeSource storageos, CSI *CSIVolumeSource, Ephemeral *EphemeralVolumeSource, \
         Image *ImageVolumeSource",
    ),
    (
        "PersistentVolumeSource",
        "GCEPersistentDisk *GCEPersistentDiskVolumeSource, \
         AWSElasticBlockStore *AWSElasticBlockStoreVolumeSource, HostPath *HostPathVolumeSource, \
         Glusterfs *GlusterfsPersistentVolumeSource, NFS *NFSVolumeSource, RBD *RBDVolumeSource, \
         Quobyte *QuobyteVolumeSource, ISCSI *ISCSIVolumeSource, FlexVolume *FlexVolumeSource, \
         Cinder *CinderVolumeSource, CephFS *CephFSVolumeSource cephfs, FC *FCVolumeSource, \
         Flocker *FlockerVolumeSource, AzureFile *AzureFilePersistentVolumeSource, \
         VsphereVolume *VsphereVirtualDiskVolumeSource, AzureDisk *AzureDiskVolumeSource, \
         PhotonPersistentDisk *PhotonPersistentDiskVolumeSource, PortworxVolume *PortworxVolumeSource, \
         ScaleIO *ScaleIOVolumeSource, Local *LocalVolumeSource, StorageOS *StorageOSVolumeSource storageos, \
         CSI *CSIPersistentVolumeSource",
    ),
    (
        "GlusterfsPersistentVolumeSource",
        "EndpointsName string endpoints, Path string, ReadOnly bool, EndpointsNamespace *string",
    ),
    (
        "AzureFilePersistentVolumeSource",
        "SecretName string, ShareName string, ReadOnly bool, SecretNamespace *string",
    ),
    ("LocalVolumeSource", "Path string, FSType *string"),
    (
        "CSIPersistentVolumeSource",
        "Driver string, VolumeHandle string, ReadOnly bool, FSType string, VolumeAttributes map[string]string, \
         ControllerPublishSecretRef *SecretReference, NodeStageSecretRef *SecretReference, \
         NodePublishSecretRef *SecretReference, ControllerExpandSecretRef *SecretReference, \
         NodeExpandSecretRef *SecretReference",
    ),
    ("SecretReference", "Name string, Namespace string"),
];

/// Types shared with the API print by their names in JSON, and leave out what is not there.
const SHARED: [&str; 2] = ["LabelSelector", "LabelSelectorRequirement"];

fn fields(name: &str) -> Option<&'static str> {
    let own = INTERNAL.iter().find(|(known, _)| *known == name).map(|(_, fields)| *fields);
    own.or_else(|| go_types::fields(name))
}

/// What differs between two pods' specs: the old one's lines with a minus.
pub fn pod_difference(old: &Value, new: &Value) -> String {
    difference("PodSpec", &internal(old), &internal(new))
}

/// The same of two values of a type.
pub fn difference(go_type: &str, old: &Value, new: &Value) -> String {
    let text = |value: &Value| {
        let mut out = String::new();
        print(&mut out, go_type, value, 0);
        out + "\n"
    };
    unified::hunks(&text(old), &text(new))
}

/// A spec with some of its fields where the internal type has them.
fn internal(spec: &Value) -> Value {
    let mut spec = spec.clone();
    for name in OF_CONTEXT.split(' ').map(json_name) {
        let value = spec[name.as_str()].take();
        let context = &mut spec["securityContext"];
        if !value.is_null() || context.is_object() {
            context[name.as_str()] = value;
        }
    }
    spec
}

fn print(out: &mut String, go_type: &str, value: &Value, depth: usize) {
    if depth > LIMIT_DEPTH {
        return out.push_str("null");
    }
    if let Some(target) = go_type.strip_prefix('*') {
        return if value.is_null() { out.push_str("null") } else { print(out, target, value, depth) };
    }
    if let Some(item) = go_type.strip_prefix("[]") {
        let items = value.as_array().filter(|items| !items.is_empty());
        let one = |item: &str, value: &Value| {
            let mut text = String::new();
            print(&mut text, item, value, depth + 1);
            text
        };
        return match items {
            None => out.push_str("null"),
            Some(items) => enclosed(out, "[]", items.iter().map(|value| one(item, value)), depth),
        };
    }
    match go_type {
        "map[string]string" | "ResourceList" => map(out, go_type, value, depth),
        "bool" => out.push_str(if value == &Value::Bool(true) { "true" } else { "false" }),
        "int32" | "int64" => out.push_str(&value.as_i64().unwrap_or_default().to_string()),
        "intstr.IntOrString" if !value.is_string() => {
            out.push_str(&value.as_i64().unwrap_or_default().to_string());
        }
        "resource.Quantity" => {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            out.push_str(&quoted(&Quantity::parse(text.trim()).unwrap_or_default().to_string()));
        }
        name if SHARED.contains(&name) => shared(out, value, depth),
        name => match fields(name) {
            Some(fields) => enclosed(out, "{}", members(fields, value, depth).into_iter(), depth),
            None => out.push_str(&quoted(value.as_str().unwrap_or_default())),
        },
    }
}

/// `"NAME": VALUE` for each field; those of embedded types stand among the others.
fn members(fields: &str, value: &Value, depth: usize) -> Vec<String> {
    let mut all = Vec::new();
    for field in fields.split(',') {
        let mut words = field.split_whitespace();
        let (name, go_type) = (words.next().unwrap_or_default(), words.next());
        let Some(go_type) = go_type else {
            all.extend(self::fields(name).map(|inner| members(inner, value, depth)).into_iter().flatten());
            continue;
        };
        let json_name = words.next().map_or_else(|| json_name(name), str::to_owned);
        let mut text = format!("{}: ", quoted(name));
        print(&mut text, go_type, &value[json_name.as_str()], depth + 1);
        all.push(text);
    }
    all
}

fn map(out: &mut String, go_type: &str, value: &Value, depth: usize) {
    let Some(members) = value.as_object().filter(|members| !members.is_empty()) else {
        return out.push_str("null");
    };
    let item = if go_type == "ResourceList" { "resource.Quantity" } else { "string" };
    let mut names: Vec<&String> = members.keys().collect();
    names.sort();
    let one = |name: &String| {
        let mut text = format!("{}: ", quoted(name));
        print(&mut text, item, &members[name], depth + 1);
        text
    };
    enclosed(out, "{}", names.into_iter().map(one), depth);
}

/// A value as it is in JSON.
fn shared(out: &mut String, value: &Value, depth: usize) {
    let inner = |value: &Value| {
        let mut text = String::new();
        shared(&mut text, value, depth + 1);
        text
    };
    match value {
        Value::Object(members) if !members.is_empty() && depth <= LIMIT_DEPTH => {
            let one = |(name, value): (&String, &Value)| format!("{}: {}", quoted(name), inner(value));
            enclosed(out, "{}", members.iter().map(one), depth);
        }
        Value::Array(items) if !items.is_empty() && depth <= LIMIT_DEPTH => {
            enclosed(out, "[]", items.iter().map(inner), depth);
        }
        Value::String(text) => out.push_str(&quoted(text)),
        value => out.push_str(&value.to_string()),
    }
}

/// Lines within brackets.
fn enclosed(out: &mut String, brackets: &str, lines: impl Iterator<Item = String>, depth: usize) {
    let (open, close) = brackets.split_at(1);
    let inside: Vec<String> = lines.map(|line| format!("\n{}{line}", " ".repeat(depth + 1))).collect();
    if inside.is_empty() {
        return out.push_str(brackets);
    }
    *out += &format!("{open}{}\n{}{close}", inside.join(","), " ".repeat(depth));
}

/// As Go's encoder writes a text, with what could be HTML escaped.
fn quoted(text: &str) -> String {
    let plain = Value::from(text).to_string();
    [('<', "\\u003c"), ('>', "\\u003e"), ('&', "\\u0026")]
        .iter()
        .fold(plain, |text, (raw, escape)| text.replace(*raw, escape))
}
