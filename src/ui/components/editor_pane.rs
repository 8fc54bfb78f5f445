//! The left pane: files, the editor, its problems, and the cluster's answer to the last apply.

use super::answer::Answer;
use super::edit_bar::{EditBar, leaving, saving};
use super::editor_tabs::EditorTabs;
use super::icon::{Icon, icon};
use super::menu::{Choice, Menu};
use super::problems::Problems;
use crate::session::{Action, assist};
use crate::ui::documents::Document;
use crate::ui::editing::Editing;
use crate::ui::hooks::{EditorProps, Handle, use_editor, use_shell};
use crate::ui::shell::Shell;
use crate::ui::state::{Theme, UiAction, UiState};
use crate::ui::text::{self, Msg};
use gloo::timers::callback::Timeout;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// After the last key: look for problems, and (if asked to) apply.
const CHECK_MS: u32 = 150;
const LIVE_APPLY_MS: u32 = 500;

#[derive(Properties, PartialEq)]
pub struct EditorPaneProps {
    pub state: Rc<UiState>,
}

#[function_component(EditorPane)]
pub fn editor_pane(props: &EditorPaneProps) -> Html {
    let shell = use_shell();
    let state = &props.state;
    let doc = state.documents.active().clone();
    let edited = state.editing.as_ref().filter(|editing| editing.document == doc.id);
    use_checking(&shell, &doc);
    use_live_apply(&shell, &doc, state.live_apply && edited.is_none());
    let on_change = {
        let (dispatch, id) = (shell.dispatch.clone(), doc.id);
        Callback::from(move |text| dispatch.emit(UiAction::EditFile(id, text)))
    };
    let apply = {
        let (shell, doc) = (shell.clone(), doc.clone());
        Callback::from(move |()| {
            shell.act(Action::Apply { file: doc.name.clone(), text: doc.text.clone() });
        })
    };
    let (parent, handle) = use_editor(&EditorProps {
        document: doc.id,
        text: doc.text.clone(),
        label: match edited {
            Some(Editing { file, .. }) => text::edit_label(shell.lang, &file.command, &file.subject),
            None if doc.is_manifest() => format!("{}: {}", doc.name, shell.t(Msg::Manifest)),
            None => doc.name.clone(),
        },
        manifest: doc.is_manifest(),
        dark: state.theme == Theme::Dark,
        read_only: false,
        diagnostics: Rc::clone(&state.diagnostics),
        on_change,
        on_run: if edited.is_some() { saving(&shell, doc.text.clone()) } else { apply.clone() },
    });
    use_edit_focus(&handle, edited);
    let on_template = {
        let (handle, text) = (handle.clone(), doc.text.clone());
        Callback::from(move |kind: String| {
            let template = assist::templates().iter().find(|template| template.kind == kind);
            if let (Some(template), Some(editor)) = (template, handle.borrow().as_ref()) {
                editor.edit_text(&assist::appended(&text, template));
                editor.focus();
            }
        })
    };
    let on_reveal = Callback::from(move |line: u32| {
        if let Some(editor) = handle.borrow().as_ref() {
            editor.reveal_line(line);
            editor.focus();
        }
    });
    html! {
        <section class="kb-editor-pane" aria-label={shell.t(Msg::Editor)} data-editing={edited.is_some().to_string()}
            onkeydown={edited.map(|_| save_key(saving(&shell, doc.text.clone())))}>
            <EditorTabs documents={state.documents.clone()} edited={state.editing.as_ref().map(|one| one.document)}
                on_leave={leaving(&shell)} />
            if let Some(editing) = state.editing.clone() {
                <EditBar {editing} text={edited.map(|_| doc.text.clone())} />
            }
            <div key={doc.id} ref={parent} class="kb-editor" data-testid="editor"></div>
            if edited.is_none() { { toolbar(&shell, &doc, state.live_apply, &apply, on_template) } }
            <Problems diagnostics={Rc::clone(&state.diagnostics)} {on_reveal} />
            <Answer lines={Rc::clone(&state.answer)} />
        </section>
    }
}

/// Ctrl+S and Cmd+S, on any layout of keys.
fn save_key(save: Callback<()>) -> Callback<KeyboardEvent> {
    Callback::from(move |event: KeyboardEvent| {
        let held = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
        if held && event.code() == "KeyS" && !event.is_composing() {
            event.prevent_default();
            save.emit(());
        }
    })
}

/// Whoever ran the command goes on in the editor, when it opens and when it opens again.
#[hook]
fn use_edit_focus(handle: &Handle, edited: Option<&Editing>) {
    let (handle, called) = (handle.clone(), handle.clone());
    use_effect_with(edited.map(|one| (one.document, one.file.refused)), move |edited| {
        if let Some(editor) = handle.borrow().as_ref().filter(|_| edited.is_some()) {
            editor.reveal_line(1);
            editor.focus();
        }
    });
    use_effect_with(edited.map_or(0, |one| one.calls), move |calls| {
        if let Some(editor) = called.borrow().as_ref().filter(|_| *calls > 0) {
            editor.focus();
        }
    });
}

fn toolbar(
    shell: &Shell,
    doc: &Document,
    live: bool,
    apply: &Callback<()>,
    on_template: Callback<String>,
) -> Html {
    let delete = {
        let (shell, text) = (shell.clone(), doc.text.clone());
        move |_| {
            shell.act(Action::DeleteManifest { text: text.clone() });
        }
    };
    let set_live = {
        let dispatch = shell.dispatch.clone();
        move |event: Event| {
            let input: Option<HtmlInputElement> = event.target_dyn_into();
            dispatch.emit(UiAction::SetLiveApply(input.is_some_and(|input| input.checked())));
        }
    };
    html! {
        <div class="kb-editor-bar">
            <button type="button" class="kb-primary" data-testid="apply" title={shell.t(Msg::ApplyHint)} onclick={apply.reform(|_| ())}>
                { shell.t(Msg::Apply) }<kbd>{ "Ctrl ↵" }</kbd>
            </button>
            <button type="button" class="kb-plain" data-testid="delete" title={shell.t(Msg::DeleteManifestHint)} onclick={delete}>
                { icon(Icon::Trash) }{ shell.t(Msg::Delete) }
            </button>
            { templates(shell, on_template) }
            <label class="kb-switch">
                <input type="checkbox" role="switch" data-testid="live-apply" checked={live} onchange={set_live} />
                <span>{ shell.t(Msg::LiveApply) }</span>
            </label>
        </div>
    }
}

fn templates(shell: &Shell, on_choose: Callback<String>) -> Html {
    let choices = assist::templates().iter().map(|template| Choice {
        id: template.kind.to_string(),
        title: template.kind.to_string(),
        about: shell.lang.pick(template.about_en, template.about_ko).to_string(),
    });
    html! {
        <Menu caption="" label={shell.t(Msg::ChooseTemplate)} shown={shell.t(Msg::Templates)} chosen={None::<String>}
            choices={choices.collect::<Vec<_>>()} testid="template-menu" {on_choose} />
    }
}

/// Marks problems a moment after the last key.
#[hook]
fn use_checking(shell: &Shell, doc: &Document) {
    let shell = shell.clone();
    let lent = doc.passing;
    use_effect_with((doc.id, doc.text.clone(), doc.is_manifest()), move |(_, text, manifest)| {
        let (text, manifest) = (text.clone(), *manifest);
        let timer = Timeout::new(CHECK_MS, move || {
            let mut found = if manifest { shell.engine.check(&text) } else { Vec::new() };
            // An object's own defaults are nothing to warn of.
            found.retain(|one| one.error || !lent);
            shell.dispatch.emit(UiAction::Diagnosed(found));
        });
        move || drop(timer)
    });
}

/// Applies what was typed once it has no problems. Switching files or turning this on applies nothing by itself.
#[hook]
fn use_live_apply(shell: &Shell, doc: &Document, on: bool) {
    let shell = shell.clone();
    let applied = use_mut_ref(|| (doc.id, doc.text.clone()));
    let name = doc.name.clone();
    use_effect_with((doc.id, doc.text.clone(), on), move |(id, text, on)| {
        let same_file = applied.borrow().0 == *id;
        let typed = same_file && applied.borrow().1 != *text;
        let (id, text) = (*id, text.clone());
        if !*on || !same_file {
            applied.replace((id, text.clone()));
        }
        let timer = (*on && typed).then(|| {
            Timeout::new(LIVE_APPLY_MS, move || {
                let problems = shell.engine.check(&text);
                if problems.iter().any(|problem| problem.error) {
                    return;
                }
                applied.replace((id, text.clone()));
                shell.act(Action::Apply { file: name, text });
            })
        });
        move || drop(timer)
    });
}
