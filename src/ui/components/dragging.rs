//! A pod dragged onto a node asks whether it would fit there. The mouse's way to a question that the inspector's list
//! of nodes asks as well.

use crate::ui::look::is_key_of;
use crate::ui::state::UiAction;
use crate::view::Ref;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element};

/// The kind of what is dragged; other drags (text, files) are left alone.
const KIND: &str = "application/x-kubarium-pod";

pub fn begin(event: DragEvent) {
    let key = target(&event)
        .and_then(|place| place.query_selector("[data-key]").ok().flatten())
        .and_then(|card| card.get_attribute("data-key"));
    if let (Some(key), Some(data)) = (key, event.data_transfer()) {
        let _ = data.set_data(KIND, &key);
        data.set_effect_allowed("link");
    }
}

/// The node a pod is held over; the browser is told that it may be dropped there.
pub fn over(event: &DragEvent) -> Option<String> {
    let carries = event.data_transfer()?.types().iter().any(|kind| kind.as_string().as_deref() == Some(KIND));
    let node = target(event).filter(|_| carries)?.closest("[data-node-panel]").ok()??;
    event.prevent_default();
    node.get_attribute("data-node-panel")
}

/// What is asked by dropping one of these pods.
pub fn dropped<'a>(event: &DragEvent, mut pods: impl Iterator<Item = &'a Ref>) -> Option<UiAction> {
    let node = over(event)?;
    let key = event.data_transfer()?.get_data(KIND).ok()?;
    let pod = pods.find(|pod| is_key_of(&key, pod))?;
    Some(UiAction::AskFit(pod.clone(), node))
}

fn target(event: &DragEvent) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into::<Element>().ok())
}

/// Whether the pointer left the whole view and not only one of its parts.
pub fn has_left(event: &DragEvent) -> bool {
    let inside = event.related_target().and_then(|target| target.dyn_into::<Element>().ok());
    inside.is_none_or(|element| element.closest("[data-node-panel]").ok().flatten().is_none())
}
