//! The bar at the bottom of a phone: one pane at a time.

use super::icon::{Icon, icon};
use crate::ui::hooks::use_shell;
use crate::ui::state::{Pane, UiAction};
use crate::ui::text::Msg;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct MobileBarProps {
    pub pane: Pane,
}

#[function_component(MobileBar)]
pub fn mobile_bar(props: &MobileBarProps) -> Html {
    let shell = use_shell();
    let button = |pane: Pane| {
        let (title, drawn) = match pane {
            Pane::Editor => (Msg::Editor, Icon::Files),
            Pane::Cluster => (Msg::Cluster, Icon::Server),
            Pane::Services => (Msg::Services, Icon::Waves),
            Pane::Events => (Msg::Events, Icon::Bell),
            Pane::Terminal => (Msg::Terminal, Icon::Prompt),
            Pane::Inspector => (Msg::Inspector, Icon::Lens),
        };
        let current = (pane == props.pane).then_some("page");
        html! {
            <button key={pane.name()} type="button" class="kb-mobile-tab" aria-current={current}
                data-testid={format!("pane-{}", pane.name())} onclick={shell.saying(UiAction::ShowPane(pane))}>
                { icon(drawn) }<span>{ shell.t(title) }</span>
            </button>
        }
    };
    html! {
        <nav class="kb-mobile" aria-label={shell.t(Msg::Views)}>{ for Pane::ALL.into_iter().map(button) }</nav>
    }
}
