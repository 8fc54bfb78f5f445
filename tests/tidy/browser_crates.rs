//! Crates that only a browser has appear only in the page's rooms, so the engine compiles anywhere.

use crate::Problem;
use crate::code::Token;
use crate::tree::Source;

const CRATES: &[&str] = &["yew", "gloo", "web_sys", "wasm_bindgen", "js_sys"];
const PAGE: &[&str] = &["src/ui/", "src/web/", "src/main.rs"];

pub fn check(sources: &[Source]) -> Vec<Problem> {
    sources.iter().filter(|source| !in_page(&source.path)).flat_map(check_file).collect()
}

fn check_file(source: &Source) -> Vec<Problem> {
    let problem = |token: &Token| {
        let advice =
            format!("`{}` belongs to the page: only src/ui, src/web and src/main.rs use it", token.text);
        Problem::new(&source.path, token.line, advice)
    };
    source.tokens.iter().filter(|token| browser_only(&token.text)).map(problem).collect()
}

fn in_page(path: &str) -> bool {
    PAGE.iter().any(|prefix| path.starts_with(prefix))
}

/// The crates themselves and their companions (`gloo_timers`, `wasm_bindgen_futures`).
fn browser_only(word: &str) -> bool {
    CRATES
        .iter()
        .any(|krate| word.strip_prefix(krate).is_some_and(|rest| rest.is_empty() || rest.starts_with('_')))
}

#[test]
fn a_browser_crate_in_the_engine_is_a_breach() {
    let check = |path: &str, text: &str| check(&[Source::new(path, text)]).len();
    assert_eq!(check("src/sim/mod.rs", "use gloo_timers::callback; let w = web_sys::window();"), 2);
    assert_eq!(check("src/ui/app.rs", "use yew::prelude::*;"), 0);
    assert_eq!(check("src/sim/mod.rs", "//! Not for yew.\nlet gloomy = \"js_sys\";"), 0);
}
