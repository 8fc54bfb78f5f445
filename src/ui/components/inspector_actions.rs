//! What one may do to the selected object.

use super::icon::{Icon, icon};
use crate::session::Action;
use crate::ui::shell::Shell;
use crate::ui::text::{self, Msg};
use crate::view::Inspection;
use yew::prelude::*;

pub fn actions(shell: &Shell, seen: &Inspection, node: Option<(bool, bool)>, workload: Option<u32>) -> Html {
    if !seen.exists {
        return html! {};
    }
    let what = seen.reference.clone();
    match (what.kind.as_str(), node, workload) {
        ("Pod", ..) => html! {
            <div class="kb-actions">{ button(shell, Msg::DeletePod, Some(Icon::Trash), "delete-pod", move || Action::Delete { what: what.clone() }) }</div>
        },
        ("Node", Some((cordoned, frozen)), _) => node_actions(shell, &what.name, cordoned, frozen),
        ("Deployment" | "ReplicaSet", _, Some(desired)) => {
            let scale = |label, drawn, testid, replicas: u32| {
                let what = what.clone();
                button(shell, label, Some(drawn), testid, move || Action::Scale {
                    what: what.clone(),
                    replicas,
                })
            };
            html! {
                <div class="kb-actions">
                    { scale(Msg::ScaleDown, Icon::Minus, "scale-down", desired.saturating_sub(1)) }
                    { scale(Msg::ScaleUp, Icon::Plus, "scale-up", desired + 1) }
                    <span class="kb-muted">{ text::scale_to(shell.lang, &what.name, desired) }</span>
                </div>
            }
        }
        _ => html! {},
    }
}

fn node_actions(shell: &Shell, name: &str, cordoned: bool, frozen: bool) -> Html {
    let (cordon, kubelet) = (
        if cordoned { Msg::Uncordon } else { Msg::Cordon },
        if frozen { Msg::StartKubelet } else { Msg::StopKubelet },
    );
    let (first, second) = (name.to_string(), name.to_string());
    html! {
        <div class="kb-actions">
            { button(shell, cordon, None, "cordon", move || Action::Cordon { node: first.clone(), on: !cordoned }) }
            { button(shell, kubelet, None, "freeze", move || Action::Freeze { node: second.clone(), on: !frozen }) }
        </div>
    }
}

fn button(
    shell: &Shell,
    label: Msg,
    drawn: Option<Icon>,
    testid: &'static str,
    action: impl Fn() -> Action + 'static,
) -> Html {
    let shell_ = shell.clone();
    html! {
        <button type="button" class="kb-plain" data-testid={testid} onclick={move |_| { shell_.act(action()); }}>
            { drawn.map(icon).unwrap_or_default() }{ shell.t(label) }
        </button>
    }
}
