//! `kubectl kustomize`: prints what `-k` would apply.

use super::Verb;
use crate::kubectl::call::flags::{Flag, Flags, short_value, switch, value};
use crate::kubectl::call::{Answer, Call, Started};
use crate::kubectl::kustomize;

const OWN: &[Flag] = &[
    short_value("output", 'o'),
    value("load-restrictor"),
    switch("enable-helm"),
    switch("enable-alpha-plugins"),
];

pub const VERB: Verb = Verb { name: "kustomize", flags: &[OWN], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    if flags.words.len() > 1 {
        return Err(Answer::failed("error: specify one path to kustomization.yaml"));
    }
    let folder = flags.words.first().map_or(".", String::as_str);
    let text = kustomize::print(call.files, folder).map_err(|why| Answer::failed(&why))?;
    match flags.value("output") {
        None => Ok(Started::Done(Answer::said(text))),
        Some(path) => {
            call.written.push((path.to_owned(), text));
            Ok(Started::Done(Answer::default()))
        }
    }
}
