//! The tabs of the middle: nodes, Services, autoscaling, the scheduler. Arrow keys move between them.

use crate::ui::hooks::use_shell;
use crate::ui::state::{Stage, UiAction};
use crate::ui::text::Msg;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct StageTabsProps {
    pub stage: Stage,
    pub services: usize,
    pub autoscalers: usize,
}

const TABS: [(Stage, Msg, &str); 4] = [
    (Stage::Nodes, Msg::Nodes, "tab-nodes"),
    (Stage::Services, Msg::Services, "tab-services"),
    (Stage::Autoscaling, Msg::Autoscaling, "tab-autoscaling"),
    (Stage::Scheduler, Msg::Scheduler, "tab-scheduler"),
];

#[function_component(StageTabs)]
pub fn stage_tabs(props: &StageTabsProps) -> Html {
    let shell = use_shell();
    let onkeydown = {
        let (shell, stage) = (shell.clone(), props.stage);
        Callback::from(move |event: KeyboardEvent| {
            let at = TABS.iter().position(|(tab, ..)| *tab == stage).unwrap_or(0);
            let next = match event.key().as_str() {
                "ArrowRight" => (at + 1) % TABS.len(),
                "ArrowLeft" => (at + TABS.len() - 1) % TABS.len(),
                _ => return,
            };
            event.prevent_default();
            shell.dispatch.emit(UiAction::ShowStage(TABS[next].0));
            focus_tab(&event, next);
        })
    };
    let tab = |(stage, title, testid): (Stage, Msg, &'static str)| {
        let selected = stage == props.stage;
        let count = match stage {
            Stage::Nodes | Stage::Scheduler => 0,
            Stage::Services => props.services,
            Stage::Autoscaling => props.autoscalers,
        };
        html! {
            <button key={testid} type="button" role="tab" class="kb-tab" data-testid={testid}
                aria-selected={selected.to_string()} aria-controls={selected.then(|| format!("kb-view-{stage:?}"))}
                tabindex={if selected { "0" } else { "-1" }} onclick={shell.saying(UiAction::ShowStage(stage))}>
                { shell.t(title) }
                if count > 0 { <span class="kb-count">{ count }</span> }
            </button>
        }
    };
    html! {
        <div class="kb-tabs" role="tablist" aria-label={shell.t(Msg::Views)} {onkeydown}>{ for TABS.into_iter().map(tab) }</div>
    }
}

/// Puts the focus on a tab of the list the key was pressed in.
pub fn focus_tab(event: &KeyboardEvent, at: usize) {
    let list = event.current_target().and_then(|list| list.dyn_into::<HtmlElement>().ok());
    let tab = list.and_then(|list| list.children().item(u32::try_from(at).unwrap_or(0)));
    if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
        let _ = tab.focus();
    }
}
