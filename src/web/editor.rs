//! The editor's glue: `window.kubariumEditor` of `www/src/editor.js`, reached through reflection so that a page without it
//! still has a plain text field.

use super::glue::{call, glue, object};
use crate::ui::assist::{Card, Row};
use crate::ui::{EditorHandle, EditorPort, EditorSetup};
use crate::view::Diagnostic;
use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::{Element, HtmlTextAreaElement};

pub struct BrowserEditor;

impl EditorPort for BrowserEditor {
    fn mount(&self, parent: &Element, setup: EditorSetup) -> Box<dyn EditorHandle> {
        match glue("kubariumEditor") {
            Some(glue) => Box::new(CodeEditor::mount(&glue, parent, setup)),
            None => Box::new(PlainEditor::mount(parent, setup)),
        }
    }
}

/// CodeMirror, behind the glue's handle of plain functions.
struct CodeEditor {
    handle: JsValue,
    /// The editor calls these as long as it lives.
    _on_change: Closure<dyn Fn(String)>,
    _on_run: Closure<dyn Fn()>,
    _complete: Closure<dyn Fn(String, u32, u32) -> JsValue>,
    _hover: Closure<dyn Fn(String, u32, u32) -> JsValue>,
}

impl CodeEditor {
    fn mount(glue: &JsValue, parent: &Element, setup: EditorSetup) -> CodeEditor {
        let EditorSetup { text, label, read_only, dark, on_change, on_run, complete, hover, placeholder } =
            setup;
        let on_change = Closure::<dyn Fn(String)>::new(move |text| on_change.emit(text));
        let on_run = Closure::<dyn Fn()>::new(move || on_run.emit(()));
        let complete = Closure::<dyn Fn(String, u32, u32) -> JsValue>::new(move |text, line, column| {
            complete.emit((text, line, column)).iter().map(row).collect::<Array>().into()
        });
        let hover = Closure::<dyn Fn(String, u32, u32) -> JsValue>::new(move |text, line, column| {
            hover.emit((text, line, column)).as_ref().map_or(JsValue::NULL, card)
        });
        let options = object(&[
            ("doc", text.into()),
            ("label", label.into()),
            ("readOnly", read_only.into()),
            ("theme", theme(dark).into()),
            ("onChange", on_change.as_ref().clone()),
            ("onRun", on_run.as_ref().clone()),
            ("placeholder", placeholder.into()),
            ("complete", if read_only { JsValue::NULL } else { complete.as_ref().clone() }),
            ("hover", hover.as_ref().clone()),
        ]);
        let handle = call(glue, "mount", &[parent.into(), options]);
        CodeEditor { handle, _on_change: on_change, _on_run: on_run, _complete: complete, _hover: hover }
    }

    fn tell(&self, name: &str, value: JsValue) {
        call(&self.handle, name, &[value]);
    }
}

impl EditorHandle for CodeEditor {
    fn set_text(&self, text: &str) {
        self.tell("setDoc", text.into());
    }

    fn edit_text(&self, text: &str) {
        self.tell("edit", text.into());
    }

    fn set_diagnostics(&self, list: &[Diagnostic]) {
        self.tell("setDiagnostics", list.iter().map(diagnostic).collect::<Array>().into());
    }

    fn set_dark(&self, dark: bool) {
        self.tell("setTheme", theme(dark).into());
    }

    fn set_label(&self, label: &str) {
        self.tell("setLabel", label.into());
    }

    fn set_placeholder(&self, text: &str) {
        self.tell("setPlaceholder", text.into());
    }

    fn reveal_line(&self, line: u32) {
        self.tell("revealLine", line.into());
    }

    fn focus(&self) {
        call(&self.handle, "focus", &[]);
    }
}

impl Drop for CodeEditor {
    fn drop(&mut self) {
        call(&self.handle, "destroy", &[]);
    }
}

fn theme(dark: bool) -> &'static str {
    if dark { "dark" } else { "light" }
}

fn diagnostic(problem: &Diagnostic) -> JsValue {
    let end = if problem.end_column == 0 { JsValue::UNDEFINED } else { problem.end_column.into() };
    object(&[
        ("line", problem.line.into()),
        ("column", problem.column.into()),
        ("endColumn", end),
        ("message", problem.message.as_str().into()),
        ("hint", problem.hint.as_str().into()),
        ("severity", if problem.error { "error" } else { "warning" }.into()),
    ])
}

fn row(row: &Row) -> JsValue {
    object(&[
        ("label", row.label.as_str().into()),
        ("apply", row.insert.as_str().into()),
        ("detail", row.detail.as_str().into()),
        ("about", row.about.as_str().into()),
        ("note", row.note.as_str().into()),
        ("type", row.icon.into()),
        ("quiet", (!row.simulated).into()),
    ])
}

fn card(card: &Card) -> JsValue {
    object(&[
        ("title", card.title.as_str().into()),
        ("detail", card.detail.as_str().into()),
        ("about", card.about.as_str().into()),
        ("notes", card.notes.iter().map(|note| JsValue::from(note.as_str())).collect::<Array>().into()),
    ])
}

/// A text field, where the editor's script did not load.
struct PlainEditor {
    area: HtmlTextAreaElement,
    on_change: yew::Callback<String>,
    _listener: gloo::events::EventListener,
}

impl PlainEditor {
    fn mount(parent: &Element, setup: EditorSetup) -> PlainEditor {
        let element = gloo::utils::document().create_element("textarea").expect("a document makes elements");
        let area: HtmlTextAreaElement = element.unchecked_into();
        area.set_class_name("kb-plain-editor");
        area.set_value(&setup.text);
        area.set_read_only(setup.read_only);
        area.set_spellcheck(false);
        area.set_placeholder(&setup.placeholder);
        let _ = area.set_attribute("aria-label", &setup.label);
        let _ = parent.append_child(&area);
        let (source, on_change) = (area.clone(), setup.on_change.clone());
        let listener =
            gloo::events::EventListener::new(&area, "input", move |_| on_change.emit(source.value()));
        PlainEditor { area, on_change: setup.on_change, _listener: listener }
    }
}

impl EditorHandle for PlainEditor {
    fn set_text(&self, text: &str) {
        if self.area.value() != text {
            self.area.set_value(text);
        }
    }

    fn edit_text(&self, text: &str) {
        self.area.set_value(text);
        self.on_change.emit(text.to_string());
    }

    fn set_diagnostics(&self, _: &[Diagnostic]) {}

    fn set_dark(&self, _: bool) {}

    fn set_label(&self, label: &str) {
        let _ = self.area.set_attribute("aria-label", label);
    }

    fn set_placeholder(&self, text: &str) {
        self.area.set_placeholder(text);
    }

    fn reveal_line(&self, _: u32) {}

    fn focus(&self) {
        let _ = self.area.focus();
    }
}

impl Drop for PlainEditor {
    fn drop(&mut self) {
        self.area.remove();
    }
}
