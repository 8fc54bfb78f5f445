//! The field one types a line into: Enter runs it, arrows go through the history, Tab completes, Ctrl-C stops what runs.

use super::terminal_controls::{self as controls, Command, Typing};
use crate::ui::hooks::use_shell;
use crate::ui::shell::Shell;
use crate::ui::text::Msg;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct TerminalInputProps {
    pub prompt: String,
    pub command: Command,
    pub typing: Typing,
    pub files: Rc<Vec<(String, String)>>,
}

#[function_component(TerminalInput)]
pub fn terminal_input(props: &TerminalInputProps) -> Html {
    let shell = use_shell();
    let again = use_force_update();
    let field = use_node_ref();
    {
        let field = field.clone();
        controls::use_return(props.command.edits, move || {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                let _ = field.focus();
            }
        });
    }
    let oninput = {
        let (typing, again) = (props.typing.clone(), again.clone());
        move |event: InputEvent| {
            let field: Option<HtmlInputElement> = event.target_dyn_into();
            typing.0.borrow_mut().set(&field.map(|field| field.value()).unwrap_or_default());
            again.force_update();
        }
    };
    let value = props.typing.0.borrow().text();
    html! {
        <>
        { controls::candidates(&shell, &props.typing) }
        <div class="kb-terminal-line">
            <label for="kb-terminal-input" class="kb-mono">{ &props.prompt }<span class="kb-hidden">{ shell.t(Msg::TerminalLine) }</span></label>
            <input id="kb-terminal-input" ref={field} type="text" class="kb-mono" data-testid="terminal-input" {value}
                {oninput} onkeydown={keys(&shell, props, again)} spellcheck="false" autocapitalize="off" autocomplete="off" enterkeyhint="send" />
            { controls::stopping(&shell, props.command) }
        </div>
        </>
    }
}

fn keys(shell: &Shell, props: &TerminalInputProps, again: UseForceUpdateHandle) -> Callback<KeyboardEvent> {
    let (shell, typing, files) = (shell.clone(), props.typing.clone(), props.files.clone());
    let Command { busy, reads, .. } = props.command;
    Callback::from(move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let empty = typing.0.borrow().is_empty();
        match event.key().as_str() {
            "Enter" if !busy || reads => {
                let line = typing.0.borrow_mut().enter();
                controls::run(&shell, line, &files);
            }
            "d" if event.ctrl_key() && reads && empty => controls::end_input(&shell),
            "ArrowUp" => typing.0.borrow_mut().older(),
            "ArrowDown" => typing.0.borrow_mut().newer(),
            // With nothing typed, Tab goes on to the next control as everywhere.
            "Tab" if !event.shift_key() && !empty => {
                controls::complete(&shell, &typing, cursor(&event, &typing));
            }
            "c" if event.ctrl_key() && busy => controls::interrupt(&shell),
            "c" if event.ctrl_key() && nothing_selected(&event) => typing.0.borrow_mut().set(""),
            _ => return,
        }
        again.force_update();
        event.prevent_default();
    })
}

/// Letters before the cursor. The field counts in UTF-16 units; a name typed before it has none beyond the first plane.
fn cursor(event: &KeyboardEvent, typing: &Typing) -> usize {
    let field: Option<HtmlInputElement> = event.target_dyn_into();
    let at = field.and_then(|field| field.selection_end().ok().flatten());
    let all = typing.0.borrow().text().chars().count();
    at.map_or(all, |at| (at as usize).min(all))
}

fn nothing_selected(event: &KeyboardEvent) -> bool {
    let field: Option<HtmlInputElement> = event.target_dyn_into();
    let range =
        field.map(|field| (field.selection_start().ok().flatten(), field.selection_end().ok().flatten()));
    range.is_some_and(|(from, to)| from == to)
}
