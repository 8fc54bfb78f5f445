//! The line one types into: Enter runs it, arrows go through the history, Tab completes, Ctrl-C stops what runs.

use crate::session::Action;
use crate::ui::hooks::use_shell;
use crate::ui::shell::Shell;
use crate::ui::text::Msg;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Candidates shown when there are several.
const CANDIDATES: usize = 40;
/// Lines remembered.
const HISTORY: usize = 200;

#[derive(Properties, PartialEq)]
pub struct TerminalInputProps {
    pub prompt: String,
    /// A command runs.
    pub busy: bool,
    /// The command that runs reads lines.
    pub reads: bool,
    pub playing: bool,
    /// The command that runs waits for the editor.
    pub edits: bool,
    pub files: Rc<Vec<(String, String)>>,
}

/// What is being typed.
#[derive(Clone, Default, PartialEq)]
struct Typing {
    line: String,
    history: Vec<String>,
    /// How far back in the history; 0 for the new line.
    back: usize,
    candidates: Vec<String>,
}

type State = UseStateHandle<Typing>;

#[function_component(TerminalInput)]
pub fn terminal_input(props: &TerminalInputProps) -> Html {
    let shell = use_shell();
    let typing = use_state(Typing::default);
    let field = use_node_ref();
    use_return(&field, props.edits);
    let oninput = {
        let typing = typing.clone();
        move |event: InputEvent| {
            let field: Option<HtmlInputElement> = event.target_dyn_into();
            let line = field.map(|field| field.value()).unwrap_or_default();
            typing.set(Typing { line, back: 0, candidates: Vec::new(), ..(*typing).clone() });
        }
    };
    let interrupt = {
        let shell = shell.clone();
        move |_| drop(shell.engine.act(Action::Interrupt))
    };
    let candidate = |one: &String| html! { <li>{ one }</li> };
    html! {
        <>
        if !typing.candidates.is_empty() {
            <ul class="kb-terminal-candidates" role="status" aria-label={shell.t(Msg::Candidates)} data-testid="candidates">
                { for typing.candidates.iter().take(CANDIDATES).map(candidate) }
            </ul>
        }
        <div class="kb-terminal-line">
            <label for="kb-terminal-input" class="kb-mono">{ &props.prompt }<span class="kb-hidden">{ shell.t(Msg::TerminalLine) }</span></label>
            <input id="kb-terminal-input" ref={field} type="text" class="kb-mono" data-testid="terminal-input" value={typing.line.clone()}
                {oninput} onkeydown={keys(&shell, &typing, props)} spellcheck="false" autocapitalize="off" autocomplete="off" enterkeyhint="send" />
            if props.busy {
                if !props.playing && !props.edits { <span class="kb-muted">{ shell.t(Msg::TimeStands) }</span> }
                <button type="button" class="kb-plain" data-testid="interrupt" onclick={interrupt}>{ "Ctrl C" }<span class="kb-hidden">{ shell.t(Msg::StopCommand) }</span></button>
            }
        </div>
        </>
    }
}

/// Whoever edited for a command goes on where it was typed.
#[hook]
fn use_return(field: &NodeRef, edits: bool) {
    let (field, edited) = (field.clone(), use_mut_ref(|| false));
    use_effect_with(edits, move |edits| {
        if edited.replace(*edits)
            && !*edits
            && let Some(field) = field.cast::<HtmlInputElement>()
        {
            let _ = field.focus();
        }
    });
}

fn keys(shell: &Shell, typing: &State, props: &TerminalInputProps) -> Callback<KeyboardEvent> {
    let (shell, typing, busy, files) = (shell.clone(), typing.clone(), props.busy, props.files.clone());
    let reads = props.reads;
    Callback::from(move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "Enter" if !busy || reads => run(&shell, &typing, &files),
            // The end of what is typed.
            "d" if event.ctrl_key() && reads && typing.line.is_empty() => {
                drop(shell.engine.act(Action::Edited { text: None }));
            }
            "ArrowUp" => remember(&typing, typing.back + 1),
            "ArrowDown" => remember(&typing, typing.back.saturating_sub(1)),
            // With nothing typed, Tab goes on to the next control as everywhere.
            "Tab" if !event.shift_key() && !typing.line.is_empty() => complete(&shell, &typing, &event),
            "c" if event.ctrl_key() && busy => drop(shell.engine.act(Action::Interrupt)),
            "c" if event.ctrl_key() && nothing_selected(&event) => {
                typing.set(Typing { line: String::new(), back: 0, ..(*typing).clone() });
            }
            _ => return,
        }
        event.prevent_default();
    })
}

fn run(shell: &Shell, typing: &State, files: &[(String, String)]) {
    let line = typing.line.clone();
    shell.engine.act(Action::Files { files: files.to_vec() });
    shell.engine.act(Action::Terminal { line: line.clone() });
    let mut history = typing.history.clone();
    if !line.trim().is_empty() && history.last() != Some(&line) {
        history.push(line);
    }
    let surplus = history.len().saturating_sub(HISTORY);
    history.drain(..surplus);
    typing.set(Typing { history, ..Typing::default() });
}

fn remember(typing: &State, back: usize) {
    let back = back.min(typing.history.len());
    let line = match back {
        0 => String::new(),
        back => typing.history[typing.history.len() - back].clone(),
    };
    typing.set(Typing { line, back, candidates: Vec::new(), ..(**typing).clone() });
}

/// Puts in what all candidates begin with, and shows them if there are several.
fn complete(shell: &Shell, typing: &State, event: &KeyboardEvent) {
    let field: Option<HtmlInputElement> = event.target_dyn_into();
    let cursor = field.and_then(|field| field.selection_end().ok().flatten());
    let letters: Vec<char> = typing.line.chars().collect();
    // The field counts in UTF-16 units; a name typed before the cursor has none beyond the first plane.
    let cursor = cursor.map_or(letters.len(), |at| (at as usize).min(letters.len()));
    let found = shell.engine.ask(|session| session.complete(&typing.line, cursor));
    let Some(common) = common_start(&found.candidates) else { return };
    let start = found.start.min(cursor);
    let typed: String = letters[start..cursor].iter().collect();
    let end = if found.candidates.len() == 1 && !common.ends_with('/') { " " } else { "" };
    let middle = if common.len() >= typed.len() { common + end } else { typed };
    let line: String =
        letters[..start].iter().collect::<String>() + &middle + &letters[cursor..].iter().collect::<String>();
    let candidates = if found.candidates.len() > 1 { found.candidates } else { Vec::new() };
    typing.set(Typing { line, candidates, ..(**typing).clone() });
}

fn common_start(candidates: &[String]) -> Option<String> {
    let mut common = candidates.first()?.clone();
    for other in &candidates[1..] {
        while !other.starts_with(&common) {
            common.pop();
        }
    }
    Some(common)
}

fn nothing_selected(event: &KeyboardEvent) -> bool {
    let field: Option<HtmlInputElement> = event.target_dyn_into();
    let range =
        field.map(|field| (field.selection_start().ok().flatten(), field.selection_end().ok().flatten()));
    range.is_some_and(|(from, to)| from == to)
}
