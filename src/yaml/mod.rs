//! Text <-> values: the YAML that kubectl reads and prints.
//!
//! kubectl splits a file at `---` lines and reads each document by itself (apimachinery
//! pkg/util/yaml), so one broken document does not spoil the others; so do we. Scalars are resolved as
//! sigs.k8s.io/yaml resolves them (YAML 1.1: `yes` is true, `0644` is 420). Every value keeps the place
//! of its text, so that an error about `spec.replicas` lands on a line. This room knows nothing of
//! Kubernetes' types.

mod compose;
mod emit;
mod places;
mod scalar;
mod syntax;

pub use compose::{LIMIT_DEPTH, LIMIT_NODES};
pub use emit::to_yaml;
pub use places::{Place, Places};
pub use syntax::SyntaxError;

use serde_json::Value;

/// Longest text that is read; the API server takes requests of 3 MB.
pub const LIMIT_BYTES: usize = 3 << 20;

/// One document of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub value: Value,
    pub places: Places,
    /// Paths of keys that appear twice in one mapping; the last one counts.
    pub duplicates: Vec<String>,
    /// Line of the file on which the document begins, from 1.
    pub first_line: u32,
}

/// Every document of a file, each read or refused; empty documents are left out.
pub fn read(text: &str) -> Vec<Result<Document, SyntaxError>> {
    if text.len() > LIMIT_BYTES {
        let message = format!("the text is longer than {LIMIT_BYTES} bytes");
        return vec![Err(SyntaxError { line: 1, column: 1, printed_line: 0, message, hint: String::new() })];
    }
    let documents = split(text).into_iter().map(|(first_line, text)| compose::compose(text, first_line));
    documents.filter(|read| !matches!(read, Ok(document) if document.value.is_null())).collect()
}

/// The documents' texts with the numbers of their first lines.
fn split(text: &str) -> Vec<(u32, &str)> {
    let (mut parts, mut start, mut first_line, mut offset) = (Vec::new(), 0, 1, 0);
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let end = offset + line.len();
        if line.strip_prefix("---").is_some_and(|rest| rest.trim().is_empty() || rest.starts_with(" #")) {
            parts.push((first_line, &text[start..offset]));
            (start, first_line) = (end, number as u32 + 2);
        }
        offset = end;
    }
    parts.push((first_line, &text[start..]));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn value(text: &str) -> Value {
        read(text).remove(0).unwrap().value
    }

    #[test]
    fn documents_are_read_one_by_one() {
        let read = read("a: 1\n---\nb: [\n---\n# nothing\n---\nc: 3\n");
        assert_eq!(read.len(), 3);
        assert_eq!(read[0].as_ref().unwrap().value, json!({"a": 1}));
        assert!(read[1].is_err());
        assert_eq!(read[2].as_ref().unwrap().value, json!({"c": 3}));
        assert_eq!(read[2].as_ref().unwrap().first_line, 7);
    }

    #[test]
    fn places_point_at_keys_and_values() {
        let document = read("---\nspec:\n  ports:\n  - port: 80\n").remove(0).unwrap();
        let place = document.places.of("spec.ports[0].port").unwrap();
        assert_eq!((place.line, place.column), (4, 5));
    }

    #[test]
    fn anchors_and_merges() {
        let text = "base: &b {x: 1, z: 2}\nuse:\n  <<: *b\n  z: 3\n";
        assert_eq!(value(text)["use"], json!({"x": 1, "z": 3}));
    }

    #[test]
    fn duplicate_keys_are_told() {
        let document = read("spec:\n  a: 1\n  a: 2\n").remove(0).unwrap();
        assert_eq!(
            (document.value["spec"]["a"].clone(), document.duplicates),
            (json!(2), vec!["spec.a".to_owned()])
        );
    }

    #[test]
    fn hostile_text_is_bounded() {
        let deep = "[".repeat(100_000);
        assert!(read(&deep)[0].is_err());
        let bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n\
                    d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n";
        assert!(read(bomb)[0].is_err());
        for text in
            ["\t", "a: \"\\x", "? ", "*x", "&a *a", "{a: b", "- -- -", "%YAML 9", "!!binary x", "a: !!int x"]
        {
            let _ = read(text);
        }
    }
}
