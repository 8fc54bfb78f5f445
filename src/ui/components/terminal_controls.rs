//! What both forms of the terminal have: running a line, completing it, the candidates, and what stands beside a command
//! that runs.

use crate::session::Action;
use crate::ui::shell::Shell;
use crate::ui::text::Msg;
use crate::ui::typing::Line;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// Candidates shown when there are several.
const CANDIDATES: usize = 40;

/// The line being typed, which both forms share.
#[derive(Clone, Default)]
pub struct Typing(pub Rc<RefCell<Line>>);

impl PartialEq for Typing {
    fn eq(&self, other: &Typing) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The state of the command in front.
#[derive(Clone, Copy, PartialEq)]
pub struct Command {
    /// A command runs.
    pub busy: bool,
    /// It reads lines.
    pub reads: bool,
    /// It waits for the editor.
    pub edits: bool,
    /// The cluster's time goes on.
    pub playing: bool,
}

/// Runs a line, or gives it to the command that reads.
pub fn run(shell: &Shell, line: String, files: &[(String, String)]) {
    shell.engine.act(Action::Files { files: files.to_vec() });
    shell.engine.act(Action::Terminal { line });
}

pub fn interrupt(shell: &Shell) {
    shell.engine.act(Action::Interrupt);
}

/// The end of what is typed.
pub fn end_input(shell: &Shell) {
    shell.engine.act(Action::Edited { text: None });
}

pub fn complete(shell: &Shell, typing: &Typing, cursor: usize) {
    let line = typing.0.borrow().text();
    let found = shell.engine.ask(|session| session.complete(&line, cursor));
    typing.0.borrow_mut().complete(found, cursor);
}

pub fn candidates(shell: &Shell, typing: &Typing) -> Html {
    let line = typing.0.borrow();
    if line.candidates().is_empty() {
        return Html::default();
    }
    let candidate = |one: &String| html! { <li>{ one }</li> };
    html! {
        <ul class="kb-terminal-candidates" role="status" aria-label={shell.t(Msg::Candidates)} data-testid="candidates">
            { for line.candidates().iter().take(CANDIDATES).map(candidate) }
        </ul>
    }
}

/// Beside a command that runs: why nothing happens, and a way to stop it.
pub fn stopping(shell: &Shell, command: Command) -> Html {
    if !command.busy {
        return Html::default();
    }
    let stop = {
        let shell = shell.clone();
        move |_| interrupt(&shell)
    };
    html! {
        <>
        if !command.playing && !command.edits { <span class="kb-muted">{ shell.t(Msg::TimeStands) }</span> }
        <button type="button" class="kb-plain" data-testid="interrupt" onclick={stop}>{ "Ctrl C" }<span class="kb-hidden">{ shell.t(Msg::StopCommand) }</span></button>
        </>
    }
}

/// Whoever edited for a command goes on where it was typed.
#[hook]
pub fn use_return(edits: bool, focus: impl FnOnce() + 'static) {
    let edited = use_mut_ref(|| false);
    use_effect_with(edits, move |edits| {
        if edited.replace(*edits) && !*edits {
            focus();
        }
    });
}
