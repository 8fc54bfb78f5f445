//! An object's YAML in an editor, and back: what `edit`, `create --edit` and `apply edit-last-applied` share.
//! kubectl pkg/cmd/util/editor/editoptions.go, v1.36.
//!
//! It waits for whoever runs it to give back the text (`Wait::wants`, `Wait::give`); what is saved goes to the server. A
//! refusal of `edit` opens the editor again with the reason at the top, as kubectl does. Several objects are edited one
//! after the other, where `kubectl edit` puts them into one list.

use serde_json::{Value, json};

use super::apply::{LAST_APPLIED, with_last_applied};
use super::call::{Answer, Polled, Started, ToEdit, Wait, Wants, targets};
use super::{create, output};
use crate::cluster::{Key, Reason, Status, World};
use crate::kinds::patch::{self, Patch};
use crate::yaml;

/// What may not change.
const IDENTITY: [&str; 4] = ["/apiVersion", "/kind", "/metadata/name", "/metadata/namespace"];
const MANAGER: &str = "kubectl-edit";
const HEAD: &str = "# Please edit the object below. Lines beginning with a '#' will be ignored,\n\
    # and an empty file will abort the edit. If an error occurs while saving this file will be\n\
    # reopened with the relevant failures.\n#\n";
const HEAD_OF_APPLIED: &str = "# Please edit the 'last-applied-configuration' annotations below.\n\
    # Lines beginning with a '#' will be ignored, and an empty file will abort the edit.\n#\n";

/// What becomes of the text that is saved.
#[derive(Clone, Debug)]
pub enum Purpose {
    /// The object, or its status, is patched.
    Patch { status: bool, saves: bool, shows: bool },
    /// The object is made, in the namespace of the call.
    Create { namespace: String, saves: bool },
    /// It is kept as what was applied last.
    Annotate,
}

/// An object to be edited, as the editor shows it.
#[derive(Clone, Debug)]
pub struct Subject {
    pub key: Key,
    pub object: Value,
}

/// Opens the editor for each of the subjects.
pub fn begin(command: &'static str, purpose: Purpose, subjects: Vec<Subject>) -> Option<Started> {
    let mut rest = subjects.into_iter().rev().collect::<Vec<_>>();
    let subject = rest.pop()?;
    let mut waits = Editing {
        command,
        purpose,
        subject,
        original: String::new(),
        text: String::new(),
        refused: 0,
        left: None,
        given: None,
        rest,
    };
    waits.open();
    Some(Started::Waiting(Answer::default(), Box::new(waits)))
}

#[derive(Clone, Debug)]
struct Editing {
    command: &'static str,
    purpose: Purpose,
    subject: Subject,
    /// The text as it was first shown.
    original: String,
    /// What the editor shows.
    text: String,
    /// Times it was opened again.
    refused: u32,
    /// Where the text is to be kept.
    left: Option<String>,
    /// What the editor gave back; within it nothing if it was closed without saving.
    given: Option<Option<String>>,
    /// What is edited after it, the next one last.
    rest: Vec<Subject>,
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
    fn head(&self) -> &'static str {
        if matches!(self.purpose, Purpose::Annotate) { HEAD_OF_APPLIED } else { HEAD }
    }

    fn open(&mut self) {
        self.text = format!("{}{}", self.head(), output::yaml(&self.subject.object));
        self.original.clone_from(&self.text);
        self.refused = 0;
    }

    /// The file again, with why it was refused at its top.
    fn reopen(&mut self, given: &str, why: &str) {
        self.refused += 1;
        let reasons: String = why.lines().map(|line| format!("# {line}\n")).collect();
        self.text = format!("{}{reasons}#\n{}", self.head(), bare(given));
    }

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
        match self.purpose.clone() {
            Purpose::Create { namespace, saves } => self.create(text, &namespace, saves, world),
            _ if new == self.subject.object => {
                Verdict::Over(Answer::said(format!("{} skipped\n", targets::called(&self.subject.key))))
            }
            Purpose::Annotate => self.annotate(&new, world),
            Purpose::Patch { status, saves, shows } => {
                if IDENTITY.iter().any(|path| new.pointer(path) != self.subject.object.pointer(path)) {
                    let why = "error: At least one of apiVersion, kind and name was changed\n";
                    return self.kept(why, world);
                }
                let new = if saves { with_last_applied(new) } else { new };
                self.patch(&new, status, shows, world)
            }
        }
    }

    fn create(&mut self, text: &str, namespace: &str, saves: bool, world: &mut World) -> Verdict {
        let made = Answer::of_lines(create::create_in(world, namespace, "edited-file", &bare(text), saves));
        match made.code {
            0 => Verdict::Over(made),
            // The edited file is not named, unlike one of `create -f`.
            _ => self.kept(&made.stderr.replace("error when creating \"edited-file\": ", ""), world),
        }
    }

    fn annotate(&mut self, new: &Value, world: &mut World) -> Verdict {
        let patch = Patch::Merge(json!({"metadata": {"annotations": {LAST_APPLIED: format!("{new}\n")}}}));
        let key = self.subject.key.clone();
        let result = world.act("kubectl", |api| {
            api.manager = Some("kubectl-last-applied");
            api.patch(&key, &patch)
        });
        match result {
            Ok(_) => Verdict::Over(Answer::said(format!("{} edited\n", targets::called(&key)))),
            Err(refusal) => self.kept(&format!("{refusal}\n"), world),
        }
    }

    fn patch(&mut self, new: &Value, status: bool, shows: bool, world: &mut World) -> Verdict {
        let (key, old) = (&self.subject.key, &self.subject.object);
        let patch = match key.kind {
            kind if kind.is_added() => Patch::Merge(patch::three_way_of(None, old, new, old)),
            kind => Patch::Strategic(patch::three_way(kind, old, new, old)),
        };
        let (result, warnings) = world.act("kubectl", |api| {
            api.manager = Some(MANAGER);
            let result = if status { api.patch_status(key, &patch) } else { api.patch(key, &patch) };
            (result, std::mem::take(&mut api.warnings))
        });
        let shown = match &patch {
            Patch::Merge(patch) | Patch::Strategic(patch) if shows => format!("Patch: {patch}\n"),
            _ => String::new(),
        };
        let refusal = match result {
            Ok(_) => {
                let stderr = warnings.iter().map(|text| format!("Warning: {text}\n")).collect();
                let stdout = format!("{shown}{} edited\n", targets::called(key));
                return Verdict::Over(Answer { stdout, stderr, code: 0 });
            }
            Err(refusal) => refusal,
        };
        match self.refused_by(&refusal, world) {
            Verdict::Again(said, why) => Verdict::Again(Answer { stdout: shown, ..said }, why),
            Verdict::Kept(said) => Verdict::Kept(Answer { stdout: shown, ..said }),
            over => over,
        }
    }

    fn refused_by(&mut self, refusal: &Status, world: &World) -> Verdict {
        let key = &self.subject.key;
        let called = format!("{} \"{}\"", key.kind.info().qualified_plural(), key.name);
        match refusal.reason {
            Reason::Invalid => {
                let causes: String =
                    refusal.causes.iter().map(|cause| format!("* {}\n", cause.line())).collect();
                let said = Answer { stderr: format!("error: {called} is invalid\n"), ..Answer::default() };
                let colon = if causes.is_empty() { "" } else { ":" };
                Verdict::Again(said, format!("{called} was not valid{colon}\n{causes}"))
            }
            Reason::NotFound => {
                let path = self.path(world);
                self.kept_with(&format!(
                    "error: {called} could not be found on the server\n\
                     The edits you made on deleted resources have been saved to \"{path}\"\n"
                ))
            }
            _ => {
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

    /// Goes on with the next object; false if there is none.
    fn next(&mut self) -> bool {
        let Some(subject) = self.rest.pop() else { return false };
        self.subject = subject;
        self.open();
        true
    }
}

impl Wait for Editing {
    fn poll(&mut self, world: &mut World) -> Polled {
        let Some(given) = self.given.take() else { return Polled::More(Answer::default()) };
        // An editor that is left without saving leaves the file as it was.
        let text = given.unwrap_or_else(|| self.text.clone());
        match self.finish(&text, world) {
            Verdict::Over(answer) => match self.next() {
                true => Polled::More(answer),
                false => Polled::Done(answer),
            },
            Verdict::Again(said, why) => {
                self.reopen(&text, &why);
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
        let key = &self.subject.key;
        Wants::Edit(ToEdit {
            command: self.command.into(),
            name: format!("{}-{}.yaml", key.kind.info().singular, key.name),
            subject: targets::called(key),
            text: self.text.clone(),
            passing: true,
            refused: self.refused,
        })
    }

    fn give(&mut self, text: Option<String>) {
        self.given = Some(text);
    }
}
