//! helm, as far as charts are at hand (`charts`): repositories, releases, what they are made of.
//!
//! Models helm pkg/cmd, v3.19, in its words. Repositories are in its own file, releases in the cluster. Hooks, dependencies, tests
//! and charts in folders are not there; a value that changes nothing here is named.

mod charts;
mod release;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use self::charts::Chart;
use self::release::Release;
use super::seat::Seat;
use crate::cluster::{EPOCH, Key, Propagation};
use crate::kinds::Kind;
use crate::kubectl::output;
use crate::kubectl::tabwriter::{Settings, align};
use crate::sh::{Host, Outcome, full_path};
use crate::yaml;

const REPOSITORIES: &str = "/root/.config/helm/repositories.yaml";
const VERSION: &str = "v3.19.4";
/// gosuri/uitable, as helm uses it.
const TABLE: Settings = Settings { minimum: 0, padding: 1 };
const LIMIT_REPOSITORIES: usize = 100;
/// Values that one command may set.
const LIMIT_VALUES: usize = 500;

/// What the flags say.
#[derive(Default)]
struct Asked {
    words: Vec<String>,
    namespace: String,
    everywhere: bool,
    make_namespace: bool,
    install: bool,
    dry_run: bool,
    reuse: bool,
    values: Vec<(bool, String)>,
    version: Option<String>,
    output: String,
}

const WITH_VALUE: [&str; 8] = [
    "--timeout",
    "--description",
    "--history-max",
    "--kube-context",
    "--kubeconfig",
    "--repo",
    "--username",
    "--password",
];

fn read(seat: &Seat<'_>, rest: &[String]) -> Result<Asked, String> {
    let namespace = if seat.namespace.is_empty() { "default" } else { seat.namespace.as_str() };
    let mut asked = Asked { namespace: namespace.to_owned(), ..Asked::default() };
    let mut rest = rest.iter();
    while let Some(one) = rest.next() {
        let (flag, inline) = match one.split_once('=').filter(|_| one.starts_with("--")) {
            Some((flag, value)) => (flag, Some(value.to_owned())),
            None => (one.as_str(), None),
        };
        let mut value = || {
            let next = inline.clone().or_else(|| rest.next().cloned());
            next.ok_or(format!("Error: flag needs an argument: {flag}"))
        };
        match flag {
            "-n" | "--namespace" => asked.namespace = value()?,
            "-f" | "--values" => asked.values.push((true, value()?)),
            "--set" | "--set-string" => asked.values.push((false, value()?)),
            "--version" => asked.version = Some(value()?),
            "-o" | "--output" => asked.output = value()?,
            "-A" | "--all-namespaces" => asked.everywhere = true,
            "-i" | "--install" => asked.install = true,
            "--create-namespace" => asked.make_namespace = true,
            "--dry-run" => asked.dry_run = true,
            "--reuse-values" => asked.reuse = true,
            flag if WITH_VALUE.contains(&flag) => drop(value()?),
            flag if flag.starts_with('-') && flag.len() > 1 => {}
            word => asked.words.push(word.to_owned()),
        }
    }
    Ok(asked)
}

pub fn run(seat: &mut Seat<'_>, rest: &[String], directory: &str) -> Outcome {
    let done = read(seat, rest).and_then(|asked| act(seat, &asked, directory));
    match done {
        Ok(text) => Outcome::said(text),
        Err(why) => Outcome::failed(1, &why),
    }
}

fn act(seat: &mut Seat<'_>, asked: &Asked, directory: &str) -> Result<String, String> {
    let words: Vec<&str> = asked.words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["repo", rest @ ..] => repo(seat, rest),
        ["search", "repo", rest @ ..] => Ok(search(seat, rest)),
        ["install", name, chart] => install(seat, asked, (name, chart), directory),
        ["upgrade", name, chart] => upgrade(seat, asked, (name, chart), directory),
        ["template", name, chart] => {
            let found = find_chart(seat, chart, asked)?;
            let values = values(seat, asked, directory)?;
            Ok(manifest(&found.objects(name, &asked.namespace, &values)))
        }
        ["uninstall" | "delete" | "del" | "un", names @ ..] if !names.is_empty() => uninstall(seat, asked, names),
        ["list" | "ls", ..] => Ok(list(seat, asked)),
        ["status", name] => Ok(status(&deployed(seat, &asked.namespace, name)?)),
        ["get", what, name] => get(seat, asked, what, name),
        ["history" | "hist", name] => history(seat, &asked.namespace, name),
        ["rollback", name, rest @ ..] => rollback(seat, asked, name, rest.first().copied()),
        ["version", ..] => Ok(format!("version.BuildInfo{{Version:\"{VERSION}\", GitTreeState:\"clean\"}}\n")),
        ["install" | "upgrade" | "template", ..] => {
            let need = if words[0] == "upgrade" { "2 arguments" } else { "at least 1 argument" };
            Err(format!("Error: \"helm {}\" requires {need}\n\nUsage:  helm {0} [NAME] [CHART] [flags]", words[0]))
        }
        [] => Ok("The Kubernetes package manager\n\nUsage:\n  helm [command]\n\nHere there are: repo, search repo, install, \
                  upgrade, uninstall, list, status, get, history, rollback, template, version.\n"
            .into()),
        [other, ..] => Err(format!("Error: unknown command \"{other}\" for \"helm\"\nRun 'helm --help' for usage.")),
    }
}

/// Names and addresses, in the order they were added.
fn repositories(seat: &Seat<'_>) -> Vec<(String, String)> {
    let text = seat.read(REPOSITORIES).unwrap_or_default();
    let document = yaml::read(&text).into_iter().filter_map(Result::ok).next();
    let value = document.map(|document| document.value).unwrap_or_default();
    let all = value["repositories"].as_array().cloned().unwrap_or_default();
    let text = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
    all.iter().map(|one| (text(one, "name"), text(one, "url"))).collect()
}

fn keep(seat: &mut Seat<'_>, all: &[(String, String)]) -> Result<(), String> {
    let all: Vec<Value> = all.iter().map(|(name, url)| json!({"name": name, "url": url})).collect();
    let text =
        output::yaml(&json!({"apiVersion": "", "generated": "0001-01-01T00:00:00Z", "repositories": all}));
    seat.write(REPOSITORIES, &text, false)
}

fn repo(seat: &mut Seat<'_>, words: &[&str]) -> Result<String, String> {
    let mut all = repositories(seat);
    match words {
        ["add", name, url] => {
            if let Some((_, known)) = all.iter().find(|(known, _)| known == name) {
                return match known == url {
                    true => Ok(format!("\"{name}\" already exists with the same configuration, skipping\n")),
                    false => Err(format!(
                        "Error: repository name ({name}) already exists, please specify a different name"
                    )),
                };
            }
            if !url.starts_with("http://") && !url.starts_with("https://") {
                return Err(format!(
                    "Error: could not find protocol handler for: {}",
                    url.split(':').next().unwrap_or("")
                ));
            }
            if all.len() >= LIMIT_REPOSITORIES {
                return Err(format!("Error: there are at most {LIMIT_REPOSITORIES} repositories here"));
            }
            all.push(((*name).to_owned(), (*url).to_owned()));
            keep(seat, &all)?;
            Ok(format!("\"{name}\" has been added to your repositories\n"))
        }
        ["update", ..] if all.is_empty() => {
            Err("Error: no repositories found. You must add one before updating".into())
        }
        ["update", ..] => {
            let one = |(name, _): &(String, String)| {
                format!("...Successfully got an update from the \"{name}\" chart repository\n")
            };
            let each: String = all.iter().map(one).collect();
            Ok(format!(
                "Hang tight while we grab the latest from your chart repositories...\n{each}Update Complete. ⎈Happy Helming!⎈\n"
            ))
        }
        ["list" | "ls", ..] if all.is_empty() => Err("Error: no repositories to show".into()),
        ["list" | "ls", ..] => {
            let rows: String = all.iter().map(|(name, url)| format!("{name}\t{url}\n")).collect();
            Ok(align(&format!("NAME\tURL\n{rows}"), TABLE))
        }
        ["remove" | "rm", name] => {
            if !all.iter().any(|(known, _)| known == name) {
                return Err(format!("Error: no repo named \"{name}\" found"));
            }
            all.retain(|(known, _)| known != name);
            keep(seat, &all)?;
            Ok(format!("\"{name}\" has been removed from your repositories\n"))
        }
        _ => Err("Error: `helm repo` needs add NAME URL, update, list or remove NAME".into()),
    }
}

fn search(seat: &Seat<'_>, words: &[&str]) -> String {
    let mut rows = String::new();
    for (name, url) in repositories(seat) {
        for chart in charts::of(&url) {
            let full = format!("{name}/{}", chart.name);
            if words.iter().all(|word| full.contains(word) || chart.description.contains(word)) {
                let (version, app) = (chart.version, chart.app_version);
                rows += &format!("{full}\t{version}\t{app}\t{}\n", chart.description);
            }
        }
    }
    match rows.is_empty() {
        true => "No results found\n".into(),
        false => align(&format!("NAME\tCHART VERSION\tAPP VERSION\tDESCRIPTION\n{rows}"), TABLE),
    }
}

/// `REPOSITORY/CHART`.
fn find_chart(seat: &Seat<'_>, name: &str, asked: &Asked) -> Result<&'static Chart, String> {
    let Some((repository, chart)) = name.split_once('/').filter(|_| !name.starts_with('.')) else {
        return Err(format!(
            "Error: path \"{name}\" not found (the simulator has charts of repositories only: helm repo add, helm search repo)"
        ));
    };
    if name.contains("://") {
        return Err(format!("Error: failed to fetch {name}: the simulator has no network"));
    }
    let all = repositories(seat);
    let Some((_, url)) = all.iter().find(|(known, _)| known == repository) else {
        return Err(format!("Error: repo {repository} not found"));
    };
    let wanted = asked.version.as_deref().unwrap_or_default();
    let found = charts::of(url).find(|one| one.name == chart);
    let found = found.ok_or_else(|| {
        let known: Vec<String> = charts::of(url).map(|one| format!("{repository}/{}", one.name)).collect();
        let known = if known.is_empty() { "no chart of it is".into() } else { format!("{} is", known.join(", ")) };
        format!(
            "Error: chart \"{chart}\" matching {wanted} not found in {repository} index. (try 'helm repo update'): no chart \
             name found\nThe simulator has no network: of {repository}, {known} at hand."
        )
    })?;
    match wanted.is_empty() || wanted == found.version {
        true => Ok(found),
        false => Err(format!(
            "Error: chart \"{chart}\" matching {wanted} not found in {repository} index. (try 'helm repo update'): no chart \
             version found for {chart}-{wanted}\nThe simulator has version {}.",
            found.version
        )),
    }
}

/// The values of `-f` and `--set`, later ones over earlier ones.
fn values(seat: &Seat<'_>, asked: &Asked, directory: &str) -> Result<Value, String> {
    let mut all = json!({});
    for (is_file, text) in asked.values.iter().take(LIMIT_VALUES) {
        if !is_file {
            text.split(',').for_each(|pair| set(&mut all, pair));
            continue;
        }
        let found = seat.read(&full_path(directory, text));
        let found = found.map_err(|why| format!("Error: open {text}: {}", why.to_lowercase()))?;
        for document in yaml::read(&found) {
            let document = document.map_err(|why| {
                format!("Error: failed to parse {text}: error converting YAML to JSON: {why}")
            })?;
            merge(&mut all, document.value);
        }
    }
    Ok(all)
}

fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (name, value) in from {
                merge(into.entry(name).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from,
    }
}

/// `a.b=c`; `\.` is a dot of a name.
fn set(all: &mut Value, pair: &str) {
    let (path, text) = pair.split_once('=').unwrap_or((pair, ""));
    let value = match text {
        "true" => json!(true),
        "false" => json!(false),
        "null" => Value::Null,
        text => text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number)),
    };
    let path = path.replace("\\.", "\u{0}");
    let mut whole = value;
    for name in path.rsplit('.') {
        let mut one = Map::new();
        one.insert(name.replace('\u{0}', "."), whole);
        whole = Value::Object(one);
    }
    merge(all, whole);
}

fn manifest(objects: &[Value]) -> String {
    let one = |object: &Value| format!("---\n{}", output::yaml(object));
    objects.iter().map(one).collect()
}

fn now(seat: &Seat<'_>) -> Timestamp {
    let us = EPOCH.0.saturating_mul(1_000_000).saturating_add(seat.world.now().0 as i64);
    Timestamp::from_microsecond(us).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn install(
    seat: &mut Seat<'_>,
    asked: &Asked,
    (name, chart): (&str, &str),
    directory: &str,
) -> Result<String, String> {
    let there = release::history(seat.world, &asked.namespace, name);
    if !there.is_empty() {
        return Err("Error: INSTALLATION FAILED: cannot re-use a name that is still in use".into());
    }
    let found = find_chart(seat, chart, asked)
        .map_err(|why| why.replacen("Error: ", "Error: INSTALLATION FAILED: ", 1))?;
    let values = values(seat, asked, directory)?;
    deploy(seat, asked, (name, found), values, None)
}

fn upgrade(
    seat: &mut Seat<'_>,
    asked: &Asked,
    (name, chart): (&str, &str),
    directory: &str,
) -> Result<String, String> {
    let there = release::history(seat.world, &asked.namespace, name);
    let Some(last) = there.last() else {
        if !asked.install {
            return Err(format!("Error: UPGRADE FAILED: \"{name}\" has no deployed releases"));
        }
        let begun = format!("Release \"{name}\" does not exist. Installing it now.\n");
        return install(seat, asked, (name, chart), directory).map(|said| begun + &said);
    };
    let found = find_chart(seat, chart, asked)
        .map_err(|why| why.replacen("Error: ", "Error: UPGRADE FAILED: ", 1))?;
    let given = values(seat, asked, directory)?;
    let mut values = if asked.reuse { last.0["config"].clone() } else { json!({}) };
    merge(&mut values, given);
    let said = deploy(seat, asked, (name, found), values, Some(last.clone()))?;
    Ok(format!("Release \"{name}\" has been upgraded. Happy Helming!\n{said}"))
}

/// Makes the objects of a new revision; what only the one before had goes.
fn deploy(
    seat: &mut Seat<'_>,
    asked: &Asked,
    (name, chart): (&str, &Chart),
    values: Value,
    before: Option<Release>,
) -> Result<String, String> {
    let objects = chart.objects(name, &asked.namespace, &values);
    let text = manifest(&objects);
    let moment = now(seat).to_string();
    let first = before.as_ref().map_or(moment.as_str(), |one| one.text("/info/first_deployed")).to_owned();
    let next = before.as_ref().map_or(1, |one| one.revision() + 1);
    let what = if before.is_some() { "Upgrade complete" } else { "Install complete" };
    let made = Release(json!({
        "name": name, "namespace": asked.namespace, "version": next, "config": values, "manifest": text,
        "info": {"first_deployed": first, "last_deployed": moment, "status": "deployed", "description": what},
        "chart": {"name": chart.name, "version": chart.version, "appVersion": chart.app_version},
    }));
    if asked.dry_run {
        return Ok(status(&made).replace("STATUS: deployed", "STATUS: pending-install")
            + "MANIFEST:\n"
            + &text);
    }
    if asked.make_namespace {
        let namespace = Kind::Namespace.read(&json!({"metadata": {"name": asked.namespace}}));
        // It may be there already.
        let _ = seat.world.act("helm", |api| api.create_object(namespace));
    }
    put(seat, &objects, &asked.namespace)?;
    if let Some(before) = before {
        let kept: Vec<Key> = objects.iter().filter_map(|one| key_of(one, &asked.namespace)).collect();
        remove(seat, &before, &kept);
        let mut over = before;
        over.0["info"]["status"] = json!("superseded");
        over.save(seat.world).map_err(|why| format!("Error: {}", why.message))?;
    }
    made.save(seat.world).map_err(|why| format!("Error: {}", why.message))?;
    release::trim(seat.world, &asked.namespace, name);
    let unheeded = chart.unheeded(&made.0["config"]);
    let note = match unheeded.is_empty() {
        true => String::new(),
        false => format!("The simulator's chart does not know: {}\n", unheeded.join(", ")),
    };
    Ok(status(&made) + &note)
}

fn key_of(object: &Value, namespace: &str) -> Option<Key> {
    let text = |path: &str| object.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let kind = Kind::of_manifest(text("/apiVersion"), text("/kind"))?;
    let place = if kind.info().namespaced { namespace } else { "" };
    Some(Key::new(kind, place, text("/metadata/name")))
}

fn put(seat: &mut Seat<'_>, objects: &[Value], namespace: &str) -> Result<(), String> {
    for object in objects {
        let Some(key) = key_of(object, namespace) else { continue };
        let done = seat.world.act("helm", |api| api.apply(&key, object, "helm", true));
        done.map_err(|why| {
            let what = format!("{} {:?}", key.kind.info().plural, &*key.name);
            format!("Error: INSTALLATION FAILED: failed to create resource: {what}: {}", why.message)
        })?;
    }
    Ok(())
}

fn remove(seat: &mut Seat<'_>, release: &Release, kept: &[Key]) {
    for document in yaml::read(release.text("/manifest")).into_iter().filter_map(Result::ok) {
        let key = key_of(&document.value, release.text("/namespace"));
        if let Some(key) = key.filter(|key| !kept.contains(key)) {
            // What somebody else deleted is gone already.
            let _ = seat.world.act("helm", |api| api.delete(&key, None, Propagation::Background));
        }
    }
}

fn uninstall(seat: &mut Seat<'_>, asked: &Asked, names: &[&str]) -> Result<String, String> {
    let mut said = String::new();
    for name in names {
        let all = release::history(seat.world, &asked.namespace, name);
        let Some(last) = all.last() else {
            return Err(format!("{said}Error: uninstall: Release not loaded: {name}: release: not found"));
        };
        remove(seat, last, &[]);
        all.iter().for_each(|one| one.forget(seat.world));
        said += &format!("release \"{name}\" uninstalled\n");
    }
    Ok(said)
}

fn deployed(seat: &Seat<'_>, namespace: &str, name: &str) -> Result<Release, String> {
    let last = release::history(seat.world, namespace, name).pop();
    last.ok_or_else(|| "Error: release: not found".to_owned())
}

/// `Thu Jan 15 10:00:20 2026`
fn ansic(text: &str) -> String {
    let moment = text.parse::<Timestamp>().unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(TimeZone::UTC);
    jiff::fmt::strtime::format("%a %b %e %H:%M:%S %Y", &moment).unwrap_or_default()
}

fn status(release: &Release) -> String {
    format!(
        "NAME: {}\nLAST DEPLOYED: {}\nNAMESPACE: {}\nSTATUS: {}\nREVISION: {}\nTEST SUITE: None\n",
        release.text("/name"),
        ansic(release.text("/info/last_deployed")),
        release.text("/namespace"),
        release.text("/info/status"),
        release.revision(),
    )
}

fn list(seat: &Seat<'_>, asked: &Asked) -> String {
    let place = (!asked.everywhere).then_some(asked.namespace.as_str());
    let mut text = "NAME\tNAMESPACE\tREVISION\tUPDATED\tSTATUS\tCHART\tAPP VERSION\n".to_owned();
    let mut names = String::new();
    for one in release::all(seat.world, place).iter().filter(|one| one.text("/info/status") == "deployed") {
        let moment = one.text("/info/last_deployed").parse::<Timestamp>().unwrap_or(Timestamp::UNIX_EPOCH);
        let moment =
            jiff::fmt::strtime::format("%Y-%m-%d %H:%M:%S.%f +0000 UTC", &moment.to_zoned(TimeZone::UTC));
        let row = [
            one.text("/name"),
            one.text("/namespace"),
            &one.revision().to_string(),
            &moment.unwrap_or_default(),
            one.text("/info/status"),
            &one.chart(),
            one.text("/chart/appVersion"),
        ];
        text += &(row.join("\t") + "\n");
        names += &format!("{}\n", one.text("/name"));
    }
    match asked.output.is_empty() && !asked.words.contains(&"-q".to_owned()) {
        true => align(&text, TABLE),
        false => names,
    }
}

fn get(seat: &Seat<'_>, asked: &Asked, what: &str, name: &str) -> Result<String, String> {
    let release = deployed(seat, &asked.namespace, name)?;
    match what {
        "manifest" => Ok(release.text("/manifest").to_owned()),
        "values" if release.0["config"].as_object().is_none_or(Map::is_empty) => {
            Ok("USER-SUPPLIED VALUES:\nnull\n".into())
        }
        "values" => Ok(format!("USER-SUPPLIED VALUES:\n{}", output::yaml(&release.0["config"]))),
        "notes" => Ok("NOTES:\n".into()),
        other => Err(format!("Error: unknown command \"{other}\" for \"helm get\"")),
    }
}

fn history(seat: &Seat<'_>, namespace: &str, name: &str) -> Result<String, String> {
    let all = release::history(seat.world, namespace, name);
    if all.is_empty() {
        return Err("Error: release: not found".into());
    }
    let mut text = "REVISION\tUPDATED\tSTATUS\tCHART\tAPP VERSION\tDESCRIPTION\n".to_owned();
    for one in &all {
        let row = [
            &one.revision().to_string(),
            &ansic(one.text("/info/last_deployed")),
            one.text("/info/status"),
            &one.chart(),
            one.text("/chart/appVersion"),
            one.text("/info/description"),
        ];
        text += &(row.join("\t") + "\n");
    }
    Ok(align(&text, TABLE))
}

fn rollback(seat: &mut Seat<'_>, asked: &Asked, name: &str, to: Option<&str>) -> Result<String, String> {
    let all = release::history(seat.world, &asked.namespace, name);
    let Some(last) = all.last().cloned() else { return Err("Error: release: not found".into()) };
    let wanted = to.and_then(|text| text.parse::<i64>().ok()).filter(|number| *number > 0);
    let wanted = wanted.unwrap_or(last.revision() - 1);
    let Some(old) = all.iter().find(|one| one.revision() == wanted) else {
        return Err("Error: release: not found".into());
    };
    let objects: Vec<Value> = yaml::read(old.text("/manifest"))
        .into_iter()
        .filter_map(Result::ok)
        .map(|document| document.value)
        .collect();
    put(seat, &objects, &asked.namespace)?;
    let kept: Vec<Key> = objects.iter().filter_map(|one| key_of(one, &asked.namespace)).collect();
    remove(seat, &last, &kept);
    let mut made = old.clone();
    made.0["version"] = json!(last.revision() + 1);
    made.0["info"]["last_deployed"] = json!(now(seat).to_string());
    made.0["info"]["status"] = json!("deployed");
    made.0["info"]["description"] = json!(format!("Rollback to {wanted}"));
    let mut over = last;
    over.0["info"]["status"] = json!("superseded");
    let saved = over.save(seat.world).and_then(|()| made.save(seat.world));
    saved.map_err(|why| format!("Error: {}", why.message))?;
    Ok("Rollback was a success! Happy Helming!\n".into())
}

/// The controller as minikube's add-on has it: `minikube addons enable ingress`.
pub fn enable_ingress(seat: &mut Seat<'_>) -> Result<(), String> {
    let namespace = "ingress-nginx";
    let made = Kind::Namespace.read(&json!({"metadata": {"name": namespace}}));
    // It may be enabled already.
    let _ = seat.world.act("kubectl", |api| api.create_object(made));
    let Some(chart) = charts::of("https://kubernetes.github.io/ingress-nginx").next() else { return Ok(()) };
    let values = json!({"controller": {"service": {"type": "NodePort"}}});
    put(seat, &chart.objects(namespace, namespace, &values), namespace)
}
