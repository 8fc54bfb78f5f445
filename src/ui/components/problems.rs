//! Problems in the open file, each with its line and how to mend it; choosing one goes there.

use crate::ui::hooks::use_shell;
use crate::ui::text::{self, Msg};
use crate::view::Diagnostic;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct ProblemsProps {
    pub diagnostics: Rc<Vec<Diagnostic>>,
    pub on_reveal: Callback<u32>,
}

#[function_component(Problems)]
pub fn problems(props: &ProblemsProps) -> Html {
    let shell = use_shell();
    let count = props.diagnostics.len();
    let row = |problem: &Diagnostic| {
        let (line, on_reveal) = (problem.line, props.on_reveal.clone());
        let (class, word) = if problem.error { ("bad", Msg::ErrorWord) } else { ("busy", Msg::WarningWord) };
        html! {
            <li>
                <button type="button" class={classes!("kb-problem", class)} data-testid="problem" data-line={line.to_string()}
                    onclick={move |_| on_reveal.emit(line)}>
                    <span class="kb-problem-place">{ text::line(shell.lang, line) }<b>{ shell.t(word) }</b></span>
                    <span class="kb-problem-message">{ &problem.message }</span>
                    if !problem.hint.is_empty() { <span class="kb-problem-hint">{ &problem.hint }</span> }
                </button>
            </li>
        }
    };
    let words = if count == 0 {
        shell.t(Msg::NoProblems).to_string()
    } else {
        text::problems_found(shell.lang, count)
    };
    html! {
        <section class={classes!("kb-problems", (count > 0).then_some("kb-problems-some"))} aria-label={shell.t(Msg::Problems)}>
            <h2 class="kb-caps" role="status" data-testid="problem-count">{ words }</h2>
            if count > 0 { <ol>{ for props.diagnostics.iter().map(row) }</ol> }
        </section>
    }
}
