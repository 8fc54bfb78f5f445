//! Under the screen: what a line did. The newest one's, until another is chosen.

use super::line_story::body;
use crate::ui::hooks::use_shell;
use crate::ui::scene::Shared;
use crate::ui::text::Msg;
use crate::view::TerminalView;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Lines offered.
const OFFERED: usize = 50;

#[derive(Properties, PartialEq)]
pub struct TerminalStoriesProps {
    pub view: Shared<TerminalView>,
    /// Grows with the cluster, so that the story does.
    pub moment: u64,
    /// The line whose story is told; the newest's if none is chosen.
    pub chosen: Option<u64>,
    pub on_choose: Callback<Option<u64>>,
}

#[function_component(TerminalStories)]
pub fn terminal_stories(props: &TerminalStoriesProps) -> Html {
    let shell = use_shell();
    let told = props.view.lines.iter().rev().filter_map(|line| Some((line.story?, line.text.as_str())));
    let lines: Vec<(u64, &str)> = told.take(OFFERED).collect();
    let Some(newest) = lines.first() else {
        return html! { <p class="kb-muted" data-testid="line-stories">{ shell.t(Msg::StoryNone) }</p> };
    };
    let now = props.chosen.filter(|line| lines.iter().any(|(known, _)| known == line)).unwrap_or(newest.0);
    let story = shell.engine.ask(|session| session.line_story(now)).unwrap_or_default();
    let (newest, on_choose) = (newest.0, props.on_choose.clone());
    let onchange = move |event: Event| {
        let select: Option<HtmlSelectElement> = event.target_dyn_into();
        let line = select.and_then(|select| select.value().parse().ok());
        on_choose.emit(line.filter(|line| *line != newest));
    };
    let option = |(line, text): &(u64, &str)| {
        html! { <option key={*line} value={line.to_string()} selected={*line == now}>{ *text }</option> }
    };
    html! {
        <div class="kb-terminal-stories" data-testid="line-stories">
            <select class="kb-mono" aria-label={shell.t(Msg::StoryWhich)} {onchange}>{ for lines.iter().map(option) }</select>
            <div class="kb-story">{ body(&shell, &story) }</div>
        </div>
    }
}
