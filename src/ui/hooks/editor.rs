//! An editor in an element of the page: mounted once, then told what changes.

use super::use_shell;
use crate::ui::assist;
use crate::ui::ports::{EditorHandle, EditorSetup, Place};
use crate::ui::text::{Lang, Msg};
use crate::view::Diagnostic;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

#[derive(Clone, PartialEq)]
pub struct EditorProps {
    /// Another document is another editor: with undo of its own.
    pub document: u32,
    pub text: String,
    pub label: String,
    pub dark: bool,
    pub read_only: bool,
    /// It is YAML of Kubernetes: words are suggested and explained.
    pub manifest: bool,
    pub diagnostics: Rc<Vec<Diagnostic>>,
    pub on_change: Callback<String>,
    pub on_run: Callback<()>,
}

pub type Handle = Rc<RefCell<Option<Box<dyn EditorHandle>>>>;

/// The element to mount in, and the editor once it is there.
#[hook]
pub fn use_editor(props: &EditorProps) -> (NodeRef, Handle) {
    let shell = use_shell();
    let parent = use_node_ref();
    let handle: Handle = use_mut_ref(|| None);
    let hint = if props.read_only || !props.manifest { "" } else { shell.t(Msg::EmptyFileHint) };
    // What the latest drawing brought, for an editor that was mounted earlier.
    let latest = use_mut_ref(|| (props.on_change.clone(), props.on_run.clone(), shell.lang));
    *latest.borrow_mut() = (props.on_change.clone(), props.on_run.clone(), shell.lang);
    {
        let (parent, handle, props) = (parent.clone(), handle.clone(), props.clone());
        use_effect_with(props.document, move |_| {
            let on_change = {
                let latest = latest.clone();
                Callback::from(move |text| latest.borrow().0.clone().emit(text))
            };
            let on_run = {
                let latest = latest.clone();
                Callback::from(move |()| latest.borrow().1.clone().emit(()))
            };
            let helped = props.manifest;
            let (complete, hover) = helps(move || helped.then(|| latest.borrow().2));
            if let Some(element) = parent.cast::<Element>() {
                let EditorProps { text, label, dark, read_only, .. } = props;
                let placeholder = hint.to_string();
                let setup = EditorSetup {
                    text,
                    label,
                    read_only,
                    dark,
                    on_change,
                    on_run,
                    complete,
                    hover,
                    placeholder,
                };
                *handle.borrow_mut() = Some(shell.ports.editor.mount(&element, setup));
            }
            move || drop(handle.borrow_mut().take())
        });
    }
    use_told(&handle, (props.document, props.text.clone()), |editor, (_, text)| editor.set_text(text));
    use_told(&handle, props.label.clone(), |editor, label| editor.set_label(label));
    use_told(&handle, hint, |editor, hint| editor.set_placeholder(hint));
    use_told(&handle, props.dark, |editor, dark| editor.set_dark(*dark));
    use_told(&handle, (props.document, props.diagnostics.clone()), |editor, (_, list)| {
        editor.set_diagnostics(list)
    });
    (parent, handle)
}

/// Completion and hover in the language of the moment.
fn helps(
    lang: impl Fn() -> Option<Lang> + Clone + 'static,
) -> (Callback<Place, Vec<assist::Row>>, Callback<Place, Option<assist::Card>>) {
    let at_hover = lang.clone();
    let complete = Callback::from(move |(text, line, column): Place| {
        lang().map(|lang| assist::rows(lang, &text, line, column)).unwrap_or_default()
    });
    let hover =
        Callback::from(move |(text, line, column): Place| assist::card(at_hover()?, &text, line, column));
    (complete, hover)
}

/// Tells the editor a value when it changes.
#[hook]
fn use_told<T: PartialEq + 'static>(handle: &Handle, value: T, tell: fn(&dyn EditorHandle, &T)) {
    let handle = handle.clone();
    use_effect_with(value, move |value| {
        if let Some(editor) = handle.borrow().as_ref() {
            tell(editor.as_ref(), value);
        }
    });
}
