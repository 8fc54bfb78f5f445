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
        Cursor::Name { parent, column } => names(&outline, parent, Style::Block { column }),
        Cursor::FlowName { parent } if outline.json => names(&outline, parent, Style::Json),
        Cursor::FlowName { parent } => names(&outline, parent, Style::Flow),
    };
    found.truncate(LIMIT);
    found
}

fn values(outline: &Outline<'_>, entry: usize) -> Vec<Suggestion> {
    let Step::Key { name, value } = outline.entries[entry].step else { return Vec::new() };
    let space = if outline.before.ends_with(':') { " " } else { "" };
    let object = outline.object_of(Some(entry));
    let at_top = outline.entries[entry].parent == object;
    let mut found = match name {
        "kind" if at_top => kinds(outline, object, space),
        "apiVersion" if at_top => versions(outline, object, space),
        _ => place::of(outline, Some(entry)).map(|place| words_of(place, space)).unwrap_or_default(),
    };
    if outline.json && value.is_empty() && outline.before.ends_with([':', ' ']) {
        let bare = |one: &Suggestion| matches!(one.label.as_str(), "true" | "false");
        let quoted = |one: &Suggestion| format!("{space}\"{}\"", one.label);
        found.iter_mut().filter(|one| !bare(one)).for_each(|one| one.insert = quoted(one));
    }
    found
}

/// The words a scalar, or an item of a list of scalars, can be.
fn words_of(place: Place, before: &str) -> Vec<Suggestion> {
    let Some((owner, field)) = place.field else { return Vec::new() };
    if matches!(place.ty, Type::List(_) | Type::Map(_) | Type::Struct(_)) {
        return Vec::new();
    }
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
fn kinds(outline: &Outline<'_>, object: Option<usize>, space: &str) -> Vec<Suggestion> {
    let version = outline.value_of(object, "apiVersion");
    let of_version: Vec<Kind> = kinds_in(|kind| kind.info().api_version() == version);
    let all = if of_version.is_empty() { kinds_in(|_| true) } else { of_version };
    all.iter().map(|kind| value(kind.info().kind, space, kind.info().table.doc.trim())).collect()
}

fn kinds_in(wanted: impl Fn(Kind) -> bool) -> Vec<Kind> {
    Kind::ALL.iter().copied().filter(|kind| wanted(*kind)).collect()
}

/// The versions, only that of the kind that is there.
fn versions(outline: &Outline<'_>, object: Option<usize>, space: &str) -> Vec<Suggestion> {
    let kind = place::kind(outline, object);
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

fn names(outline: &Outline<'_>, parent: Option<usize>, style: Style) -> Vec<Suggestion> {
    let Some(place) = place::of(outline, parent) else { return Vec::new() };
    let item = parent.is_some_and(|parent| matches!(outline.entries[parent].step, Step::Item(_)));
    let space = if outline.before.ends_with('-') { " " } else { "" };
    let object = outline.object_of(parent);
    let mut at = Spot { outline, parent, style, before: space, new_item: false, simulated: place.simulated };
    match place.ty {
        Type::Struct(table) if parent == object => at.of_object(table),
        Type::Struct(table) => at.fields(table),
        Type::Map(_) => at.keys(place),
        Type::List(below) => {
            at.begin_item();
            match below() {
                Type::Struct(table) => at.fields(table),
                ty => words_of(Place { ty, ..place }, at.before),
            }
        }
        _ if item => words_of(place, space),
        _ => Vec::new(),
    }
}

/// How a mapping is written at a place.
#[derive(Clone, Copy, PartialEq)]
enum Style {
    /// A name to a line, beginning at this column.
    Block { column: usize },
    /// In braces.
    Flow,
    /// In braces, names and texts in double quotes.
    Json,
}

impl Style {
    /// What follows a name whose value has this type.
    fn after(self, ty: Type) -> String {
        let list = matches!(ty, Type::List(_));
        let mapping = matches!(ty, Type::Map(_) | Type::Struct(_));
        match self {
            Style::Block { column } if list => format!(":\n{}- ", " ".repeat(column)),
            Style::Block { column } if mapping => format!(":\n{}  ", " ".repeat(column)),
            Style::Flow | Style::Json if list => ": [".to_owned(),
            Style::Flow | Style::Json if mapping => ": {".to_owned(),
            _ => ": ".to_owned(),
        }
    }
}

/// Where a name is wanted.
struct Spot<'a> {
    outline: &'a Outline<'a>,
    parent: Option<usize>,
    style: Style,
    /// What has to stand before the name.
    before: &'static str,
    /// The name begins an item of a list.
    new_item: bool,
    simulated: bool,
}

impl Spot<'_> {
    /// A list's item has to begin before its first name.
    fn begin_item(&mut self) {
        self.new_item = true;
        match &mut self.style {
            Style::Block { column } => {
                *column += 2;
                self.before = "- ";
            }
            Style::Flow | Style::Json => self.before = "{",
        }
    }

    fn of_object(&self, table: &'static Struct) -> Vec<Suggestion> {
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
        let at_margin = self.style == Style::Block { column: 0 };
        let empty = at_margin && self.outline.names_below(None).next().is_none();
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
        let after = self.style.after(ty);
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
        let rest = self.outline.after.trim_start();
        let is_flow = !matches!(self.style, Style::Block { .. });
        let ends = rest.is_empty() || (is_flow && rest.starts_with(['}', ']', ',']));
        let after = if ends { after } else { "" };
        let typed = |one: char| one.is_alphanumeric() || "_./*-".contains(one);
        let is_quoted = self.outline.before.trim_end_matches(typed).ends_with('"');
        let quote = |wanted: bool| if self.style == Style::Json && wanted { "\"" } else { "" };
        let (begin, end) = (quote(!is_quoted), quote(!is_quoted || !after.is_empty()));
        Suggestion {
            insert: format!("{}{begin}{name}{end}{after}", self.before),
            kind: SuggestionKind::Field,
            ..value(name, "", documentation.trim())
        }
    }

    fn has(&self, name: &str) -> bool {
        let elsewhere = self.outline.names_below(self.parent).any(|there| there == name);
        elsewhere && !self.new_item
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
    fn brackets_are_completed_in_their_own_style() {
        let pod = "kind: Pod\nspec: {";
        assert_eq!(insert(&format!("{pod}|"), "restartPolicy"), "restartPolicy: ");
        assert_eq!(insert(&format!("{pod}con|}}"), "containers"), "containers: [");
        assert_eq!(insert(&format!("{pod}containers: [|"), "image"), "{image: ");
        assert_eq!(labels(&format!("{pod}restartPolicy: |}}")), ["Always", "OnFailure", "Never"]);
        let next = labels(&format!("{pod}restartPolicy: Never, |}}"));
        assert!(next.contains(&"nodeName".into()) && !next.contains(&"restartPolicy".into()), "{next:?}");
    }

    #[test]
    fn json_is_completed_in_quotes() {
        let pod = "{\n  \"kind\": \"Pod\",\n  \"spec\": {\n    ";
        assert_eq!(insert(&format!("{pod}|"), "containers"), "\"containers\": [");
        assert_eq!(insert(&format!("{pod}\"con|\""), "containers"), "containers");
        assert_eq!(insert(&format!("{pod}\"con|"), "containers"), "containers\": [");
        assert_eq!(insert(&format!("{pod}\"restartPolicy\": |"), "Never"), "\"Never\"");
        assert_eq!(insert(&format!("{pod}\"restartPolicy\": \"|\""), "Never"), "Never");
        assert_eq!(insert(&format!("{pod}\"hostNetwork\":|"), "true"), " true");
    }

    #[test]
    fn objects_of_a_list_are_completed() {
        let list = "kind: List\nitems:\n- apiVersion: apps/v1\n  kind: Deployment\n  ";
        assert!(labels(&format!("{list}|")).contains(&"spec".into()));
        assert!(labels(&format!("{list}spec:\n    |")).contains(&"replicas".into()));
        assert_eq!(labels("kind: List\nitems:\n- apiVersion: apps/v1\n  kind: Dep|")[0], "Deployment");
        assert!(labels("kind: List\n|").contains(&"items".into()));
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
            "kind: Pod\nmetadata:\n  labels:\n    |",
            "kind: ConfigMap\ndata:\n  a: x\n    |",
        ] {
            assert_eq!(labels(text), [] as [&str; 0], "{text}");
        }
    }
}
