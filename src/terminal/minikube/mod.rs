//! minikube: the machines of the cluster, its add-ons, the addresses of its Services.
//!
//! Models minikube cmd/minikube/cmd and pkg/minikube (out, style, mustload), v1.38, with its docker driver on Linux. Its
//! tables are drawn as up to v1.36, which is how the course notes show them. The terminal is one that shows icons;
//! `MINIKUBE_IN_STYLE=false` takes them away, as it does there. Not there: other profiles, more nodes, other drivers.

mod addons;
mod machines;
mod profiles;
mod services;
mod steps;
mod table;
mod tunnel;

use super::seat::Seat;
use crate::cluster::Machines;
use crate::kinds::node::Node;
use crate::sh::{Outcome, Program, Started};

pub use super::identity::PROFILE;

pub const VERSION: &str = "v1.38.0";
/// reason/exitcodes.go: ExGuestNotFound, ExGuestNotRunning, ExProgramUsage
const GUEST_NOT_FOUND: i32 = 85;
const GUEST_NOT_RUNNING: i32 = 83;
const USAGE: i32 = 64;
/// Flags that take the next word.
const WITH_VALUE: [&str; 24] = [
    "-n",
    "--namespace",
    "-p",
    "--profile",
    "-o",
    "--output",
    "-f",
    "--format",
    "--wait",
    "--interval",
    "--driver",
    "--vm-driver",
    "--cpus",
    "--memory",
    "--nodes",
    "--kubernetes-version",
    "--container-runtime",
    "--cni",
    "--addons",
    "--disk-size",
    "--bind-address",
    "--port",
    "-l",
    "--node",
];

/// What was asked: words, flags, and how lines begin.
pub struct Asked<'a> {
    pub words: Vec<&'a str>,
    flags: Vec<(&'a str, &'a str)>,
    style: Style,
}

/// Whether lines begin with icons.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    plain: bool,
}

impl Style {
    /// A line as pkg/minikube/style begins it: with its icon, or with what stands for it.
    pub fn line(self, icon: &str, text: &str) -> String {
        let low = match icon {
            "❌" | "💣" => "X ",
            "❗" | "🤦" => "! ",
            "👉" => "  ",
            "▪" => "  - ",
            _ => "* ",
        };
        match (self.plain, icon) {
            (true, _) => format!("{low}{text}\n"),
            (false, "▪") => format!("    ▪ {text}\n"),
            (false, icon) => format!("{icon}  {text}\n"),
        }
    }

    /// What an error without a remedy ends with.
    pub fn failure(self, code: i32, reason: &str, text: &str) -> Outcome {
        let line = self.line("❌", &format!("Exiting due to {reason}: {text}"));
        Outcome { stdout: String::new(), stderr: format!("\n{line}"), code }
    }
}

impl<'a> Asked<'a> {
    fn read(rest: &'a [String], style: Style) -> Asked<'a> {
        let mut asked = Asked { words: Vec::new(), flags: Vec::new(), style };
        let mut rest = rest.iter().map(String::as_str);
        while let Some(one) = rest.next() {
            match (one, one.split_once('=')) {
                ("--", _) => {
                    asked.words.extend(rest.by_ref());
                }
                (flag, _) if !flag.starts_with('-') => asked.words.push(flag),
                (_, Some((flag, value))) => asked.flags.push((flag, value)),
                (flag, None) if WITH_VALUE.contains(&flag) => {
                    asked.flags.push((flag, rest.next().unwrap_or_default()));
                }
                (flag, None) => asked.flags.push((flag, "true")),
            }
        }
        asked
    }

    /// The last value of a flag by any of its names.
    pub fn flag(&self, names: &[&str]) -> Option<&'a str> {
        self.flags.iter().rev().find(|(name, _)| names.contains(name)).map(|(_, value)| *value)
    }

    pub fn is_on(&self, name: &str) -> bool {
        self.flag(&[name]).is_some_and(|value| value != "false")
    }
}

/// Begins `minikube` with its arguments.
pub fn start(seat: &mut Seat<'_>, program: &Program<'_>) -> Started {
    let rest = &program.arguments[1..];
    let plain = program.environment.get("MINIKUBE_IN_STYLE").is_some_and(|value| *value == "false");
    let asked = Asked::read(rest, Style { plain });
    if let Some(other) = asked.flag(&["-p", "--profile"]).filter(|name| *name != PROFILE) {
        return Started::Ended(no_profile(asked.style, other));
    }
    let words = asked.words.clone();
    match words.as_slice() {
        ["kubectl", ..] => seat.kubectl(&kubectl(rest, program)),
        ["start"] => machines::start(seat, &asked),
        ["addons", "enable", name] => addons::enable(seat, &asked, name),
        ["tunnel"] => tunnel::start(seat, &asked),
        _ => Started::Ended(answer(seat, &asked)),
    }
}

fn answer(seat: &mut Seat<'_>, asked: &Asked<'_>) -> Outcome {
    match asked.words.as_slice() {
        ["status"] => machines::status(seat, asked),
        ["stop"] => machines::stop(seat, asked),
        ["delete"] => machines::delete(seat, asked),
        ["ip"] => ip(seat, asked),
        ["node", "list"] => node_list(seat),
        ["profile", rest @ ..] => profiles::profile(seat, asked, rest),
        ["update-context"] => profiles::update_context(seat, asked),
        ["service", "list"] => services::list(seat, asked),
        ["service", names @ ..] => services::open(seat, asked, names),
        ["addons", "list"] => addons::list(seat, asked),
        ["addons", "disable", name] => addons::disable(seat, asked, name),
        ["version"] if asked.is_on("--short") => Outcome::said(format!("{VERSION}\n")),
        ["version"] => Outcome::said(format!("minikube version: {VERSION}\n")),
        [] | ["help", ..] => Outcome::said(HELP),
        [word, ..] => elsewhere(asked, word),
    }
}

/// Commands that act on something this cluster does not have.
fn elsewhere(asked: &Asked<'_>, word: &str) -> Outcome {
    let why = match word {
        "dashboard" => "the page itself shows the cluster: nodes, pods and Services, live",
        "ssh" => {
            "kubectl debug node/minikube -it --image=busybox opens a shell on the node, with its files under /host"
        }
        "logs" => {
            "kubectl logs -n kube-system shows the control plane's output, kubectl get events what happened"
        }
        "mount" => "a hostPath volume names a folder of the node",
        "image" | "docker-env" | "podman-env" | "cache" => {
            "every image that is known here is pulled from its registry"
        }
        "pause" | "unpause" => "the bar under the page stops the cluster's time",
        "addons" => "there are `addons list`, `addons enable NAME` and `addons disable NAME`",
        "cp" | "node" | "config" | "completion" | "license" | "options" | "update-check" => {
            "it would act on a machine of its own; this cluster is simulated"
        }
        unknown => {
            let text = format!(
                "Error: unknown command \"{unknown}\" for \"minikube\"\nRun 'minikube --help' for usage."
            );
            return Outcome::failed(USAGE, &text);
        }
    };
    let all = asked.words.join(" ");
    Outcome::said(format!("minikube: not here: `minikube {all}`: {why}\n"))
}

const HELP: &str =
    "minikube provisions and manages local Kubernetes clusters optimized for development workflows.

Basic Commands:
  start            Starts a local Kubernetes cluster
  status           Gets the status of a local Kubernetes cluster
  stop             Stops a running local Kubernetes cluster
  delete           Deletes a local Kubernetes cluster

Networking and Connectivity Commands:
  service          Returns a URL to connect to a service
  tunnel           Connect to LoadBalancer services

Configuration and Management Commands:
  addons           Enable or disable a minikube addon
  profile          Get or list the current profiles (clusters)
  update-context   Update kubeconfig in case of an IP or port change

Other Commands:
  ip               Retrieves the IP address of the specified node
  kubectl          Run a kubectl binary matching the cluster version
  node             Lists the nodes
  version          Print the version of minikube

Usage:
  minikube [flags] [options]
";

/// The same program as kubectl: what stands after `kubectl`, and after the `--` there.
fn kubectl<'a>(rest: &'a [String], program: &Program<'a>) -> Program<'a> {
    let at = rest.iter().position(|one| one == "kubectl").unwrap_or_default();
    let dash = usize::from(rest.get(at + 1).is_some_and(|one| one == "--"));
    Program {
        arguments: &rest[at + dash..],
        stdin: program.stdin,
        environment: program.environment.clone(),
        directory: program.directory,
        processes: Vec::new(),
    }
}

/// Refuses what needs a running cluster: pkg/minikube/mustload.
fn must_run(seat: &Seat<'_>, asked: &Asked<'_>) -> Result<(), Outcome> {
    let (text, code) = match seat.world.machines() {
        Machines::Running => return Ok(()),
        Machines::Gone => return Err(no_profile(asked.style, PROFILE)),
        Machines::Stopped => (
            format!("The control-plane node {PROFILE} host is not running: state=Stopped"),
            GUEST_NOT_RUNNING,
        ),
    };
    Err(with_tip(asked.style, &text, code))
}

fn no_profile(style: Style, name: &str) -> Outcome {
    let text = format!("Profile \"{name}\" not found. Run \"minikube profile list\" to view all profiles.");
    with_tip(style, &text, GUEST_NOT_FOUND)
}

fn with_tip(style: Style, text: &str, code: i32) -> Outcome {
    let tip = style.line("👉", "To start a cluster, run: \"minikube start\"");
    Outcome { stdout: style.line("🤷", text) + &tip, stderr: String::new(), code }
}

fn ip(seat: &Seat<'_>, asked: &Asked<'_>) -> Outcome {
    match must_run(seat, asked) {
        Ok(()) => Outcome::said(format!("{}\n", address(seat))),
        Err(refused) => refused,
    }
}

/// The first node's.
fn address(seat: &Seat<'_>) -> String {
    let node = seat.world.api().store().list::<Node>().next();
    node.map_or(String::new(), |node| node.internal_ip().to_owned())
}

fn node_list(seat: &Seat<'_>) -> Outcome {
    let nodes = seat.world.api().store().list::<Node>();
    Outcome::said(
        nodes.map(|node| format!("{}\t{}\n", node.meta.name, node.internal_ip())).collect::<String>(),
    )
}
