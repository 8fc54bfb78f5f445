//! What could stand at the cursor: fields that are not there yet, values, kinds, whole manifests.

use super::outline::{self, Cursor, Outline, Step};
use super::place::{self, Place};
use super::{templates, words};
use crate::kinds::Kind;
use crate::kinds::schema::{Field, Struct, Type};
use crate::view::{Suggestion, SuggestionKind};

/// Suggestions given at most.
const LIMIT: usize = 200;

/// What only the cluster writes is not offered.
const BY_CLUSTER: &[&str] = &[
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "selfLink",
    "uid",
];

/// What could stand at a line and a column, both from 1, columns in characters. The editor keeps what
/// fits the letters typed already; the order is that of the tables, what is not simulated last.
pub fn complete(text: &str, line: u32, column: u32) -> Vec<Suggestion> {
    let (line, column) = (line.saturating_sub(1) as usize, column.saturating_sub(1) as usize);
    let Some(outline) = outline::read(text, line, column) else { return Vec::new() };
    let mut found = match outline.cursor {
        Cursor::Nowhere => Vec::new(),
        Cursor::Value { entry } => values(&outline, entry),
        Cursor::Name { parent, column } => names(&outline, parent, column),
    };
    found.truncate(LIMIT);
    found
}

fn values(outline: &Outline<'_>, entry: usize) -> Vec<Suggestion> {
    let Step::Key { name, value } = outline.entries[entry].step else { return Vec::new() };
    let space = if value.is_empty() { " " } else { "" };
    let at_top = outline.entries[entry].parent.is_none();
    match name {
        "kind" if at_top => kinds(outline, space),
        "apiVersion" if at_top => versions(outline, space),
        _ => {
            let place = place::of(outline, Some(entry));
            let in_list = value.trim_start().starts_with('[');
            let fits = |place: &Place| matches!(place.ty, Type::List(_)) == in_list;
            place.filter(fits).map(|place| words_of(place, space)).unwrap_or_default()
        }
    }
}

/// The words a scalar, or an item of a list of scalars, can be.
fn words_of(place: Place, before: &str) -> Vec<Suggestion> {
    let Some((owner, field)) = place.field else { return Vec::new() };
    let (words, default) = match place.ty {
        Type::Bool => (&["true", "false"] as &[&str], ""),
        _ => words::values(owner, field),
    };
    let word = |word: &&str| Suggestion {
        is_default: *word == default,
        simulated: place.simulated,
        ..value(word, before, field.doc)
    };
    words.iter().map(word).collect()
}

fn value(word: &str, before: &str, documentation: &str) -> Suggestion {
    Suggestion {
        label: word.to_owned(),
        insert: format!("{before}{word}"),
        kind: SuggestionKind::Value,
        shape: None,
        documentation: documentation.to_owned(),
        is_default: false,
        simulated: true,
    }
}

/// The kinds, only those of the version that is there.
fn kinds(outline: &Outline<'_>, space: &str) -> Vec<Suggestion> {
    let version = outline.top("apiVersion");
    let of_version: Vec<Kind> = kinds_in(|kind| kind.info().api_version() == version);
    let all = if of_version.is_empty() { kinds_in(|_| true) } else { of_version };
    all.iter().map(|kind| value(kind.info().kind, space, kind.info().table.doc.trim())).collect()
}

fn kinds_in(wanted: impl Fn(Kind) -> bool) -> Vec<Kind> {
    Kind::ALL.iter().copied().filter(|kind| wanted(*kind)).collect()
}

/// The versions, only that of the kind that is there.
fn versions(outline: &Outline<'_>, space: &str) -> Vec<Suggestion> {
    let kind = place::kind(outline);
    let mut found: Vec<Suggestion> = Vec::new();
    for candidate in kinds_in(|candidate| kind.is_none_or(|kind| kind == candidate)) {
        let (version, name) = (candidate.info().api_version(), candidate.info().kind);
        match found.iter_mut().find(|known| known.label == version) {
            Some(known) => known.documentation = format!("{}, {name}", known.documentation),
            None => found.push(value(&version, space, name)),
        }
    }
    found
}

fn names(outline: &Outline<'_>, parent: Option<usize>, column: usize) -> Vec<Suggestion> {
    let Some(place) = place::of(outline, parent) else { return Vec::new() };
    let item = parent.is_some_and(|parent| matches!(outline.entries[parent].step, Step::Item(_)));
    let space = if outline.before.ends_with('-') { " " } else { "" };
    let mut at = Spot { outline, parent, column, before: space, simulated: place.simulated };
    match place.ty {
        Type::Struct(table) if parent.is_none() => at.of_document(table),
        Type::Struct(table) => at.fields(table),
        Type::Map(_) => at.keys(place),
        Type::List(below) => {
            at.before = "- ";
            at.column += 2;
            match below() {
                Type::Struct(table) => at.fields(table),
                ty => words_of(Place { ty, ..place }, at.before),
            }
        }
        _ if item => words_of(place, space),
        _ => Vec::new(),
    }
}

/// Where a name is wanted.
struct Spot<'a> {
    outline: &'a Outline<'a>,
    parent: Option<usize>,
    column: usize,
    /// What has to stand before the name: a dash where a list's item begins.
    before: &'static str,
    simulated: bool,
}

impl Spot<'_> {
    fn of_document(&self, table: &'static Struct) -> Vec<Suggestion> {
        let head = [
            ("apiVersion", "The group and version of the API that the kind belongs to, such as apps/v1."),
            ("kind", "What this document describes, such as Pod, Deployment or Service."),
        ];
        let head = head.into_iter().filter(|(name, _)| !self.has(name)).map(|(name, doc)| Suggestion {
            shape: Some(crate::view::Shape::Text),
            ..self.name(name, doc, ": ")
        });
        let mut found: Vec<Suggestion> = head.collect();
        found.extend(self.fields(table).into_iter().filter(|field| field.label != "status"));
        let empty = self.column == 0 && self.outline.names_below(None).next().is_none();
        if empty {
            found.extend(templates::templates().iter().map(|template| Suggestion {
                insert: template.text.to_owned(),
                kind: SuggestionKind::Template,
                ..value(template.kind, "", template.about_en)
            }));
        }
        found
    }

    fn fields(&self, table: &'static Struct) -> Vec<Suggestion> {
        let is_meta = table.name == "ObjectMeta";
        let fits = |field: &&Field| !(self.has(field.name) || is_meta && BY_CLUSTER.contains(&field.name));
        table.fields.iter().filter(fits).map(|field| self.field(field)).collect()
    }

    fn field(&self, field: &Field) -> Suggestion {
        let ty = (field.ty)();
        let indent = " ".repeat(self.column);
        let after = match ty {
            Type::List(_) => format!(":\n{indent}- "),
            Type::Map(_) | Type::Struct(_) => format!(":\n{indent}  "),
            _ => ": ".to_owned(),
        };
        Suggestion {
            shape: Some(place::shape(ty)),
            simulated: self.simulated && field.simulated,
            ..self.name(field.name, field.doc, &after)
        }
    }

    fn keys(&self, place: Place) -> Vec<Suggestion> {
        let Some((owner, field)) = place.field else { return Vec::new() };
        let keys = words::keys(owner, field).iter().filter(|key| !self.has(key));
        keys.map(|key| Suggestion { simulated: self.simulated, ..self.name(key, field.doc, ": ") }).collect()
    }

    /// A name; what follows it is left alone where something follows already.
    fn name(&self, name: &str, documentation: &str, after: &str) -> Suggestion {
        let after = if self.outline.after.trim().is_empty() { after } else { "" };
        Suggestion {
            insert: format!("{}{name}{after}", self.before),
            kind: SuggestionKind::Field,
            ..value(name, "", documentation.trim())
        }
    }

    fn has(&self, name: &str) -> bool {
        let elsewhere = self.outline.names_below(self.parent).any(|there| there == name);
        elsewhere && self.before != "- "
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Suggestions where `|` stands in the text.
    fn at(text: &str) -> Vec<Suggestion> {
        let before = text.split('|').next().unwrap_or_default();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        complete(&text.replace('|', ""), before.matches('\n').count() as u32 + 1, column as u32)
    }

    fn labels(text: &str) -> Vec<String> {
        at(text).into_iter().map(|one| one.label).collect()
    }

    fn insert(text: &str, label: &str) -> String {
        at(text).into_iter().find(|one| one.label == label).map(|one| one.insert).unwrap_or_default()
    }

    const DEPLOYMENT: &str = "apiVersion: apps/v1\nkind: Deployment\n";

    #[test]
    fn an_empty_text_offers_the_head_and_templates() {
        let found = labels("|");
        assert_eq!(found[..3], ["apiVersion", "kind", "metadata"]);
        assert!(found.contains(&"Deployment".into()));
        assert!(!labels("kind: Pod\n|").contains(&"Deployment".into()));
    }

    #[test]
    fn kinds_and_versions_narrow_each_other() {
        assert_eq!(labels("kind: Deployment\napiVersion: |"), ["apps/v1"]);
        assert!(labels("apiVersion: apps/v1\nkind: D|").iter().all(|kind| kind != "Pod"));
        assert!(labels("kind: |").contains(&"Pod".into()));
        assert_eq!(insert("kind:|", "Pod"), " Pod");
    }

    #[test]
    fn fields_that_are_there_are_not_offered() {
        let found = labels(&format!("{DEPLOYMENT}spec:\n  replicas: 2\n  |\n  template:\n    spec: {{}}\n"));
        assert!(found.contains(&"selector".into()) && found.contains(&"strategy".into()), "{found:?}");
        assert!(!found.contains(&"replicas".into()) && !found.contains(&"template".into()), "{found:?}");
        assert!(!labels(&format!("{DEPLOYMENT}|")).contains(&"status".into()));
        assert!(!labels("metadata:\n  |").contains(&"uid".into()));
    }

    #[test]
    fn what_is_inserted_has_its_indentation() {
        let spec = format!("{DEPLOYMENT}spec:\n  |");
        assert_eq!(insert(&spec, "replicas"), "replicas: ");
        assert_eq!(insert(&spec, "template"), "template:\n    ");
        let pod = "kind: Pod\nspec:\n  con|";
        assert_eq!(insert(pod, "containers"), "containers:\n  - ");
        assert_eq!(insert("kind: Pod\nspec:\n  containers:\n  - po|", "ports"), "ports:\n    - ");
        assert_eq!(insert("kind: Pod\nspec:\n  containers:\n    |", "image"), "- image: ");
        assert_eq!(insert("kind: Pod\nspec:\n  containers:\n  -|", "image"), " image: ");
        assert_eq!(insert("kind: Pod\nsp|: {}\n", "spec"), "spec");
    }

    #[test]
    fn values_have_their_words() {
        let pod = "kind: Pod\nspec:\n  containers:\n  - name: a\n";
        assert_eq!(labels(&format!("{pod}  restartPolicy: |")), ["Always", "OnFailure", "Never"]);
        assert_eq!(labels(&format!("{pod}    stdin: |")), ["true", "false"]);
        let claim = "kind: PersistentVolumeClaim\nspec:\n  accessModes:";
        assert_eq!(labels(&format!("{claim}\n  - |")).len(), 4);
        assert_eq!(labels(&format!("{claim} [ReadWriteOnce, |]")).len(), 4);
        assert_eq!(labels("kind: Service\nspec:\n  type: Node|")[1], "NodePort");
        assert_eq!(
            labels("kind: Pod\nspec:\n  containers:\n  - resources:\n      limits:\n        |")[0],
            "cpu"
        );
    }

    #[test]
    fn what_is_not_simulated_says_so() {
        let found = at("kind: Service\nspec:\n  |");
        let one = found.iter().find(|one| one.label == "loadBalancerClass").expect("a field");
        assert!(!one.simulated && one.documentation == "Class of the load balancer.");
        assert!(found[0].simulated);
    }

    #[test]
    fn nothing_is_said_where_nothing_is_known() {
        for text in [
            "kind: Pod\n# |",
            "kind: Pod\nspec: {|",
            "kind: Pod\nmetadata:\n  labels:\n    |",
            "kind: ConfigMap\ndata:\n  a: x\n    |",
        ] {
            assert_eq!(labels(text), [] as [&str; 0], "{text}");
        }
    }
}
