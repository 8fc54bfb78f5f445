//! Keys that work anywhere on the page. They hold Alt, so that no letter a reader types or a screen reader uses is taken.

use crate::ui::beginning::next_speed;
use crate::ui::engine::Engine;
use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

#[hook]
pub fn use_shortcuts(engine: &Engine) {
    use_effect_with(engine.clone(), |engine| {
        let engine = engine.clone();
        let listener = web_sys::window().map(|window| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, "keydown", options, move |event| {
                if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                    pressed(&engine, event);
                }
            })
        });
        move || drop(listener)
    });
}

fn pressed(engine: &Engine, event: &KeyboardEvent) {
    if !event.alt_key() || event.ctrl_key() || event.meta_key() || event.is_composing() {
        return;
    }
    let speed = engine.snapshot().speed;
    match event.code().as_str() {
        "KeyP" => engine.toggle(),
        "Period" => engine.step(),
        "Comma" => engine.set_speed(next_speed(speed, false)),
        "Slash" => engine.set_speed(next_speed(speed, true)),
        _ => return,
    }
    event.prevent_default();
}
