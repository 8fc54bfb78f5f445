//! What the API has, as it says itself: `/`, `/api`, `/apis`, `/apis/GROUP`, `/apis/GROUP/VERSION`, the list of `/openapi/v3`.
//!
//! Models k8s.io/apiserver pkg/endpoints/discovery, v1.36. Versions that are read but not preferred are listed where objects are
//! served in them.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::refusal::Refused;
use super::{health, text};
use crate::cluster::{ApiServer, custom_kinds};
use crate::kinds::node::Node;
use crate::kinds::{Kind, Verbs, base64};

/// A kind's place in the API.
struct Served {
    kind: Kind,
    group: &'static str,
    version: &'static str,
}

/// Kinds that are served in another version or group as well.
const SECOND: [(Kind, &str, &str); 2] =
    [(Kind::Event, "events.k8s.io", "v1"), (Kind::HorizontalPodAutoscaler, "autoscaling", "v1")];

fn served(api: &ApiServer) -> Vec<Served> {
    let own = Kind::ALL.iter().copied().filter(|kind| api.serves(*kind));
    let kinds = own.chain(custom_kinds::all(api.store()).into_iter().map(Kind::Custom));
    let first = kinds.map(|kind| Served { kind, group: kind.info().group, version: kind.info().version });
    first.chain(SECOND.into_iter().map(|(kind, group, version)| Served { kind, group, version })).collect()
}

/// The kind that a group and version have under its plural, in the form in which it is stored.
pub fn kind(api: &ApiServer, (group, version): (&str, &str), plural: &str) -> Option<Kind> {
    let all = served(api);
    let stored = all.iter().find(|one| {
        let info = one.kind.info();
        (info.group, info.version, info.plural) == (group, version, plural)
    });
    stored.map(|one| one.kind)
}

/// Groups with their versions, the preferred one first.
fn groups(api: &ApiServer) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut groups: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    for one in served(api).iter().filter(|one| !one.group.is_empty()) {
        match groups.iter_mut().find(|(group, _)| *group == one.group) {
            Some((_, versions)) if versions.contains(&one.version) => {}
            Some((_, versions)) => versions.push(one.version),
            None => groups.push((one.group, vec![one.version])),
        }
    }
    groups
}

/// `/`
pub fn paths(api: &ApiServer) -> String {
    let mut all: Vec<String> = ["/.well-known/openid-configuration", "/api", "/api/v1", "/apis", "/apis/"]
        .map(str::to_owned)
        .to_vec();
    for (group, versions) in groups(api) {
        all.push(format!("/apis/{group}"));
        all.extend(versions.iter().map(|version| format!("/apis/{group}/{version}")));
    }
    for endpoint in ["healthz", "livez", "readyz"] {
        all.push(format!("/{endpoint}"));
        all.extend(health::checks(endpoint).map(|check| format!("/{endpoint}/{check}")));
    }
    let others =
        ["/logs", "/metrics", "/openapi/v2", "/openapi/v3", "/openapi/v3/", "/openid/v1/jwks", "/version"];
    all.extend(others.map(str::to_owned));
    all.sort_unstable();
    text::pretty(&json!({"paths": all}))
}

/// `/api`
pub fn core(api: &ApiServer) -> String {
    let nodes = api.store().list::<Node>();
    let control = nodes.into_iter().find(|node| node.meta.labels.contains_key(CONTROL_PLANE));
    let host = control.map_or("192.168.0.100", |node| node.internal_ip());
    let port = if control.is_some_and(|node| node.meta.name == "minikube") { 8443 } else { 6443 };
    let address = ordered_text(
        &json!({"clientCIDR": "0.0.0.0/0", "serverAddress": format!("{host}:{port}")}),
        &["clientCIDR", "serverAddress"],
    );
    format!("{{\"kind\":\"APIVersions\",\"versions\":[\"v1\"],\"serverAddressByClientCIDRs\":[{address}]}}\n")
}

const CONTROL_PLANE: &str = "node-role.kubernetes.io/control-plane";

fn ordered_text(value: &Value, names: &[&str]) -> String {
    text::ordered(value, names).trim_end().to_owned()
}

fn group_text((group, versions): &(&str, Vec<&str>), head: &str) -> String {
    let version =
        |version: &&str| format!("{{\"groupVersion\":\"{group}/{version}\",\"version\":\"{version}\"}}");
    let all: Vec<String> = versions.iter().map(version).collect();
    let preferred = all.first().cloned().unwrap_or_default();
    let all = all.join(",");
    format!("{{{head}\"name\":\"{group}\",\"versions\":[{all}],\"preferredVersion\":{preferred}}}")
}

/// `/apis`
pub fn all_groups(api: &ApiServer) -> String {
    let groups: Vec<String> = groups(api).iter().map(|group| group_text(group, "")).collect();
    format!("{{\"kind\":\"APIGroupList\",\"apiVersion\":\"v1\",\"groups\":[{}]}}\n", groups.join(","))
}

/// `/apis/GROUP`
pub fn group(api: &ApiServer, name: &str) -> Result<String, Refused> {
    let found =
        groups(api).into_iter().find(|(group, _)| *group == name).ok_or_else(Refused::no_such_path)?;
    Ok(group_text(&found, "\"kind\":\"APIGroup\",\"apiVersion\":\"v1\",") + "\n")
}

/// `/api/v1`, `/apis/GROUP/VERSION`
pub fn resources(api: &ApiServer, group: &str, version: &str) -> Result<String, Refused> {
    let mut kinds = served(api);
    kinds.retain(|one| one.group == group && one.version == version);
    kinds.sort_by_key(|one| one.kind.info().plural);
    if kinds.is_empty() {
        return Err(Refused::no_such_path());
    }
    let version = if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") };
    let all: Vec<String> = kinds.iter().flat_map(rows).collect();
    let head = if group.is_empty() { "" } else { "\"apiVersion\":\"v1\"," };
    Ok(format!(
        "{{\"kind\":\"APIResourceList\",{head}\"groupVersion\":\"{version}\",\"resources\":[{}]}}\n",
        all.join(",")
    ))
}

/// The resource and what is below it, by name.
fn rows(one: &Served) -> Vec<String> {
    let info = one.kind.info();
    let mut all = vec![row(one)];
    let mut below: Vec<Below> = BELOW.iter().filter(|below| below.of == info.plural).copied().collect();
    let status = info.status && !matches!(info.plural, "podtemplates");
    if status {
        let (of, kind) = (info.plural, info.kind);
        below.push(Below { of, name: "status", kind, home: "", verbs: &["get", "patch", "update"] });
    }
    below.sort_by_key(|below| below.name);
    all.extend(below.iter().map(|below| below.row(info.namespaced)));
    all
}

fn row(one: &Served) -> String {
    let info = one.kind.info();
    let verbs: &[&str] = match one.kind.verbs() {
        // A namespace empties itself; many at once it does not.
        Verbs::All if one.kind == Kind::Namespace => {
            &["create", "delete", "get", "list", "patch", "update", "watch"]
        }
        Verbs::All => &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
        Verbs::Create => &["create"],
        Verbs::Read => &["get", "list"],
    };
    let mut text = format!(
        "{{\"name\":\"{}\",\"singularName\":\"{}\",\"namespaced\":{},\"kind\":\"{}\",\"verbs\":{}",
        info.plural,
        info.singular,
        info.namespaced,
        info.kind,
        json!(verbs)
    );
    if !info.short.is_empty() {
        text += &format!(",\"shortNames\":{}", json!(info.short));
    }
    if Kind::IN_ALL.contains(&one.kind) {
        text += ",\"categories\":[\"all\"]";
    }
    if one.kind.verbs() == Verbs::All {
        text += &format!(",\"storageVersionHash\":\"{}\"", storage_hash(one.kind));
    }
    text + "}"
}

/// The first eight bytes of a digest of the stored kind's name: endpoints/discovery/storageversionhash.go.
fn storage_hash(kind: Kind) -> String {
    let info = kind.info();
    let digest = Sha256::digest(format!("{}/{}/{}", info.group, info.version, info.kind).as_bytes());
    base64::encode(&digest[..8])
}

/// A subresource, and the group and version of what is sent there if it is not the resource's.
#[derive(Clone, Copy)]
struct Below {
    of: &'static str,
    name: &'static str,
    kind: &'static str,
    /// `autoscaling/v1`
    home: &'static str,
    verbs: &'static [&'static str],
}

const CONNECT: &[&str] = &["create", "delete", "get", "patch", "update"];
const CHANGE: &[&str] = &["get", "patch", "update"];

const fn below(
    of: &'static str,
    name: &'static str,
    kind: &'static str,
    home: &'static str,
    verbs: &'static [&'static str],
) -> Below {
    Below { of, name, kind, home, verbs }
}

const BELOW: &[Below] = &[
    below("certificatesigningrequests", "approval", "CertificateSigningRequest", "", CHANGE),
    below("deployments", "scale", "Scale", "autoscaling/v1", CHANGE),
    below("namespaces", "finalize", "Namespace", "", &["update"]),
    below("nodes", "proxy", "NodeProxyOptions", "", CONNECT),
    below("pods", "attach", "PodAttachOptions", "", &["create", "get"]),
    below("pods", "binding", "Binding", "", &["create"]),
    below("pods", "ephemeralcontainers", "Pod", "", CHANGE),
    below("pods", "eviction", "Eviction", "policy/v1", &["create"]),
    below("pods", "exec", "PodExecOptions", "", &["create", "get"]),
    below("pods", "log", "Pod", "", &["get"]),
    below("pods", "portforward", "PodPortForwardOptions", "", &["create", "get"]),
    below("pods", "proxy", "PodProxyOptions", "", CONNECT),
    below("pods", "resize", "Pod", "", CHANGE),
    below("replicasets", "scale", "Scale", "autoscaling/v1", CHANGE),
    below("replicationcontrollers", "scale", "Scale", "autoscaling/v1", CHANGE),
    below("serviceaccounts", "token", "TokenRequest", "authentication.k8s.io/v1", &["create"]),
    below("services", "proxy", "ServiceProxyOptions", "", CONNECT),
    below("statefulsets", "scale", "Scale", "autoscaling/v1", CHANGE),
];

impl Below {
    fn row(&self, namespaced: bool) -> String {
        let home = match self.home.split_once('/') {
            Some((group, version)) => format!("\"group\":\"{group}\",\"version\":\"{version}\","),
            None => String::new(),
        };
        format!(
            "{{\"name\":\"{}/{}\",\"singularName\":\"\",\"namespaced\":{namespaced},{home}\"kind\":\"{}\",\"verbs\":{}}}",
            self.of,
            self.name,
            self.kind,
            json!(self.verbs)
        )
    }
}

/// `/openapi/v3`: where each version's document would be. The documents themselves are not served.
pub fn openapi(api: &ApiServer) -> String {
    let mut all = vec!["api".to_owned(), "api/v1".into(), "apis".into(), "version".into()];
    for (group, versions) in groups(api) {
        all.push(format!("apis/{group}"));
        all.extend(versions.iter().map(|version| format!("apis/{group}/{version}")));
    }
    all.sort_unstable();
    let one = |path: &String| {
        let hash: String = Sha256::digest(path.as_bytes()).iter().map(|byte| format!("{byte:02X}")).collect();
        format!("\"{path}\":{{\"serverRelativeURL\":\"/openapi/v3/{path}?hash={hash}\"}}")
    };
    line_of(&format!("{{\"paths\":{{{}}}}}", all.iter().map(one).collect::<Vec<_>>().join(",")))
}

fn line_of(text: &str) -> String {
    let parsed: Result<Value, _> = serde_json::from_str(text);
    parsed.map_or_else(|_| text.to_owned(), |value| text::line(&value))
}
