//! The files above the editor. A tab is chosen by click or arrow keys, renamed by double click, F2 or its pencil.

use super::icon::{Icon, icon};
use crate::ui::documents::{Document, Documents};
use crate::ui::hooks::use_shell;
use crate::ui::shell::Shell;
use crate::ui::state::UiAction;
use crate::ui::text::Msg;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct EditorTabsProps {
    pub documents: Documents,
    /// The one that a command of the terminal waits for, and what closes it.
    pub edited: Option<u32>,
    pub on_leave: Callback<()>,
}

#[function_component(EditorTabs)]
pub fn editor_tabs(props: &EditorTabsProps) -> Html {
    let shell = use_shell();
    let renaming = use_state(|| None::<u32>);
    let active = props.documents.active().id;
    let tab = |doc: &Document| {
        if *renaming == Some(doc.id) {
            return rename_field(&shell, doc, &renaming);
        }
        file_tab(&shell, doc, (doc.id == active, props.edited == Some(doc.id)), &renaming)
    };
    let onkeydown = arrows(&shell, &props.documents);
    let is_edited = props.edited == Some(active);
    let close = match is_edited {
        true => props.on_leave.reform(|_| ()),
        false => shell.saying(UiAction::CloseFile(active)),
    };
    html! {
        <div class="kb-files">
            <div class="kb-files-list" role="tablist" aria-label={shell.t(Msg::Files)} {onkeydown}>
                { for props.documents.all().iter().map(tab) }
            </div>
            <button type="button" class="kb-tool" data-testid="rename-file" aria-label={shell.t(Msg::RenameFile)}
                title={shell.t(Msg::RenameFile)} disabled={is_edited} onclick={move |_| renaming.set(Some(active))}>{ icon(Icon::Pencil) }</button>
            <button type="button" class="kb-tool" data-testid="close-file" aria-label={shell.t(Msg::CloseFile)}
                title={shell.t(Msg::CloseFile)} onclick={close}>{ icon(Icon::Close) }</button>
            <button type="button" class="kb-tool" data-testid="new-file" aria-label={shell.t(Msg::NewFile)}
                title={shell.t(Msg::NewFile)} onclick={shell.saying(UiAction::NewFile)}>{ icon(Icon::Plus) }</button>
        </div>
    }
}

fn file_tab(
    shell: &Shell,
    doc: &Document,
    (active, edited): (bool, bool),
    renaming: &UseStateHandle<Option<u32>>,
) -> Html {
    let start = {
        let (renaming, id) = (renaming.clone(), doc.id);
        Callback::from(move |()| renaming.set(Some(id).filter(|_| !edited)))
    };
    let onkeydown = {
        let start = start.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "F2" {
                start.emit(());
            }
        })
    };
    html! {
        <button key={doc.id} type="button" role="tab" class="kb-file" aria-selected={active.to_string()}
            tabindex={if active { "0" } else { "-1" }} data-testid="file-tab" title={shell.t(Msg::RenameFile).to_string() + " (F2)"}
            onclick={shell.saying(UiAction::SwitchFile(doc.id))} ondblclick={start.reform(|_| ())} {onkeydown}>
            if edited { { icon(Icon::Pencil) }<span class="kb-hidden">{ shell.t(Msg::EditWaits) }</span> }
            { &doc.name }
        </button>
    }
}

fn rename_field(shell: &Shell, doc: &Document, renaming: &UseStateHandle<Option<u32>>) -> Html {
    let finish = {
        let (shell, renaming, id) = (shell.clone(), renaming.clone(), doc.id);
        Callback::from(move |name: Option<String>| {
            if let Some(name) = name {
                shell.dispatch.emit(UiAction::RenameFile(id, name));
            }
            renaming.set(None);
        })
    };
    let onkeydown = {
        let finish = finish.clone();
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            _ if event.is_composing() => {}
            "Enter" => finish.emit(event.target_dyn_into::<HtmlInputElement>().map(|input| input.value())),
            "Escape" => finish.emit(None),
            _ => {}
        })
    };
    let onblur = move |event: FocusEvent| {
        finish.emit(event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()))
    };
    html! {
        <input key={doc.id} class="kb-file-name" type="text" value={doc.name.clone()} autofocus=true
            aria-label={shell.t(Msg::FileName)} data-testid="file-name" {onkeydown} {onblur} />
    }
}

fn arrows(shell: &Shell, documents: &Documents) -> Callback<KeyboardEvent> {
    let (dispatch, ids) =
        (shell.dispatch.clone(), documents.all().iter().map(|doc| doc.id).collect::<Vec<_>>());
    let at = documents.active_position();
    Callback::from(move |event: KeyboardEvent| {
        let next = match event.key().as_str() {
            "ArrowRight" => (at + 1) % ids.len(),
            "ArrowLeft" => (at + ids.len() - 1) % ids.len(),
            _ => return,
        };
        dispatch.emit(UiAction::SwitchFile(ids[next]));
    })
}
