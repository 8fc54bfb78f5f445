//! A button that opens a menu of choices, one of which holds. Arrow keys move, Enter chooses, Escape closes and returns
//! to the button.

use super::icon::{Icon, icon};
use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};
use yew::prelude::*;

#[derive(Clone, PartialEq)]
pub struct Choice {
    pub id: String,
    pub title: String,
    pub about: String,
}

#[derive(Properties, PartialEq)]
pub struct MenuProps {
    /// Before the chosen title, in small letters.
    pub caption: AttrValue,
    pub label: AttrValue,
    pub shown: AttrValue,
    pub chosen: Option<String>,
    pub choices: Vec<Choice>,
    pub testid: AttrValue,
    pub on_choose: Callback<String>,
}

#[function_component(Menu)]
pub fn menu(props: &MenuProps) -> Html {
    let open = use_state(|| false);
    let (root, button, list) = (use_node_ref(), use_node_ref(), use_node_ref());
    use_focus_inside(&list, *open);
    use_click_outside(&root, &open);
    let close = {
        let (open, button) = (open.clone(), button.clone());
        Callback::from(move |()| {
            open.set(false);
            focus(&button);
        })
    };
    let onkeydown = {
        let (list, close) = (list.clone(), close.clone());
        let open = open.clone();
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Escape" if *open => close.emit(()),
            "ArrowDown" | "ArrowUp" | "Home" | "End" if *open => {
                event.prevent_default();
                move_focus(&list, &event.key());
            }
            "Tab" => open.set(false),
            _ => {}
        })
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |_| open.set(!*open))
    };
    html! {
        <div class="kb-menu" ref={root} {onkeydown}>
            <button ref={button} type="button" class="kb-menu-button" aria-haspopup="menu" data-testid={props.testid.clone()}
                aria-expanded={open.to_string()} aria-label={format!("{}: {}", props.label, props.shown)} onclick={toggle}>
                <span class="kb-caps">{ props.caption.clone() }</span>
                <span class="kb-menu-shown">{ props.shown.clone() }</span>
                { icon(Icon::Chevron) }
            </button>
            if *open {
                <div ref={list} class="kb-menu-list" role="menu" aria-label={props.label.clone()}>
                    { for props.choices.iter().map(|choice| item(choice, props, &close)) }
                </div>
            }
        </div>
    }
}

fn item(choice: &Choice, props: &MenuProps, close: &Callback<()>) -> Html {
    let chosen = props.chosen.as_deref() == Some(&choice.id);
    let onclick = {
        let (id, choose, close) = (choice.id.clone(), props.on_choose.clone(), close.clone());
        Callback::from(move |_| {
            close.emit(());
            choose.emit(id.clone());
        })
    };
    html! {
        <button key={choice.id.clone()} type="button" class="kb-menu-item" role="menuitemradio" tabindex="-1"
            aria-checked={chosen.to_string()} data-choice={choice.id.clone()} {onclick}>
            <span class="kb-menu-check">{ if chosen { icon(Icon::Check) } else { html! {} } }</span>
            <span class="kb-menu-title">{ &choice.title }</span>
            if !choice.about.is_empty() { <span class="kb-menu-about">{ &choice.about }</span> }
        </button>
    }
}

#[hook]
fn use_focus_inside(list: &NodeRef, open: bool) {
    let list = list.clone();
    use_effect_with(open, move |open| {
        if *open {
            let items = items(&list);
            let chosen =
                items.iter().position(|item| item.get_attribute("aria-checked").as_deref() == Some("true"));
            if let Some(item) = items.get(chosen.unwrap_or(0)) {
                // Focus may be refused to a hidden element; the menu stays usable by pointer.
                let _ = item.focus();
            }
        }
    });
}

#[hook]
fn use_click_outside(root: &NodeRef, open: &UseStateHandle<bool>) {
    let (root, open) = (root.clone(), open.clone());
    use_effect_with(*open, move |is_open| {
        let listener = is_open.then(|| {
            EventListener::new(&gloo::utils::document(), "pointerdown", move |event| {
                let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
                if !root.get().is_some_and(|root| root.contains(target.as_ref())) {
                    open.set(false);
                }
            })
        });
        move || drop(listener)
    });
}

fn items(list: &NodeRef) -> Vec<HtmlElement> {
    let Some(children) = list.cast::<HtmlElement>().map(|list| list.children()) else {
        return Vec::new();
    };
    (0..children.length()).filter_map(|at| children.item(at)?.dyn_into().ok()).collect()
}

fn move_focus(list: &NodeRef, key: &str) {
    let items = items(list);
    let active = gloo::utils::document().active_element();
    let at = items.iter().position(|item| active.as_ref() == Some(item.as_ref())).unwrap_or(0);
    let count = items.len().max(1);
    let next = match key {
        "ArrowDown" => (at + 1) % count,
        "ArrowUp" => (at + count - 1) % count,
        "Home" => 0,
        _ => count - 1,
    };
    if let Some(item) = items.get(next) {
        let _ = item.focus();
    }
}

fn focus(element: &NodeRef) {
    if let Some(element) = element.cast::<HtmlElement>() {
        let _ = element.focus();
    }
}
