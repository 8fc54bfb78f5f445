//! What one may do to the selected object.

use super::icon::{Icon, icon};
use crate::session::Action;
use crate::ui::shell::Shell;
use crate::ui::text::{self, Msg};
use crate::view::Inspection;
use yew::prelude::*;

/// What was done to a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeState {
    pub cordoned: bool,
    pub frozen: bool,
    pub cut: bool,
    pub off: bool,
    pub slow: bool,
}

pub fn actions(shell: &Shell, seen: &Inspection, node: Option<NodeState>, workload: Option<u32>) -> Html {
    if !seen.exists {
        return html! {};
    }
    let what = seen.reference.clone();
    match (what.kind.as_str(), node, workload) {
        ("Pod", ..) => html! {
            <div class="kb-actions">{ button(shell, Msg::DeletePod, Some(Icon::Trash), "delete-pod", move || Action::Delete { what: what.clone() }) }</div>
        },
        ("Node", Some(node), _) => node_actions(shell, &what.name, node),
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

/// Cordon, drain, stop the kubelet, cut the network, slow down, switch off, delete. Cut off, its kubelet is of no use to
/// anybody, and switched off, nothing is.
fn node_actions(shell: &Shell, name: &str, node: NodeState) -> Html {
    let NodeState { cordoned, frozen, cut, off, slow } = node;
    let (cordon, kubelet, network, speed, power) = (
        if cordoned { Msg::Uncordon } else { Msg::Cordon },
        if frozen { Msg::StartKubelet } else { Msg::StopKubelet },
        if cut { Msg::JoinNetwork } else { Msg::CutNetwork },
        if slow { Msg::SpeedUp } else { Msg::SlowNode },
        if off { Msg::PowerOn } else { Msg::PowerOff },
    );
    let act = |label: Msg, drawn: Option<Icon>, testid, action: fn(String, NodeState) -> Action| {
        let name = name.to_string();
        button(shell, label, drawn, testid, move || action(name.clone(), node))
    };
    html! {
        <div class="kb-actions">
            { act(cordon, None, "cordon", |node, state| Action::Cordon { node, on: !state.cordoned }) }
            { typed(shell, Msg::Drain, None, "drain", format!("kubectl drain {name} --ignore-daemonsets --delete-emptydir-data --force")) }
            if !cut && !off { { act(kubelet, None, "freeze", |node, state| Action::Freeze { node, on: !state.frozen }) } }
            if !off { { act(network, None, "cut", |node, state| Action::Partition { node, on: !state.cut }) } }
            if !off { { act(speed, None, "slow", |node, state| Action::SlowNode { node, on: !state.slow }) } }
            { act(power, None, "power", |node, state| Action::PowerOff { node, on: !state.off }) }
            { typed(shell, Msg::DeleteNode, Some(Icon::Trash), "delete-node", format!("kubectl delete node {name}")) }
        </div>
    }
}

/// A command that may take its time: it runs in the terminal, where its progress is seen.
fn typed(shell: &Shell, label: Msg, drawn: Option<Icon>, testid: &'static str, line: String) -> Html {
    let shell_ = shell.clone();
    html! {
        <button type="button" class="kb-plain" data-testid={testid} onclick={move |_| shell_.run(&line)}>
            { drawn.map(icon).unwrap_or_default() }{ shell.t(label) }
        </button>
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
