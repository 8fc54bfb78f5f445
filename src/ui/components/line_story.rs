//! Under a line of the terminal: what it did. The calls of the API, the objects that changed, and who reacted.

use crate::ui::format::moment;
use crate::ui::hooks::use_shell;
use crate::ui::shell::Shell;
use crate::ui::text::Msg;
use crate::view::{ApiCall, Changed, How, LineStory as Story, Reaction, Ref};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct LineStoryProps {
    /// The line's place, by which the session knows it.
    pub line: u64,
    /// Grows with the cluster, so that an open story grows with it.
    pub moment: u64,
}

#[function_component(LineStory)]
pub fn line_story(props: &LineStoryProps) -> Html {
    let shell = use_shell();
    let open = use_state(|| false);
    let toggle = {
        let open = open.clone();
        move |_| open.set(!*open)
    };
    let id = format!("kb-story-{}", props.line);
    let story = open.then(|| shell.engine.ask(|session| session.line_story(props.line)));
    html! {
        <>
        <button type="button" class="kb-plain kb-story-toggle" aria-expanded={open.to_string()} aria-controls={id.clone()}
            data-testid="line-story" onclick={toggle}>
            <span aria-hidden="true">{ if *open { "\u{25be} " } else { "\u{25b8} " } }</span>{ shell.t(Msg::LineStory) }
        </button>
        <div {id} class="kb-story" hidden={!*open}>
            { story.map(|story| body(&shell, &story.unwrap_or_default())).unwrap_or_default() }
        </div>
        </>
    }
}

pub fn body(shell: &Shell, story: &Story) -> Html {
    let nothing = story.calls.is_empty() && story.refused.is_empty() && story.changed.is_empty();
    if nothing && story.reacted.is_empty() {
        return html! { <p class="kb-muted">{ shell.t(Msg::StoryEmpty) }</p> };
    }
    html! {
        <dl>
            { part(shell, Msg::StoryCalls, story.calls.iter().map(call).chain(story.refused.iter().map(|one| html! { { one } }))) }
            { part(shell, Msg::StoryChanged, story.changed.iter().map(|one| changed(shell, one))) }
            { part(shell, Msg::StoryReacted, story.reacted.iter().map(|one| reaction(shell, one)).chain(more(story.more))) }
        </dl>
    }
}

fn part(shell: &Shell, name: Msg, items: impl Iterator<Item = Html>) -> Html {
    let items: Vec<Html> = items.map(|item| html! { <li>{ item }</li> }).collect();
    if items.is_empty() {
        return Html::default();
    }
    html! { <><dt>{ shell.t(name) }</dt><dd><ul>{ for items }</ul></dd></> }
}

fn more(count: usize) -> Option<Html> {
    (count > 0).then(|| html! { { format!("+{count}") } })
}

fn call(call: &ApiCall) -> Html {
    html! { <code>{ format!("{} {} {}", call.verb, call.path, call.code) }</code> }
}

fn word(shell: &Shell, how: How) -> &'static str {
    shell.t(match how {
        How::Created => Msg::HowCreated,
        How::Changed => Msg::HowChanged,
        How::Deleted => Msg::HowDeleted,
    })
}

fn object(shell: &Shell, what: &Ref) -> Html {
    let name = format!("{}/{}", what.kind, what.name);
    html! { <button type="button" class="kb-plain kb-mono" onclick={shell.selecting(what)}>{ name }</button> }
}

fn changed(shell: &Shell, one: &Changed) -> Html {
    html! {
        <>
        { object(shell, &one.what) }{ " " }{ word(shell, one.how) }
        if !one.fields.is_empty() { <ul>{ for one.fields.iter().map(|field| html! { <li><code>{ field }</code></li> }) }</ul> }
        </>
    }
}

fn reaction(shell: &Shell, one: &Reaction) -> Html {
    html! {
        <>
        <span class="kb-muted">{ moment(one.at_us) }</span>{ format!(" {}: ", one.actor) }{ object(shell, &one.what) }{ " " }
        { word(shell, one.how) }<span class="kb-muted">{ format!(" ({} {}/{})", shell.t(Msg::StoryBecause), one.because.kind, one.because.name) }</span>
        </>
    }
}
