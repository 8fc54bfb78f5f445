//! What the page needs from its host and may get in more than one way: an editor, a terminal's screen and a memory. `web` provides them.

use super::assist::{Card, Row};
use crate::view::Diagnostic;
use std::rc::Rc;
use web_sys::Element;
use yew::Callback;

/// A text and a place in it: line and column from 1, columns in characters.
pub type Place = (String, u32, u32);

/// How an editor is to begin.
pub struct EditorSetup {
    pub text: String,
    pub label: String,
    pub read_only: bool,
    pub dark: bool,
    pub on_change: Callback<String>,
    pub on_run: Callback<()>,
    /// What could stand at a place; asked only of an editor that can be written in.
    pub complete: Callback<Place, Vec<Row>>,
    pub hover: Callback<Place, Option<Card>>,
    /// Shown while there is no text.
    pub placeholder: String,
}

/// An editor on the page; it goes away when it is dropped.
pub trait EditorHandle {
    fn set_text(&self, text: &str);
    /// Changes the text as the reader would: it can be undone, and is reported.
    fn edit_text(&self, text: &str);
    fn set_diagnostics(&self, list: &[Diagnostic]);
    fn set_dark(&self, dark: bool);
    fn set_label(&self, label: &str);
    fn set_placeholder(&self, text: &str);
    fn reveal_line(&self, line: u32);
    fn focus(&self);
}

/// How a terminal's screen is to begin.
pub struct ScreenSetup {
    pub label: String,
    pub lang: &'static str,
    /// What is typed, as a terminal sends it.
    pub on_data: Callback<String>,
    /// Its columns and rows, at the beginning and whenever they change.
    pub on_size: Callback<(usize, usize)>,
    /// The reader wants out of it.
    pub on_leave: Callback<()>,
    /// It could not be loaded.
    pub on_fail: Callback<()>,
    pub nothing_typed: Callback<(), bool>,
    pub is_name: Callback<String, bool>,
    /// A name was clicked.
    pub on_name: Callback<String>,
}

/// A terminal's screen; it goes away when it is dropped.
pub trait ScreenHandle {
    /// Shows text with a terminal's sequences.
    fn write(&self, text: &str);
    fn set_label(&self, label: &str, lang: &str);
    fn focus(&self);
}

pub trait ScreenPort {
    fn mount(&self, parent: &Element, setup: ScreenSetup) -> Box<dyn ScreenHandle>;
}

pub trait EditorPort {
    fn mount(&self, parent: &Element, setup: EditorSetup) -> Box<dyn EditorHandle>;
}

/// Memory from visit to visit. Both may fail silently: a browser can refuse storage.
pub trait StorePort {
    fn load(&self) -> Option<String>;
    /// Whether the text was kept.
    fn save(&self, text: &str) -> bool;
    /// Puts the text on the clipboard.
    fn copy(&self, text: &str);
}

#[derive(Clone)]
pub struct Ports {
    pub editor: Rc<dyn EditorPort>,
    pub screen: Rc<dyn ScreenPort>,
    pub store: Rc<dyn StorePort>,
}

impl PartialEq for Ports {
    fn eq(&self, other: &Ports) -> bool {
        Rc::ptr_eq(&self.editor, &other.editor)
            && Rc::ptr_eq(&self.screen, &other.screen)
            && Rc::ptr_eq(&self.store, &other.store)
    }
}
