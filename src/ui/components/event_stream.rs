//! The cluster's events, newest first, with filters.

use super::bottom_tabs::bottom_tabs;
use super::event_row::EventRow;
use crate::ui::hooks::use_shell;
use crate::ui::scene::{EventScene, Shared};
use crate::ui::state::{Bottom, UiAction};
use crate::ui::text::{self, Msg};
use crate::view::{EventView, Ref};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Drawn at once; the rest on demand.
const SHOWN: usize = 24;

#[derive(Properties, PartialEq)]
pub struct EventStreamProps {
    pub events: Shared<Vec<EventScene>>,
    pub warnings_only: bool,
    pub follow: bool,
    pub selection: Option<Ref>,
}

#[function_component(EventStream)]
pub fn event_stream(props: &EventStreamProps) -> Html {
    let shell = use_shell();
    let all = use_state(|| false);
    let wanted = |event: &EventView| {
        (event.warning || !props.warnings_only)
            && (!props.follow || props.selection.as_ref().is_none_or(|what| concerns(event, what)))
    };
    let matching: Vec<&EventScene> = props.events.iter().rev().filter(|scene| wanted(&scene.event)).collect();
    let limit = if *all { matching.len() } else { SHOWN };
    let row =
        |scene: &&EventScene| html! { <EventRow key={scene.key.clone()} event={scene.event.clone()} /> };
    let empty = if props.events.is_empty() { Msg::NoEvents } else { Msg::NoEventsMatch };
    let show_all = {
        let all = all.clone();
        move |_| all.set(true)
    };
    html! {
        <section class="kb-events" aria-label={shell.t(Msg::Events)}>
            <header class="kb-events-head">
                { bottom_tabs(&shell, Bottom::Events, matching.len()) }
                { filter(props.warnings_only, true, shell.t(Msg::WarningsOnly), "warnings-only", &shell.dispatch, UiAction::SetWarningsOnly) }
                { filter(props.follow, props.selection.is_some(), shell.t(Msg::FollowSelection), "follow", &shell.dispatch, UiAction::SetFollowSelection) }
            </header>
            <div class="kb-events-scroll" tabindex="0" role="region" aria-label={shell.t(Msg::Events)}>
                if matching.is_empty() { <p class="kb-muted kb-events-none">{ shell.t(empty) }</p> }
                <ol class="kb-events-list">{ for matching.iter().take(limit).map(row) }</ol>
                if matching.len() > limit {
                    <button type="button" class="kb-plain" onclick={show_all}>{ text::older_events(shell.lang, matching.len() - limit) }</button>
                }
            </div>
        </section>
    }
}

/// An event follows the selection when it is about it, or about a part of it (a Deployment's ReplicaSets and pods).
fn concerns(event: &EventView, what: &Ref) -> bool {
    let about = &event.about;
    let part = matches!(what.kind.as_str(), "Deployment" | "ReplicaSet")
        && about.namespace == what.namespace
        && about.name.strip_prefix(what.name.as_str()).is_some_and(|rest| rest.starts_with('-'));
    let on_node = what.kind == "Node" && event.message.contains(&what.name);
    about == what || part || on_node
}

fn filter(
    on: bool,
    enabled: bool,
    label: &'static str,
    testid: &'static str,
    dispatch: &Callback<UiAction>,
    action: fn(bool) -> UiAction,
) -> Html {
    let dispatch = dispatch.clone();
    let onchange = move |event: Event| {
        let input: Option<HtmlInputElement> = event.target_dyn_into();
        dispatch.emit(action(input.is_some_and(|input| input.checked())));
    };
    html! {
        <label class="kb-switch">
            <input type="checkbox" role="switch" checked={on} disabled={!enabled} data-testid={testid} {onchange} />
            <span>{ label }</span>
        </label>
    }
}
