//! The right pane: what the selected object is, what it waits for, and why.

use super::containers::containers;
use super::event_row::EventRow;
use super::icon::{Icon, icon};
use super::inspector_actions::{NodeState, actions};
use super::inspector_overview::overview;
use super::mark::mark;
use super::probes::probes;
use super::scheduling::Scheduling;
use super::yaml_view::YamlView;
use crate::ui::hooks::use_shell;
use crate::ui::scene::Shared;
use crate::ui::shell::Shell;
use crate::ui::state::UiAction;
use crate::ui::text::Msg;
use crate::view::{EventView, Inspection, Ref};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct InspectorProps {
    pub inspection: Option<Shared<Inspection>>,
    pub selection: Option<Ref>,
    pub can_go_back: bool,
    pub dark: bool,
    /// Of a selected node.
    pub node: Option<NodeState>,
    /// Desired replicas of a selected workload.
    pub workload: Option<u32>,
    /// The node a selected pod was dropped on.
    pub asked: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Overview,
    Containers,
    Scheduling,
    Probes,
    Events,
    Why,
    Log,
    Yaml,
}

#[function_component(Inspector)]
pub fn inspector(props: &InspectorProps) -> Html {
    let shell = use_shell();
    let chosen = use_state(|| Tab::Overview);
    {
        let chosen = chosen.clone();
        use_effect_with((props.asked.clone(), props.selection.clone()), move |(asked, _)| {
            if asked.is_some() {
                chosen.set(Tab::Scheduling);
            }
        });
    }
    let inspection =
        props.inspection.as_ref().filter(|seen| Some(&seen.reference) == props.selection.as_ref());
    let Some(seen) = inspection else {
        return html! {
            <aside class="kb-inspector kb-inspector-empty" aria-label={shell.t(Msg::Inspector)}>
                <div class="kb-empty"><h3>{ shell.t(Msg::NothingSelected) }</h3><p>{ shell.t(Msg::SelectHint) }</p></div>
            </aside>
        };
    };
    let tabs = tabs(seen);
    let open = if tabs.iter().any(|(tab, _)| *tab == *chosen) { *chosen } else { Tab::Overview };
    let onkeydown = {
        let dispatch = shell.dispatch.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                dispatch.emit(UiAction::Deselect);
            }
        })
    };
    html! {
        <aside class="kb-inspector" aria-label={shell.t(Msg::Inspector)} data-testid="inspector" data-kind={seen.reference.kind.clone()}
            data-name={seen.reference.name.clone()} {onkeydown}>
            { head(&shell, seen, props.can_go_back) }
            { actions(&shell, seen, props.node, props.workload) }
            { tab_list(&shell, &tabs, open, &chosen) }
            <div class="kb-inspector-body" role="tabpanel" tabindex="0">{ body(&shell, seen, open, props) }</div>
        </aside>
    }
}

fn head(shell: &Shell, seen: &Inspection, can_go_back: bool) -> Html {
    let what = &seen.reference;
    html! {
        <header class="kb-inspector-head">
            <div class="kb-inspector-title">
                if can_go_back {
                    <button type="button" class="kb-tool" aria-label={shell.t(Msg::SelectedBefore)} title={shell.t(Msg::SelectedBefore)} onclick={shell.saying(UiAction::GoBack)}>{ icon(Icon::Back) }</button>
                }
                <h2><span class="kb-kind">{ &what.kind }</span><span>{ &what.name }</span></h2>
                <button type="button" class="kb-tool" data-testid="inspector-close" aria-label={shell.t(Msg::Close)}
                    title={shell.t(Msg::Close)} onclick={shell.saying(UiAction::Deselect)}>{ icon(Icon::Close) }</button>
            </div>
            if !what.namespace.is_empty() { <p class="kb-muted kb-mono">{ &what.namespace }</p> }
            <p class="kb-headline" data-testid="headline">{ mark(seen.light) }<span>{ &seen.headline }</span></p>
            if !seen.exists { <p class="kb-gone">{ shell.t(Msg::Gone) }</p> }
        </header>
    }
}

/// Only the tabs that have something to show.
fn tabs(seen: &Inspection) -> Vec<(Tab, Msg)> {
    let is_scheduled = seen.reference.kind == "Pod" && (seen.exists || !seen.decisions.is_empty());
    let all = [
        (Tab::Overview, Msg::Overview, true),
        (Tab::Containers, Msg::Containers, !seen.processes.is_empty()),
        (Tab::Scheduling, Msg::Scheduling, is_scheduled),
        (Tab::Probes, Msg::Probes, !seen.probes.is_empty()),
        (Tab::Events, Msg::Events, !seen.events.is_empty()),
        (Tab::Why, Msg::Why, !seen.causes.is_empty()),
        (Tab::Log, Msg::Log, !seen.log.is_empty()),
        (Tab::Yaml, Msg::Yaml, !seen.yaml.is_empty()),
    ];
    all.into_iter().filter(|(.., some)| *some).map(|(tab, title, _)| (tab, title)).collect()
}

fn tab_list(shell: &Shell, tabs: &[(Tab, Msg)], open: Tab, chosen: &UseStateHandle<Tab>) -> Html {
    let onkeydown = {
        let (tabs, chosen) = (tabs.to_vec(), chosen.clone());
        Callback::from(move |event: KeyboardEvent| {
            let at = tabs.iter().position(|(tab, _)| *tab == open).unwrap_or(0);
            let next = match event.key().as_str() {
                "ArrowRight" => (at + 1) % tabs.len(),
                "ArrowLeft" => (at + tabs.len() - 1) % tabs.len(),
                _ => return,
            };
            event.prevent_default();
            chosen.set(tabs[next].0);
            super::stage_tabs::focus_tab(&event, next);
        })
    };
    let button = |(tab, title): &(Tab, Msg)| {
        let (selected, tab, chosen) = (*tab == open, *tab, chosen.clone());
        html! {
            <button key={shell.t(*title)} type="button" role="tab" class="kb-tab" aria-selected={selected.to_string()}
                data-testid={format!("inspect-{title:?}").to_lowercase()} tabindex={if selected { "0" } else { "-1" }}
                onclick={move |_| chosen.set(tab)}>{ shell.t(*title) }</button>
        }
    };
    html! { <div class="kb-tabs kb-tabs-small" role="tablist" aria-label={shell.t(Msg::Inspector)} {onkeydown}>{ for tabs.iter().map(button) }</div> }
}

fn body(shell: &Shell, seen: &Shared<Inspection>, open: Tab, props: &InspectorProps) -> Html {
    match open {
        Tab::Overview => overview(shell, seen),
        Tab::Containers => containers(shell, seen),
        Tab::Scheduling => html! { <Scheduling inspection={seen.clone()} asked={props.asked.clone()} /> },
        Tab::Probes => probes(shell, &seen.probes),
        Tab::Events => events(&seen.events),
        Tab::Why => causes(shell, &seen.causes),
        Tab::Log => log(shell, &seen.log),
        Tab::Yaml => {
            html! { <YamlView yaml={seen.yaml.clone()} name={seen.reference.name.clone()} dark={props.dark} /> }
        }
    }
}

fn events(events: &[EventView]) -> Html {
    let row = |event: &EventView| html! { <EventRow event={Shared::new(event.clone())} /> };
    html! { <ol class="kb-events-list kb-events-narrow">{ for events.iter().rev().map(row) }</ol> }
}

fn causes(shell: &Shell, causes: &[String]) -> Html {
    let row = |cause: &String| {
        let (when, what) = cause.split_once(' ').unwrap_or(("", cause));
        html! { <li><time>{ when.to_string() }</time><span>{ what.to_string() }</span></li> }
    };
    html! { <><p class="kb-muted">{ shell.t(Msg::WhyHint) }</p><ol class="kb-causes" data-testid="causes">{ for causes.iter().map(row) }</ol></> }
}

fn log(shell: &Shell, lines: &[String]) -> Html {
    html! { <><p class="kb-muted">{ shell.t(Msg::LogTail) }</p><pre class="kb-log" data-testid="log">{ lines.join("\n") }</pre></> }
}
