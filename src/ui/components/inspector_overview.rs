//! The inspector's first tab: what the object waits for, then facts under headings.

use crate::ui::shell::Shell;
use crate::ui::text::Msg;
use crate::view::{Fact, Inspection, Section};
use yew::prelude::*;

pub fn overview(shell: &Shell, seen: &Inspection) -> Html {
    let reason = |reason: &String| html! { <li>{ reason }</li> };
    html! {
        <>
            if !seen.waiting_for.is_empty() {
                <section class="kb-waits" data-testid="waits-for">
                    <h3 class="kb-caps">{ shell.t(Msg::WaitsFor) }</h3>
                    <ul>{ for seen.waiting_for.iter().map(reason) }</ul>
                </section>
            }
            { for seen.sections.iter().map(|section| facts(shell, section)) }
        </>
    }
}

fn facts(shell: &Shell, section: &Section) -> Html {
    let fact = |fact: &Fact| {
        let value = match &fact.link {
            Some(to) => {
                html! { <button type="button" class="kb-link" onclick={shell.selecting(to)}>{ &fact.value }</button> }
            }
            None => html! { { &fact.value } },
        };
        html! { <div class="kb-fact"><dt>{ &fact.name }</dt><dd>{ value }</dd></div> }
    };
    html! {
        <section class="kb-facts">
            <h3 class="kb-caps">{ &section.title }</h3>
            <dl>{ for section.facts.iter().map(fact) }</dl>
        </section>
    }
}
