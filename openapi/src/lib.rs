//! What the API server's OpenAPI document of v1.36 says of every field: description, type, and whether it is required.
//!
//! The text is not in this repository: the build script takes it from the crate `k8s-openapi`, which is made from Kubernetes' own
//! document (Apache-2.0; docs/adr/0014). Enumerations are not in it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A type of the API.
pub struct Definition {
    /// As in `io.k8s.api.core.v1.PodSpec`.
    pub name: &'static str,
    /// `object`, or the JSON type of what is a plain value.
    pub json: &'static str,
    doc: &'static str,
    pub fields: Vec<Field>,
}

pub struct Field {
    pub name: &'static str,
    /// `[]` and `map[string]` before what it holds: a definition's name, or a JSON type (`Object` where anything may stand).
    pub ty: &'static str,
    pub required: bool,
    doc: &'static str,
}

impl Definition {
    pub fn doc(&self) -> String {
        unescaped(self.doc)
    }

    /// The name without its group: `PodSpec`.
    pub fn short_name(&self) -> &'static str {
        self.name.rsplit('.').next().unwrap_or(self.name)
    }
}

impl Field {
    pub fn doc(&self) -> String {
        unescaped(self.doc)
    }
}

struct Document {
    kinds: BTreeMap<(&'static str, &'static str), &'static str>,
    definitions: BTreeMap<&'static str, Definition>,
}

static DOCUMENT: LazyLock<Document> =
    LazyLock::new(|| parsed(include_str!(concat!(env!("OUT_DIR"), "/document.txt"))));

/// The definition of a kind, as in `apps/v1` and `Deployment`.
pub fn of_kind(api_version: &str, kind: &str) -> Option<&'static Definition> {
    named(DOCUMENT.kinds.get(&(api_version, kind))?)
}

pub fn named(name: &str) -> Option<&'static Definition> {
    DOCUMENT.definitions.get(name)
}

fn parsed(text: &'static str) -> Document {
    let mut document = Document { kinds: BTreeMap::new(), definitions: BTreeMap::new() };
    let mut last: Option<Definition> = None;
    for line in text.lines() {
        let mut columns = line.split('\t');
        let [first, second, third, fourth] = std::array::from_fn(|_| columns.next().unwrap_or_default());
        match (first, &mut last) {
            ("!", _) => {
                document.kinds.insert((second, third), fourth);
            }
            ("=", _) => {
                let next = Definition { name: second, json: third, doc: fourth, fields: Vec::new() };
                document.definitions.extend(last.replace(next).map(|done| (done.name, done)));
            }
            (name, Some(of)) => {
                of.fields.push(Field { name, ty: second, required: third == "required", doc: fourth });
            }
            (_, None) => {}
        }
    }
    document.definitions.extend(last.map(|done| (done.name, done)));
    document
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (letter, letter == '\\') {
            (_, true) => out.push(match letters.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                other => other.unwrap_or('\\'),
            }),
            (letter, false) => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_leads_to_its_fields() {
        let pod = of_kind("v1", "Pod").unwrap();
        assert_eq!(pod.short_name(), "Pod");
        let spec = pod.fields.iter().find(|field| field.name == "spec").unwrap();
        let spec = named(spec.ty).unwrap();
        let containers = spec.fields.iter().find(|field| field.name == "containers").unwrap();
        assert!(containers.required);
        assert_eq!(containers.ty, "[]io.k8s.api.core.v1.Container");
        assert!(containers.doc().starts_with("List of containers belonging to the pod."));
        assert!(of_kind("v2", "Pod").is_none());
    }

    #[test]
    fn descriptions_keep_their_line_breaks() {
        let quantity = named("io.k8s.apimachinery.pkg.api.resource.Quantity").unwrap();
        assert!(quantity.doc().contains("\n\n") && !quantity.doc().contains("\\n"), "{}", quantity.doc());
        assert_eq!(quantity.json, "object");
        assert_eq!(named("io.k8s.apimachinery.pkg.apis.meta.v1.Time").unwrap().json, "string");
    }

    #[test]
    fn every_type_named_is_defined() {
        for field in DOCUMENT.definitions.values().flat_map(|definition| &definition.fields) {
            let of =
                field.ty.trim_start_matches("[]").trim_start_matches("map[string]").trim_start_matches("[]");
            assert!(!of.contains('.') || named(of).is_some(), "{of} of {}", field.name);
        }
    }
}
