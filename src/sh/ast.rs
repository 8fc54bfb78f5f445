//! What a command line means, before anything is looked up or run.

use std::sync::Arc;

/// Lists one after the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    pub items: Vec<AndOr>,
}

/// Pipelines joined by `&&` and `||`.
#[derive(Clone, Debug, PartialEq)]
pub struct AndOr {
    pub first: Pipeline,
    pub rest: Vec<(Joint, Pipeline)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    And,
    Or,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Pipeline {
    /// Begun with `!`: what fails succeeds.
    pub negated: bool,
    pub commands: Vec<Command>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Command {
    pub assignments: Vec<(String, Word)>,
    pub words: Vec<Word>,
    pub redirects: Vec<Redirect>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Redirect {
    pub kind: RedirectKind,
    pub target: Word,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedirectKind {
    /// `<`
    Read,
    /// `>`
    Write,
    /// `>>`
    Append,
    /// `2>`
    WriteErrors,
    /// `2>&1`
    ErrorsToOutput,
}

/// A word's parts, one after the other without a gap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Word {
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// As it stands; quoted text makes a word even where it is empty.
    Text { text: String, quoted: bool },
    /// `$name`, `${name}`; unquoted its value is split at blanks.
    Variable { name: String, quoted: bool },
    /// `$(...)` and backquotes.
    Output { script: Arc<Script>, quoted: bool },
}
