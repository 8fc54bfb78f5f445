//! What kubectl says of the cluster and of itself: `version`, `cluster-info`, `api-resources`, `api-versions`.
//!
//! Models kubectl pkg/cmd/{version,clusterinfo,apiresources}, v1.36. The resources are those this server has.

use std::collections::BTreeSet;

use serde_json::json;

use super::{SERVER, Verb};
use crate::kinds::{Kind, Verbs};
use crate::kubectl::call::flags::{Flag, Flags, OUTPUT, switch, value};
use crate::kubectl::call::{Answer, Call, Started};
use crate::kubectl::describe::{Cluster, WorldView};
use crate::kubectl::kubeconfig::Config;
use crate::kubectl::{dump, output, tabwriter, usage};

pub const VERSION: Verb =
    Verb { name: "version", flags: &[&[switch("client"), switch("short")], OUTPUT], act: version };
pub const CLUSTER_INFO: Verb =
    Verb { name: "cluster-info", flags: &[dump::FLAGS, OUTPUT], act: cluster_info };
pub const API_RESOURCES: Verb =
    Verb { name: "api-resources", flags: &[RESOURCES, OUTPUT], act: api_resources };
pub const API_VERSIONS: Verb = Verb { name: "api-versions", flags: &[], act: api_versions };

const RESOURCES: &[Flag] = &[
    value("api-group"),
    value("namespaced"),
    value("verbs"),
    value("sort-by"),
    value("categories"),
    switch("no-headers"),
    switch("cached"),
];

fn version(_: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    if !flags.words.is_empty() {
        return Err(Answer::failed(&format!("error: extra arguments: [{}]", flags.words.join(" "))));
    }
    let build = json!({
        "major": "1", "minor": "36", "gitVersion": "v1.36.2", "gitTreeState": "clean", "compiler": "gc",
        "platform": "linux/amd64",
    });
    let mut whole = json!({"clientVersion": build, "kustomizeVersion": "v5.8.1"});
    if !flags.is_on("client") {
        whole["serverVersion"] = build;
    }
    match flags.value("output") {
        None => {}
        Some("json") => {
            let text = serde_json::to_string_pretty(&whole).unwrap_or_default();
            return Ok(Started::Done(Answer::said(text + "\n")));
        }
        Some("yaml") => return Ok(Started::Done(Answer::said(output::yaml(&whole)))),
        Some(_) => return Err(Answer::failed("error: --output must be 'yaml' or 'json'")),
    }
    let mut text = "Client Version: v1.36.2\nKustomize Version: v5.8.1\n".to_owned();
    if !flags.is_on("client") {
        text += "Server Version: v1.36.2\n";
    }
    Ok(Started::Done(Answer::said(text)))
}

fn cluster_info(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    match flags.words.first().map(String::as_str) {
        None => {}
        Some("dump") => return dump::dump(call, flags, log).map(Started::Done),
        Some(_) => return Err(usage::unknown_below("cluster-info", &flags.words)),
    }
    let config = Config::read(call.files, call.namespace).map_err(|why| Answer::failed(&why))?;
    let server = config.server().unwrap_or(SERVER);
    Ok(Started::Done(Answer::said(format!(
        "Kubernetes control plane is running at {server}\n\nTo further debug and diagnose cluster problems, use \
         'kubectl cluster-info dump'.\n"
    ))))
}

/// What `kubectl logs` gives of a container.
fn log(call: &mut Call<'_>, namespace: &str, pod: &str, container: &str) -> Started {
    let words = ["logs", "-n", namespace, pod, "-c", container].map(str::to_owned);
    super::start(call, &words)
}

/// A resource as discovery names it.
struct Listed {
    kind: Kind,
    group: &'static str,
    version: &'static str,
}

/// Events are served in a second group: the other kinds' other versions are not preferred.
const SECOND: [(Kind, &str, &str); 1] = [(Kind::Event, "events.k8s.io", "v1")];
/// A version beside the preferred one.
const OLDER: &str = "autoscaling/v1";

impl Listed {
    fn api_version(&self) -> String {
        if self.group.is_empty() {
            self.version.to_owned()
        } else {
            format!("{}/{}", self.group, self.version)
        }
    }

    fn qualified(&self) -> String {
        let plural = self.kind.info().plural;
        if self.group.is_empty() { plural.to_owned() } else { format!("{plural}.{}", self.group) }
    }

    fn verbs(&self) -> Vec<&'static str> {
        let mut all = match self.kind.verbs() {
            Verbs::All => {
                vec!["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]
            }
            Verbs::Create => vec!["create"],
            Verbs::Read => vec!["get", "list"],
        };
        // A namespace empties itself; many at once it does not.
        all.retain(|verb| self.kind != Kind::Namespace || *verb != "deletecollection");
        all
    }

    fn categories(&self) -> Vec<String> {
        let extensions = ["admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io"];
        match self.kind {
            Kind::Custom(kind) => kind.categories(),
            kind if Kind::IN_ALL.contains(&kind) => vec!["all".into()],
            _ if extensions.contains(&self.group) => vec!["api-extensions".into()],
            _ => Vec::new(),
        }
    }

    fn row(&self, wide: bool) -> String {
        let info = self.kind.info();
        let inside = info.namespaced.to_string();
        let mut row =
            [info.plural, &info.short.join(","), &self.api_version(), &inside, info.kind].join("\t");
        if wide {
            row += &format!("\t{}\t{}", self.verbs().join(","), self.categories().join(","));
        }
        row + "\n"
    }
}

/// Every resource that can be asked for.
fn served(call: &Call<'_>) -> Vec<Listed> {
    let view = WorldView(call.world);
    let own = Kind::ALL.iter().copied().filter(|kind| view.serves(*kind));
    let kinds = own.chain(view.added().into_iter().map(Kind::Custom));
    let first = kinds.map(|kind| Listed { kind, group: kind.info().group, version: kind.info().version });
    let second = SECOND.into_iter().map(|(kind, group, version)| Listed { kind, group, version });
    let mut all: Vec<Listed> = first.chain(second).collect();
    all.sort_by_key(|one| (one.group, one.kind.info().plural));
    all
}

fn api_resources(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    if !flags.words.is_empty() {
        let words = flags.words.join(" ");
        return Err(Answer::failed(&format!(
            "error: unexpected arguments: [{words}]\nSee 'kubectl api-resources -h' for help and examples"
        )));
    }
    let mut all = served(call);
    all.retain(|one| is_wanted(one, flags));
    match flags.value("sort-by") {
        None => {}
        Some("name") => all.sort_by_key(|one| one.kind.info().plural),
        Some("kind") => all.sort_by_key(|one| one.kind.info().kind),
        Some(_) => return Err(Answer::failed("error: --sort-by accepts only name or kind")),
    }
    let wide = match flags.value("output") {
        Some("name") => {
            let names: String = all.iter().map(|one| one.qualified() + "\n").collect();
            return Ok(Started::Done(Answer::said(names)));
        }
        None | Some("wide") => flags.value("output").is_some(),
        Some(other) => return Err(Answer::failed(&format!("error: --output {other} is not available"))),
    };
    let mut text = String::new();
    if !flags.is_on("no-headers") {
        text += "NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND";
        text += if wide { "\tVERBS\tCATEGORIES\n" } else { "\n" };
    }
    text.extend(all.iter().map(|one| one.row(wide)));
    Ok(Started::Done(Answer::said(tabwriter::align(&text, tabwriter::TABLE))))
}

fn is_wanted(one: &Listed, flags: &Flags) -> bool {
    let listed = |name: &str| -> Vec<String> {
        flags.all(name).iter().flat_map(|list| list.split(',')).map(str::to_owned).collect()
    };
    let inside = flags.value("namespaced").map(|text| text != "false");
    let (verbs, categories) = (one.verbs(), one.categories());
    flags.value("api-group").is_none_or(|group| one.group == group)
        && inside.is_none_or(|wanted| one.kind.info().namespaced == wanted)
        && listed("verbs").iter().all(|verb| verbs.contains(&verb.as_str()))
        && listed("categories").iter().all(|category| categories.contains(category))
}

fn api_versions(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    if !flags.words.is_empty() {
        let words = flags.words.join(" ");
        return Err(Answer::failed(&format!(
            "error: unexpected arguments: [{words}]\nSee 'kubectl api-versions -h' for help and examples"
        )));
    }
    let mut versions: BTreeSet<String> = served(call).iter().map(Listed::api_version).collect();
    versions.insert(OLDER.into());
    Ok(Started::Done(Answer::said(versions.iter().map(|one| format!("{one}\n")).collect::<String>())))
}
