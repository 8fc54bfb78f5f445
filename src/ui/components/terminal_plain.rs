//! The terminal as text and a field of the page: it is read aloud, selected, copied and typed into like any text, and names
//! in it are links. What a line did folds out under its prompt.

use super::line_story::LineStory;
use super::terminal_controls::{Command, Typing};
use super::terminal_input::TerminalInput;
use crate::ui::hooks::use_shell;
use crate::ui::scene::Shared;
use crate::ui::shell::Shell;
use crate::ui::text::Msg;
use crate::view::{Ref, TerminalKind, TerminalLine, TerminalView};
use std::collections::BTreeMap;
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// Lines drawn; older ones are in the session.
const SHOWN: usize = 400;

pub type Links = Shared<BTreeMap<String, Ref>>;

/// What both forms of the terminal are given.
#[derive(Properties, Clone, PartialEq)]
pub struct TerminalFormProps {
    pub view: Shared<TerminalView>,
    pub links: Links,
    /// The cluster's time, with which the stories of lines grow.
    pub moment: u64,
    pub command: Command,
    pub typing: Typing,
    /// The editor's files, which commands can name.
    pub files: Rc<Vec<(String, String)>>,
}

#[function_component(TerminalPlain)]
pub fn terminal_plain(props: &TerminalFormProps) -> Html {
    let shell = use_shell();
    let output = use_node_ref();
    let TerminalFormProps { view, links, moment, command, typing, files } = props.clone();
    use_bottom(&output, view.dropped + view.lines.len() as u64);
    html! {
        <>
        <div ref={output} class="kb-terminal-output" role="log" tabindex="0" aria-label={shell.t(Msg::TerminalOutput)}>
            if view.lines.is_empty() { <p class="kb-muted">{ shell.t(Msg::TerminalHint) }</p> }
            <Lines view={view.clone()} {links} {moment} />
        </div>
        <TerminalInput prompt={view.prompt.clone()} {command} {typing} {files} />
        </>
    }
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
