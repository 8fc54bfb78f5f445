//! The cluster's answer to what was last asked of it, in kubectl's words.

use crate::ui::hooks::use_shell;
use crate::ui::text::Msg;
use crate::view::ResultLine;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct AnswerProps {
    pub lines: Rc<Vec<ResultLine>>,
}

#[function_component(Answer)]
pub fn answer(props: &AnswerProps) -> Html {
    let shell = use_shell();
    let line = |line: &ResultLine| {
        let class = if line.error { "kb-answer-line bad" } else { "kb-answer-line" };
        html! {
            <p {class} data-error={line.error.to_string()}>
                if line.error { <span class="kb-hidden">{ shell.t(Msg::ErrorWord) }{ ": " }</span> }
                { &line.text }
            </p>
        }
    };
    html! {
        <section class="kb-answer" aria-label={shell.t(Msg::Answer)} data-testid="answer">
            <h2 class="kb-caps">{ shell.t(Msg::Answer) }</h2>
            <div class="kb-answer-lines" role="status" tabindex="0">
                if props.lines.is_empty() { <p class="kb-muted">{ shell.t(Msg::NothingApplied) }</p> }
                { for props.lines.iter().map(line) }
            </div>
        </section>
    }
}
