//! Pods nobody has found a node for, each with the scheduler's own words why.

use super::mark::marked;
use crate::ui::hooks::use_shell;
use crate::ui::look::{badge, ref_key, split_name};
use crate::ui::scene::Shared;
use crate::ui::shell::Shell;
use crate::ui::text::{self, Msg};
use crate::view::PendingView;
use yew::prelude::*;

/// More are summed up.
const SHOWN: usize = 6;

#[derive(Properties, PartialEq)]
pub struct PendingTrayProps {
    pub pending: Vec<Shared<PendingView>>,
}

#[function_component(PendingTray)]
pub fn pending_tray(props: &PendingTrayProps) -> Html {
    let shell = use_shell();
    let count = props.pending.len();
    if count == 0 {
        return html! {};
    }
    html! {
        <section class="kb-pending" aria-label={shell.t(Msg::PendingPods)} data-testid="pending" data-count={count.to_string()}>
            <h3 class="kb-caps">{ shell.t(Msg::PendingPods) }<span class="kb-count">{ count }</span></h3>
            <ul>{ for props.pending.iter().take(SHOWN).map(|waiting| row(&shell, waiting)) }</ul>
            if count > SHOWN { <p class="kb-muted">{ text::more_pods(shell.lang, count - SHOWN) }</p> }
        </section>
    }
}

fn row(shell: &Shell, waiting: &PendingView) -> Html {
    let pod = &waiting.pod;
    let (inherited, own) = split_name(&pod.reference.name, &pod.owner);
    let badge = badge(pod);
    let hue = badge.hue.map_or("kb-hue-none".to_string(), |hue| format!("kb-hue-{hue}"));
    let why = if waiting.why.is_empty() { shell.t(Msg::NotTriedYet) } else { &waiting.why };
    html! {
        <li key={pod.uid.clone()} draggable="true">
            <button type="button" class={classes!("kb-pending-pod", hue)} data-key={ref_key(&pod.reference)} data-testid="pending-pod" data-pod={pod.reference.name.clone()}
                onclick={shell.selecting(&pod.reference)}>
                <span class="kb-pod-name">
                    <span class="kb-badge">{ badge.letter }</span>
                    <span class="kb-pod-inherited">{ inherited }</span><span class="kb-pod-own">{ own }</span>
                </span>
                { marked(pod.light, &pod.status) }
                <span class="kb-chip">{ &waiting.queue }</span>
                <span class="kb-pending-why">{ why.to_string() }</span>
            </button>
        </li>
    }
}
