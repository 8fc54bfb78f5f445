//! A file that a command of the terminal wants edited: `kubectl edit`, `vi`, `nano`. Ctrl-S saves it, Escape leaves it.

use crate::session::Action;
use crate::ui::hooks::use_shell;
use crate::ui::text::Msg;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct TerminalEditProps {
    pub name: String,
    pub text: String,
}

#[function_component(TerminalEdit)]
pub fn terminal_edit(props: &TerminalEditProps) -> Html {
    let shell = use_shell();
    let field = use_node_ref();
    use_focus(&field, &props.text);
    let save = {
        let (shell, field) = (shell.clone(), field.clone());
        Callback::from(move |()| {
            let text = field.cast::<HtmlTextAreaElement>().map(|field| field.value());
            shell.engine.act(Action::Edited { text });
        })
    };
    let leave = {
        let shell = shell.clone();
        Callback::from(move |()| drop(shell.engine.act(Action::Edited { text: None })))
    };
    let onkeydown = {
        let (save, leave) = (save.clone(), leave.clone());
        move |event: KeyboardEvent| {
            match event.key().as_str() {
                "s" if event.ctrl_key() || event.meta_key() => save.emit(()),
                "Escape" if !event.is_composing() => leave.emit(()),
                _ => return,
            }
            event.prevent_default();
        }
    };
    html! {
        <section class="kb-terminal-edit" aria-label={shell.t(Msg::EditFile)} data-testid="terminal-edit">
            <label for="kb-terminal-file" class="kb-mono">{ &props.name }</label>
            <textarea id="kb-terminal-file" ref={field} class="kb-mono" spellcheck="false" autocapitalize="off" {onkeydown}></textarea>
            <div>
                <button type="button" data-testid="edit-save" onclick={move |_| save.emit(())}>{ shell.t(Msg::EditSave) }</button>
                <button type="button" class="kb-plain" data-testid="edit-leave" onclick={move |_| leave.emit(())}>{ shell.t(Msg::EditLeave) }</button>
            </div>
        </section>
    }
}

/// The text goes in once, and again when the command opens another; what is typed in between stays.
#[hook]
fn use_focus(field: &NodeRef, text: &str) {
    let field = field.clone();
    use_effect_with(text.to_owned(), move |text| {
        if let Some(field) = field.cast::<HtmlTextAreaElement>() {
            field.set_value(text);
            let _ = field.focus();
        }
    });
}
