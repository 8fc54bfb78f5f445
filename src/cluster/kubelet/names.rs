//! Names a container knows: its own, /etc/hosts and /etc/resolv.conf.
//!
//! Models GeneratePodHostNameAndDomain and managedHostsFileContent in pkg/kubelet/kubelet_pods.go and GetPodDNS in pkg/kubelet/network/dns/dns.go, v1.36. A pod's own
//! hostAliases count before the cluster's DNS. Deviation: other name servers than the cluster's are only written down.

use serde_json::Value;

use crate::kinds::pod::Pod;

const CLUSTER_DNS: &str = "10.96.0.10";
const CLUSTER_DOMAIN: &str = "cluster.local";
/// What a node's own file says.
const OF_NODE: &str = "nameserver 192.168.0.1\n";
const BEGIN: &str = "# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n\
    fe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n";

fn field<'a>(pod: &'a Pod, name: &str) -> &'a Value {
    pod.spec.extra.as_deref().and_then(|extra| extra.get(name)).unwrap_or(&Value::Null)
}

fn texts(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn aliases(pod: &Pod) -> impl Iterator<Item = (&str, Vec<&str>)> {
    let all = field(pod, "hostAliases").as_array().into_iter().flatten();
    all.map(|alias| (alias["ip"].as_str().unwrap_or_default(), texts(&alias["hostnames"]).collect()))
}

/// The address that a pod's hostAliases give a name.
pub fn alias<'a>(pod: &'a Pod, host: &str) -> Option<&'a str> {
    aliases(pod).find(|(_, names)| names.contains(&host)).map(|(ip, _)| ip)
}

/// A pod's host name, and the domain below which it has one: none with `hostnameOverride`.
fn host_and_domain(pod: &Pod) -> (String, String) {
    if let Some(name) = field(pod, "hostnameOverride").as_str() {
        return (name.to_owned(), String::new());
    }
    let own = if pod.spec.hostname.is_empty() { &pod.meta.name } else { &pod.spec.hostname };
    // truncatePodHostnameIfNeeded
    let short: String = own.chars().take(63).collect();
    let domain = match pod.spec.subdomain.as_str() {
        "" => String::new(),
        subdomain => format!("{subdomain}.{}.svc.{CLUSTER_DOMAIN}", pod.meta.namespace),
    };
    (short.trim_end_matches(['-', '.']).to_owned(), domain)
}

/// What the kernel is told: `hostname` and $HOSTNAME.
pub fn kernel_name(pod: &Pod) -> String {
    if pod.spec.host_network {
        return pod.spec.node_name.clone();
    }
    match host_and_domain(pod) {
        (host, domain) if field(pod, "setHostnameAsFQDN") == true && !domain.is_empty() => {
            format!("{host}.{domain}")
        }
        (host, _) => host,
    }
}

/// /etc/hosts
pub fn hosts(pod: &Pod, ip: &str) -> String {
    let mut text = match host_and_domain(pod) {
        _ if pod.spec.host_network => format!("{BEGIN}{ip}\t{}\n", pod.spec.node_name),
        (host, domain) if domain.is_empty() => format!("{BEGIN}{ip}\t{host}\n"),
        (host, domain) => format!("{BEGIN}{ip}\t{host}.{domain}\t{host}\n"),
    };
    let own: String = aliases(pod).map(|(ip, names)| format!("{ip}\t{}\n", names.join("\t"))).collect();
    if !own.is_empty() {
        text += &format!("\n# Entries added by HostAliases.\n{own}");
    }
    text
}

/// /etc/resolv.conf
pub fn resolv_conf(pod: &Pod) -> String {
    let policy = match field(pod, "dnsPolicy").as_str().unwrap_or("ClusterFirst") {
        // Pods on the node's network need the long word for the cluster's DNS.
        "ClusterFirst" if pod.spec.host_network => "Default",
        policy => policy,
    };
    let (mut servers, mut searches, mut options): (Vec<String>, Vec<String>, Vec<String>) =
        Default::default();
    match policy {
        "None" => {}
        "Default" => servers.push(OF_NODE.trim_start_matches("nameserver ").trim_end().to_owned()),
        _ => {
            servers.push(CLUSTER_DNS.to_owned());
            let namespace = &pod.meta.namespace;
            searches.extend([format!("{namespace}.svc.{CLUSTER_DOMAIN}"), format!("svc.{CLUSTER_DOMAIN}")]);
            searches.push(CLUSTER_DOMAIN.to_owned());
            options.push("ndots:5".to_owned());
        }
    }
    let config = field(pod, "dnsConfig");
    servers.extend(texts(&config["nameservers"]).map(str::to_owned));
    searches.extend(texts(&config["searches"]).map(str::to_owned));
    for option in config["options"].as_array().into_iter().flatten() {
        let name = option["name"].as_str().unwrap_or_default();
        options.retain(|held| held.split(':').next() != Some(name));
        options.push(
            option["value"].as_str().map_or_else(|| name.to_owned(), |value| format!("{name}:{value}")),
        );
    }
    let mut text = String::new();
    if !searches.is_empty() {
        text += &format!("search {}\n", searches.join(" "));
    }
    servers.iter().for_each(|server| text += &format!("nameserver {server}\n"));
    if !options.is_empty() {
        text += &format!("options {}\n", options.join(" "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::Codec;
    use serde_json::json;

    fn pod(spec: Value) -> Pod {
        Pod::from_value(&json!({"metadata": {"name": "a", "namespace": "shop"}, "spec": spec}))
    }

    #[test]
    fn a_pod_says_whom_to_ask_for_names() {
        let usual = resolv_conf(&pod(json!({})));
        assert_eq!(
            usual,
            "search shop.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n"
        );
        let own = json!({"dnsPolicy": "None", "dnsConfig": {
            "nameservers": ["1.1.1.1"], "searches": ["my.dns.search.suffix"],
            "options": [{"name": "ndots", "value": "2"}, {"name": "edns0"}],
        }});
        assert_eq!(
            resolv_conf(&pod(own)),
            "search my.dns.search.suffix\nnameserver 1.1.1.1\noptions ndots:2 edns0\n"
        );
        let merged = json!({"dnsConfig": {"options": [{"name": "ndots", "value": "2"}]}});
        assert!(resolv_conf(&pod(merged)).ends_with("options ndots:2\n"));
    }

    #[test]
    fn a_pod_has_a_name_of_its_own() {
        let named = |spec: Value| {
            let pod = pod(spec);
            let line = hosts(&pod, "10.0.0.1").lines().last().unwrap_or_default().to_owned();
            (kernel_name(&pod), line)
        };
        assert_eq!(named(json!({})), ("a".into(), "10.0.0.1\ta".into()));
        let full = "web.cafe.shop.svc.cluster.local";
        let mut spec = json!({"hostname": "web", "subdomain": "cafe"});
        assert_eq!(named(spec.clone()), ("web".into(), format!("10.0.0.1\t{full}\tweb")));
        spec["setHostnameAsFQDN"] = json!(true);
        assert_eq!(named(spec.clone()), (full.into(), format!("10.0.0.1\t{full}\tweb")));
        let overridden = json!({"hostnameOverride": "x.example.org", "subdomain": "cafe"});
        assert_eq!(named(overridden), ("x.example.org".into(), "10.0.0.1\tx.example.org".into()));
    }

    #[test]
    fn aliases_stand_in_the_hosts_file() {
        let pod =
            pod(json!({"hostAliases": [{"ip": "10.1.2.3", "hostnames": ["foo.remote", "bar.remote"]}]}));
        assert!(hosts(&pod, "10.244.1.2").ends_with(
            "10.244.1.2\ta\n\n# Entries added by HostAliases.\n10.1.2.3\tfoo.remote\tbar.remote\n"
        ));
        assert_eq!(alias(&pod, "bar.remote"), Some("10.1.2.3"));
        assert_eq!(alias(&pod, "baz.remote"), None);
    }
}
