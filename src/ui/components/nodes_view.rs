//! The nodes with their pods, what waits for a node, and the workloads that want them. One pod at a time is in the tab
//! order; arrow keys go from pod to pod across all nodes.

use super::dragging;
use super::icon::{Icon, icon};
use super::node_panel::NodePanel;
use super::pending_tray::PendingTray;
use super::workloads::Workloads;
use crate::session::Action;
use crate::ui::hooks::use_shell;
use crate::ui::look::{is_key_of, plain_revisions, ref_key};
use crate::ui::scene::{NodeScene, Shared};
use crate::ui::shell::Shell;
use crate::ui::state::UiAction;
use crate::ui::text::Msg;
use crate::view::{PendingView, Ref, Workload};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, HtmlElement};
use yew::prelude::*;

/// With more pods than this, here or wanted, the nodes draw cells instead of cards.
const CARDS: usize = 48;

#[derive(Properties, PartialEq)]
pub struct NodesViewProps {
    pub nodes: Vec<Shared<NodeScene>>,
    pub pending: Vec<Shared<PendingView>>,
    pub workloads: Vec<Shared<Workload>>,
    pub selection: Option<Ref>,
}

#[function_component(NodesView)]
pub fn nodes_view(props: &NodesViewProps) -> Html {
    let shell = use_shell();
    let current = use_state(|| None::<AttrValue>);
    let count: usize = props.nodes.iter().map(|scene| scene.pods.len()).sum();
    let wanted: usize = props.workloads.iter().map(|workload| workload.desired as usize).sum();
    let cells = count.max(wanted) > CARDS;
    let plain = use_memo(props.nodes.clone(), |nodes| {
        Shared::new(plain_revisions(nodes.iter().flat_map(|scene| scene.pods.iter().map(|pod| &**pod))))
    });
    let plain = use_steady(&plain);
    // The pod that Tab reaches: the last one visited, or the reader's first, or any.
    let known = current.as_ref().filter(|key| props.nodes.iter().any(|scene| has(scene, key)));
    let first = || {
        let all = || props.nodes.iter().flat_map(|scene| scene.pods.iter());
        let own = all().find(|pod| pod.reference.namespace != "kube-system");
        own.or_else(|| all().next()).map(|pod| AttrValue::from(ref_key(&pod.reference)))
    };
    let reachable = known.cloned().or_else(first);
    let onfocusin = {
        let current = current.clone();
        Callback::from(move |event: FocusEvent| {
            if let Some(key) = pod_key(event.target_dyn_into::<Element>()) {
                current.set(Some(key.into()));
            }
        })
    };
    let onclick = {
        let (dispatch, nodes) = (shell.dispatch.clone(), props.nodes.clone());
        Callback::from(move |event: MouseEvent| {
            let key = pod_key(event.target_dyn_into::<Element>());
            let pods = nodes.iter().flat_map(|scene| scene.pods.iter());
            if let Some(pod) =
                key.and_then(|key| pods.into_iter().find(|pod| is_key_of(&key, &pod.reference)))
            {
                dispatch.emit(UiAction::Select(pod.reference.clone()));
            }
        })
    };
    let held_over = use_state(|| None::<String>);
    let (ondragover, ondragleave, ondrop) = drag_handlers(&shell, props, &held_over);
    let panel = |scene: &Shared<NodeScene>| {
        let name = scene.node.reference.name.clone();
        let held_over = held_over.as_deref() == Some(&name);
        let selection = props.selection.clone().filter(|what| concerns(scene, what));
        let reachable = reachable.clone().filter(|key| has(scene, key));
        html! { <NodePanel key={name} scene={scene.clone()} {selection} {reachable} {cells} {held_over} plain={plain.clone()} /> }
    };
    html! {
        <div class="kb-nodes-view" {onfocusin} {onclick} onkeydown={Callback::from(arrows)}
            ondragstart={Callback::from(dragging::begin)} {ondragover} {ondragleave} {ondrop}>
            <Workloads workloads={props.workloads.clone()} />
            <PendingTray pending={props.pending.clone()} />
            if count == 0 && props.pending.is_empty() && props.workloads.is_empty() {
                <div class="kb-empty"><h3>{ shell.t(Msg::EmptyCluster) }</h3><p>{ shell.t(Msg::EmptyClusterHint) }</p></div>
            }
            <div class="kb-nodes" data-count={props.nodes.len().to_string()}>{ for props.nodes.iter().map(panel) }</div>
            { add_node(&shell) }
        </div>
    }
}

type OnDrag = Callback<DragEvent>;

/// Over a node, away from it, dropped on it.
fn drag_handlers(
    shell: &Shell,
    props: &NodesViewProps,
    held_over: &UseStateHandle<Option<String>>,
) -> (OnDrag, OnDrag, OnDrag) {
    let over = {
        let held_over = held_over.clone();
        Callback::from(move |event: DragEvent| {
            let node = dragging::over(&event);
            if *held_over != node {
                held_over.set(node);
            }
        })
    };
    let leave = {
        let held_over = held_over.clone();
        Callback::from(move |event: DragEvent| {
            if dragging::has_left(&event) {
                held_over.set(None);
            }
        })
    };
    let (dispatch, held_over) = (shell.dispatch.clone(), held_over.clone());
    let (nodes, pending) = (props.nodes.clone(), props.pending.clone());
    let drop = Callback::from(move |event: DragEvent| {
        let placed = nodes.iter().flat_map(|scene| scene.pods.iter()).map(|pod| &pod.reference);
        let pods = placed.chain(pending.iter().map(|one| &one.pod.reference));
        if let Some(question) = dragging::dropped(&event, pods) {
            dispatch.emit(question);
        }
        held_over.set(None);
    });
    (over, leave, drop)
}

fn add_node(shell: &Shell) -> Html {
    let onclick = {
        let shell = shell.clone();
        move |_| drop(shell.act(Action::AddNode))
    };
    html! {
        <button type="button" class="kb-add-node" data-testid="add-node" {onclick}>{ icon(Icon::Plus) }{ shell.t(Msg::AddNode) }</button>
    }
}

pub type Plain = Shared<std::collections::BTreeMap<String, String>>;

/// The same pointer while the revisions stay the same, so that no panel is drawn again for them.
#[hook]
fn use_steady(plain: &Rc<Plain>) -> Plain {
    let kept = use_mut_ref(|| (**plain).clone());
    let mut kept = kept.borrow_mut();
    if **kept != ***plain {
        *kept = (**plain).clone();
    }
    kept.clone()
}

fn has(scene: &NodeScene, key: &str) -> bool {
    scene.pods.iter().any(|pod| is_key_of(key, &pod.reference))
}

fn concerns(scene: &NodeScene, what: &Ref) -> bool {
    scene.node.reference == *what || scene.pods.iter().any(|pod| pod.reference == *what)
}

fn pod_key(target: Option<Element>) -> Option<String> {
    target?.closest("[data-key]").ok()??.get_attribute("data-key")
}

/// Moves the focus from pod to pod: left and right in reading order, up and down to the nearest row.
fn arrows(event: KeyboardEvent) {
    let forward = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => true,
        "ArrowLeft" | "ArrowUp" => false,
        _ => return,
    };
    let Some(card) =
        event.target_dyn_into::<Element>().and_then(|target| target.closest("[data-key]").ok().flatten())
    else {
        return;
    };
    let Ok(all) = gloo::utils::document().query_selector_all(".kb-nodes [data-key]") else {
        return;
    };
    let cards: Vec<HtmlElement> = (0..all.length()).filter_map(|at| all.item(at)?.dyn_into().ok()).collect();
    let Some(at) = cards.iter().position(|other| **other == card) else {
        return;
    };
    event.prevent_default();
    let next = if event.key() == "ArrowRight" || event.key() == "ArrowLeft" {
        if forward { cards.get(at + 1) } else { at.checked_sub(1).and_then(|before| cards.get(before)) }
    } else {
        nearest_row(&cards, at, forward)
    };
    if let Some(next) = next {
        let _ = next.focus();
    }
}

/// The card of the next row (or the one before) that is least far to the side.
fn nearest_row(cards: &[HtmlElement], at: usize, forward: bool) -> Option<&HtmlElement> {
    let here = cards[at].get_bounding_client_rect();
    let beyond = |card: &&HtmlElement| {
        let there = card.get_bounding_client_rect();
        if forward { there.top() > here.top() + 4.0 } else { there.top() < here.top() - 4.0 }
    };
    let distance = |card: &HtmlElement| {
        let there = card.get_bounding_client_rect();
        (there.top() - here.top()).abs() * 4.0 + (there.left() - here.left()).abs()
    };
    cards.iter().filter(beyond).min_by(|a, b| distance(a).total_cmp(&distance(b)))
}
