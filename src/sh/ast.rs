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
    /// Ended with `&`: as it was written.
    pub background: Option<Arc<str>>,
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
    /// Begun with `time`: how long it takes is told, with `-p` in POSIX' words.
    pub timed: Option<bool>,
    pub commands: Vec<Arc<Command>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    pub kind: CommandKind,
    pub redirects: Vec<Redirect>,
    /// Where it begins in the text.
    pub line: u32,
    /// The substitutions of its words, in their order; a word names them by their place.
    pub outputs: Vec<Inner>,
}

/// A script in a word.
#[derive(Clone, Debug, PartialEq)]
pub struct Inner {
    pub script: Arc<Script>,
    pub kind: InnerKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InnerKind {
    /// `$(...)`: what it prints.
    Text,
    /// `<(...)`: a file that holds what it prints.
    From,
    /// `>(...)`: a file, which it reads.
    To,
}

#[derive(Clone, Debug, PartialEq)]
pub enum CommandKind {
    Simple {
        assignments: Vec<Assignment>,
        words: Vec<Word>,
        /// Arrays among the words of `declare` and its like.
        lists: Vec<Assignment>,
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
        arms: Vec<Arm>,
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

/// One of `case`.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    pub patterns: Vec<Word>,
    pub body: Arc<Script>,
    pub then: Then,
}

/// What comes after an arm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// `;;`
    Over,
    /// `;&`: the next arm's body.
    Body,
    /// `;;&`: the arms that are left are tried.
    Test,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    pub name: String,
    /// `name[at]=value`
    pub at: Option<Word>,
    /// `name=(value [at]=value)`
    pub list: Option<Vec<(Option<Word>, Word)>>,
    /// `name+=value`
    pub appends: bool,
    pub value: Word,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Redirect {
    /// 0 what is read, 1 what is printed, 2 errors, and others a script opens.
    pub stream: u32,
    /// `{name}>`: the variable that is told a free stream.
    pub variable: Option<String>,
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
    /// `&>>`
    AppendBoth,
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
    Variable { name: String, place: Place, change: Change, quoted: bool },
    /// `$(...)`, backquotes, `<(...)`: what came of the command's script of this place.
    Output { index: usize, quoted: bool },
    /// `$((...))`
    Arithmetic { word: Word, quoted: bool },
}

/// What of an array is meant.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Place {
    #[default]
    Whole,
    /// `[@]`
    All,
    /// `[*]`
    Joined,
    At(Box<Word>),
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
    /// `/` and `//`, at the beginning (`/#`) or the end (`/%`)
    Replace { all: bool, anchor: Option<char>, pattern: Word, with: Word },
    /// `:offset:length`
    Part { offset: Word, length: Option<Word> },
    /// `^^` and `,,`, and with one sign the first letter only; `~~` turns.
    Case { sign: char, all: bool },
    /// `${!name}`: what the variable names, changed; of an array its keys.
    Turned(Box<Change>),
    /// `${!name*}`: the variables that begin so.
    Names,
    /// `@Q` and its like.
    As(char),
}
