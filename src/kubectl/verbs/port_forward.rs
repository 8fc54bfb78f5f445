//! `kubectl port-forward`: a port of this machine that leads to a pod's. kubectl pkg/cmd/portforward, v1.36.
//!
//! While it waits, `curl localhost:PORT` in the same terminal goes to the pod (`Wait::forward`).

use serde_json::Value;

use super::Verb;
use crate::cluster::World;
use crate::kinds::Kind;
use crate::kubectl::call::flags::{Flag, Flags, value};
use crate::kubectl::call::{Answer, Call, Forward, Polled, Started, Wait, targets};
use crate::kubectl::describe::{Cluster, WorldView};
use crate::kubectl::pods_of::pods_of;
use crate::kubectl::reach::Reach;

const OWN: &[Flag] = &[value("address"), value("pod-running-timeout")];

pub const VERB: Verb = Verb { name: "port-forward", flags: &[OWN], act };

/// Ports of a call.
const LIMIT_PORTS: usize = 16;

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let usage = "\nSee 'kubectl port-forward -h' for help and examples";
    let [what, ports @ ..] = flags.words.as_slice() else {
        let why = "error: TYPE/NAME and list of ports are required for port-forward";
        return Err(Answer::failed(&format!("{why}{usage}")));
    };
    if ports.is_empty() || ports.len() > LIMIT_PORTS {
        let why = "error: TYPE/NAME and list of ports are required for port-forward";
        return Err(Answer::failed(&format!("{why}{usage}")));
    }
    let kind = (!what.contains('/')).then_some(Kind::Pod);
    let found = targets::find(call, flags, std::slice::from_ref(what), kind)?;
    let Some(key) = found.keys.first() else { return Err(found.missing) };
    let view = WorldView(call.world);
    let service = view.get(key.kind, &key.namespace, &key.name).filter(|_| key.kind == Kind::Service);
    let pod = pods_of(&view, key)?.swap_remove(0);
    let phase = pod["status"]["phase"].text();
    if phase != "Running" {
        return Err(Answer::failed(&format!(
            "error: unable to forward port because pod is not running. Current status={phase}"
        )));
    }
    let mut forwards = Vec::new();
    let mut said = String::new();
    for text in ports {
        let (local, remote) = pair(text, service.as_ref(), &pod).map_err(|why| Answer::failed(&why))?;
        said += &format!(
            "Forwarding from 127.0.0.1:{local} -> {remote}\nForwarding from [::1]:{local} -> {remote}\n"
        );
        forwards.push(Forward::Port(local, format!("{}:{remote}", pod["status"]["podIP"].text())));
    }
    let waits = Forwarding { uid: pod["metadata"]["uid"].text().to_owned(), forwards };
    Ok(Started::Waiting(Answer::said(said), Box::new(waits)))
}

/// `8080:80`, `:80`, `80`, `8080:http`: the port here, and the pod's.
fn pair(text: &str, service: Option<&Value>, pod: &Value) -> Result<(u16, u16), String> {
    let (local, remote) = match text.split_once(':') {
        Some((local, remote)) => (local, remote),
        None => (text, text),
    };
    let named = |name: &str| -> Option<u16> {
        let containers = pod["spec"]["containers"].items().iter();
        let ports = containers.flat_map(|container| container["ports"].items());
        let port =
            ports.filter(|port| port["name"] == name).map(|port| port["containerPort"].int()).next()?;
        u16::try_from(port).ok()
    };
    let of_pod = |port: &Value| match port {
        Value::String(name) => named(name),
        port => u16::try_from(port.int()).ok(),
    };
    let through = service.and_then(|service| {
        let number = remote.parse().unwrap_or(-1);
        let mut ports = service["spec"]["ports"].items().iter();
        let port = ports.find(|port| port["port"].int() == number || port["name"] == remote)?;
        of_pod(if port["targetPort"].is_null() { &port["port"] } else { &port["targetPort"] })
    });
    let remote_port = match service {
        Some(_) => through,
        None => remote.parse().ok().or_else(|| named(remote)),
    };
    let Some(target) = remote_port.filter(|port| *port > 0) else {
        return Err(match service {
            Some(service) => {
                format!(
                    "error: Service {} does not have a service port {remote}",
                    service["metadata"]["name"].text()
                )
            }
            None => format!(
                "error: Pod '{}' does not have a named port '{remote}'",
                pod["metadata"]["name"].text()
            ),
        });
    };
    // A port of its own choice, as the kernel would give one.
    let free = 32_768 + target % 28_000;
    let here = if local.is_empty() {
        Some(free)
    } else {
        local.parse().ok().or((local == remote).then_some(target))
    };
    let here = here.ok_or_else(|| format!("error: error parsing local port '{local}': strconv.ParseUint: parsing \"{local}\": invalid syntax"))?;
    Ok((if here == 0 { free } else { here }, target))
}

/// Until it is stopped, or the pod goes.
#[derive(Clone, Debug)]
struct Forwarding {
    uid: String,
    forwards: Vec<Forward>,
}

impl Wait for Forwarding {
    fn poll(&mut self, world: &mut World) -> Polled {
        match world.kubelets().worker(&self.uid) {
            Some(_) => Polled::More(Answer::default()),
            None => Polled::Done(Answer::failed("error: lost connection to pod")),
        }
    }

    fn forwards(&self) -> &[Forward] {
        &self.forwards
    }
}
