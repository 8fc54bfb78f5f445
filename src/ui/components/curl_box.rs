//! One request by hand, and what came back.

use super::icon::{Icon, icon};
use crate::session::Action;
use crate::ui::hooks::use_shell;
use crate::ui::text::Msg;
use crate::view::ResultLine;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct CurlBoxProps {
    /// The address to begin with.
    pub suggestion: String,
}

#[function_component(CurlBox)]
pub fn curl_box(props: &CurlBoxProps) -> Html {
    let shell = use_shell();
    let typed = use_state(|| None::<String>);
    let answer = use_state(Vec::<ResultLine>::new);
    let url = (*typed).clone().unwrap_or_else(|| props.suggestion.clone());
    let oninput = {
        let typed = typed.clone();
        move |event: InputEvent| {
            let input: Option<HtmlInputElement> = event.target_dyn_into();
            typed.set(input.map(|input| input.value()));
        }
    };
    let onsubmit = {
        let (engine, answer, url) = (shell.engine.clone(), answer.clone(), url.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            answer.set(engine.act(Action::Curl { url: url.trim().to_string() }));
        }
    };
    let line = |line: &ResultLine| html! { <span class={if line.error { "bad" } else { "" }}>{ line.text.trim_end().to_string() }{ "\n" }</span> };
    html! {
        <form class="kb-curl" {onsubmit} aria-label={shell.t(Msg::SendRequest)}>
            <label for="kb-curl-url">{ "curl" }<span class="kb-hidden">{ shell.t(Msg::Address) }</span></label>
            <input id="kb-curl-url" type="text" class="kb-mono" data-testid="curl-url" value={url} {oninput}
                spellcheck="false" autocapitalize="off" autocomplete="off" inputmode="url" />
            <button type="submit" class="kb-plain" data-testid="curl-send">{ icon(Icon::Send) }{ shell.t(Msg::Send) }</button>
            if !answer.is_empty() {
                <pre class="kb-curl-answer" role="status" data-testid="curl-answer">{ for answer.iter().map(line) }</pre>
            }
        </form>
    }
}
