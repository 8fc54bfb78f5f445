//! Programs beside kubectl: requests to the cluster, contexts, dates; and a line of help for those that have no meaning
//! here.

use super::seat::Seat;
use super::{curl, helm, openssl, yq};
use crate::cluster::EPOCH;
use crate::cluster::network::Address;
use crate::kinds::Kind;
use crate::kinds::service::Service;
use crate::sh::{Host, Outcome, Program, full_path};

const SECOND_US: i64 = 1_000_000;
/// Programs that have no meaning in a simulated cluster, and what they would do.
const HELP: [(&str, &str); 18] = [
    ("apt", "it would install packages; everything that is simulated is here already"),
    ("apt-get", "it would install packages; everything that is simulated is here already"),
    (
        "crictl",
        "it would ask a node's container runtime; kubectl describe and kubectl logs show its containers",
    ),
    (
        "docker",
        "it would build and run containers on this machine; kubectl run IMAGE starts one in the cluster",
    ),
    ("etcdctl", "it would read the cluster's store; kubectl get -o yaml shows what is stored"),
    (
        "git",
        "it would fetch a repository; there is no network: put the manifests into the editor on the left",
    ),
    ("ip", "it would show this machine's network; kubectl get nodes -o wide shows the nodes' addresses"),
    ("iptables", "it would show a node's rules; kubectl get endpointslices shows where Services lead"),
    ("journalctl", "it would show a node's log; kubectl get events shows what happened"),
    (
        "kind",
        "it would make a cluster of containers; this one is made already: choose another one at the top",
    ),
    ("kubeadm", "it would set up a cluster; this one is made already: choose another one at the top"),
    (
        "podman",
        "it would build and run containers on this machine; kubectl run IMAGE starts one in the cluster",
    ),
    ("route", "it would show this machine's routes; kubectl get nodes -o wide shows the nodes' addresses"),
    (
        "ssh",
        "it would log in to a machine; the nodes are simulated: kubectl get nodes and kubectl describe node show them",
    ),
    ("swapoff", "it would turn off swap; the simulated nodes have none"),
    ("systemctl", "it would start and stop services of a machine; a node's kubelet is stopped on the page"),
    ("tcpdump", "it would record packets; the page shows requests on their way"),
    ("yum", "it would install packages; everything that is simulated is here already"),
];

pub fn reads_input(name: &str) -> bool {
    matches!(name, "openssl" | "yq")
}

pub fn names() -> impl Iterator<Item = &'static str> {
    HELP.iter().map(|(name, _)| *name)
}

/// Runs one of them; none if there is no such program.
pub fn run(seat: &mut Seat<'_>, program: &Program<'_>) -> Option<Outcome> {
    let arguments = program.arguments;
    let rest = &arguments[1..];
    Some(match arguments[0].as_str() {
        "wget" => wget(seat, program),
        "yq" => yq::run(seat, program),
        "date" => date(seat, rest),
        "dig" | "host" | "nslookup" => lookup(seat, &arguments[0], rest),
        "ping" => ping(seat, rest),
        "nc" | "telnet" => connect(seat, rest),
        "kubens" => kubens(seat, rest),
        "kubectx" => kubectx(seat, rest),
        "helm" => helm::run(seat, rest, program.directory),
        "openssl" => openssl::run(seat, rest, program.stdin, program.directory),
        "history" => {
            let lines = seat.history.iter().enumerate();
            Outcome::said(lines.map(|(at, line)| format!("{:>5}  {line}\n", at + 1)).collect::<String>())
        }
        "hostname" => Outcome::said("kubarium\n"),
        "whoami" => Outcome::said("root\n"),
        "uname" => Outcome::said(match rest.first().map(String::as_str) {
            Some("-a") => "Linux kubarium 6.1.0 #1 SMP x86_64 GNU/Linux\n",
            Some("-r") => "6.1.0\n",
            Some("-m" | "-p" | "-i") => "x86_64\n",
            Some("-n") => "kubarium\n",
            Some("-o") => "GNU/Linux\n",
            _ => "Linux\n",
        }),
        "printenv" => {
            let named = rest.iter().find(|one| !one.starts_with('-'));
            match named {
                Some(name) => match program.environment.get(name.as_str()) {
                    Some(value) => Outcome::said(format!("{value}\n")),
                    None => Outcome { code: 1, ..Outcome::default() },
                },
                None => {
                    let lines = program.environment.iter().map(|(name, value)| format!("{name}={value}\n"));
                    Outcome::said(lines.collect::<String>())
                }
            }
        }
        "id" => match rest.first().map(String::as_str) {
            Some("-u" | "-g") => Outcome::said("0\n"),
            _ => Outcome::said("uid=0(root) gid=0(root) groups=0(root)\n"),
        },
        "help" | "man" => {
            Outcome::said("kubectl --help, kubectl explain KIND; the Tab key completes what is typed\n")
        }
        name => {
            let (name, help) = HELP.iter().find(|(known, _)| *known == name)?;
            Outcome::said(format!("{name}: not here: {help}\n"))
        }
    })
}

fn wget(seat: &mut Seat<'_>, program: &Program<'_>) -> Outcome {
    let mut url = "";
    let mut to = None;
    let mut rest = program.arguments[1..].iter();
    while let Some(one) = rest.next() {
        match one.as_str() {
            flags if flags.starts_with('-') && !flags.starts_with("--") && flags.contains('O') => {
                let inline = flags.split('O').nth(1).filter(|inline| !inline.is_empty());
                to = inline.or_else(|| rest.next().map(String::as_str));
            }
            "-T" | "-t" | "--timeout" | "--tries" | "-P" => drop(rest.next()),
            flag if flag.starts_with('-') => {}
            one => url = one,
        }
    }
    if url.is_empty() {
        return Outcome::failed(1, "wget: missing URL");
    }
    let body = match curl::request(seat, url) {
        Ok(answer) if answer.status < 400 => answer.body,
        Ok(answer) => {
            return Outcome::failed(8, &format!("wget: server returned error: HTTP/1.1 {}", answer.status));
        }
        Err(why) => {
            let bare = why.split_once(") ").map_or(why.as_str(), |(_, bare)| bare);
            return Outcome::failed(4, &format!("wget: {bare}"));
        }
    };
    let own =
        url.trim_end_matches('/').rsplit('/').next().filter(|_| url.contains('/')).unwrap_or("index.html");
    match to.unwrap_or(own) {
        "-" => Outcome::said(body),
        "/dev/null" => Outcome::default(),
        path => match seat.write(&full_path(program.directory, path), &body, false) {
            Ok(()) => Outcome { stderr: format!("'{path}' saved\n"), ..Outcome::default() },
            Err(why) => Outcome::failed(3, &format!("wget: {path}: {why}")),
        },
    }
}

fn date(seat: &Seat<'_>, rest: &[String]) -> Outcome {
    let us = EPOCH.0.saturating_mul(SECOND_US).saturating_add(seat.world.now().0 as i64);
    crate::sh::tools::date::date(rest, us)
}

/// The Service a name belongs to, as the cluster's DNS would find it, and its addresses.
fn resolve(seat: &Seat<'_>, host: &str) -> Option<(String, Vec<String>)> {
    let bare = host.trim_end_matches('.').trim_end_matches(".cluster.local").trim_end_matches(".svc");
    let (name, namespace) = bare.split_once('.').unwrap_or((bare, "default"));
    let store = seat.world.api().store();
    let service = store.get::<Service>(namespace, name)?;
    let full = format!("{name}.{namespace}.svc.cluster.local");
    if service.is_headless() {
        let targets =
            service.spec.ports.first().map(|port| crate::cluster::network::behind(service, port, store));
        let pods = targets.map(|target| target.endpoints).unwrap_or_default();
        let address = |(key, _): &(crate::cluster::Key, i32)| {
            let pod = store.by_key::<crate::kinds::pod::Pod>(key)?;
            Some(pod.status.pod_ip.clone())
        };
        return Some((full, pods.iter().filter_map(address).collect()));
    }
    Some((full, vec![service.spec.cluster_ip.clone()]))
}

fn dns_server(seat: &Seat<'_>) -> String {
    let store = seat.world.api().store();
    let found =
        store.get::<Service>("kube-system", "kube-dns").map(|service| service.spec.cluster_ip.clone());
    found.unwrap_or_else(|| "10.96.0.10".to_owned())
}

fn lookup(seat: &Seat<'_>, tool: &str, rest: &[String]) -> Outcome {
    let Some(host) = rest.iter().find(|one| !one.starts_with(['-', '+', '@'])) else {
        return Outcome::failed(1, &format!("{tool}: no name to look up"));
    };
    let found = resolve(seat, host);
    if tool == "dig" {
        let short = rest.iter().any(|one| one == "+short");
        let (name, addresses) = found.unwrap_or((host.clone(), Vec::new()));
        let line = |address: &String| match short {
            true => format!("{address}\n"),
            false => format!("{name}.\t30\tIN\tA\t{address}\n"),
        };
        return Outcome::said(addresses.iter().map(line).collect::<String>());
    }
    let server = dns_server(seat);
    let head = format!("Server:\t\t{server}\nAddress:\t{server}#53\n\n");
    match found {
        Some((name, addresses)) => {
            let each = |address: &String| format!("Name:\t{name}\nAddress: {address}\n");
            Outcome::said(head + &addresses.iter().map(each).collect::<String>())
        }
        None => {
            let text = format!("{head}** server can't find {host}: NXDOMAIN\n\n");
            Outcome { stdout: text, stderr: String::new(), code: 1 }
        }
    }
}

/// A cluster IP answers no pings: kube-proxy forwards ports only.
fn ping(seat: &Seat<'_>, rest: &[String]) -> Outcome {
    let is_value = |at: usize| at > 0 && matches!(rest[at - 1].as_str(), "-c" | "-W" | "-i" | "-w");
    let Some((_, host)) = rest.iter().enumerate().find(|(at, one)| !one.starts_with('-') && !is_value(*at))
    else {
        return Outcome::failed(2, "ping: usage error: Destination address required");
    };
    let store = seat.world.api().store();
    let pods = store.list::<crate::kinds::pod::Pod>();
    let nodes = store.list::<crate::kinds::node::Node>();
    let answers = pods.into_iter().any(|pod| pod.status.pod_ip == *host)
        || nodes.into_iter().any(|node| node.internal_ip() == *host || node.meta.name == *host);
    let address = resolve(seat, host).and_then(|(_, addresses)| addresses.first().cloned());
    let known = answers || host.parse::<std::net::IpAddr>().is_ok() || address.is_some();
    if !known {
        return Outcome::failed(2, &format!("ping: {host}: Name or service not known"));
    }
    let to = address.unwrap_or_else(|| host.clone());
    let (received, loss) = if answers { (1, 0) } else { (0, 100) };
    let line =
        if answers { format!("64 bytes from {to}: icmp_seq=1 ttl=63 time=0.1 ms\n") } else { String::new() };
    let text = format!(
        "PING {host} ({to}) 56(84) bytes of data.\n{line}\n--- {host} ping statistics ---\n1 packets transmitted, {received} received, {loss}% packet loss\n"
    );
    Outcome { stdout: text, stderr: String::new(), code: i32::from(!answers) }
}

/// `nc -vz HOST PORT`: whether somebody listens.
fn connect(seat: &mut Seat<'_>, rest: &[String]) -> Outcome {
    let words: Vec<&String> = rest.iter().filter(|one| !one.starts_with('-')).collect();
    let [.., host, port] = words.as_slice() else {
        return Outcome::failed(1, "usage: nc [-vz] host port");
    };
    let url = format!("{host}:{port}");
    if Address::parse(&url).is_err() {
        return Outcome::failed(1, &format!("nc: port number invalid: {port}"));
    }
    match seat.world.curl(&url).result {
        Ok(_) => Outcome {
            stderr: format!("Connection to {host} {port} port [tcp/*] succeeded!\n"),
            ..Outcome::default()
        },
        Err(why) => {
            let refused = why.contains("(7)");
            let why = if refused { "Connection refused" } else { "Name or service not known" };
            Outcome::failed(1, &format!("nc: connect to {host} port {port} (tcp) failed: {why}"))
        }
    }
}

fn kubens(seat: &mut Seat<'_>, rest: &[String]) -> Outcome {
    let objects = seat.world.api().store().objects(Kind::Namespace);
    let names: Vec<String> = objects.map(|(key, _)| key.name.to_string()).collect();
    match rest.first() {
        None => Outcome::said(names.iter().map(|name| format!("{name}\n")).collect::<String>()),
        Some(flag) if flag == "-c" => {
            let now = if seat.namespace.is_empty() { "default" } else { seat.namespace.as_str() };
            Outcome::said(format!("{now}\n"))
        }
        Some(wanted) if names.contains(wanted) => {
            let set = format!("--namespace={wanted}");
            let mut said = seat.ask(&["config", "set-context", "--current", &set]);
            if said.code == 0 {
                said.stdout += &format!("Active namespace is \"{wanted}\".\n");
            }
            said
        }
        Some(wanted) => Outcome::failed(1, &format!("error: no namespace exists with name \"{wanted}\".")),
    }
}

fn kubectx(seat: &mut Seat<'_>, rest: &[String]) -> Outcome {
    match rest.first().map(String::as_str) {
        None => seat.ask(&["config", "get-contexts", "-o", "name"]),
        Some("-c" | "--current") => seat.ask(&["config", "current-context"]),
        Some("-d") => seat.ask(&["config", "delete-context", rest.get(1).map_or("", String::as_str)]),
        Some(other) => match other.split_once('=') {
            Some((new, old)) => seat.ask(&["config", "rename-context", old, new]),
            None => seat.ask(&["config", "use-context", other]),
        },
    }
}
