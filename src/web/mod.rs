//! The page's edge to the browser: the glue of the editor and of the terminal's screen, storage, the crash card, and the JavaScript interface. It starts the
//! session, mounts the app, and hands both what they need.

mod api;
mod editor;
mod frame_json;
mod glue;
mod panic;
mod screen;
mod store;

use crate::ui::beginning::{Beginning, Wishes, begin};
use crate::ui::saved::{Address, Saved};
use crate::ui::state::Theme;
use crate::ui::text::Lang;
use crate::ui::{App, AppProps, Engine, Ports, StorePort};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::Callback;

/// Starts the page.
pub fn start() {
    panic::install();
    let store = store::BrowserStore;
    let saved = Saved::from_text(&store.load().unwrap_or_default());
    let address = Address::from_hash(&location_hash());
    let Beginning { mut state, options, speed, load } = begin(&address, &saved, wishes());

    tidy_address(&address);

    let engine = Engine::new(options);
    engine.keep_script(Callback::from(panic::remember));
    state.answer = Rc::new(engine.apply_files(&state.documents.files()));
    if let Some((url, rate)) = load {
        engine.start_load(&url, rate);
    }
    engine.set_speed(speed);
    engine.play();

    api::install(&engine);
    let ports = Ports {
        editor: Rc::new(editor::BrowserEditor),
        screen: Rc::new(screen::BrowserScreen),
        store: Rc::new(store),
    };
    let body = gloo::utils::body();
    yew::Renderer::<App>::with_root_and_props(body.into(), AppProps { engine, ports, state }).render();
}

/// Leaves in the address only what the page does not remember itself.
fn tidy_address(address: &Address) {
    let window = gloo::utils::window();
    let path = window.location().pathname().unwrap_or_default();
    let query = window.location().search().unwrap_or_default();
    let Ok(history) = window.history() else { return };
    // A page that may not rewrite its address (a sandboxed frame) works all the same.
    let _ = history.replace_state_with_url(
        &JsValue::NULL,
        "",
        Some(&format!("{path}{query}{}", address.lasting())),
    );
}

fn location_hash() -> String {
    gloo::utils::window().location().hash().unwrap_or_default()
}

/// What the browser says of its reader.
fn wishes() -> Wishes {
    let window = gloo::utils::window();
    let lang = window.navigator().language().and_then(|tag| Lang::from_tag(&tag)).unwrap_or_default();
    let dark = window
        .match_media("(prefers-color-scheme: dark)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches());
    Wishes { lang, theme: if dark { Theme::Dark } else { Theme::Light } }
}
