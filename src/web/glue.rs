//! Plain objects and functions of the page's JavaScript, reached through reflection, so that the page works without them.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::JsValue;

/// What a script put at the window under a name; none if it did not load.
pub fn glue(name: &str) -> Option<JsValue> {
    let glue = Reflect::get(&gloo::utils::window(), &name.into()).ok()?;
    glue.is_object().then_some(glue)
}

pub fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // A fresh plain object takes every property.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

/// Calls a method; what it throws is shown in the console and does not stop the page.
pub fn call(object: &JsValue, name: &str, arguments: &[JsValue]) -> JsValue {
    let method =
        Reflect::get(object, &name.into()).ok().and_then(|method| method.dyn_into::<Function>().ok());
    let answer = method.map(|method| method.apply(object, &arguments.iter().collect::<Array>()));
    match answer {
        Some(Ok(value)) => value,
        Some(Err(error)) => {
            gloo::console::error!("glue", name, error);
            JsValue::UNDEFINED
        }
        None => JsValue::UNDEFINED,
    }
}
