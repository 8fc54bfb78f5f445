//! Who uses the terminal: the configuration that `kubeadm init` or `minikube start` leaves for the administrator, and the
//! certificate in it.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::openssl;
use crate::cluster::presets::Preset;
use crate::kinds::base64;
use crate::kubectl::kubeconfig;
use crate::kubectl::output;

/// Where `kubeadm` puts it; the home directory has a copy.
const ADMIN: &str = "/etc/kubernetes/admin.conf";
const SERVER: &str = "https://192.168.0.100:6443";
/// minikube's name of itself, of its cluster, its context and its user.
pub const PROFILE: &str = "minikube";
const MINIKUBE_SERVER: &str = "https://192.168.49.2:8443";
const AUTHORITY_FILE: &str = "/root/.minikube/ca.crt";
const CERTIFICATE_FILE: &str = "/root/.minikube/profiles/minikube/client.crt";
const KEY_FILE: &str = "/root/.minikube/profiles/minikube/client.key";

static AUTHORITY: LazyLock<String> = LazyLock::new(|| openssl::stand_in("/CN=kubernetes").0);
static CERTIFICATE: LazyLock<(String, String)> =
    LazyLock::new(|| openssl::stand_in("/O=kubeadm:cluster-admins/CN=kubernetes-admin"));
static MINIKUBE_AUTHORITY: LazyLock<String> = LazyLock::new(|| openssl::stand_in("/CN=minikubeCA").0);
static MINIKUBE_CERTIFICATE: LazyLock<(String, String)> =
    LazyLock::new(|| openssl::stand_in("/O=system:masters/CN=minikube-user"));

static KUBEADM: LazyLock<String> = LazyLock::new(|| {
    let (certificate, key) = &*CERTIFICATE;
    let data = |text: &str| base64::encode(text.as_bytes());
    let name = "kubernetes-admin@kubernetes";
    output::yaml(&json!({
        "apiVersion": "v1", "kind": "Config", "current-context": name,
        "clusters": [{
            "cluster": {"certificate-authority-data": data(&AUTHORITY), "server": SERVER}, "name": "kubernetes",
        }],
        "contexts": [{"context": {"cluster": "kubernetes", "user": "kubernetes-admin"}, "name": name}],
        "users": [{
            "name": "kubernetes-admin",
            "user": {"client-certificate-data": data(certificate), "client-key-data": data(key)},
        }],
    }))
});

static MINIKUBE: LazyLock<String> = LazyLock::new(|| {
    let [cluster, context, user] = minikube_lists();
    output::yaml(&json!({
        "apiVersion": "v1", "kind": "Config", "current-context": PROFILE,
        "clusters": [cluster], "contexts": [context], "users": [user],
    }))
});

/// What minikube adds to the lists of a kubeconfig: its cluster, its context and its user (minikube pkg/minikube/kubeconfig).
pub fn minikube_lists() -> [Value; 3] {
    let extension = |name: &str| {
        json!([{
            "extension": {
                "last-update": "Thu, 15 Jan 2026 10:00:00 UTC", "provider": "minikube.sigs.k8s.io",
                "version": super::minikube::VERSION,
            },
            "name": name,
        }])
    };
    let cluster = json!({
        "certificate-authority": AUTHORITY_FILE, "extensions": extension("cluster_info"), "server": MINIKUBE_SERVER,
    });
    let context = json!({
        "cluster": PROFILE, "extensions": extension("context_info"), "namespace": "default", "user": PROFILE,
    });
    let user = json!({"client-certificate": CERTIFICATE_FILE, "client-key": KEY_FILE});
    [
        json!({"cluster": cluster, "name": PROFILE}),
        json!({"context": context, "name": PROFILE}),
        json!({"name": PROFILE, "user": user}),
    ]
}

/// A file that is there without having been written.
pub fn file(path: &str, preset: Option<Preset>) -> Option<&'static str> {
    match (path, preset) {
        (kubeconfig::PATH, Some(Preset::Minikube)) => Some(MINIKUBE.as_str()),
        (AUTHORITY_FILE, Some(Preset::Minikube)) => Some(MINIKUBE_AUTHORITY.as_str()),
        (CERTIFICATE_FILE, Some(Preset::Minikube)) => Some(MINIKUBE_CERTIFICATE.0.as_str()),
        (KEY_FILE, Some(Preset::Minikube)) => Some(MINIKUBE_CERTIFICATE.1.as_str()),
        (ADMIN | kubeconfig::PATH, _) => Some(KUBEADM.as_str()),
        _ => None,
    }
}

/// Whether a text is the administrator's certificate.
pub fn is_admins(text: &str) -> bool {
    [&CERTIFICATE.0, &MINIKUBE_CERTIFICATE.0].iter().any(|own| text.trim() == own.trim())
}
