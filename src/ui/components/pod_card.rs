//! A pod: as a card with everything it says about itself, or as a cell where there are very many.

use super::mark::marked;
use crate::ui::hooks::use_shell;
use crate::ui::look::{Badge, ProbeRow, badge, light_class, probe_rows, ref_key, split_name};
use crate::ui::scene::Shared;
use crate::ui::text::{self, Lang};
use crate::view::PodView;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct PodCardProps {
    pub pod: Shared<PodView>,
    pub node: String,
    pub selected: bool,
    /// Tab stops at this card.
    pub reachable: bool,
    /// From another template than most pods of its owner.
    pub striped: bool,
}

#[function_component(PodCard)]
pub fn pod_card(props: &PodCardProps) -> Html {
    let shell = use_shell();
    let pod = &props.pod;
    let (inherited, own) = split_name(&pod.reference.name, &pod.owner);
    let badge = badge(pod);
    let class = classes!("kb-pod", look(pod, &badge, props.selected, props.striped));
    html! {
        <li class="kb-pod-place" draggable="true">
            <button type="button" {class} tabindex={tabindex(props.reachable)} data-key={ref_key(&pod.reference)}
                data-testid="pod-card" data-pod={pod.reference.name.clone()} data-status={pod.status.clone()}
                data-ready={pod.is_ready.to_string()} data-restarts={pod.restarts.to_string()} data-node={props.node.clone()}
                aria-pressed={props.selected.to_string()} aria-label={spoken(shell.lang, pod)} title={pod.reference.name.clone()}>
                <span class="kb-pod-name">
                    <span class="kb-badge">{ badge.letter }</span>
                    <span class="kb-pod-inherited">{ inherited }</span><span class="kb-pod-own">{ own }</span>
                </span>
                { marked(pod.light, &pod.status) }
                <span class="kb-pod-numbers">
                    <span class="kb-pod-ready">{ &pod.ready }</span>
                    if pod.restarts > 0 { <span class="kb-pod-restarts">{ format!("↻{}", pod.restarts) }</span> }
                    if pod.requests_per_s > 0 { <span class="kb-pod-rate">{ text::per_second(shell.lang, pod.requests_per_s) }</span> }
                </span>
                { probes(shell.lang, pod) }
            </button>
        </li>
    }
}

/// A card of one letter. Not a component: a thousand of them are drawn by their node.
pub fn pod_cell(
    lang: Lang,
    pod: &PodView,
    node: &str,
    selected: bool,
    reachable: bool,
    striped: bool,
) -> Html {
    let badge = badge(pod);
    let testid = if pod.reference.namespace == "kube-system" { "system-pod" } else { "pod-card" };
    let class = classes!("kb-cell", look(pod, &badge, selected, striped));
    let spoken = spoken(lang, pod);
    html! {
        <li key={pod.uid.clone()} class="kb-cell-place" draggable="true">
            <button type="button" {class} tabindex={tabindex(reachable)} data-key={ref_key(&pod.reference)}
                data-testid={testid} data-pod={pod.reference.name.clone()} data-status={pod.status.clone()}
                data-ready={pod.is_ready.to_string()} data-restarts={pod.restarts.to_string()} data-node={node.to_string()}
                aria-label={spoken.clone()} title={spoken}>{ badge.letter }</button>
        </li>
    }
}

fn look(pod: &PodView, badge: &Badge, selected: bool, striped: bool) -> Classes {
    let hue = badge.hue.map_or("kb-hue-none".to_string(), |hue| format!("kb-hue-{hue}"));
    let leaving = (pod.status == "Terminating").then_some("kb-leaving");
    classes!(
        light_class(pod.light),
        hue,
        leaving,
        selected.then_some("kb-selected"),
        striped.then_some("kb-striped")
    )
}

fn tabindex(reachable: bool) -> &'static str {
    if reachable { "0" } else { "-1" }
}

fn spoken(lang: Lang, pod: &PodView) -> String {
    let mut words = format!("{}, {}, {}", pod.reference.name, pod.status, pod.ready);
    if pod.restarts > 0 {
        words += &format!(", {}", text::restarts(lang, pod.restarts));
    }
    words
}

fn probes(lang: Lang, pod: &PodView) -> Html {
    let rows = probe_rows(&pod.containers);
    if rows.is_empty() {
        return html! {};
    }
    let row = |row: &ProbeRow| {
        let passed = row.results.iter().filter(|ok| **ok).count();
        let title = text::probes_spoken(lang, row.name, passed, row.results.len() - passed);
        let dot = |ok: &bool| html! { <i class={if *ok { "kb-dot" } else { "kb-dot kb-dot-failed" }}></i> };
        html! { <span class="kb-probe" {title}><b>{ row.letter }</b>{ for row.results.iter().map(dot) }</span> }
    };
    html! { <span class="kb-pod-probes" aria-hidden="true">{ for rows.iter().map(row) }</span> }
}
