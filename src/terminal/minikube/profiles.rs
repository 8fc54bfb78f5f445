//! What minikube writes into the kubeconfig, and `minikube profile`: pkg/minikube/kubeconfig, cmd/config/profile*.go.

use super::table::framed;
use super::{Asked, PROFILE, address};
use crate::cluster::Machines;
use crate::cluster::presets::Preset;
use crate::kubectl::kubeconfig::{Config, LISTS, PATH};
use crate::kubectl::output;
use crate::sh::{Host, Outcome};
use crate::terminal::identity;
use crate::terminal::seat::{FileList, Seat};

/// kubeadm's configuration is not minikube's to change.
fn is_own(seat: &Seat<'_>) -> bool {
    seat.world.preset() == Some(Preset::Minikube)
}

fn read(seat: &Seat<'_>) -> Option<Config> {
    let files = FileList { files: seat.files, directory: "/", preset: seat.world.preset() };
    let namespace = if seat.namespace.is_empty() { "default" } else { seat.namespace.as_str() };
    Config::read(&files, namespace).ok()
}

fn write(seat: &mut Seat<'_>, config: &Config) {
    // A configuration that is as long as a file may be stays as it is.
    let _ = seat.write(PATH, &output::yaml(&config.0), false);
}

/// Makes the cluster's context the current one.
pub fn configure(seat: &mut Seat<'_>) {
    let Some(mut config) = read(seat).filter(|_| is_own(seat)) else { return };
    for ((list, _), entry) in LISTS.iter().zip(identity::minikube_lists()) {
        config.remove(list, PROFILE);
        if let Some(all) = config.0[*list].as_array_mut() {
            all.push(entry);
        }
    }
    config.0["current-context"] = PROFILE.into();
    PROFILE_NAMESPACE.clone_into(seat.namespace);
    write(seat, &config);
}

/// `--namespace` of `minikube start`
const PROFILE_NAMESPACE: &str = "default";

/// Takes the cluster, the context and the user out, and the current context if it is this one: DeleteContext.
pub fn forget(seat: &mut Seat<'_>) {
    let Some(mut config) = read(seat).filter(|_| is_own(seat)) else { return };
    for (list, _) in LISTS {
        config.remove(list, PROFILE);
    }
    if config.current() == PROFILE {
        config.0["current-context"] = "".into();
    }
    write(seat, &config);
}

/// Whether the kubeconfig leads to this cluster.
pub fn is_configured(seat: &Seat<'_>) -> bool {
    !is_own(seat) || read(seat).is_some_and(|config| config.entry("clusters", PROFILE).is_some())
}

pub fn update_context(seat: &mut Seat<'_>, asked: &Asked<'_>) -> Outcome {
    if let Err(refused) = super::must_run(seat, asked) {
        return refused;
    }
    let style = asked.style;
    let was = is_configured(seat);
    configure(seat);
    let said = match was {
        true => style.line("🎉", &format!("No changes required for the \"{PROFILE}\" context")),
        false => style.line(
            "🎉",
            &format!("\"{PROFILE}\" context has been updated to point to {}:8443", address(seat)),
        ),
    };
    Outcome::said(said + &style.line("💗", &format!("Current context is \"{PROFILE}\"")))
}

pub fn profile(seat: &Seat<'_>, asked: &Asked<'_>, words: &[&str]) -> Outcome {
    match words {
        [] => Outcome::said(format!("{PROFILE}\n")),
        ["list"] => list(seat, asked),
        [name] if *name == PROFILE => Outcome::said(
            asked.style.line("✅", &format!("minikube profile was successfully set to {PROFILE}")),
        ),
        [name, ..] => {
            let tip =
                format!("if you want to create a profile you can by this command: minikube start -p {name}");
            Outcome { stderr: asked.style.line("💡", &tip), ..Outcome::default() }
        }
    }
}

fn list(seat: &Seat<'_>, asked: &Asked<'_>) -> Outcome {
    let status = match seat.world.machines() {
        Machines::Running => "OK",
        Machines::Stopped => "Stopped",
        Machines::Gone => {
            let why = "No minikube profile was found. ";
            return asked.style.failure(super::USAGE, "MK_USAGE_NO_PROFILE", why);
        }
    };
    let active = read(seat).is_some_and(|config| config.current() == PROFILE);
    let context = if active { "*" } else { "" };
    let nodes = seat.world.machine_names().len().to_string();
    let row = [PROFILE, "docker", "docker", &address(seat), "8443", "v1.36.2", status, &nodes, "*", context];
    let headings = [
        "Profile",
        "Driver",
        "Runtime",
        "IP",
        "Port",
        "Version",
        "Status",
        "Nodes",
        "Active Profile",
        "Active Kubecontext",
    ];
    Outcome::said(framed(&headings, &[row.map(str::to_owned).to_vec()], false))
}
