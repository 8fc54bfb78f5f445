//! How a visit begins: what the address asks for comes first, then what the last visit left, then the first example. The
//! files are applied and the clock runs, so that something lives on the screen at once.

use super::documents::Documents;
use super::saved::{Address, Saved};
use super::state::{Theme, UiState};
use super::text::Lang;
use crate::session::{Example, Options, Preset, examples};

/// What the browser prefers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    pub lang: Lang,
    pub theme: Theme,
}

/// Virtual seconds per second until the reader chooses.
pub const FIRST_SPEED: u32 = 2;

/// The speeds the page offers.
pub const SPEEDS: [u32; 9] = [1, 2, 5, 10, 30, 60, 100, 300, 1000];

pub struct Beginning {
    pub state: UiState,
    pub options: Options,
    pub speed: u32,
    /// A load to put on the cluster: its address and its rate.
    pub load: Option<(String, u32)>,
}

pub fn begin(address: &Address, saved: &Saved, wishes: Wishes) -> Beginning {
    let lang = address.lang.or(saved.lang).unwrap_or(wishes.lang);
    let theme = address.theme.or(saved.theme).unwrap_or(wishes.theme);
    let source = source(address, saved);
    let mut documents = Documents::open(source.files);
    documents.switch_to_position(source.active);
    let mut state = UiState::new(lang, theme, documents);
    state.example = source.example.map(|example| example.id.to_string());
    state.hint = !(saved.hint_dismissed && address.example.is_none());
    state.plain_terminal = address.plain_terminal.or(saved.plain_terminal).unwrap_or(false);
    let named = address.preset.as_deref().or(source.preset).and_then(Preset::by_name);
    Beginning {
        state,
        options: Options {
            preset: named
                .or(source.example.map(|example| example.preset))
                .unwrap_or(Options::default().preset),
            seed: address.seed.unwrap_or(Options::default().seed),
        },
        speed: address.speed.filter(|speed| SPEEDS.contains(speed)).unwrap_or(FIRST_SPEED),
        load: source.example.and_then(|example| example.load).map(|(url, rate)| (url.to_string(), rate)),
    }
}

struct Source<'a> {
    example: Option<&'static Example>,
    files: Vec<(String, String)>,
    active: usize,
    preset: Option<&'a str>,
}

fn source<'a>(address: &Address, saved: &'a Saved) -> Source<'a> {
    let asked = address.example.as_deref().and_then(example);
    if asked.is_none() && !saved.files.is_empty() {
        return Source {
            example: saved.example.as_deref().and_then(example),
            files: saved.files.clone(),
            active: saved.active,
            preset: saved.preset.as_deref(),
        };
    }
    let chosen = asked.or(examples().first());
    Source { example: chosen, files: chosen.map(files).unwrap_or_default(), active: 0, preset: None }
}

pub fn example(id: &str) -> Option<&'static Example> {
    examples().iter().find(|example| example.id == id)
}

pub fn files(example: &Example) -> Vec<(String, String)> {
    example.files.iter().map(|(name, text)| ((*name).to_string(), (*text).to_string())).collect()
}

/// The speed one notch up or down.
pub fn next_speed(speed: u32, faster: bool) -> u32 {
    if faster {
        SPEEDS.into_iter().find(|s| *s > speed).unwrap_or(speed)
    } else {
        SPEEDS.into_iter().rev().find(|s| *s < speed).unwrap_or(speed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_visit_opens_the_first_example() {
        let begun =
            begin(&Address::default(), &Saved::default(), Wishes { lang: Lang::Ko, theme: Theme::Dark });
        assert_eq!(begun.state.example.as_deref(), examples().first().map(|first| first.id));
        assert_eq!((begun.state.lang, begun.state.theme, begun.state.hint), (Lang::Ko, Theme::Dark, true));
    }

    #[test]
    fn the_last_visit_comes_back_unless_the_address_asks_for_more() {
        let saved = Saved {
            lang: Some(Lang::En),
            files: vec![("mine.yaml".to_string(), "kind: Pod".to_string())],
            preset: Some("minikube".to_string()),
            plain_terminal: Some(true),
            ..Saved::default()
        };
        let begun = begin(&Address::default(), &saved, Wishes::default());
        assert_eq!(begun.state.documents.active().name, "mine.yaml");
        assert_eq!((begun.options.preset.name().as_ref(), begun.state.plain_terminal), ("minikube", true));
        let asked = Address { plain_terminal: Some(false), ..Address::default() };
        assert!(!begin(&asked, &saved, Wishes::default()).state.plain_terminal);
        let last = examples().last().expect("there are examples");
        let address = Address { example: Some(last.id.to_string()), ..Address::default() };
        assert_eq!(begin(&address, &saved, Wishes::default()).state.example.as_deref(), Some(last.id));
    }

    #[test]
    fn speeds_go_in_notches() {
        assert_eq!((next_speed(1, true), next_speed(1, false)), (2, 1));
        assert_eq!((next_speed(1000, true), next_speed(30, false)), (1000, 10));
    }
}
