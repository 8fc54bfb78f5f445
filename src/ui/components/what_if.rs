//! "What if": ask about a node, try kubectl commands on a copy of the cluster, see the verdicts change, then run them.

use super::decision::decision;
use super::icon::{Icon, icon};
use super::mark::mark;
use crate::ui::hooks::use_shell;
use crate::ui::scene::Shared;
use crate::ui::shell::Shell;
use crate::ui::text::{self, Msg};
use crate::view::{DecisionTable, Inspection, LightState, ResultLine, WhatIf};
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct WhatIfProps {
    pub inspection: Shared<Inspection>,
    /// The node the reader dropped the pod on.
    pub asked: Option<String>,
}

/// What the reader has asked so far.
#[derive(Clone, Default, PartialEq)]
struct Question {
    open: bool,
    node: String,
    typed: String,
    commands: Vec<String>,
}

type Asked = UseStateHandle<Question>;

#[function_component(WhatIfPanel)]
pub fn what_if_panel(props: &WhatIfProps) -> Html {
    let shell = use_shell();
    let (question, panel) = (use_state(Question::default), use_node_ref());
    {
        let (question, panel) = (question.clone(), panel.clone());
        use_effect_with(props.asked.clone(), move |asked| {
            if let Some(node) = asked.clone() {
                question.set(Question { open: true, node, ..(*question).clone() });
                scroll_to(&panel);
            }
        });
    }
    let pod = &props.inspection.reference;
    let toggle = change(&question, |question| question.open = !question.open);
    let answer = if question.open {
        shell.engine.ask(|session| session.what_if(pod, &question.commands))
    } else {
        None
    };
    let placed = props.inspection.sections.iter().flat_map(|one| &one.facts).any(|fact| fact.name == "Node");
    html! {
        <section ref={panel} class="kb-what-if" data-testid="what-if">
            <h3><button type="button" class="kb-plain" data-testid="what-if-toggle" aria-expanded={question.open.to_string()} onclick={toggle}>
                { icon(Icon::Bulb) }{ shell.t(Msg::WhatIf) }
            </button></h3>
            if let Some(answer) = &answer {
                <p class="kb-muted">{ shell.t(Msg::WhatIfHint) }</p>
                if placed { <p class="kb-muted">{ shell.t(Msg::NeverMoved) }</p> }
                { node_question(&shell, &question, answer) }
                { remedies(&shell, &question, answer) }
                { command_form(&shell, &question, answer) }
                { tried(&shell, &question, answer) }
                if !question.commands.is_empty() { { decision(&shell, &answer.after, Some(&answer.before)) } }
            }
        </section>
    }
}

fn scroll_to(panel: &NodeRef) {
    if let Some(panel) = panel.cast::<Element>() {
        panel.scroll_into_view();
    }
}

/// A callback that changes the question.
fn change<E>(question: &Asked, how: impl Fn(&mut Question) + 'static) -> Callback<E> {
    let question = question.clone();
    Callback::from(move |_| {
        let mut next = (*question).clone();
        how(&mut next);
        question.set(next);
    })
}

fn node_question(shell: &Shell, question: &Asked, answer: &WhatIf) -> Html {
    let onchange = {
        let question = question.clone();
        Callback::from(move |event: Event| {
            let select: Option<HtmlSelectElement> = event.target_dyn_into();
            let node = select.map(|select| select.value()).unwrap_or_default();
            question.set(Question { node, ..(*question).clone() });
        })
    };
    let option = |name: &str| {
        let selected = question.node == name;
        html! { <option value={name.to_string()} {selected}>{ name }</option> }
    };
    let mut nodes: Vec<&str> = answer.after.nodes.iter().map(|one| one.node.as_str()).collect();
    nodes.sort_unstable();
    html! {
        <div class="kb-ask">
            <label>{ shell.t(Msg::AskNode) }{ " " }
                <select data-testid="ask-node" {onchange}>
                    <option value="" selected={question.node.is_empty()}>{ shell.t(Msg::AnyNode) }</option>
                    { for nodes.into_iter().map(option) }
                </select>
            </label>
            <p role="status" data-testid="ask-answer">{ verdict(shell, &answer.after, &question.node) }</p>
        </div>
    }
}

/// What the scheduler says of one node.
fn verdict(shell: &Shell, table: &DecisionTable, node: &str) -> Html {
    let Some(found) = table.nodes.iter().find(|one| one.node == node) else { return html! {} };
    let (light, words) = match &found.refused {
        Some((plugin, why)) => (LightState::Bad, text::refuses(shell.lang, node, plugin, why)),
        None => {
            let best = table.nodes.iter().filter(|one| one.refused.is_none()).max_by_key(|one| one.total);
            let most = best.map_or(found.total, |best| best.total);
            let words = match best {
                Some(best) if most > found.total => {
                    text::fits_but(shell.lang, node, found.total, &best.node, most)
                }
                _ if table.tied > 1 => text::fits_as_well(shell.lang, node, found.total, table.tied),
                _ => text::fits_best(shell.lang, node, found.total),
            };
            (if most > found.total { LightState::Busy } else { LightState::Good }, words)
        }
    };
    html! { <>{ mark(light) }{ words }</> }
}

/// Commands that would turn a refusal, of the node asked about or of all.
fn remedies(shell: &Shell, question: &Asked, answer: &WhatIf) -> Html {
    let fitting = |(node, command): &&(String, String)| {
        (question.node.is_empty() || *node == question.node) && !question.commands.contains(command)
    };
    let button = |(_, command): &(String, String)| {
        let chosen = command.clone();
        let onclick = change(question, move |question| question.commands.push(chosen.clone()));
        html! { <li><button type="button" class="kb-command" data-testid="remedy" {onclick}>{ icon(Icon::Plus) }{ command }</button></li> }
    };
    let found: Vec<Html> = answer.remedies.iter().filter(fitting).map(button).collect();
    if found.is_empty() {
        return html! {};
    }
    html! { <div><p class="kb-caps">{ shell.t(Msg::WouldHelp) }</p><ul class="kb-commands">{ for found }</ul></div> }
}

/// A line to type a command into, and buttons that begin one.
fn command_form(shell: &Shell, question: &Asked, answer: &WhatIf) -> Html {
    let oninput = {
        let question = question.clone();
        Callback::from(move |event: InputEvent| {
            let input: Option<HtmlInputElement> = event.target_dyn_into();
            let typed = input.map(|input| input.value()).unwrap_or_default();
            question.set(Question { typed, ..(*question).clone() });
        })
    };
    let onsubmit = {
        let question = question.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let mut next = (*question).clone();
            let typed = std::mem::take(&mut next.typed);
            if !typed.trim().is_empty() {
                next.commands.push(typed.trim().to_string());
            }
            question.set(next);
        })
    };
    let first = answer.after.nodes.first().map(|one| one.node.clone()).unwrap_or_default();
    let node = if question.node.is_empty() { first } else { question.node.clone() };
    let begin = |label: Msg, command: String| {
        let onclick = change(question, move |question| question.typed = command.clone());
        html! { <button type="button" class="kb-plain" {onclick}>{ shell.t(label) }</button> }
    };
    html! {
        <form class="kb-try" {onsubmit}>
            <label class="kb-hidden" for="kb-try">{ shell.t(Msg::Command) }</label>
            <input id="kb-try" class="kb-mono" type="text" data-testid="try-command" value={question.typed.clone()} {oninput}
                placeholder={format!("kubectl label node {node} disk=ssd")} spellcheck="false" autocapitalize="off" autocomplete="off" />
            <button type="submit" class="kb-plain" data-testid="try">{ shell.t(Msg::Try) }</button>
            <span class="kb-try-begin">
                { begin(Msg::TryLabel, format!("kubectl label node {node} disk=ssd")) }
                { begin(Msg::TryTaint, format!("kubectl taint node {node} dedicated=gpu:NoSchedule")) }
                { begin(Msg::TryCordon, format!("kubectl cordon {node}")) }
            </span>
        </form>
    }
}

/// The commands tried, kubectl's answers, and the button that runs them for real.
fn tried(shell: &Shell, question: &Asked, answer: &WhatIf) -> Html {
    if question.commands.is_empty() {
        return html! {};
    }
    let command = |(at, command): (usize, &String)| {
        let onclick = change(question, move |question| drop(question.commands.remove(at)));
        let label = format!("{}: {command}", shell.t(Msg::TakeBack));
        html! {
            <li><code>{ command }</code>
                <button type="button" class="kb-tool" aria-label={label.clone()} title={label} {onclick}>{ icon(Icon::Close) }</button></li>
        }
    };
    let line =
        |line: &ResultLine| html! { <p class={if line.error { "bad" } else { "" }}>{ &line.text }</p> };
    let failed = answer.answers.iter().any(|line| line.error);
    let run = {
        let (shell, question) = (shell.clone(), question.clone());
        Callback::from(move |_: MouseEvent| {
            shell.run(&question.commands.join(" && "));
            question.set(Question { commands: Vec::new(), ..(*question).clone() });
        })
    };
    html! {
        <div class="kb-tried" data-testid="tried">
            <p class="kb-caps">{ shell.t(Msg::Tried) }</p>
            <ul class="kb-commands">{ for question.commands.iter().enumerate().map(command) }</ul>
            <div class="kb-try-answers" role="status">{ for answer.answers.iter().map(line) }</div>
            <button type="button" class="kb-primary" data-testid="run-for-real" disabled={failed} onclick={run}>{ shell.t(Msg::RunForReal) }</button>
        </div>
    }
}
