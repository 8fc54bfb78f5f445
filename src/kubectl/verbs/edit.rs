//! `kubectl edit`: an object's YAML in an editor, and back. kubectl pkg/cmd/util/editor/editoptions.go, v1.36.
//!
//! It waits for whoever runs it to give back the text (`Wait::wants`, `Wait::give`); what is saved goes to the server as a
//! patch. A refusal opens the editor again with the reason at the top, as kubectl does. Several objects are edited one after
//! the other, where kubectl puts them into one list.

use serde_json::Value;

use super::Verb;
use crate::cluster::{Key, Reason, World};
use crate::kinds::Object;
use crate::kinds::patch::{self, Patch};
use crate::kubectl::call::flags::{FILES, Flag, Flags, OUTPUT, SELECTION, switch, value};
use crate::kubectl::call::{Answer, Call, Polled, Started, ToEdit, Wait, Wants, targets};
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

/// What may not change.
const IDENTITY: [&str; 4] = ["/apiVersion", "/kind", "/metadata/name", "/metadata/namespace"];
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
        original: text.clone(),
        text,
        refused: 0,
        left: None,
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
    original: String,
    /// What the editor shows.
    text: String,
    /// Times it was opened again.
    refused: u32,
    /// Where the text is to be kept.
    left: Option<String>,
    /// What the editor gave back; within it nothing if it was closed without saving.
    given: Option<Option<String>>,
    /// What is edited after it.
    rest: Vec<Key>,
}

/// The text without the lines that begin with `#`.
fn bare(text: &str) -> String {
    text.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect()
}

/// What comes of a text that was given back.
enum Verdict {
    /// This object is done with.
    Over(Answer),
    /// The editor opens again with this at the file's top.
    Again(Answer, String),
    /// All is given up; the file stays.
    Kept(Answer),
}

impl Editing {
    fn finish(&mut self, text: &str, world: &mut World) -> Verdict {
        let cancelled = |why: &str| {
            Verdict::Over(Answer { stderr: format!("Edit cancelled, {why}.\n"), ..Answer::default() })
        };
        if self.refused > 0 && bare(text) == bare(&self.text) {
            return self.kept("error: Edit cancelled, no valid changes were saved.\n", world);
        }
        if bare(text) == bare(&self.original) {
            return cancelled("no changes made");
        }
        if bare(text).trim().is_empty() {
            return cancelled("saved file was empty");
        }
        let new = match yaml::read(&bare(text)).into_iter().next() {
            Some(Ok(document)) => document.value,
            Some(Err(why)) => {
                let why = format!("The edited file had a syntax error: error parsing edited-file: {why}\n");
                return Verdict::Again(Answer::default(), why);
            }
            None => return cancelled("saved file was empty"),
        };
        if IDENTITY.iter().any(|path| new.pointer(path) != self.object.pointer(path)) {
            return self.kept("error: At least one of apiVersion, kind and name was changed\n", world);
        }
        if new == self.object {
            return Verdict::Over(Answer::said(format!("{} skipped\n", targets::called(&self.key))));
        }
        self.send(&new, world)
    }

    fn send(&mut self, new: &Value, world: &mut World) -> Verdict {
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
        let called = format!("{} \"{}\"", key.kind.info().qualified_plural(), key.name);
        match result {
            Ok(_) => {
                let warned = warnings.iter().map(|text| format!("Warning: {text}\n")).collect();
                Verdict::Over(Answer {
                    stdout: format!("{} edited\n", targets::called(key)),
                    stderr: warned,
                    code: 0,
                })
            }
            Err(refusal) if refusal.reason == Reason::Invalid => {
                let causes: String =
                    refusal.causes.iter().map(|cause| format!("* {}\n", cause.line())).collect();
                let said = Answer { stderr: format!("error: {called} is invalid\n"), ..Answer::default() };
                let colon = if causes.is_empty() { "" } else { ":" };
                Verdict::Again(said, format!("{called} was not valid{colon}\n{causes}"))
            }
            Err(refusal) if refusal.reason == Reason::NotFound => {
                let path = self.path(world);
                self.kept_with(&format!(
                    "error: {called} could not be found on the server\n\
                     The edits you made on deleted resources have been saved to \"{path}\"\n"
                ))
            }
            Err(refusal) => {
                let path = self.path(world);
                self.kept_with(&format!(
                    "error: {called} could not be patched: {}\n\
                     You can run `kubectl replace -f {path}` to try this update again.\n",
                    refusal.sentence()
                ))
            }
        }
    }

    /// Where the text stays when nothing came of it; upstream draws the number.
    fn path(&mut self, world: &World) -> String {
        let number = world.now().0.wrapping_mul(2_654_435_761) % 4_294_967_296;
        let path = format!("/tmp/kubectl-edit-{number}.yaml");
        self.left = Some(path.clone());
        path
    }

    fn kept(&mut self, why: &str, world: &World) -> Verdict {
        let path = self.path(world);
        self.kept_with(&format!("A copy of your changes has been stored to \"{path}\"\n{why}"))
    }

    fn kept_with(&self, stderr: &str) -> Verdict {
        Verdict::Kept(Answer { stderr: stderr.to_owned(), code: 1, ..Answer::default() })
    }

    /// The file again, with why it was refused at its top.
    fn reopened(&mut self, given: &str, why: &str) {
        self.refused += 1;
        let reasons: String = why.lines().map(|line| format!("# {line}\n")).collect();
        self.text = format!("{HEAD}{reasons}#\n{}", bare(given));
    }
}

impl Wait for Editing {
    fn poll(&mut self, world: &mut World) -> Polled {
        let Some(given) = self.given.take() else { return Polled::More(Answer::default()) };
        // An editor that is left without saving leaves the file as it was.
        let text = given.unwrap_or_else(|| self.text.clone());
        match self.finish(&text, world) {
            Verdict::Over(answer) => match self.next(world) {
                true => Polled::More(answer),
                false => Polled::Done(answer),
            },
            Verdict::Again(said, why) => {
                self.reopened(&text, &why);
                Polled::More(said)
            }
            Verdict::Kept(answer) => {
                self.text = text;
                Polled::Done(answer)
            }
        }
    }

    fn leaves(&mut self) -> Option<(String, String)> {
        self.left.take().map(|path| (path, self.text.clone()))
    }

    fn wants(&self) -> Wants {
        Wants::Edit(ToEdit {
            command: "kubectl edit".into(),
            name: format!("{}-{}.yaml", self.key.kind.info().singular, self.key.name),
            subject: targets::called(&self.key),
            text: self.text.clone(),
            passing: true,
            refused: self.refused,
        })
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
                self.original.clone_from(&self.text);
                self.refused = 0;
                self.key = key;
                return true;
            }
        }
        false
    }
}
