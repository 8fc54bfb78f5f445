//! A short word on what to try with the open example, until the reader has seen enough of it.

use super::icon::{Icon, icon};
use crate::ui::beginning::example;
use crate::ui::hooks::use_shell;
use crate::ui::state::UiAction;
use crate::ui::text::Msg;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct HintProps {
    pub example: Option<String>,
}

#[function_component(Hint)]
pub fn hint(props: &HintProps) -> Html {
    let shell = use_shell();
    let Some(example) = props.example.as_deref().and_then(example) else {
        return html! {};
    };
    html! {
        <aside class="kb-hint" data-testid="hint" aria-label={shell.t(Msg::TryThis)}>
            { icon(Icon::Bulb) }
            <p>{ shell.lang.pick(example.about_en, example.about_ko) }</p>
            <button type="button" class="kb-tool" aria-label={shell.t(Msg::Dismiss)} title={shell.t(Msg::Dismiss)}
                onclick={shell.saying(UiAction::DismissHint)}>{ icon(Icon::Close) }</button>
        </aside>
    }
}
