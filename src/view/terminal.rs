//! The terminal: what is on its screen, and what may be typed next.

/// The screen and the prompt below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TerminalView {
    pub lines: Vec<TerminalLine>,
    /// Lines that were above these and are no longer kept.
    pub dropped: u64,
    pub prompt: String,
    /// A command runs: it can be interrupted, and no line can be entered.
    pub busy: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TerminalLine {
    pub text: String,
    pub kind: TerminalKind,
    pub at_us: u64,
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
