//! The terminal: what commands printed, and below it the line to type the next one into.
//!
//! Text and an input field of the page, not an emulator's canvas: so it can be read aloud, selected, copied and typed into in
//! any language, and names in it lead to their objects. Commands that wait go on as the cluster's time does.

use super::bottom_tabs::bottom_tabs;
use super::line_story::LineStory;
use super::terminal_edit::TerminalEdit;
use super::terminal_input::TerminalInput;
use crate::ui::hooks::use_shell;
use crate::ui::look::names;
use crate::ui::scene::{Scene, Shared};
use crate::ui::shell::Shell;
use crate::ui::state::Bottom;
use crate::ui::text::Msg;
use crate::view::{FileToEdit, Ref, TerminalKind, TerminalLine, TerminalView};
use std::collections::BTreeMap;
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// Lines drawn; older ones are in the session.
const SHOWN: usize = 400;

#[derive(Properties, PartialEq)]
pub struct TerminalProps {
    pub scene: Rc<Scene>,
    pub playing: bool,
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
    let output = use_node_ref();
    use_bottom(&output, view.dropped + view.lines.len() as u64);
    html! {
        <section class="kb-events kb-terminal" aria-label={shell.t(Msg::Terminal)} data-testid="terminal" data-busy={view.busy.to_string()}>
            <header class="kb-events-head">{ bottom_tabs(&shell, Bottom::Terminal, props.scene.events.len()) }</header>
            <div ref={output} class="kb-terminal-output" role="log" tabindex="0" aria-label={shell.t(Msg::TerminalOutput)}>
                if view.lines.is_empty() { <p class="kb-muted">{ shell.t(Msg::TerminalHint) }</p> }
                <Lines view={view.clone()} {links} moment={props.scene.clock.now_us} />
            </div>
            if let Some(file) = props.editing.clone() { <TerminalEdit {file} /> }
            <TerminalInput prompt={view.prompt.clone()} busy={view.busy} reads={view.reads} playing={props.playing} edits={props.editing.is_some()} files={props.files.clone()} />
        </section>
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

/// The newest line stays in sight.
#[hook]
fn use_bottom(output: &NodeRef, printed: u64) {
    let output = output.clone();
    use_effect_with(printed, move |_| {
        if let Some(output) = output.cast::<Element>() {
            output.set_scroll_top(output.scroll_height());
        }
    });
}

type Links = Shared<BTreeMap<String, Ref>>;

#[derive(Properties, PartialEq)]
struct LinesProps {
    view: Shared<TerminalView>,
    links: Links,
    /// The cluster's time, with which the stories of lines grow.
    moment: u64,
}

#[function_component(Lines)]
fn lines(props: &LinesProps) -> Html {
    let shell = use_shell();
    let skipped = props.view.lines.len().saturating_sub(SHOWN);
    let first = props.view.dropped as usize + skipped;
    let lines = props.view.lines[skipped..].iter().enumerate();
    html! { <pre>{ for lines.map(|(at, one)| line(&shell, first + at, one, props)) }</pre> }
}

fn line(shell: &Shell, number: usize, line: &TerminalLine, props: &LinesProps) -> Html {
    let class = match line.kind {
        TerminalKind::Prompt => "kb-terminal-prompt",
        TerminalKind::Out => "",
        TerminalKind::Err => "bad",
    };
    let parts = pieces(&line.text).into_iter().map(|piece| {
        match props.links.get(piece).filter(|_| line.kind != TerminalKind::Prompt) {
            Some(what) => link(shell, piece, what),
            None => html! { { piece } },
        }
    });
    let story = line.story.map(|line| html! { <LineStory {line} moment={props.moment} /> });
    html! { <div key={number} {class}>{ for parts }{ story.unwrap_or_default() }</div> }
}

fn link(shell: &Shell, name: &str, what: &Ref) -> Html {
    let select = shell.selecting(what);
    let onclick = move |event: MouseEvent| {
        event.prevent_default();
        select.emit(event);
    };
    html! { <a href="#" {onclick}>{ name.to_string() }</a> }
}

/// Words as names can be, and what is between them.
fn pieces(text: &str) -> Vec<&str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    let (mut pieces, mut from, mut inside) = (Vec::new(), 0, None);
    for (at, c) in text.char_indices() {
        if inside != Some(is_part(c)) {
            if at > from {
                pieces.push(&text[from..at]);
            }
            (from, inside) = (at, Some(is_part(c)));
        }
    }
    pieces.push(&text[from..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_alone() {
        assert_eq!(pieces("pod/web-1 created"), ["pod", "/", "web-1", " ", "created"]);
        assert_eq!(pieces(""), [""]);
        assert_eq!(pieces("\"web\""), ["\"", "web", "\""]);
    }
}
