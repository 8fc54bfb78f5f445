//! `kubectl get`.

use super::Verb;
use crate::kubectl::call::flags::{
    FILES, Flag, Flags, OUTPUT, SELECTION, short_switch, short_value, switch, value,
};
use crate::kubectl::call::{Answer, Call, Started, namespace, targets};
use crate::kubectl::describe::WorldView;
use crate::kubectl::get::{self, Output, Request};
use crate::kubectl::printers::table;
use crate::kubectl::selection::Selection;

const OWN: &[Flag] = &[
    switch("show-labels"),
    switch("no-headers"),
    short_value("label-columns", 'L'),
    short_switch("watch", 'w'),
    switch("ignore-not-found"),
    value("sort-by"),
];

pub const VERB: Verb = Verb { name: "get", flags: &[OWN, SELECTION, OUTPUT, FILES], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    for later in ["watch", "sort-by", "template"] {
        if flags.value(later).is_some() {
            return Err(Answer::failed(&format!("error: --{later} is not simulated yet")));
        }
    }
    let wide = flags.value("output") == Some("wide");
    let output = match flags.value("output").unwrap_or_default() {
        "" | "wide" => Output::Table,
        "yaml" => Output::Yaml,
        "json" => Output::Json,
        "name" => Output::Name,
        other => {
            return Err(Answer::failed(&format!(
                "error: unable to match a printer suitable for the output format \"{other}\", allowed formats are: \
                 custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,\
                 jsonpath-file,kyaml,name,template,templatefile,wide,yaml"
            )));
        }
    };
    let labels = flags.value("selector").unwrap_or_default();
    let fields = flags.value("field-selector").unwrap_or_default();
    let columns = flags.all("label-columns").iter().flat_map(|list| list.split(',')).map(str::to_owned);
    let request = Request {
        namespace: namespace(call, flags).to_owned(),
        output,
        table: table::Options {
            wide,
            all_namespaces: flags.is_on("all-namespaces"),
            show_labels: flags.is_on("show-labels"),
            label_columns: columns.collect(),
            no_headers: flags.is_on("no-headers"),
        },
        show_managed_fields: flags.is_on("show-managed-fields"),
        selection: Selection::parse(labels, fields).map_err(|why| Answer::failed(&why))?,
    };
    let words = words(call, flags)?;
    Ok(Started::Done(match get::get(&WorldView(call.world), &words, &request) {
        // That there is nothing is not part of the answer.
        Ok(text) if text.starts_with("No resources found") => Answer { stderr: text, ..Answer::default() },
        Ok(text) => Answer::said(text),
        Err(why) if flags.is_on("ignore-not-found") && why.contains("(NotFound)") => Answer::default(),
        Err(why) => Answer::failed(&why),
    }))
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
