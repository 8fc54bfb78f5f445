//! What the word under the pointer means.

use super::flow::Flow;
use super::outline::{self, Entry, Outline, Step};
use super::{place, words};
use crate::kinds::schema::{Struct, Type};
use crate::view::{Hover, Shape};

/// What stands at a line and a column, both from 1, columns in characters: a field's name or its value.
pub fn hover(text: &str, line: u32, column: u32) -> Option<Hover> {
    let (line, column) = (line.checked_sub(1)? as usize, column.saturating_sub(1) as usize);
    let pointed = outline::read(text, line, column)?;
    let at = pointed.before.len();
    let outline = outline::read(text, line, usize::MAX)?;
    let here = |entry: &usize| outline.entries[*entry].line == outline.line;
    let entry = (0..outline.entries.len()).filter(here).find(|entry| covers(&outline, *entry, at))?;
    let path = path(&outline, entry);
    let simple = |documentation: &str| Hover {
        path: path.clone(),
        shape: Some(Shape::Text),
        documentation: documentation.trim().to_owned(),
        values: Vec::new(),
        default: None,
        simulated: true,
    };
    let object = outline.object_of(Some(entry));
    let name = match outline.entries[entry].step {
        Step::Key { name, .. } if outline.entries[entry].parent == object => name,
        _ => "",
    };
    match name {
        "kind" => Some(simple(
            place::kind(&outline, object)
                .map_or("What this document describes, such as Pod or Service.", |kind| {
                    kind.info().table.doc
                }),
        )),
        "apiVersion" => Some(simple("The group and version of the API that the kind belongs to.")),
        _ => field(&outline, entry, simple("")),
    }
}

fn field(outline: &Outline<'_>, entry: usize, simple: Hover) -> Option<Hover> {
    let place = place::of(outline, Some(entry))?;
    let (owner, field) = place.field?;
    let (values, default) = words::values(owner, field);
    let default = Some(default.to_owned()).filter(|default| !default.is_empty());
    Some(Hover {
        shape: Some(place::shape(place.ty)),
        documentation: documentation(field.doc, place.ty),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        default: default.or_else(|| default_in(field.doc)),
        simulated: place.simulated,
        ..simple
    })
}

/// The field's line; where it says little of a mapping, what the mapping's own type says too.
fn documentation(of_field: &str, ty: Type) -> String {
    let of_type = match ty {
        Type::Struct(Struct { doc, .. }) => doc.trim(),
        _ => "",
    };
    let of_field = of_field.trim();
    if of_type.is_empty() || of_type == of_field {
        return of_field.to_owned();
    }
    format!("{of_field} {of_type}")
}

/// The default a field's line names: `How many pods (default 1).`, `Max (default), Min or Disabled.`
fn default_in(doc: &str) -> Option<String> {
    let (before, rest) = doc.split_once("(default")?;
    let named = rest.split(')').next()?.trim_start_matches(':').trim();
    let word = if named.is_empty() { before.split_whitespace().last()? } else { named };
    Some(word.to_owned())
}

/// Whether a byte of the line belongs to the entry's name or value.
fn covers(outline: &Outline<'_>, entry: usize, at: usize) -> bool {
    let Entry { step: Step::Key { name, value }, column, value_at, .. } = outline.entries[entry] else {
        return false;
    };
    let in_name = (column..=column + name.len()).contains(&at);
    let value = value.trim();
    in_name
        || (!value.is_empty() && !Flow::begins(value) && (value_at..=value_at + value.len()).contains(&at))
}

fn path(outline: &Outline<'_>, entry: usize) -> String {
    let mut path = String::new();
    for entry in outline.chain(entry) {
        match entry.step {
            Step::Item(at) => path.push_str(&format!("[{at}]")),
            Step::Key { name, .. } if path.is_empty() => path.push_str(name),
            Step::Key { name, .. } => {
                path.push('.');
                path.push_str(name);
            }
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: 웹\nspec:\n  replicas: 2\n  template:\n    \
                        spec:\n      containers:\n      - name: a\n      - image: nginx\n        imagePullPolicy: Always\n      \
                        tolerations:\n      - operator: Exists\n        nothing: 1\n";

    #[test]
    fn a_field_is_explained_with_its_path() {
        let found = hover(TEXT, 12, 12).expect("a field");
        assert_eq!(found.path, "spec.template.spec.containers[1].imagePullPolicy");
        assert_eq!(found.values, ["IfNotPresent", "Always", "Never"]);
        assert_eq!((found.shape, found.simulated), (Some(Shape::Text), true));
        assert!(found.documentation.starts_with("When the image is pulled"));
    }

    #[test]
    fn a_default_is_named() {
        assert_eq!(hover(TEXT, 6, 13).and_then(|found| found.default).as_deref(), Some("1"));
        assert_eq!(hover(TEXT, 14, 12).and_then(|found| found.default).as_deref(), Some("Equal"));
        assert_eq!(default_in("Max (default), Min or Disabled.").as_deref(), Some("Max"));
    }

    #[test]
    fn a_kind_is_explained_and_blanks_are_not() {
        assert!(hover(TEXT, 2, 9).is_some_and(|found| found.documentation.contains("pods")));
        assert_eq!(hover(TEXT, 6, 1), None);
        assert_eq!(hover(TEXT, 15, 10), None);
        assert_eq!(hover(TEXT, 99, 1), None);
        assert_eq!(hover(TEXT, 0, 0), None);
        assert_eq!(hover(TEXT, 4, 9).map(|found| found.path).as_deref(), Some("metadata.name"));
    }

    #[test]
    fn brackets_and_lists_of_objects_are_explained() {
        let text = "kind: List\nitems:\n- {kind: Service, spec: {type: NodePort, ports: [{port: 80}]}}\n";
        let path = |column| hover(text, 3, column).map(|found| found.path).unwrap_or_default();
        assert_eq!(path(4), "items[0].kind");
        assert_eq!(path(26), "items[0].spec.type");
        assert_eq!(path(34), "items[0].spec.type");
        assert_eq!(path(51), "items[0].spec.ports[0].port");
        assert!(hover(text, 3, 51).is_some_and(|found| found.shape == Some(Shape::WholeNumber)));
    }
}
