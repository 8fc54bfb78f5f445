//! `kubectl get` and `kubectl describe`, from their arguments to their answers.
//!
//! Models kubectl pkg/cmd/get, pkg/cmd/describe and the arguments of cli-runtime pkg/resource/builder.go,
//! v1.36: `KIND`, `KIND,KIND`, `KIND NAME...` and `KIND/NAME...`.

use serde_json::Value;

use super::describe::{self, Cluster};
use super::output;
use super::printers::table::{self, Table};
use super::reach::Reach;
use crate::cluster::Status;
use crate::kinds::custom::CustomKind;
use crate::kinds::selection::Selection;
use crate::kinds::{Kind, Verbs, managed};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Output {
    #[default]
    Table,
    Yaml,
    Json,
    Name,
}

/// What the server says to those who ask for a kind that is on its way out.
pub(super) const ENDPOINTS_DEPRECATED: &str =
    "Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice";

/// The same of component statuses.
pub(super) const COMPONENTS_DEPRECATED: &str = "Warning: v1 ComponentStatus is deprecated in v1.19+";

/// The refusal of a bare word among `KIND/NAME`s.
pub const NOT_SLASHED: &str = "error: there is no need to specify a resource type as a separate argument when \
    passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get \
    resource resource/<resource_name>'";

/// What is asked of `get`; the table's options say whether it is every namespace.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub namespace: String,
    pub output: Output,
    pub table: table::Options,
    pub selection: Selection,
    /// `--show-managed-fields`
    pub show_managed_fields: bool,
}

/// The objects of one kind that were asked for.
struct Found {
    table: Table,
    /// Whether they were named.
    named: bool,
}

/// What was asked for and is there.
pub(super) struct Asked {
    pub tables: Vec<Table>,
    /// Whether it is one object that was named.
    pub single: bool,
    /// What was named and is not there, in the server's words.
    pub missing: Vec<String>,
}

pub fn get(cluster: &dyn Cluster, arguments: &[String], request: &Request) -> Result<String, String> {
    let asked = ask(cluster, arguments, request)?;
    match asked.missing.first() {
        Some(why) => Err(why.clone()),
        None => Ok(answer(cluster, &asked, request)),
    }
}

/// Looks up what the arguments name.
pub(super) fn ask(cluster: &dyn Cluster, arguments: &[String], request: &Request) -> Result<Asked, String> {
    let mut missing = Vec::new();
    let mut found = find(cluster, arguments, scope(request), &mut missing)?;
    for one in found.iter_mut().filter(|one| !one.named) {
        request.selection.check(one.table.kind)?;
        one.table.objects.retain(|object| request.selection.selects(object));
    }
    let single =
        missing.is_empty() && matches!(found.as_slice(), [one] if one.named && one.table.objects.len() == 1);
    Ok(Asked { tables: found.into_iter().map(|one| one.table).collect(), single, missing })
}

/// The answer in one of the plain forms.
pub(super) fn answer(cluster: &dyn Cluster, asked: &Asked, request: &Request) -> String {
    let (tables, single) = (&asked.tables, asked.single);
    match request.output {
        Output::Yaml => output::yaml(&output::document(&objects(tables, request), single)),
        Output::Json => output::json(&output::document(&objects(tables, request), single)),
        Output::Name => tables.iter().map(names).collect(),
        Output::Table => {
            let text = table::print(tables, &request.table, cluster.now());
            if text.is_empty() && asked.missing.is_empty() { nothing(tables, request) } else { text }
        }
    }
}

/// Every object as it is printed whole.
pub(super) fn objects(tables: &[Table], request: &Request) -> Vec<Value> {
    tables.iter().flat_map(|table| printed(table, request)).collect()
}

/// Objects as they are printed whole: without managers, unless they are asked for.
fn printed(table: &Table, request: &Request) -> Vec<Value> {
    let one = |mut object: Value| match request.show_managed_fields {
        true => {
            managed::show(table.kind, &mut object);
            object
        }
        false => output::without_managers(object),
    };
    let whole = |object: Value| with_nulls(table.kind, one(object));
    table.objects.iter().cloned().map(whole).collect()
}

/// The fields that the API prints where they are not set, too.
fn with_nulls(kind: Kind, mut object: Value) -> Value {
    match kind {
        Kind::EndpointSlice => {
            for list in ["endpoints", "ports"] {
                if object[list].is_null() {
                    object[list] = Value::Null;
                }
            }
        }
        Kind::Pod => {
            let conditions = object["status"]["conditions"].as_array_mut().into_iter().flatten();
            for condition in conditions.filter(|condition| condition.get("lastProbeTime").is_none()) {
                condition["lastProbeTime"] = Value::Null;
            }
        }
        _ => {}
    }
    object
}

fn names(table: &Table) -> String {
    table.objects.iter().map(|object| output::name(table.kind, object)).collect()
}

/// The namespace to look in; every one with `-A`.
pub(super) fn scope(request: &Request) -> Option<&str> {
    (!request.table.all_namespaces).then_some(request.namespace.as_str())
}

fn nothing(tables: &[Table], request: &Request) -> String {
    let inside = tables.iter().all(|table| table.kind.info().namespaced);
    match scope(request).filter(|_| inside) {
        Some(namespace) => format!("No resources found in {namespace} namespace.\n"),
        None => "No resources found\n".into(),
    }
}

/// Descriptions of everything that was asked for; a name that nothing has may be the beginning of names.
pub fn describe(
    cluster: &dyn Cluster,
    arguments: &[String],
    namespace: Option<&str>,
) -> Result<String, String> {
    let mut missing = Vec::new();
    let found = find(cluster, arguments, namespace, &mut missing)?;
    match (missing.into_iter().next(), arguments) {
        (Some(missing), [word, prefix]) => {
            return by_prefix(cluster, word, prefix, namespace).ok_or(missing);
        }
        (Some(missing), _) => return Err(missing),
        (None, _) => {}
    }
    let objects: Vec<(Kind, Value)> = found
        .into_iter()
        .flat_map(|one| one.table.objects.into_iter().map(move |object| (one.table.kind, object)))
        .collect();
    if objects.is_empty() {
        let place = namespace.map_or_else(String::new, |namespace| format!(" in {namespace} namespace."));
        return Ok(format!("No resources found{place}\n"));
    }
    Ok(describe::describe_all(cluster, &objects))
}

fn by_prefix(cluster: &dyn Cluster, word: &str, prefix: &str, namespace: Option<&str>) -> Option<String> {
    let kind = kind(cluster, word).ok()?;
    let objects = cluster.list(kind, namespace.filter(|_| kind.info().namespaced));
    let begins = |object: &&Value| object["metadata"]["name"].text().starts_with(prefix);
    let texts = objects.iter().filter(begins).map(|object| describe::describe(cluster, kind, object) + "\n");
    Some(texts.collect::<String>()).filter(|text| !text.is_empty())
}

fn find(
    cluster: &dyn Cluster,
    arguments: &[String],
    namespace: Option<&str>,
    missing: &mut Vec<String>,
) -> Result<Vec<Found>, String> {
    if arguments.iter().any(|argument| argument.contains('/')) {
        let all = arguments.iter().map(|argument| slashed(cluster, argument, namespace, missing));
        return all.collect();
    }
    let [words, names @ ..] = arguments else {
        return Err("error: You must specify the type of resource to get.".into());
    };
    let kinds = kinds(cluster, words)?;
    if kinds.iter().any(|kind| kind.verbs() == Verbs::Create) {
        return Err(match names {
            [] => Status::method_not_allowed().to_string(),
            _ => "Error from server (NotFound): the server could not find the requested resource".into(),
        });
    }
    if !names.is_empty() {
        let all = kinds.iter().map(|kind| by_name(cluster, *kind, names, namespace, missing));
        return all.collect();
    }
    let all = |kind: Kind| {
        let inside = namespace.filter(|_| kind.info().namespaced);
        Found { table: Table { kind, objects: cluster.list(kind, inside) }, named: false }
    };
    Ok(kinds.into_iter().map(all).collect())
}

fn slashed(
    cluster: &dyn Cluster,
    argument: &str,
    namespace: Option<&str>,
    missing: &mut Vec<String>,
) -> Result<Found, String> {
    let Some((word, name)) = argument.split_once('/') else {
        return Err(NOT_SLASHED.into());
    };
    by_name(cluster, kind(cluster, word)?, &[name.to_owned()], namespace, missing)
}

fn by_name(
    cluster: &dyn Cluster,
    kind: Kind,
    names: &[String],
    namespace: Option<&str>,
    missing: &mut Vec<String>,
) -> Result<Found, String> {
    let Some(namespace) = namespace else {
        return Err("error: a resource cannot be retrieved by name across all namespaces".into());
    };
    let place = if kind.info().namespaced { namespace } else { "" };
    let mut objects = Vec::new();
    for name in names {
        match cluster.get(kind, place, name) {
            Some(object) => objects.push(object),
            None => missing.push(Status::not_found(kind, name).to_string()),
        }
    }
    Ok(Found { table: Table { kind, objects }, named: names.len() == 1 })
}

pub(super) fn kind(cluster: &dyn Cluster, word: &str) -> Result<Kind, String> {
    let added = cluster.added();
    let find = |named: &dyn Fn(CustomKind) -> bool| added.iter().copied().find(|kind| named(*kind));
    let whole =
        find(&|kind| kind.info().qualified_plural() == word || kind.info().qualified_singular() == word);
    let found = whole.map(Kind::Custom).or_else(|| Kind::of_word(word).filter(|kind| cluster.serves(*kind)));
    let found = found.or_else(|| find(&|kind| kind.is_called(word)).map(Kind::Custom));
    found.ok_or_else(|| format!("error: the server doesn't have a resource type \"{word}\""))
}

/// The kinds of a list with commas.
pub(super) fn kinds(cluster: &dyn Cluster, words: &str) -> Result<Vec<Kind>, String> {
    let mut kinds = Vec::new();
    for word in words.split(',') {
        match word {
            "all" => {
                kinds.extend(Kind::IN_ALL);
                let added = cluster.added().into_iter().filter(|kind| kind.has_category("all"));
                kinds.extend(added.map(Kind::Custom));
            }
            word => kinds.push(kind(cluster, word)?),
        }
    }
    Ok(kinds)
}
