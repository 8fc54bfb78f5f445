//! Errors of the text itself, in go-yaml's words where it has them, with a hint for the student.

/// A document that could not be read.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntaxError {
    /// In the whole file, from 1.
    pub line: u32,
    pub column: u32,
    /// What go-yaml says after `yaml: line N: `.
    pub message: String,
    pub hint: String,
}

/// As kubectl prints it.
impl std::fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "error converting YAML to JSON: yaml: line {}: {}", self.line, self.message)
    }
}

/// The scanner's words -> go-yaml's words and a hint.
const WORDS: &[(&str, &str, &str)] = &[
    ("tab", "found character that cannot start any token", "YAML allows no tabs for indentation: use spaces"),
    (
        "mapping values are not allowed",
        "mapping values are not allowed in this context",
        "a \"name: value\" stands where none can: check the indentation of this line and the colon on the line before",
    ),
    (
        "simple key expect",
        "could not find expected ':'",
        "this line needs a colon and a space after its name: \"name: value\"",
    ),
    (
        "did not find expected key",
        "did not find expected key",
        "this line is not indented like its neighbours",
    ),
    (
        "did not find expected '-'",
        "did not find expected '-' indicator",
        "an entry of the list above must begin with \"- \" at the same indentation",
    ),
    (
        "block sequence entries are not allowed",
        "block sequence entries are not allowed in this context",
        "a list cannot begin here: put \"- \" on a line of its own below the name",
    ),
    ("unknown anchor", "unknown anchor referenced", "there is no &anchor of this name above"),
    ("end of stream", "found unexpected end of stream", "a quote or bracket that was opened is not closed"),
    ("quoted scalar", "found unexpected end of stream", "a quote that was opened is not closed"),
];

/// Puts the scanner's complaint into go-yaml's words.
pub fn translate(info: &str) -> (String, String) {
    let lower = info.to_lowercase();
    let known = WORDS.iter().find(|(mark, _, _)| lower.contains(mark));
    known.map_or_else(
        || (info.to_owned(), String::new()),
        |(_, words, hint)| ((*words).to_owned(), (*hint).to_owned()),
    )
}
