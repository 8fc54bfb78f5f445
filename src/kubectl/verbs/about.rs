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
use crate::kubectl::{output, tabwriter};

pub const VERSION: Verb =
    Verb { name: "version", flags: &[&[switch("client"), switch("short")], OUTPUT], act: version };
pub const CLUSTER_INFO: Verb = Verb { name: "cluster-info", flags: &[], act: cluster_info };
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

fn cluster_info(_: &mut Call<'_>, _: &Flags) -> Result<Started, Answer> {
    Ok(Started::Done(Answer::said(format!(
        "Kubernetes control plane is running at {SERVER}\n\nTo further debug and diagnose cluster problems, use \
         'kubectl cluster-info dump'.\n"
    ))))
}

/// Every kind that can be asked for.
fn served(call: &Call<'_>) -> Vec<Kind> {
    let view = WorldView(call.world);
    let mut kinds: Vec<Kind> = Kind::ALL.iter().copied().filter(|kind| view.serves(*kind)).collect();
    kinds.extend(view.added().into_iter().map(Kind::Custom));
    kinds.sort_by_key(|kind| (kind.info().group.to_owned(), kind.info().plural.to_owned()));
    kinds
}

fn verbs(kind: Kind) -> &'static [&'static str] {
    match kind.verbs() {
        Verbs::All => &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
        Verbs::Create => &["create"],
        Verbs::Read => &["get", "list"],
    }
}

fn api_resources(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let group = flags.value("api-group");
    let namespaced = flags.value("namespaced").map(|text| text != "false");
    let mut kinds = served(call);
    kinds.retain(|kind| {
        group.is_none_or(|group| kind.info().group == group)
            && namespaced.is_none_or(|wanted| kind.info().namespaced == wanted)
            && flags
                .all("verbs")
                .iter()
                .flat_map(|list| list.split(','))
                .all(|verb| verbs(*kind).contains(&verb))
    });
    match flags.value("sort-by") {
        None => {}
        Some("name") => kinds.sort_by_key(|kind| kind.info().plural),
        Some("kind") => kinds.sort_by_key(|kind| kind.info().kind),
        Some(_) => return Err(Answer::failed("error: --sort-by accepts only name or kind")),
    }
    if flags.value("output") == Some("name") {
        let name = |kind: &Kind| format!("{}\n", kind.info().qualified_plural());
        return Ok(Started::Done(Answer::said(kinds.iter().map(name).collect::<String>())));
    }
    let wide = flags.value("output") == Some("wide");
    let mut text = String::new();
    if !flags.is_on("no-headers") {
        text += "NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND";
        text += if wide { "\tVERBS\tCATEGORIES\n" } else { "\n" };
    }
    for kind in kinds {
        let info = kind.info();
        let row = [
            info.plural,
            &info.short.join(","),
            &info.api_version(),
            &info.namespaced.to_string(),
            info.kind,
        ];
        text += &row.join("\t");
        if wide {
            text += &format!("\t{}\t", verbs(kind).join(","));
        }
        text.push('\n');
    }
    Ok(Started::Done(Answer::said(tabwriter::align(&text, tabwriter::TABLE))))
}

fn api_versions(call: &mut Call<'_>, _: &Flags) -> Result<Started, Answer> {
    let mut versions: BTreeSet<String> = served(call).iter().map(|kind| kind.info().api_version()).collect();
    versions.insert("autoscaling/v1".into());
    Ok(Started::Done(Answer::said(versions.iter().map(|one| format!("{one}\n")).collect::<String>())))
}
