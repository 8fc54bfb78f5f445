//! The terminal: what commands printed and the line to type the next one into, in one of two forms. The screen is xterm.js;
//! the plain form is text and a field of the page, for screen readers and for pages where the screen does not load.
//! Commands that wait go on as the cluster's time does.

use super::bottom_tabs::bottom_tabs;
use super::terminal_controls::{Command, Typing};
use super::terminal_edit::TerminalEdit;
use super::terminal_plain::{TerminalFormProps, TerminalPlain};
use super::terminal_screen::TerminalScreen;
use crate::ui::hooks::use_shell;
use crate::ui::look::names;
use crate::ui::scene::{Scene, Shared};
use crate::ui::shell::Shell;
use crate::ui::state::{Bottom, UiAction};
use crate::ui::text::Msg;
use crate::view::FileToEdit;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct TerminalProps {
    pub scene: Rc<Scene>,
    pub playing: bool,
    /// The plain form is wanted.
    pub plain: bool,
    /// The editor's files, which commands can name.
    pub files: Rc<Vec<(String, String)>>,
    /// What is edited for a command.
    pub editing: Option<FileToEdit>,
}

#[function_component(Terminal)]
pub fn terminal(props: &TerminalProps) -> Html {
    let shell = use_shell();
    let view = use_steady(shell.engine.ask(|session| session.terminal()));
    let links = use_steady(names(&props.scene));
    let typing = (*use_memo((), |()| Typing::default())).clone();
    let failed = use_state(|| false);
    let on_fail = {
        let failed = failed.clone();
        Callback::from(move |()| failed.set(true))
    };
    let (busy, reads) = (view.busy, view.reads);
    let command = Command { busy, reads, edits: props.editing.is_some(), playing: props.playing };
    let form = TerminalFormProps {
        view,
        links,
        moment: props.scene.clock.now_us,
        command,
        typing,
        files: props.files.clone(),
    };
    html! {
        <section class="kb-events kb-terminal" aria-label={shell.t(Msg::Terminal)} data-testid="terminal" data-busy={busy.to_string()}>
            <header class="kb-events-head">
                { bottom_tabs(&shell, Bottom::Terminal, props.scene.events.len()) }
                { plain_switch(&shell, props.plain, *failed) }
            </header>
            if let Some(file) = props.editing.clone() { <TerminalEdit {file} /> }
            if *failed && !props.plain { <p class="kb-terminal-note" role="status">{ shell.t(Msg::ScreenFailed) }</p> }
            if props.plain || *failed { <TerminalPlain ..form /> } else { <TerminalScreen {form} {on_fail} /> }
        </section>
    }
}

/// The id of the switch, to which the screen leads whoever leaves it.
pub const PLAIN_SWITCH: &str = "kb-terminal-plain";

fn plain_switch(shell: &Shell, plain: bool, failed: bool) -> Html {
    let dispatch = shell.dispatch.clone();
    let onchange = move |event: Event| {
        let input: Option<HtmlInputElement> = event.target_dyn_into();
        let plain = input.is_some_and(|input| input.checked());
        dispatch.emit(UiAction::SetPlainTerminal(plain));
    };
    html! {
        <label class="kb-switch" title={shell.t(Msg::PlainTerminalHint)}>
            <input id={PLAIN_SWITCH} type="checkbox" role="switch" checked={plain || failed} disabled={failed} data-testid="terminal-plain" {onchange} />
            <span>{ shell.t(Msg::PlainTerminal) }</span>
        </label>
    }
}

/// The same pointer while the value stays the same.
#[hook]
fn use_steady<T: PartialEq + 'static>(value: T) -> Shared<T> {
    let kept = use_mut_ref(|| None::<Shared<T>>);
    let now = Shared::keep(value, kept.borrow().as_ref());
    kept.replace(Some(now.clone()));
    now
}
