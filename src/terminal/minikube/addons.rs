//! `minikube addons`: cmd/minikube/cmd/config/{addons_list,enable,disable}.go and pkg/addons, v1.38.
//!
//! What a cluster has here tells which are enabled; of those that are not, ingress can be.

use super::steps::Steps;
use super::table::framed;
use super::{Asked, PROFILE, must_run};
use crate::cluster::{Key, Propagation, World};
use crate::kinds::Kind;
use crate::kinds::deployment::Deployment;
use crate::kinds::storage_class::StorageClass;
use crate::sh::{Outcome, Started};
use crate::terminal::helm;
use crate::terminal::seat::Seat;

/// Every add-on and who keeps it: pkg/minikube/assets/addons.go.
const ALL: &str = include_str!("addons.txt");
const INGRESS: &str = "ingress-nginx";
/// Everything that the add-on makes outside its namespace.
const INGRESS_WIDE: [(Kind, &str); 4] = [
    (Kind::IngressClass, "nginx"),
    (Kind::ClusterRole, "ingress-nginx"),
    (Kind::ClusterRoleBinding, "ingress-nginx"),
    (Kind::ValidatingWebhookConfiguration, "ingress-nginx-admission"),
];

fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    ALL.lines().filter_map(|line| line.split_once('\t'))
}

fn is_enabled(world: &World, name: &str) -> bool {
    let mut classes = world.api().store().list::<StorageClass>();
    let mark = "storageclass.kubernetes.io/is-default-class";
    match name {
        "ingress" => world.api().store().get::<Deployment>(INGRESS, "ingress-nginx-controller").is_some(),
        "metrics-server" => world.api().pod_metrics().is_some(),
        "default-storageclass" => {
            classes.any(|class| class.meta.annotations.get(mark).is_some_and(|value| value == "true"))
        }
        "storage-provisioner" => classes.any(|class| class.provisioner == "k8s.io/minikube-hostpath"),
        _ => false,
    }
}

/// The names of those that are.
pub fn enabled(world: &World) -> Vec<&'static str> {
    all().map(|(name, _)| name).filter(|name| is_enabled(world, name)).collect()
}

pub fn list(seat: &Seat<'_>, asked: &Asked<'_>) -> Outcome {
    if let Err(refused) = must_run(seat, asked) {
        return refused;
    }
    let row = |(name, maintainer): (&str, &str)| {
        // An icon, or as much space as three letters take: iconFromStatus.
        let status = if is_enabled(seat.world, name) { "enabled ✅" } else { "disabled    " };
        [name, PROFILE, status, maintainer].map(str::to_owned).to_vec()
    };
    let rows: Vec<_> = all().map(row).collect();
    Outcome::said(framed(&["Addon Name", "Profile", "Status", "Maintainer"], &rows, true))
}

/// What is said of one that there is none of, or that is not here.
fn refused(asked: &Asked<'_>, name: &str, verb: &str) -> Outcome {
    if all().any(|(known, _)| known == name) {
        let why = "its objects are not at hand; apply its manifests instead";
        return Outcome::said(format!("minikube: not here: `minikube addons {verb} {name}`: {why}\n"));
    }
    let why = format!(
        "addon '{name}' is not a valid addon packaged with minikube.\nTo see the list of available addons run:\nminikube \
         addons list"
    );
    asked.style.failure(super::USAGE, "MK_USAGE", &why)
}

fn head(asked: &Asked<'_>, name: &str, image: &str) -> String {
    let style = asked.style;
    let maintained =
        format!("{name} is an addon maintained by Kubernetes. For any concerns contact minikube on GitHub.");
    let owners = "You can view the list of minikube maintainers at: \
        https://github.com/kubernetes/minikube/blob/master/OWNERS\n";
    style.line("💡", &maintained) + owners + &style.line("▪", &format!("Using image {image}"))
}

pub fn enable(seat: &mut Seat<'_>, asked: &Asked<'_>, name: &str) -> Started {
    if let Err(refused) = must_run(seat, asked) {
        return Started::Ended(refused);
    }
    let last = asked.style.line("🌟", &format!("The '{name}' addon is enabled"));
    match name {
        "metrics-server" => {
            let image = "registry.k8s.io/metrics-server/metrics-server:v0.8.0";
            Started::Ended(Outcome::said(head(asked, name, image) + &last))
        }
        "storage-provisioner" | "default-storageclass" if is_enabled(seat.world, name) => {
            Started::Ended(Outcome::said(last))
        }
        "ingress" => enable_ingress(seat, asked, last),
        _ => Started::Ended(refused(asked, name, "enable")),
    }
}

/// It waits until the controller runs.
fn enable_ingress(seat: &mut Seat<'_>, asked: &Asked<'_>, last: String) -> Started {
    if let Err(why) = helm::enable_ingress(seat) {
        return Started::Ended(Outcome::failed(1, &why));
    }
    let style = asked.style;
    let said = head(asked, "ingress", "registry.k8s.io/ingress-nginx/controller:v1.14.1")
        + &style.line("🔎", "Verifying ingress addon...");
    let runs = |world: &World| {
        let controller = world.api().store().get::<Deployment>(INGRESS, "ingress-nginx-controller");
        controller.is_some_and(|one| one.status.available_replicas > 0)
    };
    let late = style.line(
        "❌",
        "Exiting due to MK_ADDON_ENABLE: run callbacks: running callbacks: [waiting for \
        app.kubernetes.io/name=ingress-nginx pods: context deadline exceeded]",
    );
    let steps = Steps::new(seat.world.now(), Vec::new(), runs, (last, late));
    seat.begin(Outcome::said(said), Box::new(steps))
}

pub fn disable(seat: &mut Seat<'_>, asked: &Asked<'_>, name: &str) -> Outcome {
    if let Err(refused) = must_run(seat, asked) {
        return refused;
    }
    let is_known = all().any(|(known, _)| known == name);
    if !is_known || name != "ingress" && is_enabled(seat.world, name) {
        return refused(asked, name, "disable");
    }
    if is_enabled(seat.world, name) {
        let wide = INGRESS_WIDE.map(|(kind, name)| Key::new(kind, "", name));
        for key in wide.iter().chain([&Key::new(Kind::Namespace, "", INGRESS)]) {
            // What somebody else deleted is gone already.
            let _ = seat.world.act("kubectl", |api| api.delete(key, None, Propagation::Background));
        }
    }
    Outcome::said(asked.style.line("🌑", &format!("\"The '{name}' addon is disabled")))
}
