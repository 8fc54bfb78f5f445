//! The terminal: what is on its screen, what may be typed next, and what a line did.

use super::frame::Ref;

/// The screen and the prompt below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TerminalView {
    pub lines: Vec<TerminalLine>,
    /// Lines that were above these and are no longer kept.
    pub dropped: u64,
    pub prompt: String,
    /// A command runs: it can be interrupted, and no line can be entered.
    pub busy: bool,
    /// The command that runs reads lines: what is entered goes to it.
    pub reads: bool,
    /// A file that the command that runs wants edited.
    pub edit: Option<FileToEdit>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileToEdit {
    /// The command that waits for it: `vi`, `kubectl edit`.
    pub command: String,
    pub name: String,
    /// What is edited: the file's name, or `deployment.apps/web`.
    pub subject: String,
    pub text: String,
    /// It is no file of the reader's and goes away when the command is over.
    pub passing: bool,
    /// Times it was opened again because what was saved was refused.
    pub refused: u32,
}

/// A file that commands changed since the editor handed its own over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TerminalFile {
    pub name: String,
    /// As the editor handed it over; none if it did not.
    pub handed: Option<String>,
    /// None if it is gone.
    pub now: Option<String>,
}

/// What a line that was entered did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LineStory {
    pub calls: Vec<ApiCall>,
    /// What the server refused, in its words.
    pub refused: Vec<String>,
    pub changed: Vec<Changed>,
    /// What others did because of it, in order of time.
    pub reacted: Vec<Reaction>,
    /// Reactions beyond those.
    pub more: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ApiCall {
    /// `GET`, `LIST`, `WATCH`, `POST`, `PATCH` or `DELETE`
    pub verb: &'static str,
    pub path: String,
    /// The HTTP status.
    pub code: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    Created,
    Changed,
    Deleted,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    pub what: Ref,
    pub how: How,
    /// `spec.replicas: 1 -> 3`
    pub fields: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Reaction {
    pub at_us: u64,
    /// Who: `deployment-controller`, `kubelet`.
    pub actor: String,
    pub what: Ref,
    pub how: How,
    /// The object whose change made it.
    pub because: Ref,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TerminalLine {
    pub text: String,
    pub kind: TerminalKind,
    pub at_us: u64,
    /// The place by which `LineStory` is asked for; none if there is none.
    pub story: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TerminalKind {
    /// What was typed, after its prompt.
    Prompt,
    Out,
    Err,
}

/// What the Tab key can put in place of the text from `start` (in characters) to the cursor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Completion {
    pub start: usize,
    pub candidates: Vec<String>,
}
