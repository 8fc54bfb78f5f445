//! One node: a tank whose water stands as high as its CPU is requested, with its pods inside.

use super::icon::{Icon, icon};
use super::mark::marked;
use super::meter::meter;
use super::nodes_view::Plain;
use super::pod_card::{PodCard, pod_cell};
use crate::ui::format::{cpu, memory, percent};
use crate::ui::hooks::use_shell;
use crate::ui::look::is_key_of;
use crate::ui::scene::{NodeScene, Shared};
use crate::ui::shell::Shell;
use crate::ui::text::{self, Msg};
use crate::view::{LightState, NodeView, PodView, Ref};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct NodePanelProps {
    pub scene: Shared<NodeScene>,
    /// If it is this node or one of its pods.
    pub selection: Option<Ref>,
    /// The pod in the tab order, if it is one of these.
    pub reachable: Option<AttrValue>,
    pub cells: bool,
    /// A pod is being dragged over it.
    pub held_over: bool,
    pub plain: Plain,
}

#[function_component(NodePanel)]
pub fn node_panel(props: &NodePanelProps) -> Html {
    let shell = use_shell();
    let node = &props.scene.node;
    let selected = props.selection.as_ref() == Some(&node.reference);
    let (system, own): (Vec<_>, Vec<_>) =
        props.scene.pods.iter().partition(|pod| pod.reference.namespace == "kube-system");
    let level = percent(node.cpu.requested, node.cpu.allocatable, 100);
    let class = classes!(
        "kb-node",
        selected.then_some("kb-selected"),
        (!node.ready).then_some("kb-node-down"),
        props.cells.then_some("kb-node-crowded"),
        props.held_over.then_some("kb-held-over")
    );
    html! {
        <section {class} style={format!("--kb-level: {level}%")} data-testid="node-panel" data-node-panel={node.reference.name.clone()} data-node={node.reference.name.clone()}
            data-status={node.status.clone()} aria-label={format!("{} {}", node.reference.name, node.status)}>
            { head(&shell, node, props.scene.pods.len()) }
            { taints(&shell, node) }
            <div class="kb-meters">
                { meter(shell.lang, Msg::Cpu, &node.cpu, cpu) }
                { meter(shell.lang, Msg::Memory, &node.memory, memory) }
            </div>
            { pods(&shell, props, &own, system.is_empty()) }
            { system_pods(&shell, props, &system) }
        </section>
    }
}

fn head(shell: &Shell, node: &NodeView, pods: usize) -> Html {
    let light = match (node.ready, node.status.contains("Disabled")) {
        (true, false) => LightState::Good,
        (true, true) => LightState::Quiet,
        (false, _) => LightState::Bad,
    };
    html! {
        <header class="kb-node-head">
            <button type="button" class="kb-node-name" onclick={shell.selecting(&node.reference)}>
                { icon(Icon::Server) }<h3>{ &node.reference.name }</h3>
            </button>
            { marked(light, &node.status) }
            if node.off { <span class="kb-chip kb-chip-bad">{ shell.t(Msg::PoweredOff) }</span> }
            if node.slow { <span class="kb-chip">{ shell.t(Msg::Slow) }</span> }
            if node.cut && !node.off { <span class="kb-chip kb-chip-bad">{ shell.t(Msg::NetworkCut) }</span> }
            if node.frozen && !node.cut && !node.off { <span class="kb-chip kb-chip-bad">{ shell.t(Msg::KubeletStopped) }</span> }
            <span class="kb-node-ip">{ &node.ip }</span>
            <span class="kb-node-count" title={text::pods(shell.lang, pods, node.pod_limit)}>{ format!("{pods}/{}", node.pod_limit) }</span>
        </header>
    }
}

fn taints(shell: &Shell, node: &NodeView) -> Html {
    let has_role = node.roles != "<none>" && !node.roles.is_empty();
    if node.taints.is_empty() && !has_role {
        return html! {};
    }
    let role = has_role.then(|| html! { <li class="kb-chip">{ &node.roles }</li> });
    let chip = |taint: &String| html! { <li class="kb-chip kb-chip-taint" title={taint.clone()}>{ short_taint(taint) }</li> };
    html! { <ul class="kb-taints" aria-label={shell.t(Msg::Taints)}>{ for role }{ for node.taints.iter().map(chip) }</ul> }
}

/// Without the part of the key before the slash, which is the longest and says the least.
fn short_taint(taint: &str) -> &str {
    taint.split_once('/').map_or(taint, |(_, rest)| rest)
}

fn pods(shell: &Shell, props: &NodePanelProps, own: &[&Shared<PodView>], alone: bool) -> Html {
    if own.is_empty() && !alone {
        return html! {};
    }
    if own.is_empty() {
        return html! { <p class="kb-muted kb-no-pods">{ shell.t(Msg::NoPodsHere) }</p> };
    }
    let (class, drawn): (_, Vec<Html>) = if props.cells {
        ("kb-cells", own.iter().map(|pod| cell(shell, props, pod)).collect())
    } else {
        ("kb-cards", own.iter().map(|pod| card(props, pod)).collect())
    };
    html! { <ul {class}>{ for drawn }</ul> }
}

fn system_pods(shell: &Shell, props: &NodePanelProps, system: &[&Shared<PodView>]) -> Html {
    if system.is_empty() {
        return html! {};
    }
    html! {
        <div class="kb-system">
            <span class="kb-caps">{ shell.t(Msg::SystemPods) }</span>
            <ul class="kb-cells">{ for system.iter().map(|pod| cell(shell, props, pod)) }</ul>
        </div>
    }
}

fn card(props: &NodePanelProps, pod: &Shared<PodView>) -> Html {
    let selected = props.selection.as_ref() == Some(&pod.reference);
    let reachable = props.reachable.as_deref().is_some_and(|key| is_key_of(key, &pod.reference));
    let node = props.scene.node.reference.name.clone();
    html! { <PodCard key={pod.uid.clone()} pod={pod.clone()} {node} {selected} {reachable} striped={is_striped(props, pod)} /> }
}

fn cell(shell: &Shell, props: &NodePanelProps, pod: &Shared<PodView>) -> Html {
    let selected = props.selection.as_ref() == Some(&pod.reference);
    let reachable = props.reachable.as_deref().is_some_and(|key| is_key_of(key, &pod.reference));
    pod_cell(shell.lang, pod, &props.scene.node.reference.name, selected, reachable, is_striped(props, pod))
}

fn is_striped(props: &NodePanelProps, pod: &PodView) -> bool {
    props.plain.get(&pod.owner).is_some_and(|revision| *revision != pod.revision)
}
