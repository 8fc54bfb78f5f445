//! What the scheduler did about a pod: where it waits, each decision that is kept, and "what if".

use super::decision::decision;
use super::what_if::WhatIfPanel;
use crate::ui::format::moment;
use crate::ui::hooks::use_shell;
use crate::ui::scene::Shared;
use crate::ui::shell::Shell;
use crate::ui::text::{self, Msg};
use crate::view::{DecisionTable, Inspection, QueueView};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct SchedulingProps {
    pub inspection: Shared<Inspection>,
    /// The node the reader dropped the pod on.
    pub asked: Option<String>,
}

#[function_component(Scheduling)]
pub fn scheduling(props: &SchedulingProps) -> Html {
    let shell = use_shell();
    let chosen = use_state(|| None::<u64>);
    let seen = &props.inspection;
    let kept = chosen.and_then(|at| seen.decisions.iter().find(|table| table.at_us == at));
    let shown = kept.or(seen.decisions.last());
    html! {
        <div class="kb-scheduling">
            { seen.queue.as_ref().map(|waiting| queue(&shell, waiting)).unwrap_or_default() }
            if seen.decisions.len() > 1 { { moments(&shell, &seen.decisions, shown, &chosen) } }
            { shown.map(|table| decision(&shell, table, None)).unwrap_or_default() }
            if seen.exists {
                <WhatIfPanel key={seen.reference.name.clone()} inspection={seen.clone()} asked={props.asked.clone()} />
            }
        </div>
    }
}

/// A button to each decision that is kept.
fn moments(
    shell: &Shell,
    decisions: &[DecisionTable],
    shown: Option<&DecisionTable>,
    chosen: &UseStateHandle<Option<u64>>,
) -> Html {
    let newest = decisions.last().map(|table| table.at_us);
    let button = |table: &DecisionTable| {
        let (chosen, at) = (chosen.clone(), table.at_us);
        let pressed = shown.is_some_and(|shown| shown.at_us == at);
        let went = if table.chosen.is_empty() { shell.t(Msg::Refused) } else { &table.chosen };
        html! {
            <li><button type="button" class="kb-chip" data-testid="decision-moment" aria-pressed={pressed.to_string()}
                onclick={move |_| chosen.set(Some(at).filter(|_| Some(at) != newest))}>
                <time>{ moment(at) }</time>{ format!(" {went}") }
            </button></li>
        }
    };
    html! { <ul class="kb-moments" aria-label={shell.t(Msg::Decisions)}>{ for decisions.iter().map(button) }</ul> }
}

fn queue(shell: &Shell, waiting: &QueueView) -> Html {
    let words = match waiting.place.as_str() {
        "active" => Msg::QueueActive,
        "backoff" => Msg::QueueBackoff,
        "gated" => Msg::QueueGated,
        _ => Msg::QueueUnschedulable,
    };
    let until = if waiting.until_us == 0 { String::new() } else { moment(waiting.until_us) };
    html! {
        <div class="kb-queue" data-testid="queue" data-place={waiting.place.clone()}>
            <p><b>{ shell.t(Msg::Queue) }</b>{ ": " }<span class="kb-chip">{ &waiting.place }</span>{ " " }{ shell.t(words) }</p>
            <p class="kb-muted">{ text::tried_times(shell.lang, waiting.attempts, &until) }</p>
            if !waiting.plugins.is_empty() {
                <ul class="kb-chips">{ for waiting.plugins.iter().map(|plugin| html! { <li class="kb-chip kb-chip-taint">{ plugin }</li> }) }</ul>
            }
            if let Some((plugin, object)) = &waiting.woken_by { <p>{ text::woken(shell.lang, plugin, object) }</p> }
        </div>
    }
}
