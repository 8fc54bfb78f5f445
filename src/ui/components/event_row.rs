//! One event: when, what kind, about what, and its text.

use super::mark::mark;
use crate::ui::format::moment;
use crate::ui::hooks::use_shell;
use crate::ui::scene::Shared;
use crate::ui::text::Msg;
use crate::view::{EventView, LightState};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct EventRowProps {
    pub event: Shared<EventView>,
}

#[function_component(EventRow)]
pub fn event_row(props: &EventRowProps) -> Html {
    let shell = use_shell();
    let event = &props.event;
    let kind = if event.warning { "Warning" } else { "Normal" };
    let class = classes!("kb-event", event.warning.then_some("kb-event-warning"));
    html! {
        <li {class} data-testid="event" data-reason={event.reason.clone()} data-type={kind} data-about={event.about.name.clone()}>
            <time class="kb-event-time">{ moment(event.at_us) }</time>
            <span class="kb-event-reason">
                if event.warning { { mark(LightState::Bad) }<span class="kb-hidden">{ shell.t(Msg::WarningWord) }{ " " }</span> }
                { &event.reason }
            </span>
            <button type="button" class="kb-event-about" onclick={shell.selecting(&event.about)}>
                <span class="kb-kind">{ &event.about.kind }</span>{ &event.about.name }
            </button>
            <span class="kb-event-message">{ &event.message }{ times(event.count) }</span>
            <span class="kb-event-from">{ &event.component }</span>
        </li>
    }
}

fn times(count: u32) -> Html {
    if count < 2 {
        html! {}
    } else {
        html! { <b class="kb-times">{ format!(" ×{count}") }</b> }
    }
}
