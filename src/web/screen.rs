//! The terminal's screen: `window.kubariumTerminal` of `www/src/terminal-mount.js`, which loads xterm.js when it is first asked.

use super::glue::{call, glue, object};
use crate::ui::{ScreenHandle, ScreenPort, ScreenSetup};
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::Element;

pub struct BrowserScreen;

impl ScreenPort for BrowserScreen {
    fn mount(&self, parent: &Element, setup: ScreenSetup) -> Box<dyn ScreenHandle> {
        match glue("kubariumTerminal") {
            Some(glue) => Box::new(Screen::mount(&glue, parent, setup)),
            None => {
                setup.on_fail.emit(());
                Box::new(NoScreen)
            }
        }
    }
}

/// xterm.js, behind the glue's handle of plain functions.
struct Screen {
    handle: JsValue,
    /// The screen calls these as long as it lives.
    _data: Closure<dyn Fn(String)>,
    _size: Closure<dyn Fn(u32, u32)>,
    _told: [Closure<dyn Fn()>; 2],
    _nothing_typed: Closure<dyn Fn() -> bool>,
    _is_name: Closure<dyn Fn(String) -> bool>,
    _name: Closure<dyn Fn(String)>,
}

impl Screen {
    fn mount(glue: &JsValue, parent: &Element, setup: ScreenSetup) -> Screen {
        let ScreenSetup { label, lang, on_data, on_size, on_leave, on_fail, nothing_typed, is_name, on_name } =
            setup;
        let data = Closure::<dyn Fn(String)>::new(move |text| on_data.emit(text));
        let size = Closure::<dyn Fn(u32, u32)>::new(move |columns: u32, rows: u32| {
            on_size.emit((columns as usize, rows as usize));
        });
        let told = [on_leave, on_fail].map(|told| Closure::<dyn Fn()>::new(move || told.emit(())));
        let nothing_typed = Closure::<dyn Fn() -> bool>::new(move || nothing_typed.emit(()));
        let is_name = Closure::<dyn Fn(String) -> bool>::new(move |word| is_name.emit(word));
        let name = Closure::<dyn Fn(String)>::new(move |word| on_name.emit(word));
        let options = object(&[
            ("label", label.into()),
            ("lang", lang.into()),
            ("onData", data.as_ref().clone()),
            ("onSize", size.as_ref().clone()),
            ("onLeave", told[0].as_ref().clone()),
            ("onFail", told[1].as_ref().clone()),
            ("nothingTyped", nothing_typed.as_ref().clone()),
            ("isName", is_name.as_ref().clone()),
            ("onName", name.as_ref().clone()),
        ]);
        let handle = call(glue, "mount", &[parent.into(), options]);
        Screen {
            handle,
            _data: data,
            _size: size,
            _told: told,
            _nothing_typed: nothing_typed,
            _is_name: is_name,
            _name: name,
        }
    }
}

impl ScreenHandle for Screen {
    fn write(&self, text: &str) {
        call(&self.handle, "write", &[text.into()]);
    }

    fn set_label(&self, label: &str, lang: &str) {
        call(&self.handle, "setLabel", &[label.into(), lang.into()]);
    }

    fn focus(&self) {
        call(&self.handle, "focus", &[]);
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        call(&self.handle, "destroy", &[]);
    }
}

/// Where the page's script did not load either.
struct NoScreen;

impl ScreenHandle for NoScreen {
    fn write(&self, _: &str) {}

    fn set_label(&self, _: &str, _: &str) {}

    fn focus(&self) {}
}
