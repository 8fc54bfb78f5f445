//! Over the editor while a command of the terminal waits for it: what is edited, and the two ways it ends.

use crate::session::Action;
use crate::ui::editing::Editing;
use crate::ui::hooks::use_shell;
use crate::ui::shell::Shell;
use crate::ui::state::UiAction;
use crate::ui::text::{self, Msg};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct EditBarProps {
    pub editing: Editing,
    /// Its tab is in front, and holds this.
    pub text: Option<String>,
}

#[function_component(EditBar)]
pub fn edit_bar(props: &EditBarProps) -> Html {
    let shell = use_shell();
    let Editing { file, .. } = &props.editing;
    let what = text::edited_for(shell.lang, &file.command, &file.subject);
    let Some(text) = props.text.clone() else {
        return html! {
            <section class="kb-edit-bar" aria-label={what.clone()} data-testid="edit-bar">
                <p>{ what }</p>
                <button type="button" class="kb-plain" data-testid="edit-back" onclick={shell.saying(UiAction::GoToEdit)}>{ shell.t(Msg::EditGo) }</button>
            </section>
        };
    };
    let how = if file.passing { Msg::EditObject } else { Msg::EditFile };
    html! {
        <section class="kb-edit-bar" aria-label={what.clone()} data-testid="edit-bar">
            <p><strong>{ what }</strong><span>{ shell.t(how) }</span></p>
            if file.refused > 0 {
                <p key={file.refused} class="kb-edit-refused" role="alert" data-testid="edit-refused">{ shell.t(Msg::EditRefused) }</p>
            }
            <div>
                <button type="button" class="kb-primary" data-testid="edit-save" onclick={{ let save = saving(&shell, text); move |_| save.emit(()) }}>
                    { shell.t(Msg::EditSave) }<kbd>{ "Ctrl S" }</kbd>
                </button>
                <button type="button" class="kb-plain" data-testid="edit-leave" onclick={{ let leave = leaving(&shell); move |_| leave.emit(()) }}>{ shell.t(Msg::EditLeave) }</button>
            </div>
        </section>
    }
}

/// Gives the text to the command that waits for it.
pub fn saving(shell: &Shell, text: String) -> Callback<()> {
    let shell = shell.clone();
    Callback::from(move |()| {
        shell.dispatch.emit(UiAction::EditSaved);
        shell.engine.act(Action::Edited { text: Some(text.clone()) });
    })
}

/// Closes the command's editor as it was opened.
pub fn leaving(shell: &Shell) -> Callback<()> {
    let shell = shell.clone();
    Callback::from(move |()| drop(shell.engine.act(Action::Edited { text: None })))
}
