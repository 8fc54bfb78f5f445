//! Who uses the terminal: the configuration that `kubeadm init` leaves for the administrator, and the certificate in it.

use std::sync::LazyLock;

use serde_json::json;

use super::openssl;
use crate::kinds::base64;
use crate::kubectl::kubeconfig;
use crate::kubectl::output;

/// Where `kubeadm` puts it; the home directory has a copy.
const ADMIN: &str = "/etc/kubernetes/admin.conf";
const SERVER: &str = "https://192.168.0.100:6443";

static CERTIFICATE: LazyLock<(String, String)> =
    LazyLock::new(|| openssl::stand_in("/O=kubeadm:cluster-admins/CN=kubernetes-admin"));

static TEXT: LazyLock<String> = LazyLock::new(|| {
    let (authority, _) = openssl::stand_in("/CN=kubernetes");
    let (certificate, key) = &*CERTIFICATE;
    let data = |text: &str| base64::encode(text.as_bytes());
    let name = "kubernetes-admin@kubernetes";
    output::yaml(&json!({
        "apiVersion": "v1", "kind": "Config", "current-context": name,
        "clusters": [{
            "cluster": {"certificate-authority-data": data(&authority), "server": SERVER}, "name": "kubernetes",
        }],
        "contexts": [{"context": {"cluster": "kubernetes", "user": "kubernetes-admin"}, "name": name}],
        "users": [{
            "name": "kubernetes-admin",
            "user": {"client-certificate-data": data(certificate), "client-key-data": data(key)},
        }],
    }))
});

/// A file that is there without having been written.
pub fn file(path: &str) -> Option<&'static str> {
    matches!(path, ADMIN | kubeconfig::PATH).then(|| TEXT.as_str())
}

/// Whether a text is the administrator's certificate.
pub fn is_admins(text: &str) -> bool {
    text.trim() == CERTIFICATE.0.trim()
}
