//! What the page remembers from visit to visit, as a JSON text for the browser's storage, and what an address asks for
//! after its `#`. Whatever cannot be read is left out: a page with an odd memory still opens.

use super::state::{Theme, UiState};
use super::text::Lang;
use serde_json::{Value, json};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    pub lang: Option<Lang>,
    pub theme: Option<Theme>,
    pub preset: Option<String>,
    pub example: Option<String>,
    pub files: Vec<(String, String)>,
    pub active: usize,
    pub hint_dismissed: bool,
    pub plain_terminal: Option<bool>,
}

impl Saved {
    pub fn of(state: &UiState, preset: &str) -> Saved {
        Saved {
            lang: Some(state.lang),
            theme: Some(state.theme),
            preset: Some(preset.to_string()),
            example: state.example.clone(),
            files: state.documents.files(),
            active: state.documents.active_position(),
            hint_dismissed: !state.hint,
            plain_terminal: Some(state.plain_terminal),
        }
    }

    pub fn to_text(&self) -> String {
        let files: Vec<Value> =
            self.files.iter().map(|(name, text)| json!({ "name": name, "text": text })).collect();
        let value = json!({
            "version": 1,
            "lang": self.lang.map(Lang::tag),
            "theme": self.theme.map(Theme::name),
            "preset": self.preset,
            "example": self.example,
            "files": files,
            "active": self.active,
            "hintDismissed": self.hint_dismissed,
            "terminal": self.plain_terminal.map(terminal_name),
        });
        value.to_string()
    }

    pub fn from_text(text: &str) -> Saved {
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        let word = |name: &str| value.get(name).and_then(Value::as_str);
        Saved {
            lang: word("lang").and_then(Lang::from_tag),
            theme: word("theme").and_then(Theme::from_name),
            preset: word("preset").map(String::from),
            example: word("example").map(String::from),
            files: value.get("files").and_then(Value::as_array).map(|list| files(list)).unwrap_or_default(),
            active: value
                .get("active")
                .and_then(Value::as_u64)
                .and_then(|at| usize::try_from(at).ok())
                .unwrap_or(0),
            hint_dismissed: value.get("hintDismissed").and_then(Value::as_bool).unwrap_or(false),
            plain_terminal: word("terminal").and_then(is_plain),
        }
    }
}

fn terminal_name(plain: bool) -> &'static str {
    if plain { "plain" } else { "screen" }
}

fn is_plain(name: &str) -> Option<bool> {
    [true, false].into_iter().find(|plain| terminal_name(*plain) == name)
}

fn files(list: &[Value]) -> Vec<(String, String)> {
    let word = |file: &Value, name: &str| Some(file.get(name)?.as_str()?.to_string());
    list.iter().filter_map(|file| Some((word(file, "name")?, word(file, "text")?))).collect()
}

/// `#lang=ko&theme=dark&example=hpa&preset=minikube&seed=7&terminal=plain`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    pub lang: Option<Lang>,
    pub theme: Option<Theme>,
    pub example: Option<String>,
    pub preset: Option<String>,
    pub seed: Option<u64>,
    pub speed: Option<u32>,
    pub plain_terminal: Option<bool>,
}

impl Address {
    pub fn from_hash(hash: &str) -> Address {
        let mut address = Address::default();
        for part in hash.trim_start_matches('#').split('&') {
            let Some((name, value)) = part.split_once('=') else { continue };
            match name {
                "lang" => address.lang = Lang::from_tag(value),
                "theme" => address.theme = Theme::from_name(value),
                "example" => address.example = Some(value.to_string()),
                "preset" => address.preset = Some(value.to_string()),
                "seed" => address.seed = value.parse().ok(),
                "speed" => address.speed = value.parse().ok(),
                "terminal" => address.plain_terminal = is_plain(value),
                _ => {}
            }
        }
        address
    }

    /// What stays in the address once the page is open: what the page does not remember itself. The rest would take
    /// the reader's own files away at the next visit.
    pub fn lasting(&self) -> String {
        let seed = self.seed.map(|seed| format!("seed={seed}"));
        let speed = self.speed.map(|speed| format!("speed={speed}"));
        let parts: Vec<String> = seed.into_iter().chain(speed).collect();
        if parts.is_empty() { String::new() } else { format!("#{}", parts.join("&")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_comes_back() {
        let saved = Saved {
            lang: Some(Lang::Ko),
            theme: Some(Theme::Dark),
            preset: Some("minikube".to_string()),
            example: None,
            files: vec![("한글.yaml".to_string(), "a: \"b\"\n".to_string())],
            active: 0,
            hint_dismissed: true,
            plain_terminal: Some(true),
        };
        assert_eq!(Saved::from_text(&saved.to_text()), saved);
    }

    #[test]
    fn an_odd_memory_is_no_memory() {
        for text in ["", "{", "[]", "7", "{\"files\":[{\"name\":3}],\"active\":-1,\"lang\":\"xx\"}"] {
            assert_eq!(Saved::from_text(text), Saved::default(), "{text}");
        }
    }

    #[test]
    fn an_address_is_read_part_by_part() {
        let address = Address::from_hash("#lang=ko&theme=blue&seed=7&example=hpa&nonsense&speed=60");
        assert_eq!((address.lang, address.theme, address.seed), (Some(Lang::Ko), None, Some(7)));
        assert_eq!((address.example.as_deref(), address.speed), (Some("hpa"), Some(60)));
        assert_eq!(address.lasting(), "#seed=7&speed=60");
        assert_eq!(Address::from_hash("#terminal=plain").plain_terminal, Some(true));
        assert_eq!(Address::from_hash("#terminal=tube").plain_terminal, None);
        assert_eq!(Address::from_hash(""), Address::default());
        assert_eq!(Address::default().lasting(), "");
    }
}
