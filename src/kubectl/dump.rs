//! `kubectl cluster-info dump`: kubectl pkg/cmd/clusterinfo/clusterinfo_dump.go, v1.36.

use serde_json::{Map, Value, json};

use crate::kinds::Kind;
use crate::kubectl::call::flags::{Flag, Flags, short_switch, value};
use crate::kubectl::call::{Answer, Call, Started};
use crate::kubectl::describe::{Cluster, WorldView};
use crate::kubectl::output;
use crate::kubectl::reach::Reach;

pub const FLAGS: &[Flag] =
    &[short_switch("all-namespaces", 'A'), value("namespaces"), value("output-directory")];

/// The lists of a namespace, in their order, by the names of their files.
const LISTS: [(Kind, &str); 7] = [
    (Kind::Event, "events"),
    (Kind::ReplicationController, "replication-controllers"),
    (Kind::Service, "services"),
    (Kind::DaemonSet, "daemonsets"),
    (Kind::Deployment, "deployments"),
    (Kind::ReplicaSet, "replicasets"),
    (Kind::Pod, "pods"),
];

/// Everything, in the order in which it is asked for: file and text.
pub fn dump(call: &mut Call<'_>, flags: &Flags, log: Log) -> Result<Answer, Answer> {
    let yaml = match flags.value("output") {
        None | Some("json") => false,
        Some("yaml") => true,
        Some(other) => {
            return Err(Answer::failed(&format!(
                "error: `kubectl cluster-info dump -o {other}` is not simulated"
            )));
        }
    };
    let print = |list: &Value| if yaml { output::yaml(list) } else { output::json(list) };
    let end = if yaml { "yaml" } else { "json" };
    let mut files = vec![(format!("nodes.{end}"), print(&list(call, Kind::Node, None)))];
    for namespace in namespaces(call, flags) {
        for (kind, name) in LISTS {
            files.push((format!("{namespace}/{name}.{end}"), print(&list(call, kind, Some(&namespace)))));
        }
        files.extend(logs(call, &namespace, log));
    }
    Ok(match flags.value("output-directory").filter(|folder| !matches!(*folder, "" | "-")) {
        None => Answer::said(files.into_iter().map(|(_, text)| text).collect::<String>()),
        Some(folder) => {
            let folder = folder.trim_end_matches('/').to_owned();
            call.written.extend(files.into_iter().map(|(name, text)| (format!("{folder}/{name}"), text)));
            Answer::said(format!("Cluster info dumped to {folder}\n"))
        }
    })
}

/// What gives a container's output: namespace, pod and container.
pub type Log = fn(&mut Call<'_>, &str, &str, &str) -> Started;

fn namespaces(call: &Call<'_>, flags: &Flags) -> Vec<String> {
    let view = WorldView(call.world);
    if flags.is_on("all-namespaces") {
        let all = view.list(Kind::Namespace, None);
        return all.iter().map(|one| one["metadata"]["name"].text().to_owned()).collect();
    }
    let named: Vec<String> =
        flags.all("namespaces").iter().flat_map(|list| list.split(',')).map(str::to_owned).collect();
    match named.is_empty() {
        true => vec!["kube-system".into(), flags.value("namespace").unwrap_or(call.namespace).to_owned()],
        false => named,
    }
}

/// A typed list: its items do not say what they are.
fn list(call: &Call<'_>, kind: Kind, namespace: Option<&str>) -> Value {
    let bare = |mut object: Value| {
        let members = object.as_object_mut().map(std::mem::take).unwrap_or_default();
        let kept = members.into_iter().filter(|(name, _)| name != "kind" && name != "apiVersion");
        output::without_managers(Value::Object(kept.collect::<Map<_, _>>()))
    };
    let items: Vec<Value> = WorldView(call.world).list(kind, namespace).into_iter().map(bare).collect();
    let info = kind.info();
    json!({
        "kind": format!("{}List", info.kind), "apiVersion": info.api_version(),
        "metadata": {"resourceVersion": call.world.api().store().version().to_string()}, "items": items,
    })
}

fn logs(call: &mut Call<'_>, namespace: &str, log: Log) -> Vec<(String, String)> {
    let pods = WorldView(call.world).list(Kind::Pod, Some(namespace));
    let mut files = Vec::new();
    for pod in pods {
        let name = pod["metadata"]["name"].text();
        let containers =
            pod["spec"]["initContainers"].items().iter().chain(pod["spec"]["containers"].items());
        let mut text = String::new();
        for container in containers.map(|one| one["name"].text()) {
            let (Started::Done(answer) | Started::Waiting(answer, _)) = log(call, namespace, name, container);
            text += &format!("==== START logs for container {container} of pod {namespace}/{name} ====\n");
            text += &answer.stdout;
            text += &format!("==== END logs for container {container} of pod {namespace}/{name} ====\n");
        }
        files.push((format!("{namespace}/{name}/logs.txt"), text));
    }
    files
}
