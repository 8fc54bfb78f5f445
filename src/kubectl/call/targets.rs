//! Which objects a verb is meant for: `KIND NAME...`, `KIND/NAME...`, `KIND -l ...`, `KIND --all`, `-f FILE`.

use super::flags::Flags;
use super::{Answer, Call, namespace};
use crate::cluster::{Key, Status};
use crate::kinds::Kind;
use crate::kinds::selection::Selection;
use crate::kubectl::apply::key_in;
use crate::kubectl::describe::{Cluster, WorldView};
use crate::kubectl::get;
use crate::kubectl::kustomize;
use crate::kubectl::manifest;
use crate::kubectl::reach::Reach;

/// Objects that are there, and what was said of those that are not.
#[derive(Default)]
pub struct Targets {
    pub keys: Vec<Key>,
    pub missing: Answer,
}

/// `kind` is what words that name no kind mean (`kubectl cordon NODE`).
pub fn find(call: &Call<'_>, flags: &Flags, words: &[String], kind: Option<Kind>) -> Result<Targets, Answer> {
    let mut targets = Targets::default();
    for (kind, name) in named(call, flags, words, kind)? {
        let inside = if kind.info().namespaced { namespace(call, flags) } else { "" };
        targets.look_up(call, Key::new(kind, inside, &name));
    }
    for (path, text) in named_files(call, flags)? {
        for one in manifest::read_in(&text, call.world.api().store()) {
            let one = one.map_err(|problem| Answer::failed(&problem.text.replace("FILE", &path)))?;
            targets.look_up(call, key_in(&one, namespace(call, flags)));
        }
    }
    if !targets.keys.is_empty() || targets.missing.code != 0 {
        return Ok(targets);
    }
    targets.keys = selected(call, flags, words, kind)?;
    Ok(targets)
}

/// A file, a folder, or `-` for what is piped in.
pub fn manifests(call: &Call<'_>, path: &str) -> Result<Vec<(String, String)>, Answer> {
    if let Some(folder) = path.strip_prefix(KUSTOMIZED) {
        let built = kustomize::build(call.files, folder);
        return built.map(|text| vec![(folder.to_owned(), text)]).map_err(|why| Answer::failed(&why));
    }
    match path {
        "-" => Ok(vec![("STDIN".to_owned(), call.stdin.to_owned())]),
        path => call.files.manifests(path, call.deep).map_err(|why| Answer::failed(&why)),
    }
}

/// What stands before the folder of a `-k` where it is kept as a `-f`.
const KUSTOMIZED: &str = "\0kustomize:";

/// From here on a `-k FOLDER` is a file to be read.
pub fn with_kustomized(mut flags: Flags, verb: &str) -> Result<Flags, Answer> {
    if flags.all("kustomize").is_empty() {
        return Ok(flags);
    }
    if !flags.all("filename").is_empty() {
        return Err(Answer::failed(match verb {
            "apply" | "create" | "diff" | "replace" => "error: only one of -f or -k can be specified",
            _ => "error: only one of '-f' or '-k' can be specified",
        }));
    }
    let folders: Vec<String> =
        flags.all("kustomize").iter().map(|folder| format!("{KUSTOMIZED}{folder}")).collect();
    flags.set_all("filename", folders);
    Ok(flags)
}

/// Everything that `-f` and `-k` name: what each file is called, and its text.
pub fn named_files(call: &Call<'_>, flags: &Flags) -> Result<Vec<(String, String)>, Answer> {
    let mut files = Vec::new();
    for path in flags.all("filename") {
        files.extend(manifests(call, path)?);
    }
    Ok(files)
}

fn named(
    call: &Call<'_>,
    flags: &Flags,
    words: &[String],
    kind: Option<Kind>,
) -> Result<Vec<(Kind, String)>, Answer> {
    let view = WorldView(call.world);
    let of_word = |word: &str| get::kind(&view, word).map_err(|why| Answer::failed(&why));
    if words.iter().any(|word| word.contains('/')) {
        let one = |word: &String| match word.split_once('/') {
            Some((kind, name)) => Ok((of_word(kind)?, name.to_owned())),
            None => Err(Answer::failed(get::NOT_SLASHED)),
        };
        return words.iter().map(one).collect();
    }
    let (kinds, names) = match (kind, words) {
        (Some(kind), names) => (vec![kind], names),
        (None, [list, names @ ..]) => (list.split(',').map(of_word).collect::<Result<_, _>>()?, names),
        (None, []) => return Ok(Vec::new()),
    };
    if !names.is_empty() && flags.value("selector").is_some() {
        return Err(Answer::failed("error: name cannot be provided when a selector is specified"));
    }
    let named = |kind: Kind| names.iter().map(move |name| (kind, name.clone()));
    Ok(kinds.into_iter().flat_map(named).collect())
}

fn selected(
    call: &Call<'_>,
    flags: &Flags,
    words: &[String],
    kind: Option<Kind>,
) -> Result<Vec<Key>, Answer> {
    let view = WorldView(call.world);
    let fail = |why: String| Answer::failed(&why);
    let labels = flags.value("selector").unwrap_or_default();
    let fields = flags.value("field-selector").unwrap_or_default();
    let kinds = match (kind, words.first()) {
        (Some(kind), _) => vec![kind],
        (None, Some(list)) => get::kinds(&view, list).map_err(fail)?,
        (None, None) => {
            return Err(fail(NOTHING_NAMED.into()));
        }
    };
    if labels.is_empty() && fields.is_empty() && !flags.is_on("all") {
        return Err(fail("error: resource(s) were provided, but no name was specified".into()));
    }
    let selection = Selection::parse(labels, fields).map_err(fail)?;
    let mut keys = Vec::new();
    for kind in kinds {
        selection.check(kind).map_err(fail)?;
        let inside = kind.info().namespaced && !flags.is_on("all-namespaces");
        call.asks_all("LIST", kind, if inside { namespace(call, flags) } else { "" });
        let found = view.list(kind, inside.then(|| namespace(call, flags)));
        let key = |object: &serde_json::Value| {
            let meta = &object["metadata"];
            Key::new(kind, meta["namespace"].text(), meta["name"].text())
        };
        keys.extend(found.iter().filter(|object| selection.selects(object)).map(key));
    }
    Ok(keys)
}

impl Targets {
    fn look_up(&mut self, call: &Call<'_>, key: Key) {
        call.asks_for(&key);
        if call.world.api().store().object(&key).is_some() {
            self.keys.push(key);
            return;
        }
        self.missing.add(missing(&key));
    }
}

/// missingResourceError of cli-runtime pkg/resource/builder.go.
pub const NOTHING_NAMED: &str = "error: You must provide one or more resources by argument or filename.\nExample resource \
    specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'";

/// The server's answer that there is no such object.
pub fn missing(key: &Key) -> Answer {
    Answer::failed(&Status::not_found(key.kind, &key.name).to_string())
}

/// Refuses words and files that name nothing.
pub fn refuse_nothing(flags: &Flags, words: &[String]) -> Result<(), Answer> {
    match words.is_empty() && flags.all("filename").is_empty() {
        true => Err(Answer::failed(NOTHING_NAMED)),
        false => Ok(()),
    }
}

/// The version that an object is in.
pub fn version(call: &Call<'_>, key: &Key) -> String {
    let stored = call.world.api().store().object(key);
    stored.map(|object| object.meta().resource_version.0.to_string()).unwrap_or_default()
}

/// `deployment.apps/web`, as verbs that change something begin their lines.
pub fn called(key: &Key) -> String {
    format!("{}/{}", key.kind.info().qualified_singular(), key.name)
}
