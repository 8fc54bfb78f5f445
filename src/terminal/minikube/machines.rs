//! `minikube start`, `status`, `stop` and `delete`: cmd/minikube/cmd/{start,status,stop,delete}.go, v1.38.

use super::steps::Steps;
use super::{Asked, PROFILE, VERSION, no_profile, profiles};
use crate::cluster::{Machines, World};
use crate::kinds::node::Node;
use crate::sh::{Outcome, Started};
use crate::terminal::seat::Seat;

/// Assumed: how long the lines of a start come after its beginning, in seconds.
const NEW: [u64; 6] = [1, 2, 12, 20, 24, 26];
const AGAIN: [u64; 4] = [1, 3, 6, 10];

pub fn start(seat: &mut Seat<'_>, asked: &Asked<'_>) -> Started {
    let before = seat.world.machines();
    seat.world.start_machines();
    profiles::configure(seat);
    let now = seat.world.now();
    let lines = match before {
        Machines::Gone => new_lines(asked, &runtime(seat.world)),
        Machines::Stopped | Machines::Running => again_lines(asked, before, &runtime(seat.world)),
    };
    let style = asked.style;
    let enabled = format!("Enabled addons: {}", super::addons::enabled(seat.world).join(", "));
    let done = format!(
        "Done! kubectl is now configured to use \"{PROFILE}\" cluster and \"default\" namespace by default"
    );
    let last = style.line("🌟", &enabled) + &style.line("🏄", &done);
    let late =
        style.line("❌", "Exiting due to GUEST_START: failed to start node: wait 6m0s for node: timed out");
    let first: String =
        lines.iter().filter(|(after, _)| *after == 0).map(|(_, text)| text.as_str()).collect();
    let later = lines.into_iter().filter(|(after, _)| *after > 0).collect();
    let steps = Steps::new(now, later, is_ready, (last, late));
    seat.begin(Outcome::said(first), Box::new(steps))
}

/// What a start waits for: --wait=apiserver,system_pods, as far as the nodes tell.
fn is_ready(world: &World) -> bool {
    let mut nodes = world.api().store().list::<Node>();
    world.machines() == Machines::Running
        && nodes.all(|node| node.is_ready() && !world.kubelets().is_off(&node.meta.name))
}

/// `containerd 2.1.4`, with its icon.
fn runtime(world: &World) -> (String, &'static str) {
    let node = world.api().store().list::<Node>().next();
    let told = node.and_then(|node| node.status.node_info.as_ref());
    let text = told.map_or("docker://29.2.1", |told| told.container_runtime_version.as_str());
    let (name, version) = text.split_once("://").unwrap_or((text, ""));
    match name {
        "docker" => (format!("Docker {version}"), "🐳"),
        name => (format!("{name} {version}"), "📦"),
    }
}

fn head(asked: &Asked<'_>) -> Vec<(u64, String)> {
    vec![(0, asked.style.line("😄", &format!("minikube {VERSION} on Ubuntu 24.04")))]
}

fn tail(asked: &Asked<'_>, [at, then]: [u64; 2]) -> Vec<(u64, String)> {
    let image = "Using image gcr.io/k8s-minikube/storage-provisioner:v5";
    vec![
        (at, asked.style.line("🔎", "Verifying Kubernetes components...")),
        (then, asked.style.line("▪", image)),
    ]
}

/// A cluster that is there: cmd/minikube/cmd/start.go with an existing profile.
fn again_lines(asked: &Asked<'_>, before: Machines, (runtime, icon): &(String, &str)) -> Vec<(u64, String)> {
    let style = asked.style;
    let machine = match before {
        Machines::Running => {
            style.line("🏃", &format!("Updating the running docker \"{PROFILE}\" container ..."))
        }
        _ => style.line("🔄", &format!("Restarting existing docker container for \"{PROFILE}\" ...")),
    };
    let node = format!("Starting \"{PROFILE}\" primary control-plane node in \"{PROFILE}\" cluster");
    let mut lines = head(asked);
    lines.extend([
        (0, style.line("✨", "Using the docker driver based on existing profile")),
        (0, style.line("👍", &node)),
        (AGAIN[0], style.line("🚜", "Pulling base image v0.0.49 ...")),
        (AGAIN[1], machine),
        (AGAIN[2], style.line(icon, &format!("Preparing Kubernetes v1.36.2 on {runtime} ..."))),
    ]);
    lines.extend(tail(asked, [AGAIN[3], AGAIN[3] + 1]));
    lines
}

fn new_lines(asked: &Asked<'_>, (runtime, icon): &(String, &str)) -> Vec<(u64, String)> {
    let style = asked.style;
    let node = format!("Starting \"{PROFILE}\" primary control-plane node in \"{PROFILE}\" cluster");
    let mut lines = head(asked);
    lines.extend([
        (0, style.line("✨", "Automatically selected the docker driver. Other choices: none, ssh")),
        (0, style.line("📌", "Using Docker driver with root privileges")),
        (0, style.line("👍", &node)),
        (NEW[0], style.line("🚜", "Pulling base image v0.0.49 ...")),
        (NEW[1], style.line("🔥", "Creating docker container (CPUs=2, Memory=3900MB) ...")),
        (NEW[2], style.line(icon, &format!("Preparing Kubernetes v1.36.2 on {runtime} ..."))),
        (NEW[3], style.line("🔗", "Configuring bridge CNI (Container Networking Interface) ...")),
    ]);
    lines.extend(tail(asked, [NEW[4], NEW[5]]));
    lines
}

/// The state of the machine, the kubelet, the API server and the configuration.
struct Status {
    host: &'static str,
    kubelet: &'static str,
    apiserver: &'static str,
    kubeconfig: &'static str,
}

impl Status {
    fn of(seat: &Seat<'_>) -> Status {
        let first = seat.world.machine_names().into_iter().next().unwrap_or_default();
        let kubelets = seat.world.kubelets();
        if seat.world.machines() != Machines::Running || kubelets.is_off(&first) {
            return Status {
                host: "Stopped",
                kubelet: "Stopped",
                apiserver: "Stopped",
                kubeconfig: "Stopped",
            };
        }
        let kubelet = if kubelets.is_frozen(&first) { "Stopped" } else { "Running" };
        let kubeconfig = if profiles::is_configured(seat) { "Configured" } else { "Misconfigured" };
        Status { host: "Running", kubelet, apiserver: "Running", kubeconfig }
    }

    /// 1 for the machine, 2 for the cluster, 4 for the configuration.
    fn code(&self) -> i32 {
        let cluster = self.apiserver != "Running" || self.kubelet != "Running";
        i32::from(self.host != "Running")
            | i32::from(cluster) << 1
            | i32::from(self.kubeconfig != "Configured") << 2
    }

    fn fields(&self) -> [(&'static str, &'static str); 5] {
        [
            ("Name", PROFILE),
            ("Host", self.host),
            ("Kubelet", self.kubelet),
            ("APIServer", self.apiserver),
            ("Kubeconfig", self.kubeconfig),
        ]
    }
}

const USUAL_FORMAT: &str = "{{.Name}}\ntype: Control Plane\nhost: {{.Host}}\nkubelet: {{.Kubelet}}\napiserver: \
    {{.APIServer}}\nkubeconfig: {{.Kubeconfig}}\n\n";
const STALE: &str = "\nWARNING: Your kubectl is pointing to stale minikube-vm.\nTo fix the kubectl context, run `minikube \
    update-context`\n";

pub fn status(seat: &Seat<'_>, asked: &Asked<'_>) -> Outcome {
    if seat.world.machines() == Machines::Gone {
        return no_profile(asked.style, PROFILE);
    }
    let status = Status::of(seat);
    let text = match asked.flag(&["-o", "--output"]) {
        Some("json") => {
            let pairs = status.fields().map(|(name, value)| format!("\"{name}\":\"{value}\""));
            format!("{{{},\"Worker\":false}}", pairs.join(","))
        }
        _ => {
            let format = asked.flag(&["-f", "--format"]).unwrap_or(USUAL_FORMAT);
            let fill =
                |text: String, (name, value): (&str, &str)| text.replace(&format!("{{{{.{name}}}}}"), value);
            let text = status.fields().into_iter().fold(format.to_owned(), fill);
            text + if status.kubeconfig == "Misconfigured" { STALE } else { "" }
        }
    };
    Outcome { stdout: text, stderr: String::new(), code: status.code() }
}

pub fn stop(seat: &mut Seat<'_>, asked: &Asked<'_>) -> Outcome {
    if seat.world.machines() == Machines::Gone {
        return no_profile(asked.style, PROFILE);
    }
    let names = seat.world.machine_names();
    let was_running = seat.world.machines() == Machines::Running;
    seat.world.stop_machines();
    if !asked.is_on("--keep-context-active") {
        profiles::forget(seat);
    }
    let style = asked.style;
    let mut text = String::new();
    for name in &names {
        text += &style.line("✋", &format!("Stopping node \"{name}\"  ..."));
        if was_running {
            text += &style.line("🛑", &format!("Powering off \"{name}\" via SSH ..."));
        }
    }
    let nodes = if names.len() == 1 { "node" } else { "nodes" };
    Outcome::said(text + &style.line("🛑", &format!("{} {nodes} stopped.", names.len())))
}

pub fn delete(seat: &mut Seat<'_>, asked: &Asked<'_>) -> Outcome {
    let style = asked.style;
    let removed = style.line("💀", &format!("Removed all traces of the \"{PROFILE}\" cluster."));
    if seat.world.machines() == Machines::Gone {
        let none = style.line("🙄", &format!("\"{PROFILE}\" profile does not exist, trying anyways."));
        return Outcome::said(none + &removed);
    }
    let names = seat.world.machine_names();
    seat.world.remove_machines();
    profiles::forget(seat);
    let mut text = style.line("🔥", &format!("Deleting \"{PROFILE}\" in docker ..."));
    for name in &names {
        text += &style.line("🔥", &format!("Deleting container \"{name}\" ..."));
    }
    for name in &names {
        text += &style.line("🔥", &format!("Removing /root/.minikube/machines/{name} ..."));
    }
    Outcome::said(text + &removed)
}
