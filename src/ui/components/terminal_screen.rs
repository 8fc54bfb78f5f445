//! The terminal as a screen: xterm.js, which draws, selects, copies and composes Korean; the line is edited and everything
//! is painted by `ui::typing`. Below it stand the candidates of Tab and, folded, what the last lines did.

use super::terminal::PLAIN_SWITCH;
use super::terminal_controls as controls;
use super::terminal_plain::TerminalFormProps;
use super::terminal_stories::TerminalStories;
use crate::ui::hooks::use_shell;
use crate::ui::ports::{ScreenHandle, ScreenSetup};
use crate::ui::shell::Shell;
use crate::ui::state::UiAction;
use crate::ui::text::Msg;
use crate::ui::typing::{Asked, Input, Painter, keys};
use crate::view::{TerminalKind, TerminalLine, TerminalView};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct TerminalScreenProps {
    pub form: TerminalFormProps,
    pub on_fail: Callback<()>,
}

/// What lives as long as the screen: what the latest drawing brought, and what is on the screen.
struct Tube {
    shell: Shell,
    form: TerminalFormProps,
    painter: Painter,
    handle: Option<Box<dyn ScreenHandle>>,
}

type Held = Rc<RefCell<Tube>>;

/// What the page does when something comes from the screen.
#[derive(Clone)]
struct Heard {
    again: UseForceUpdateHandle,
    /// Shows what a line did.
    tell: Callback<u64>,
}

#[function_component(TerminalScreen)]
pub fn terminal_screen(props: &TerminalScreenProps) -> Html {
    let shell = use_shell();
    let again = use_force_update();
    let open = use_state(|| false);
    let chosen = use_state(|| None::<u64>);
    let parent = use_node_ref();
    let held = use_tube(&shell, props);
    let tell = {
        let (open, chosen) = (open.clone(), chosen.clone());
        Callback::from(move |line: u64| {
            open.set(true);
            chosen.set(Some(line));
        })
    };
    use_screen(&parent, &held, &props.on_fail, Heard { again, tell });
    {
        let held = held.clone();
        controls::use_return(props.form.command.edits, move || {
            held.borrow().handle.iter().for_each(|handle| handle.focus());
        });
    }
    {
        let held = held.clone();
        use_effect_with(props.form.view.clone(), move |_| go_on(&held));
    }
    {
        // Keys paint at once, ahead of what the page draws: it may come back to lines it has drawn before.
        let held = held.clone();
        use_effect(move || {
            if !shows(&held) {
                go_on(&held);
            }
        });
    }
    {
        let held = held.clone();
        use_effect_with(shell.lang, move |lang| {
            if let Some(handle) = &held.borrow().handle {
                handle.set_label(Msg::TerminalScreen.text(*lang), lang.tag());
            }
        });
    }
    let fold = {
        let open = open.clone();
        move |_| open.set(!*open)
    };
    let TerminalFormProps { view, moment, command, typing, .. } = &props.form;
    html! {
        <>
        <div ref={parent} class="kb-screen" role="group" aria-label={shell.t(Msg::Terminal)} data-testid="terminal-screen"></div>
        { controls::candidates(&shell, typing) }
        <div class="kb-screen-foot">
            <button type="button" class="kb-plain" aria-expanded={open.to_string()} aria-controls="kb-stories" data-testid="line-stories-toggle" onclick={fold}>
                <span aria-hidden="true">{ if *open { "\u{25be} " } else { "\u{25b8} " } }</span>{ shell.t(Msg::StoryPanel) }
            </button>
            if view.lines.is_empty() { <span class="kb-muted">{ shell.t(Msg::TerminalScreenHint) }</span> }
            { controls::stopping(&shell, *command) }
        </div>
        <div id="kb-stories" hidden={!*open}>
            if *open {
                <TerminalStories view={view.clone()} moment={*moment} chosen={*chosen} on_choose={move |line| chosen.set(line)} />
            }
        </div>
        </>
    }
}

#[hook]
fn use_tube(shell: &Shell, props: &TerminalScreenProps) -> Held {
    let held = use_mut_ref(|| Tube {
        shell: shell.clone(),
        form: props.form.clone(),
        painter: Painter::default(),
        handle: None,
    });
    let mut tube = held.borrow_mut();
    tube.shell = shell.clone();
    tube.form = props.form.clone();
    drop(tube);
    held
}

/// Mounts the screen once; it goes with the component.
#[hook]
fn use_screen(parent: &NodeRef, held: &Held, on_fail: &Callback<()>, heard: Heard) {
    let (parent, held, on_fail) = (parent.clone(), held.clone(), on_fail.clone());
    use_effect_with((), move |()| {
        if let Some(element) = parent.cast::<Element>() {
            let setup = setup(&held, on_fail, heard);
            let shell = held.borrow().shell.clone();
            let handle = shell.ports.screen.mount(&element, setup);
            held.borrow_mut().handle = Some(handle);
        }
        move || drop(held.borrow_mut().handle.take())
    });
}

fn setup(held: &Held, on_fail: Callback<()>, Heard { again, tell }: Heard) -> ScreenSetup {
    let lang = held.borrow().shell.lang;
    let with = || held.clone();
    let (data, size, empty, known, name) = (with(), with(), with(), with(), with());
    ScreenSetup {
        label: Msg::TerminalScreen.text(lang).to_string(),
        lang: lang.tag(),
        on_data: Callback::from(move |text: String| {
            typing(&data).0.borrow_mut().push(keys(&text));
            go_on(&data);
            again.force_update();
        }),
        on_size: Callback::from(move |(columns, rows)| {
            size.borrow_mut().painter.resize(columns, rows);
            draw(&size);
        }),
        on_leave: Callback::from(|()| leave()),
        on_fail,
        nothing_typed: Callback::from(move |()| typing(&empty).0.borrow().is_empty()),
        is_name: Callback::from(move |word: String| {
            let form = &known.borrow().form;
            form.links.contains_key(&word) || story_of(&form.view, &word).is_some()
        }),
        on_name: Callback::from(move |word: String| {
            let tube = name.borrow();
            if let Some(line) = story_of(&tube.form.view, &word) {
                drop(tube);
                return tell.emit(line);
            }
            let what = tube.form.links.get(&word).cloned();
            let dispatch = tube.shell.dispatch.clone();
            drop(tube);
            what.into_iter().for_each(|what| dispatch.emit(UiAction::Select(what)));
        }),
    }
}

/// The story of the newest line that was typed so, its prompt included.
fn story_of(view: &TerminalView, text: &str) -> Option<u64> {
    let typed = |line: &&TerminalLine| line.kind == TerminalKind::Prompt && line.text.trim_end() == text;
    view.lines.iter().rev().find(typed)?.story
}

fn shows(held: &Held) -> bool {
    let tube = held.borrow();
    tube.painter.shows(&tube.form.view)
}

fn typing(held: &Held) -> controls::Typing {
    held.borrow().form.typing.clone()
}

/// Takes the keys that wait as far as they can be taken, and draws.
fn go_on(held: &Held) {
    let (shell, typing) = (held.borrow().shell.clone(), typing(held));
    loop {
        let view = shell.engine.ask(|session| session.terminal());
        let asked = typing.0.borrow_mut().next(!view.busy || view.reads);
        let Some(asked) = asked else { return paint(held, &view) };
        answer(held, &shell, &view, asked);
    }
}

fn answer(held: &Held, shell: &Shell, view: &TerminalView, asked: Asked) {
    let typing = typing(held);
    match asked {
        Asked::Enter(line) => {
            let files = held.borrow().form.files.clone();
            controls::run(shell, line, &files);
        }
        Asked::Complete => {
            let cursor = typing.0.borrow().cursor();
            controls::complete(shell, &typing, cursor);
        }
        Asked::Interrupt if view.busy => controls::interrupt(shell),
        Asked::Interrupt => typing.0.borrow_mut().set(""),
        Asked::EndOfInput if view.reads => controls::end_input(shell),
        Asked::EndOfInput => {}
        Asked::ClearScreen => {
            let mut tube = held.borrow_mut();
            let out = tube.painter.clear();
            tube.handle.iter().for_each(|handle| handle.write(&out));
        }
    }
}

fn draw(held: &Held) {
    let shell = held.borrow().shell.clone();
    paint(held, &shell.engine.ask(|session| session.terminal()));
}

fn paint(held: &Held, view: &TerminalView) {
    let typing = typing(held);
    let line = typing.0.borrow();
    let text = line.text();
    // While a command runs there is no prompt.
    let prompt = if view.busy { "" } else { view.prompt.as_str() };
    let mut tube = held.borrow_mut();
    let out = tube.painter.paint(view, &Input { prompt, line: &text, cursor: line.cursor() });
    tube.handle.iter().for_each(|handle| handle.write(&out));
}

/// To the switch of the forms: from there Tab goes on through the page.
fn leave() {
    let switch = gloo::utils::document().get_element_by_id(PLAIN_SWITCH);
    if let Some(switch) = switch.and_then(|switch| switch.dyn_into::<HtmlElement>().ok()) {
        let _ = switch.focus();
    }
}
