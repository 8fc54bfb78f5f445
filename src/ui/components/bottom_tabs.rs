//! The tabs of the pane under the stage: events and the terminal.

use super::stage_tabs::focus_tab;
use crate::ui::shell::Shell;
use crate::ui::state::{Bottom, UiAction};
use crate::ui::text::Msg;
use yew::prelude::*;

const TABS: [(Bottom, Msg, &str); 2] =
    [(Bottom::Events, Msg::Events, "tab-events"), (Bottom::Terminal, Msg::Terminal, "tab-terminal")];

pub fn bottom_tabs(shell: &Shell, open: Bottom, events: usize) -> Html {
    let onkeydown = {
        let dispatch = shell.dispatch.clone();
        move |event: KeyboardEvent| {
            if !matches!(event.key().as_str(), "ArrowRight" | "ArrowLeft") {
                return;
            }
            event.prevent_default();
            let next = usize::from(open == Bottom::Events);
            dispatch.emit(UiAction::ShowBottom(TABS[next].0));
            focus_tab(&event, next);
        }
    };
    let tab = |(bottom, title, testid): (Bottom, Msg, &'static str)| {
        let selected = bottom == open;
        html! {
            <button key={testid} type="button" role="tab" class="kb-tab" data-testid={testid} aria-selected={selected.to_string()}
                tabindex={if selected { "0" } else { "-1" }} onclick={shell.saying(UiAction::ShowBottom(bottom))}>
                { shell.t(title) }
                if bottom == Bottom::Events && events > 0 { <span class="kb-count">{ events }</span> }
            </button>
        }
    };
    html! {
        <div class="kb-tabs kb-tabs-bottom" role="tablist" aria-label={shell.t(Msg::EventsAndTerminal)} {onkeydown}>{ for TABS.into_iter().map(tab) }</div>
    }
}
