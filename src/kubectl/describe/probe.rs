//! Probes in one line: `DescribeProbe` of describe.go, v1.36, with Go's net/url for addresses.

use serde_json::Value;

use crate::kubectl::reach::{Reach, host_port, show};

pub fn text(probe: &Value) -> String {
    let number = |field: &str| probe[field].int();
    let attributes = format!(
        "delay={}s timeout={}s period={}s #success={} #failure={}",
        number("initialDelaySeconds"),
        number("timeoutSeconds"),
        number("periodSeconds"),
        number("successThreshold"),
        number("failureThreshold")
    );
    let (exec, http) = (&probe["exec"], &probe["httpGet"]);
    let (tcp, grpc) = (&probe["tcpSocket"], &probe["grpc"]);
    if exec.is_set() {
        let command = if exec["command"].is_set() { show(&exec["command"]) } else { "[]".into() };
        format!("exec {command} {attributes}")
    } else if http.is_set() {
        format!("http-get {} {attributes}", url(http))
    } else if tcp.is_set() {
        format!("tcp-socket {}:{} {attributes}", tcp["host"].text(), port(&tcp["port"]))
    } else if grpc.is_set() {
        format!("grpc <pod>:{} {} {attributes}", grpc["port"].int(), grpc["service"].text())
    } else {
        format!("unknown {attributes}")
    }
}

fn port(port: &Value) -> String {
    if port.is_set() { show(port) } else { "0".into() }
}

fn url(get: &Value) -> String {
    let scheme = match get["scheme"].text() {
        "" => String::new(),
        scheme => format!("{}:", scheme.to_lowercase()),
    };
    let (host, port) = (get["host"].text(), port(&get["port"]));
    let host = if port.is_empty() { host.to_owned() } else { host_port(host, &port) };
    let path = escaped(get["path"].text());
    let slash = if path.is_empty() || path.starts_with('/') { "" } else { "/" };
    format!("{scheme}//{host}{slash}{path}")
}

/// A path as Go's `url.URL` writes it.
fn escaped(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~$&+,/:;=@".contains(&byte);
    let one = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    path.bytes().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_path_is_escaped_and_an_empty_host_stays_empty() {
        let get = json!({"scheme": "HTTP", "port": "web", "path": "/a b?c"});
        assert_eq!(url(&get), "http://:web/a%20b%3Fc");
    }
}
