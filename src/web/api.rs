//! `window.kubarium`: the running cluster for scripts, tests and pages that embed this one. Times are microseconds of the
//! simulated clock, as numbers; answers are plain objects; what takes a while is a promise.
//!
//! `version` 1: `apply(text)`, `check(text)`, `play()`, `pause()`, `setSpeed(n)`, `seek(us)`, `advanceTo(us)`, `now()`,
//! `frame()`, `digest()`, `script()`.

use super::frame_json;
use crate::session::Action;
use crate::ui::Engine;
use js_sys::{JSON, Object, Promise, Reflect};
use serde_json::Value;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};

pub fn install(engine: &Engine) {
    let session = Object::new();
    install_acts(engine, &session);
    install_clock(engine, &session);
    let api = Object::new();
    set(&api, "version", &1.into());
    set(&api, "session", &session);
    set(&gloo::utils::window(), "kubarium", &api);
}

fn install_acts(engine: &Engine, to: &Object) {
    offer(to, "apply", engine, |engine, text: String| {
        let file = "manifest.yaml".to_string();
        plain(&frame_json::results(&engine.act(Action::Apply { file, text })))
    });
    offer(to, "check", engine, |engine, text: String| plain(&frame_json::diagnostics(&engine.check(&text))));
    offer_bare(to, "frame", engine, |engine| plain(&frame_json::frame(&engine.scene_now())));
    offer_bare(to, "digest", engine, |engine| engine.ask(|session| session.digest()).into());
    offer_bare(to, "script", engine, |engine| engine.ask(|session| session.script_text()).into());
}

fn install_clock(engine: &Engine, to: &Object) {
    offer_bare(to, "play", engine, |engine| {
        engine.play();
        JsValue::UNDEFINED
    });
    offer_bare(to, "pause", engine, |engine| {
        engine.pause();
        JsValue::UNDEFINED
    });
    offer_bare(to, "now", engine, |engine| (engine.ask(|session| session.now_us()) as f64).into());
    offer(to, "setSpeed", engine, |engine, speed: f64| {
        engine.set_speed(speed as u32);
        JsValue::UNDEFINED
    });
    offer(to, "seek", engine, |engine, to_us: f64| {
        engine.seek(to_us as u64);
        let engine = engine.clone();
        promise(move |resolve| engine.when_there(resolve))
    });
    offer(to, "advanceTo", engine, |engine, to_us: f64| {
        let engine = engine.clone();
        promise(move |resolve| engine.advance_to(to_us as u64, resolve))
    });
}

fn plain(value: &Value) -> JsValue {
    JSON::parse(&value.to_string()).unwrap_or(JsValue::NULL)
}

/// A promise kept when its callback is called.
fn promise(begin: impl FnOnce(Box<dyn FnOnce()>)) -> JsValue {
    let mut begin = Some(begin);
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(begin) = begin.take() {
            begin(Box::new(move || {
                // A promise's own function does not throw.
                let _ = resolve.call0(&JsValue::UNDEFINED);
            }));
        }
    });
    promise.into()
}

fn offer<T>(to: &Object, name: &str, engine: &Engine, act: fn(&Engine, T) -> JsValue)
where
    T: wasm_bindgen::convert::FromWasmAbi + 'static,
{
    let engine = engine.clone();
    let closure = Closure::<dyn Fn(T) -> JsValue>::new(move |argument| act(&engine, argument));
    set(to, name, closure.into_js_value().unchecked_ref());
}

fn offer_bare(to: &Object, name: &str, engine: &Engine, act: fn(&Engine) -> JsValue) {
    let engine = engine.clone();
    let closure = Closure::<dyn Fn() -> JsValue>::new(move || act(&engine));
    set(to, name, closure.into_js_value().unchecked_ref());
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    // Plain objects, and a window the page owns: setting a property does not fail.
    let _ = Reflect::set(object, &name.into(), value);
}
