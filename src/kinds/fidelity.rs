//! How far each kind is simulated, and the document that says so.
//!
//! Two things are known: what acts on a kind (the table below, one line a kind) and which of its fields
//! are kept without being acted on (the field tables). The editor warns from them, and `document` makes
//! docs/fidelity.md and the page's copy of it; a test keeps those up to date.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::registry::Kind;
use super::schema::{Struct, Type};

/// How far a kind is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acts {
    /// Something acts on it, but for the fields the table marks.
    Yes,
    /// Defaulted, validated, stored and printed; nothing acts on it.
    KeptOnly,
}

/// What there is to say of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Fidelity {
    pub acts: Acts,
    /// Who acts on it and what they leave out, or what will be missed.
    pub note: &'static str,
}

const fn acts(note: &'static str) -> Fidelity {
    Fidelity { acts: Acts::Yes, note }
}

const fn kept(note: &'static str) -> Fidelity {
    Fidelity { acts: Acts::KeptOnly, note }
}

/// What is known of a kind.
pub fn of(kind: Kind) -> Fidelity {
    match kind {
        Kind::Namespace => acts("Deletion empties it first."),
        Kind::Node => acts(
            "Taints, capacity, readiness and leases act; nothing is really attached or run. PIDPressure stays False: the \
             kubelet's defaults set no threshold for process ids, and its configuration cannot be changed.",
        ),
        Kind::Pod => acts(
            "Scheduled, started, probed, restarted, resized and stopped; images are models. Commands run as \
             scripts over files, volumes and variables; memory, CPU and a node's disk are limited.",
        ),
        Kind::Service => acts("Addresses, node ports, endpoints and requests; no external load balancer."),
        Kind::Endpoints | Kind::EndpointSlice => {
            acts("Made for Services; those made by hand receive requests.")
        }
        Kind::Deployment | Kind::ReplicaSet | Kind::ReplicationController => {
            acts("As kube-controller-manager does.")
        }
        Kind::HorizontalPodAutoscaler => {
            acts("Resource metrics as the real controller; other metrics have no source.")
        }
        Kind::AppModel => acts("Kubarium's own: containers of the images it names behave as it says."),
        Kind::Event => acts("Written by the actors, counted and combined as upstream, gone after an hour."),
        Kind::NodeMetrics | Kind::PodMetrics => acts("Computed from the simulated usage when asked for."),
        Kind::Binding => acts("Places the pod, as the scheduler's do."),
        Kind::ResourceQuota => acts("Counted at every request; usage is written by the quota controller."),
        Kind::LimitRange => acts("Defaults and bounds are applied to new pods and claims."),
        Kind::PriorityClass => {
            acts("Gives pods their priority: their place in the queue, and whose place they may take.")
        }
        Kind::CSINode | Kind::CSIDriver | Kind::CSIStorageCapacity => {
            acts("The scheduler looks at limits and free storage; there are no drivers.")
        }
        Kind::StorageClass => acts(
            "The default class is given to claims; the provisioners of minikube, local-path, NFS and the large clouds \
             make volumes, others do not answer.",
        ),
        Kind::IngressClass => acts("The default class is given to Ingresses; nothing serves them yet."),
        Kind::PersistentVolumeClaim | Kind::PersistentVolume => acts(
            "Bound, released, deleted and recycled as kube-controller-manager does; common provisioners make volumes. Not \
             grown, and nothing is attached or stored.",
        ),
        Kind::ServiceAccount => acts(
            "Must exist if a pod names it; its token is mounted in every container, but nobody asks for it yet.",
        ),
        Kind::StatefulSet => acts("As kube-controller-manager does, its claims included."),
        Kind::DaemonSet | Kind::CronJob => acts("As kube-controller-manager does."),
        Kind::Job => acts("As kube-controller-manager does, failure and success policies included."),
        Kind::ControllerRevision => acts("Kept for the templates of StatefulSets and DaemonSets."),
        Kind::ConfigMap | Kind::Secret => {
            acts("Variables and files of containers; files follow a change at the pod's next sync.")
        }
        Kind::Ingress => kept("Requests do not go through it yet."),
        Kind::NetworkPolicy => kept("Every pod reaches every pod, whatever it says."),
        Kind::PodDisruptionBudget => acts(
            "Its status is computed as upstream does; evictions are held against it, and preemption spares its pods.",
        ),
        Kind::CustomResourceDefinition => acts(
            "Its objects are checked, defaulted, stored, listed and scaled, in every version that is served. CEL rules \
             (x-kubernetes-validations) and conversion webhooks are kept and not run.",
        ),
        Kind::Role | Kind::ClusterRole | Kind::RoleBinding | Kind::ClusterRoleBinding => acts(
            "Who asks over HTTP, as `curl` with a token at the terminal or in a pod, and `kubectl --as` may do what they allow; \
             kubectl itself is the administrator's, and the cluster's own programs may do everything.",
        ),
        Kind::ValidatingWebhookConfiguration | Kind::MutatingWebhookConfiguration => {
            kept("No webhook is called.")
        }
        Kind::ValidatingAdmissionPolicy | Kind::ValidatingAdmissionPolicyBinding => {
            kept("CEL is not evaluated.")
        }
        kind => of_server(kind),
    }
}

/// What tells of the server, of addresses and of devices.
fn of_server(kind: Kind) -> Fidelity {
    match kind {
        Kind::APIService => {
            acts("There is one for each group that is served; those made by hand call no other server.")
        }
        Kind::ComponentStatus => acts("Computed when asked for; every part is healthy."),
        Kind::IPAddress => {
            acts("There is one for each address of a Service; those made by hand are only kept.")
        }
        Kind::ServiceCIDR => kept("Services get their addresses of 10.96.0.0/12, whatever it says."),
        Kind::FlowSchema | Kind::PriorityLevelConfiguration => {
            kept("Those of every cluster are there; no request ever waits.")
        }
        Kind::SelfSubjectReview | Kind::TokenReview => {
            acts("Answered for the administrator; no token is known.")
        }
        Kind::LocalSubjectAccessReview
        | Kind::SelfSubjectAccessReview
        | Kind::SelfSubjectRulesReview
        | Kind::SubjectAccessReview => acts("Answered by the roles and bindings there are."),
        Kind::CertificateSigningRequest => {
            kept("`kubectl certificate` approves or denies it; nobody signs it.")
        }
        Kind::MutatingAdmissionPolicy | Kind::MutatingAdmissionPolicyBinding => kept("CEL is not evaluated."),
        Kind::RuntimeClass => kept("Containers run as ever, whatever it says."),
        Kind::DeviceClass | Kind::ResourceClaim | Kind::ResourceClaimTemplate | Kind::ResourceSlice => {
            kept("No device is given to any pod.")
        }
        Kind::VolumeAttributesClass => kept("No volume is changed."),
        _ => kept(""),
    }
}

/// Whether every field of a kind is acted on, whatever its tables say: some are read without types.
pub fn is_read_whole(kind: Kind) -> bool {
    let whole = [Kind::CustomResourceDefinition, Kind::NodeMetrics, Kind::PodMetrics, Kind::APIService];
    whole.contains(&kind) || kind.verbs() != super::registry::Verbs::All || kind == Kind::IPAddress
}

/// Fields of a type that are kept without being acted on, in the order of the table.
fn kept_fields(table: &'static Struct) -> Vec<&'static str> {
    table.fields.iter().filter(|field| !field.simulated).map(|field| field.name).collect()
}

/// Every type that is reached from `table` through fields that are acted on.
fn reach(table: &'static Struct, seen: &mut BTreeSet<&'static str>, types: &mut Vec<&'static Struct>) {
    if !seen.insert(table.name) {
        return;
    }
    types.push(table);
    for field in table.fields.iter().filter(|field| field.simulated) {
        if let Some(inner) = inner((field.ty)()) {
            reach(inner, seen, types);
        }
    }
}

fn inner(ty: Type) -> Option<&'static Struct> {
    match ty {
        Type::Struct(table) => Some(table),
        Type::List(item) | Type::Map(item) => inner(item()),
        _ => None,
    }
}

/// The fidelity table as Markdown.
pub fn document() -> String {
    let mut text = String::from(
        "# What is simulated, and what is only kept\n\n\
         Kubarium accepts every field that Kubernetes v1.36 accepts, refuses what it refuses, and prints everything back. \
         This page lists what it does not act on. It is made from the field tables in `src/kinds/`; do not edit it.\n\n\
         ## Kinds\n\n| Kind | API version | Acts | |\n|---|---|---|---|\n",
    );
    for kind in Kind::ALL {
        let (info, fidelity) = (kind.info(), of(*kind));
        let word = if fidelity.acts == Acts::Yes { "yes" } else { "kept only" };
        let _ = writeln!(text, "| {} | {} | {word} | {} |", info.kind, info.api_version(), fidelity.note);
    }
    text.push_str(
        "\n## Fields that are kept and not acted on\n\nBy type, for the kinds that something acts on. A field that is not \
         listed is acted on.\n\n| Type | Fields |\n|---|---|\n",
    );
    for table in types() {
        let fields = kept_fields(table);
        if !fields.is_empty() {
            let list: Vec<String> = fields.iter().map(|name| format!("`{name}`")).collect();
            let _ = writeln!(text, "| {} | {} |", table.name, list.join(", "));
        }
    }
    text
}

fn types() -> Vec<&'static Struct> {
    let (mut seen, mut types) = (BTreeSet::new(), Vec::new());
    for kind in Kind::ALL.iter().filter(|kind| of(**kind).acts == Acts::Yes && !is_read_whole(**kind)) {
        reach(kind.info().table, &mut seen, &mut types);
    }
    types.sort_by_key(|table| table.name);
    types
}

/// The same as a page of its own, for readers of the playground.
pub fn page() -> String {
    let mut body = String::new();
    let mut in_table = false;
    for line in document().lines() {
        let cells = line.strip_prefix("| ").and_then(|row| row.strip_suffix('|'));
        match (cells, line) {
            (_, rule) if rule.starts_with("|---") => {}
            (Some(row), _) => {
                let (open, cell) = if in_table { ("", "td") } else { ("<table>\n", "th") };
                let cells: String =
                    row.split('|').map(|text| format!("<{cell}>{}</{cell}>", inline(text.trim()))).collect();
                let _ = writeln!(body, "{open}<tr>{cells}</tr>");
                in_table = true;
            }
            (None, line) => {
                if std::mem::take(&mut in_table) {
                    body.push_str("</table>\n");
                }
                let _ = match line.split_once(' ') {
                    Some(("#", title)) => writeln!(body, "<h1>{}</h1>", inline(title)),
                    Some(("##", title)) => writeln!(body, "<h2>{}</h2>", inline(title)),
                    _ if line.is_empty() => Ok(()),
                    _ => writeln!(body, "<p>{}</p>", inline(line)),
                };
            }
        }
    }
    let end = if in_table { "</table>\n" } else { "" };
    format!("{PAGE_HEAD}{body}{end}</main>\n</html>\n")
}

const PAGE_HEAD: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
<title>Kubarium: what is simulated</title>\n<style>\n\
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }\n\
table { border-collapse: collapse; display: block; overflow-x: auto; }\n\
th, td { border: 1px solid; padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; }\n\
code { overflow-wrap: anywhere; }\n</style>\n<main>\n";

/// Text with its code marks as HTML.
fn inline(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let parts = escaped.split('`').enumerate();
    parts
        .map(|(at, part)| if at % 2 == 1 { format!("<code>{part}</code>") } else { part.to_owned() })
        .collect()
}
