//! `kubectl get`: tables, whole objects, templates, and what changes from now on (`-w`).

use serde_json::json;

use super::Verb;
use crate::cluster::{Key, Verb as ChangeVerb, World};
use crate::kinds::Kind;
use crate::kinds::selection::Selection;
use crate::kubectl::call::flags::{
    FILES, Flag, Flags, OUTPUT, SELECTION, short_switch, short_value, switch, value,
};
use crate::kubectl::call::{Answer, Call, Polled, Started, Wait, namespace, targets};
use crate::kubectl::describe::{Cluster, WorldView};
use crate::kubectl::get::{self, Asked, Output, Request};
use crate::kubectl::output_format::Format;
use crate::kubectl::printers::table::{self, Stream};
use crate::kubectl::{custom_columns, output, raw, scale_of, sorting};

const OWN: &[Flag] = &[
    switch("show-labels"),
    switch("show-kind"),
    switch("no-headers"),
    short_value("label-columns", 'L'),
    short_switch("watch", 'w'),
    switch("watch-only"),
    switch("output-watch-events"),
    switch("ignore-not-found"),
    switch("server-print"),
    value("sort-by"),
    value("chunk-size"),
    value("subresource"),
    value("raw"),
];

pub const VERB: Verb = Verb { name: "get", flags: &[OWN, SELECTION, OUTPUT, FILES], act };

const NOTHING_NAMED: &str = "You must specify the type of resource to get. Use \"kubectl api-resources\" for a complete list \
    of supported resources.\n\nerror: Required resource not specified.\nUse \"kubectl explain <resource>\" for a detailed \
    description of that resource (e.g. kubectl explain pods).\nSee 'kubectl get -h' for help and examples";

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    if let Some(path) = flags.value("raw") {
        return raw::get(call.world, path).map(|text| Started::Done(Answer::said(text)));
    }
    match flags.value("subresource") {
        None | Some("" | "status" | "scale" | "resize" | "approval" | "ephemeralcontainers") => {}
        Some(_) => {
            return Err(Answer::failed(
                "Error from server (NotFound): the server could not find the requested resource",
            ));
        }
    }
    let named = flags.words.len() > 1 || flags.words.iter().any(|word| word.contains('/'));
    let selects = |name: &str| flags.value(name).is_some_and(|text| !text.is_empty());
    if named && (selects("selector") || selects("field-selector")) {
        return Err(Answer::failed("error: name cannot be provided when a selector is specified"));
    }
    if flags.words.is_empty() && flags.all("filename").is_empty() {
        return Err(Answer::failed(NOTHING_NAMED));
    }
    let format = Format::of(flags)?;
    let request = request(call, flags, &format)?;
    let words = words(call, flags)?;
    let mut asked = get::ask(&WorldView(call.world), &words, &request).map_err(|why| Answer::failed(&why))?;
    note(call, flags, &asked, &request);
    if let Some(path) = flags.value("sort-by") {
        for table in &mut asked.tables {
            sorting::sort(&mut table.objects, path).map_err(|why| Answer::failed(&why))?;
        }
    }
    if flags.value("subresource") == Some("scale") {
        let text = scale_of::print(&asked, &format, !flags.is_on("no-headers"), WorldView(call.world).now());
        let mut answer = Answer::said(text.map_err(|why| Answer::failed(&why))?);
        asked.missing.iter().for_each(|why| answer.add(Answer::failed(why)));
        return Ok(Started::Done(answer));
    }
    let mut answer = Answer::default();
    for table in &asked.tables {
        match table.kind {
            Kind::Endpoints => answer.add(Answer::warned(get::ENDPOINTS_DEPRECATED)),
            Kind::ComponentStatus => answer.add(Answer::warned(get::COMPONENTS_DEPRECATED)),
            _ => {}
        }
    }
    if flags.is_on("watch") || flags.is_on("watch-only") {
        return watch(call, flags, asked, request, answer);
    }
    let headers = !flags.is_on("no-headers");
    let text = match &format {
        Format::Columns(spec) => custom_columns::print(spec, &get::objects(&asked.tables, &request), headers),
        Format::JsonPath(_) | Format::JsonPathAsJson(_) | Format::GoTemplate(_) => {
            let objects = get::objects(&asked.tables, &request);
            format.print(&output::document(&objects, asked.single))
        }
        _ => Ok(get::answer(&WorldView(call.world), &asked, &request)),
    };
    let text = text.map_err(|why| Answer::failed(&why))?;
    // That there is nothing is not part of the answer.
    match text.starts_with("No resources found") {
        true if flags.is_on("ignore-not-found") => {}
        true => answer.stderr += &text,
        false => answer.stdout += &text,
    }
    if !flags.is_on("ignore-not-found") {
        asked.missing.iter().for_each(|why| answer.add(Answer::failed(why)));
    }
    Ok(Started::Done(answer))
}

/// What was asked of the API, for those who explain it.
fn note(call: &Call<'_>, flags: &Flags, asked: &Asked, request: &Request) {
    let named = flags.words.len() > 1 || flags.words.iter().any(|word| word.contains('/'));
    let place = get::scope(request).unwrap_or_default();
    let slashed = flags.words.iter().any(|word| word.contains('/'));
    for (at, table) in asked.tables.iter().enumerate() {
        // `KIND/NAME`s have a table each, the names after a kind are all of its.
        let names = match slashed {
            true => flags.words.get(at..at + 1).unwrap_or_default(),
            false => flags.words.get(1..).unwrap_or_default(),
        };
        let inside = if table.kind.info().namespaced { place } else { "" };
        for name in names {
            let name = name.rsplit('/').next().unwrap_or_default();
            call.asks_for(&Key::new(table.kind, inside, name));
        }
        if !named {
            call.asks_all("LIST", table.kind, place);
        }
        if flags.is_on("watch") || flags.is_on("watch-only") {
            call.asks_all("WATCH", table.kind, place);
        }
    }
}

fn request(call: &Call<'_>, flags: &Flags, format: &Format) -> Result<Request, Answer> {
    let labels = flags.value("selector").unwrap_or_default();
    let fields = flags.value("field-selector").unwrap_or_default();
    let columns = flags.all("label-columns").iter().flat_map(|list| list.split(',')).map(str::to_owned);
    let kind = flags.words.first().and_then(|word| get::kind(&WorldView(call.world), word).ok());
    Ok(Request {
        namespace: namespace(call, flags).to_owned(),
        output: match format {
            Format::Yaml => Output::Yaml,
            Format::Json => Output::Json,
            Format::Name => Output::Name,
            _ => Output::Table,
        },
        table: table::Options {
            wide: *format == Format::Wide,
            all_namespaces: flags.is_on("all-namespaces"),
            show_labels: flags.is_on("show-labels"),
            label_columns: columns.collect(),
            no_headers: flags.is_on("no-headers"),
            show_kind: flags.is_on("show-kind"),
            bare: flags.value("server-print") == Some("false"),
            events: flags.is_on("output-watch-events"),
        },
        show_managed_fields: flags.is_on("show-managed-fields"),
        selection: Selection::parse_for(kind, labels, fields).map_err(|why| Answer::failed(&why))?,
    })
}

/// The arguments, or the objects that files name.
fn words(call: &Call<'_>, flags: &Flags) -> Result<Vec<String>, Answer> {
    if flags.all("filename").is_empty() {
        return Ok(flags.words.clone());
    }
    let found = targets::find(call, flags, &flags.words, None)?;
    if found.missing.code != 0 {
        return Err(found.missing);
    }
    Ok(found.keys.iter().map(targets::called).collect())
}

fn watch(
    call: &Call<'_>,
    flags: &Flags,
    asked: Asked,
    request: Request,
    mut answer: Answer,
) -> Result<Started, Answer> {
    let [table] = asked.tables.as_slice() else {
        return Err(Answer::failed("error: you may only specify a single resource type"));
    };
    if let Some(why) = asked.missing.first() {
        return Err(Answer::failed(why));
    }
    let named = flags.words.len() > 1 || flags.words.iter().any(|word| word.contains('/'));
    let name =
        |object: &serde_json::Value| object["metadata"]["name"].as_str().unwrap_or_default().to_owned();
    let mut watch = Watching {
        kind: table.kind,
        names: named.then(|| table.objects.iter().map(name).collect()),
        seen: call.world.api().store().version(),
        stream: Stream::new(request.table.clone()),
        request,
    };
    if !flags.is_on("watch-only") && watch.request.table.events {
        for object in &table.objects {
            answer.stdout += &watch.print_event(call.world, "ADDED", object.clone());
        }
    } else if !flags.is_on("watch-only") {
        answer.stdout += &watch.print(call.world, &table.objects);
    }
    Ok(Started::Waiting(answer, Box::new(watch)))
}

/// `get -w`: it goes on for ever.
#[derive(Clone, Debug)]
struct Watching {
    kind: Kind,
    /// The names that were asked for; none where it is all of them.
    names: Option<Vec<String>>,
    seen: u64,
    request: Request,
    stream: Stream,
}

impl Watching {
    /// `--output-watch-events`: what happened to an object, with the object.
    fn print_event(&mut self, world: &World, event: &'static str, object: serde_json::Value) -> String {
        let whole = matches!(self.request.output, Output::Json | Output::Yaml);
        if !self.request.table.events || !whole {
            self.stream.event = event;
            return self.print(world, &[object]);
        }
        let told = json!({"type": event, "object": output::without_managers(object)});
        if self.request.output == Output::Json {
            output::json(&told)
        } else {
            format!("---\n{}", output::yaml(&told))
        }
    }

    fn print(&mut self, world: &World, objects: &[serde_json::Value]) -> String {
        let table = table::Table { kind: self.kind, objects: objects.to_vec() };
        match self.request.output {
            Output::Table => self.stream.print(self.kind, objects, WorldView(world).now()),
            _ if objects.is_empty() => String::new(),
            _ => {
                let asked = Asked { tables: vec![table], single: objects.len() == 1, missing: Vec::new() };
                get::answer(&WorldView(world), &asked, &self.request)
            }
        }
    }

    fn is_meant(&self, key: &Key, object: &serde_json::Value) -> bool {
        let inside = !self.kind.info().namespaced
            || get::scope(&self.request).is_none_or(|namespace| *key.namespace == *namespace);
        let named = self.names.as_ref().is_none_or(|names| names.iter().any(|name| **name == *key.name));
        key.kind == self.kind && inside && named && self.request.selection.selects(object)
    }
}

impl Wait for Watching {
    fn poll(&mut self, world: &mut World) -> Polled {
        let store = world.api().store();
        let changes: Vec<_> =
            store.log().since(self.seen).filter(|change| change.key.kind == self.kind).cloned().collect();
        self.seen = store.version();
        let mut said = Answer::default();
        for change in changes {
            let object = change.object().to_value();
            if self.is_meant(&change.key, &object) {
                let event = match change.verb {
                    ChangeVerb::Added => "ADDED",
                    ChangeVerb::Modified => "MODIFIED",
                    ChangeVerb::Deleted => "DELETED",
                };
                said.stdout += &self.print_event(world, event, object);
            }
        }
        Polled::More(said)
    }
}
