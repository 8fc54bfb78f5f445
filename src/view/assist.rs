//! Help for the one who writes a manifest: what could stand at the cursor, what a word means, and
//! manifests to begin with.

/// What kind of value a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Text,
    TrueOrFalse,
    WholeNumber,
    Number,
    Quantity,
    NumberOrText,
    Time,
    Anything,
    List,
    Mapping,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuggestionKind {
    Field,
    Value,
    Template,
}

/// One thing that could stand at the cursor.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    pub label: String,
    /// What is put in the place of the word before the cursor, with the indentation of further lines.
    pub insert: String,
    pub kind: SuggestionKind,
    pub shape: Option<Shape>,
    pub documentation: String,
    /// For a value: this is what an object gets that leaves the field out.
    pub is_default: bool,
    /// False where the simulator keeps the field but does not act on it.
    pub simulated: bool,
}

/// What the word under the pointer means.
#[derive(Clone, Debug, PartialEq)]
pub struct Hover {
    /// `spec.template.spec.containers[0].image`
    pub path: String,
    pub shape: Option<Shape>,
    pub documentation: String,
    pub values: Vec<String>,
    pub default: Option<String>,
    pub simulated: bool,
}

/// A small manifest that works as it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Template {
    pub kind: &'static str,
    /// What it makes, in a few words.
    pub about_en: &'static str,
    pub about_ko: &'static str,
    pub text: &'static str,
}
