//! What the terminal says while a command waits for a file to be edited: `kubectl edit`, `vi`, `nano`.

use crate::ui::hooks::use_shell;
use crate::ui::state::UiAction;
use crate::ui::text::{self, Msg};
use crate::view::FileToEdit;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct TerminalEditProps {
    pub file: FileToEdit,
}

#[function_component(TerminalEdit)]
pub fn terminal_edit(props: &TerminalEditProps) -> Html {
    let shell = use_shell();
    html! {
        <div class="kb-terminal-edit" data-testid="terminal-edit">
            <p role="status">{ text::waits_for_edit(shell.lang, &props.file.command, &props.file.subject) }</p>
            <button type="button" class="kb-plain" data-testid="edit-go" onclick={shell.saying(UiAction::GoToEdit)}>{ shell.t(Msg::EditGo) }</button>
        </div>
    }
}
