//! What this is, how true it is, and its keys.

use super::icon::{Icon, icon};
use crate::ui::hooks::use_shell;
use crate::ui::state::UiAction;
use crate::ui::text::Msg;
use web_sys::HtmlElement;
use yew::prelude::*;

const KEYS: [(&str, Msg); 10] = [
    ("Ctrl/Cmd + Enter", Msg::KeyApply),
    ("Ctrl + Space", Msg::KeySuggest),
    ("F1", Msg::KeyExplain),
    ("Esc, Tab", Msg::KeyLeaveEditor),
    ("Alt + P", Msg::KeyPlay),
    ("Alt + .", Msg::KeyStep),
    ("Alt + , /", Msg::KeySlower),
    ("← ↑ → ↓", Msg::KeyCards),
    ("Enter", Msg::KeyInspect),
    ("Esc", Msg::KeyCloseInspector),
];

#[function_component(About)]
pub fn about() -> Html {
    let shell = use_shell();
    let close = use_node_ref();
    {
        let close = close.clone();
        use_effect_with((), move |()| {
            let before = gloo::utils::document().active_element();
            if let Some(button) = close.cast::<HtmlElement>() {
                let _ = button.focus();
            }
            move || {
                use wasm_bindgen::JsCast;
                if let Some(element) = before.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
                    let _ = element.focus();
                }
            }
        });
    }
    let shut = shell.saying(UiAction::ShowAbout(false));
    let onkeydown = {
        let dispatch = shell.dispatch.clone();
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Escape" => dispatch.emit(UiAction::ShowAbout(false)),
            // One button: the focus stays on it while the dialog is open.
            "Tab" => event.prevent_default(),
            _ => {}
        })
    };
    let key = |(keys, what): (&'static str, Msg)| html! { <><dt><kbd>{ keys }</kbd></dt><dd>{ shell.t(what) }</dd></> };
    html! {
        <div class="kb-veil" {onkeydown} onclick={shut.clone()}>
            <div class="kb-dialog" role="dialog" aria-modal="true" aria-labelledby="kb-about-title"
                onclick={|event: MouseEvent| event.stop_propagation()}>
                <header>
                    <h2 id="kb-about-title">{ "Kubarium" }</h2>
                    <button ref={close} type="button" class="kb-tool" aria-label={shell.t(Msg::Close)} onclick={shut}>{ icon(Icon::Close) }</button>
                </header>
                <p>{ shell.t(Msg::AboutText) }</p>
                <h3>{ shell.t(Msg::Fidelity) }</h3>
                <p>{ shell.t(Msg::FidelityText) }{ " " }<a href="fidelity.html" target="_blank" rel="noopener">{ shell.t(Msg::FidelityLink) }</a></p>
                <h3>{ shell.t(Msg::Shortcuts) }</h3>
                <dl class="kb-keys">{ for KEYS.into_iter().map(key) }</dl>
            </div>
        </div>
    }
}
