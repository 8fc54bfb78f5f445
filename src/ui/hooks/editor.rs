//! An editor in an element of the page: mounted once, then told what changes.

use super::use_shell;
use crate::ui::ports::{EditorHandle, EditorSetup};
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
    // The callbacks of the latest drawing, for an editor that was mounted earlier.
    let latest = use_mut_ref(|| (props.on_change.clone(), props.on_run.clone()));
    *latest.borrow_mut() = (props.on_change.clone(), props.on_run.clone());
    {
        let (parent, handle, props) = (parent.clone(), handle.clone(), props.clone());
        use_effect_with(props.document, move |_| {
            let on_change = {
                let latest = latest.clone();
                Callback::from(move |text| latest.borrow().0.clone().emit(text))
            };
            let on_run = Callback::from(move |()| latest.borrow().1.clone().emit(()));
            if let Some(element) = parent.cast::<Element>() {
                let EditorProps { text, label, dark, read_only, .. } = props;
                let setup = EditorSetup { text, label, read_only, dark, on_change, on_run };
                *handle.borrow_mut() = Some(shell.ports.editor.mount(&element, setup));
            }
            move || drop(handle.borrow_mut().take())
        });
    }
    use_told(&handle, (props.document, props.text.clone()), |editor, (_, text)| editor.set_text(text));
    use_told(&handle, props.label.clone(), |editor, label| editor.set_label(label));
    use_told(&handle, props.dark, |editor, dark| editor.set_dark(*dark));
    use_told(&handle, (props.document, props.diagnostics.clone()), |editor, (_, list)| {
        editor.set_diagnostics(list)
    });
    (parent, handle)
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
