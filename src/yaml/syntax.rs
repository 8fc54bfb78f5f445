//! Errors of the text itself, in go-yaml's words where it has them, with a hint for the student.

/// A document that could not be read.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntaxError {
    /// In the whole file, from 1.
    pub line: u32,
    pub column: u32,
    /// The line go-yaml names: within its document, and one less where the parser complains and not the
    /// scanner (`fail` in sigs.k8s.io/yaml goyaml.v2/decode.go). It names none for 0.
    pub printed_line: u32,
    /// What go-yaml says after `yaml: line N: `.
    pub message: String,
    pub hint: String,
}

/// As kubectl prints it.
impl std::fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let line = match self.printed_line {
            0 => String::new(),
            line => format!("line {line}: "),
        };
        write!(f, "error converting YAML to JSON: yaml: {line}{}", self.message)
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
        "flow sequence, expected",
        "did not find expected ',' or ']'",
        "a list that was opened with [ is not closed",
    ),
    (
        "expected ',' or '}'",
        "did not find expected ',' or '}'",
        "a mapping that was opened with { is not closed",
    ),
    ("expected node content", "did not find expected node content", "a value is missing here"),
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

/// A complaint in go-yaml's words.
pub struct Words {
    pub message: String,
    pub hint: String,
    /// Whether go-yaml's scanner says it rather than its parser.
    pub by_scanner: bool,
}

/// Puts the reader's complaint into go-yaml's words.
pub fn translate(info: &str) -> Words {
    let lower = info.to_lowercase();
    let known = WORDS.iter().find(|(mark, _, _)| lower.contains(mark));
    let (message, hint) = known.map_or((info, ""), |(_, words, hint)| (words, hint));
    let by_scanner = !message.starts_with("did not find expected");
    Words { message: message.to_owned(), hint: hint.to_owned(), by_scanner }
}
