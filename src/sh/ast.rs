//! What a script means, before anything is looked up or run. Nodes are shared, so that a running script is cheap to copy.

use std::sync::Arc;

/// Lists one after the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    pub items: Vec<Arc<Item>>,
}

/// Pipelines joined by `&&` and `||`.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub first: Arc<Pipeline>,
    pub rest: Vec<(Joint, Arc<Pipeline>)>,
    /// Ended with `&`.
    pub background: bool,
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
    pub commands: Vec<Arc<Command>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    pub kind: CommandKind,
    pub redirects: Vec<Redirect>,
    /// Where it begins in the text.
    pub line: u32,
    /// The substitutions of its words, in their order; a word names them by their place.
    pub outputs: Vec<Arc<Script>>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum CommandKind {
    Simple {
        assignments: Vec<Assignment>,
        words: Vec<Word>,
    },
    /// Conditions with what follows each, and what `else` holds.
    If {
        arms: Vec<(Arc<Script>, Arc<Script>)>,
        otherwise: Option<Arc<Script>>,
    },
    While {
        until: bool,
        condition: Arc<Script>,
        body: Arc<Script>,
    },
    /// Without words it goes through the parameters.
    For {
        name: String,
        words: Option<Vec<Word>>,
        body: Arc<Script>,
    },
    /// `for ((a; b; c))`
    Count {
        begin: Word,
        condition: Word,
        step: Word,
        body: Arc<Script>,
    },
    Case {
        word: Word,
        arms: Vec<(Vec<Word>, Arc<Script>)>,
    },
    Group(Arc<Script>),
    Subshell(Arc<Script>),
    Function {
        name: String,
        body: Arc<Command>,
    },
    /// `((...))`
    Arithmetic(Word),
    /// `[[ ... ]]`
    Test(Vec<Word>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    pub name: String,
    /// `name+=value`
    pub appends: bool,
    pub value: Word,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Redirect {
    /// 0 what is read, 1 what is printed, 2 errors.
    pub stream: u8,
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
    /// `>&1`
    Copy,
    /// `&>`: both streams.
    WriteBoth,
    /// `<<` and `<<<`: the target is the text itself.
    Text,
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
    /// `$name`, `${name...}`; unquoted its value is split at blanks.
    Variable { name: String, change: Change, quoted: bool },
    /// `$(...)` and backquotes: the command's output of this place.
    Output { index: usize, quoted: bool },
    /// `$((...))`
    Arithmetic { word: Word, quoted: bool },
}

/// What `${name...}` makes of the value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Change {
    #[default]
    None,
    /// `${#name}`
    Length,
    /// `-`, `=`, `?`, `+`; with a colon an empty value is as none.
    Instead { sign: char, colon: bool, word: Word },
    /// `#`, `##`, `%`, `%%`
    Trim { end: bool, longest: bool, pattern: Word },
    /// `/` and `//`
    Replace { all: bool, pattern: Word, with: Word },
    /// `:offset:length`
    Part { offset: Word, length: Option<Word> },
    /// `^^` and `,,`
    Case { upper: bool },
}
