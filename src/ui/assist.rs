//! Help in the editor, in the reader's language: the suggestions at the cursor and the card of the word under the pointer.
//! What a field means stays in English, as Kubernetes' own words do.

use super::text::{Lang, Msg};
use crate::session::assist;
use crate::view::{Hover, Shape, Suggestion, SuggestionKind};

/// A row of the list of suggestions.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub label: String,
    pub insert: String,
    /// Beside the label: the type, or that it is the default.
    pub detail: String,
    pub about: String,
    pub note: String,
    /// Chooses the row's icon: `property`, `enum` or `class`.
    pub icon: &'static str,
    pub simulated: bool,
}

/// What is shown over a word.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub title: String,
    pub detail: String,
    pub about: String,
    pub notes: Vec<String>,
}

pub fn rows(lang: Lang, text: &str, line: u32, column: u32) -> Vec<Row> {
    assist::complete(text, line, column).into_iter().map(|one| row(lang, one)).collect()
}

pub fn card(lang: Lang, text: &str, line: u32, column: u32) -> Option<Card> {
    let Hover { path, shape, documentation, values, default, simulated } = assist::hover(text, line, column)?;
    let mut notes = Vec::new();
    if !values.is_empty() {
        notes.push(format!("{}: {}", Msg::OneOf.text(lang), values.join(", ")));
    }
    if let Some(default) = default.filter(|_| !documentation.contains("(default")) {
        notes.push(format!("{}: {default}", Msg::DefaultWord.text(lang)));
    }
    if !simulated {
        notes.push(Msg::NotSimulated.text(lang).to_owned());
    }
    let detail = shape.map_or("", |shape| type_word(shape).text(lang)).to_owned();
    Some(Card { title: path, detail, about: documentation, notes })
}

fn row(lang: Lang, one: Suggestion) -> Row {
    let detail = match one.kind {
        SuggestionKind::Template => Msg::TemplateWord.text(lang).to_owned(),
        _ if one.is_default => Msg::DefaultWord.text(lang).to_owned(),
        _ if !one.simulated => Msg::NotSimulatedShort.text(lang).to_owned(),
        _ => one.shape.map_or("", |shape| type_word(shape).text(lang)).to_owned(),
    };
    let template = assist::templates().iter().find(|template| template.kind == one.label);
    let about = match (one.kind, template) {
        (SuggestionKind::Template, Some(template)) => {
            lang.pick(template.about_en, template.about_ko).to_owned()
        }
        _ => one.documentation,
    };
    let note = if one.simulated { "" } else { Msg::NotSimulated.text(lang) };
    let icon = match one.kind {
        SuggestionKind::Field => "property",
        SuggestionKind::Value => "enum",
        SuggestionKind::Template => "class",
    };
    let (label, insert, simulated) = (one.label, one.insert, one.simulated);
    Row { label, insert, detail, about, note: note.to_owned(), icon, simulated }
}

fn type_word(shape: Shape) -> Msg {
    match shape {
        Shape::Text => Msg::TypeText,
        Shape::TrueOrFalse => Msg::TypeTrueOrFalse,
        Shape::WholeNumber => Msg::TypeWholeNumber,
        Shape::Number => Msg::TypeNumber,
        Shape::Quantity => Msg::TypeQuantity,
        Shape::NumberOrText => Msg::TypeNumberOrText,
        Shape::Time => Msg::TypeTime,
        Shape::Anything => Msg::TypeAnything,
        Shape::List => Msg::TypeList,
        Shape::Mapping => Msg::TypeMapping,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_speaks_the_readers_language() {
        let text = "kind: Service\nspec:\n  type: NodePort\n";
        let card = card(Lang::Ko, text, 3, 4).expect("a field");
        assert_eq!((card.title.as_str(), card.detail.as_str()), ("spec.type", "문자열"));
        assert_eq!(card.notes[1], "기본값: ClusterIP");
        let rows = rows(Lang::En, text, 3, 9);
        assert_eq!((rows[0].label.as_str(), rows[0].detail.as_str()), ("ClusterIP", "default"));
        assert!(rows.iter().all(|row| row.simulated && row.icon == "enum"));
    }
}
