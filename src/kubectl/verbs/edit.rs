//! `kubectl edit`: an object's YAML in an editor, and back. kubectl pkg/cmd/util/editor/editoptions.go, v1.36.
//!
//! It waits for whoever runs it to give back the text (`Wait::wants`, `Wait::give`); what is saved goes to the server as a
//! patch. A refusal opens the editor again with the reason at the top, as kubectl does.

use serde_json::Value;

use super::Verb;
use crate::cluster::{Key, Reason, World};
use crate::kinds::Object;
use crate::kinds::patch::{self, Patch};
use crate::kubectl::call::flags::{FILES, Flag, Flags, OUTPUT, SELECTION, switch, value};
use crate::kubectl::call::{Answer, Call, Polled, Started, Wait, Wants, targets};
use crate::kubectl::output;
use crate::yaml;

const OWN: &[Flag] = &[
    switch("output-patch"),
    switch("windows-line-endings"),
    switch("save-config"),
    value("subresource"),
    value("field-manager"),
    Flag { long: "validate", short: None, alone: Some("strict") },
];

pub const VERB: Verb = Verb { name: "edit", flags: &[OWN, FILES, SELECTION, OUTPUT], act };

const MANAGER: &str = "kubectl-edit";
const HEAD: &str = "# Please edit the object below. Lines beginning with a '#' will be ignored,\n\
    # and an empty file will abort the edit. If an error occurs while saving this file will be\n\
    # reopened with the relevant failures.\n#\n";

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    if let Some(other) = flags.value("subresource").filter(|one| *one != "status") {
        return Err(Answer::failed(&format!("error: --subresource={other} is not simulated")));
    }
    let found = targets::find(call, flags, &flags.words, None)?;
    if found.missing.code != 0 {
        return Err(found.missing);
    }
    let Some(key) = found.keys.first().cloned() else {
        return Err(Answer::failed("error: you must provide one or more resources by argument or filename"));
    };
    let Some(object) = call.world.api().store().object(&key).map(Object::to_value) else {
        return Err(targets::missing(&key));
    };
    let object = output::without_managers(object);
    let text = format!("{HEAD}{}", output::yaml(&object));
    let waits = Editing {
        status: flags.value("subresource").is_some(),
        key,
        object,
        text,
        given: None,
        rest: found.keys[1..].to_vec(),
    };
    Ok(Started::Waiting(Answer::default(), Box::new(waits)))
}

#[derive(Clone, Debug)]
struct Editing {
    key: Key,
    status: bool,
    /// As it was when it was opened.
    object: Value,
    text: String,
    /// What the editor gave back; within it nothing if it was closed without saving.
    given: Option<Option<String>>,
    /// What is edited after it.
    rest: Vec<Key>,
}

/// The text without the lines that begin with `#`.
fn bare(text: &str) -> String {
    text.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect()
}

impl Editing {
    fn finish(&mut self, given: Option<String>, world: &mut World) -> Result<Answer, String> {
        let text = given.map(|text| bare(&text)).unwrap_or_default();
        let cancelled =
            |why: &str| Answer { stderr: format!("Edit cancelled, {why}.\n"), ..Answer::default() };
        if text.trim().is_empty() {
            return Ok(cancelled("saved file was empty"));
        }
        if text == bare(&self.text) {
            return Ok(cancelled("no changes made"));
        }
        let new = match yaml::read(&text).into_iter().next() {
            Some(Ok(document)) => document.value,
            Some(Err(why)) => {
                return Err(format!("The edited file had a syntax error: error parsing edited-file: {why}"));
            }
            None => return Ok(cancelled("saved file was empty")),
        };
        let meta = |value: &Value, field: &str| value["metadata"][field].clone();
        if ["name", "namespace"].iter().any(|field| meta(&new, field) != meta(&self.object, field)) {
            return Err("At least one of apiVersion, kind and name was changed".into());
        }
        self.send(&new, world)
    }

    fn send(&self, new: &Value, world: &mut World) -> Result<Answer, String> {
        let key = &self.key;
        let patch = match key.kind {
            kind if kind.is_added() => {
                Patch::Merge(patch::three_way_of(None, &self.object, new, &self.object))
            }
            kind => Patch::Strategic(patch::three_way(kind, &self.object, new, &self.object)),
        };
        let status = self.status;
        let (result, warnings) = world.act("kubectl", |api| {
            api.manager = Some(MANAGER);
            let result = if status { api.patch_status(key, &patch) } else { api.patch(key, &patch) };
            (result, std::mem::take(&mut api.warnings))
        });
        match result {
            Ok(_) => {
                let warned = warnings.iter().map(|text| format!("Warning: {text}\n")).collect();
                Ok(Answer { stdout: format!("{} edited\n", targets::called(key)), stderr: warned, code: 0 })
            }
            Err(refusal) if refusal.reason == Reason::Invalid => Err(format!(
                "{} \"{}\" was not valid:\n * {}",
                key.kind.info().qualified_plural(),
                key.name,
                refusal.sentence()
            )),
            Err(refusal) => Err(format!(
                "{} \"{}\" could not be patched: {}",
                key.kind.info().qualified_plural(),
                key.name,
                refusal.sentence()
            )),
        }
    }

    /// The file again, with why it was refused at its top.
    fn reopened(&mut self, given: &str, why: &str) {
        let reasons: String = why.lines().map(|line| format!("# {line}\n")).collect();
        self.text = format!("{HEAD}{reasons}#\n{}", bare(given));
    }
}

impl Wait for Editing {
    fn poll(&mut self, world: &mut World) -> Polled {
        let Some(given) = self.given.take() else { return Polled::More(Answer::default()) };
        match self.finish(given.clone(), world) {
            Ok(answer) => match self.next(world) {
                true => Polled::More(answer),
                false => Polled::Done(answer),
            },
            Err(why) => {
                let text = given.unwrap_or_default();
                // The same text once more is given up, and kept in a file by kubectl.
                if bare(&text) == bare(&self.text) {
                    return Polled::Done(Answer::failed(&format!("error: {why}")));
                }
                self.reopened(&text, &why);
                Polled::More(Answer { stderr: format!("error: {why}\n"), ..Answer::default() })
            }
        }
    }

    fn wants(&self) -> Wants {
        let info = self.key.kind.info();
        Wants::Edit(format!("{}-{}.yaml", info.singular, self.key.name), self.text.clone())
    }

    fn give(&mut self, text: Option<String>) {
        self.given = Some(text);
    }
}

impl Editing {
    /// Goes on with the next object; false if there is none.
    fn next(&mut self, world: &World) -> bool {
        while !self.rest.is_empty() {
            let key = self.rest.remove(0);
            if let Some(object) = world.api().store().object(&key).map(Object::to_value) {
                self.object = output::without_managers(object);
                self.text = format!("{HEAD}{}", output::yaml(&self.object));
                self.key = key;
                return true;
            }
        }
        false
    }
}
