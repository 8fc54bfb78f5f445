//! Deployments and the like in a line each: how many of how many, what they wait for, and a hand on the number.

use super::icon::{Icon, icon};
use super::mark::mark;
use crate::session::Action;
use crate::ui::hooks::use_shell;
use crate::ui::scene::Shared;
use crate::ui::shell::Shell;
use crate::ui::text::{self, Msg};
use crate::view::Workload;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct WorkloadsProps {
    pub workloads: Vec<Shared<Workload>>,
}

#[function_component(Workloads)]
pub fn workloads(props: &WorkloadsProps) -> Html {
    let shell = use_shell();
    // A ReplicaSet of a Deployment is seen through its Deployment; the system's own are not the reader's business.
    let shown = props.workloads.iter().filter(|workload| {
        workload.reference.kind == "Deployment" && workload.reference.namespace != "kube-system"
    });
    let rows: Vec<Html> = shown.map(|workload| row(&shell, workload)).collect();
    if rows.is_empty() {
        return html! {};
    }
    html! { <ul class="kb-workloads" aria-label={shell.t(Msg::Workloads)}>{ for rows }</ul> }
}

fn row(shell: &Shell, workload: &Workload) -> Html {
    let (ready, desired) = (workload.ready, workload.desired);
    let what = &workload.reference;
    html! {
        <li key={what.name.clone()} class="kb-workload" data-testid="workload" data-name={what.name.clone()}
            data-ready={ready.to_string()} data-desired={desired.to_string()}>
            <button type="button" class="kb-workload-name" onclick={shell.selecting(what)}>
                { mark(workload.light) }<span class="kb-kind">{ &what.kind }</span><b>{ &what.name }</b>
            </button>
            { scale(shell, workload, false) }
            <span class="kb-workload-count" title={text::workload(shell.lang, ready, desired)}>{ format!("{ready}/{desired}") }</span>
            { scale(shell, workload, true) }
            if !workload.waiting_for.is_empty() { <span class="kb-workload-waits">{ &workload.waiting_for }</span> }
        </li>
    }
}

fn scale(shell: &Shell, workload: &Workload, up: bool) -> Html {
    let (label, drawn) = if up { (Msg::ScaleUp, Icon::Plus) } else { (Msg::ScaleDown, Icon::Minus) };
    let replicas = if up { workload.desired + 1 } else { workload.desired.saturating_sub(1) };
    let (shell_, what) = (shell.clone(), workload.reference.clone());
    let label = format!("{}: {}", workload.reference.name, shell.t(label));
    html! {
        <button type="button" class="kb-tool kb-tool-small" aria-label={label.clone()} title={label} disabled={!up && workload.desired == 0}
            onclick={move |_| { shell_.act(Action::Scale { what: what.clone(), replicas }); }}>{ icon(drawn) }</button>
    }
}
