//! The scheduler's table for one pod: nodes by plugins, with a score and a shade in each cell and words where a node was
//! refused.

use super::mark::mark;
use crate::ui::format::moment;
use crate::ui::shell::Shell;
use crate::ui::text::{self, Msg};
use crate::view::{DecisionNode, DecisionTable, LightState, PreemptionRow, Ref, ScoreCell};
use yew::prelude::*;

/// With `before`, rows that changed say what they were.
pub fn decision(shell: &Shell, table: &DecisionTable, before: Option<&DecisionTable>) -> Html {
    let plugin = |(name, weight): &(String, i64)| {
        html! { <th scope="col" title={name.clone()}><span>{ name }</span><small>{ format!("×{weight}") }</small></th> }
    };
    let style = format!("--kb-head-height: {}", head_height(table));
    let row = |node: &DecisionNode| {
        let was = before.and_then(|before| before.nodes.iter().find(|one| one.node == node.node));
        row(shell, table, node, was.filter(|was| verdict_of(was) != verdict_of(node)))
    };
    html! {
        <section class="kb-decision" data-testid="decision" data-chosen={table.chosen.clone()}>
            <p class="kb-decision-message"><time>{ moment(table.at_us) }</time>{ " " }{ &table.message }</p>
            if let Some((plugin, why)) = &table.rejected {
                <p class="kb-refused">{ mark(LightState::Bad) }<b>{ shell.t(Msg::Refused) }</b>{ format!(" {plugin}: {why}") }</p>
            }
            if table.tied > 1 && !table.chosen.is_empty() { <p>{ text::drawn_among(shell.lang, table.tied) }</p> }
            if !table.plugins.is_empty() { <p class="kb-muted">{ shell.t(Msg::ScoresHint) }</p> }
            <div class="kb-table-scroll" tabindex="0" {style}><table>
                <thead><tr>
                    <th scope="col">{ shell.t(Msg::Node) }</th>
                    <th scope="col" class="kb-total">{ if table.plugins.is_empty() { "" } else { shell.t(Msg::Total) } }</th>
                    { for table.plugins.iter().map(plugin) }
                </tr></thead>
                <tbody>{ for table.nodes.iter().map(row) }</tbody>
            </table></div>
            { preemption(shell, table) }
        </section>
    }
}

/// The plugins' names stand upright, as high as the longest; without any the heading is a line.
fn head_height(table: &DecisionTable) -> String {
    match table.plugins.iter().map(|(name, _)| name.len()).max() {
        None => "auto".to_string(),
        Some(letters) => format!("{}px", (letters * 6 + 32).min(212)),
    }
}

/// What makes two verdicts the same to a reader.
fn verdict_of(node: &DecisionNode) -> (&Option<(String, String)>, i64) {
    (&node.refused, node.total)
}

/// What would have had to go where, and which node it was.
fn preemption(shell: &Shell, table: &DecisionTable) -> Html {
    if table.preemption.is_empty() {
        return html! {};
    }
    let item = |row: &PreemptionRow| {
        let victims = row.victims.iter().map(|(pod, priority)| {
            html! {
                <li><button type="button" class="kb-link" onclick={shell.selecting(pod)}>{ &pod.name }</button>
                    <small>{ format!(" {} {priority}", shell.t(Msg::Priority)) }</small></li>
            }
        });
        html! {
            <li key={row.node.clone()}>
                <b>{ &row.node }</b>
                if row.chosen { <span class="kb-chosen">{ mark(LightState::Good) }{ shell.t(Msg::Chosen) }</span> }
                if row.violations > 0 { <small>{ text::budget_violations(shell.lang, row.violations) }</small> }
                <ul>{ for victims }</ul>
            </li>
        }
    };
    html! {
        <div class="kb-preemption" data-testid="preemption">
            <h4>{ shell.t(Msg::Preemption) }</h4>
            <p class="kb-muted">{ shell.t(Msg::PreemptionHint) }</p>
            <ul>{ for table.preemption.iter().map(item) }</ul>
            if !table.preemption_rule.is_empty() { <p>{ format!("{}: {}", shell.t(Msg::PreemptionRule), text::preemption_rule(shell.lang, &table.preemption_rule)) }</p> }
        </div>
    }
}

fn row(shell: &Shell, table: &DecisionTable, node: &DecisionNode, was: Option<&DecisionNode>) -> Html {
    let what = Ref { kind: "Node".to_string(), namespace: String::new(), name: node.node.clone() };
    let name = html! {
        <th scope="row">
            <button type="button" class="kb-link" onclick={shell.selecting(&what)}>{ &node.node }</button>
            if node.chosen { <span class="kb-chosen">{ mark(LightState::Good) }{ shell.t(Msg::Chosen) }</span> }
            if let Some(was) = was { <small class="kb-was" data-testid="was">{ earlier(shell, was) }</small> }
        </th>
    };
    let cells = match &node.refused {
        Some((plugin, why)) => html! {
            <td class="kb-refused" colspan={(table.plugins.len() + 1).to_string()}>
                { mark(LightState::Bad) }<b>{ shell.t(Msg::Refused) }</b>{ format!(" {plugin}: {why}") }
            </td>
        },
        None => html! {
            <><td class="kb-total"><b>{ node.total }</b></td>{ for table.plugins.iter().map(|(plugin, _)| score(node, plugin)) }</>
        },
    };
    let class = classes!(node.chosen.then_some("kb-row-chosen"), was.map(|_| "kb-row-changed"));
    html! { <tr key={node.node.clone()} {class}>{ name }{ cells }</tr> }
}

fn earlier(shell: &Shell, was: &DecisionNode) -> String {
    let verdict = match &was.refused {
        Some((plugin, _)) => text::was_refused(shell.lang, plugin),
        None => was.total.to_string(),
    };
    format!("{}: {verdict}", shell.t(Msg::Before))
}

fn score(node: &DecisionNode, plugin: &str) -> Html {
    match node.scores.iter().find(|cell| cell.plugin == plugin) {
        Some(ScoreCell { raw, normalized, weight, .. }) => html! {
            <td class="kb-score" title={format!("{plugin}: {raw} → {normalized} × {weight}")} style={format!("--kb-heat: {}%", (*normalized).clamp(0, 100))}>{ *normalized }</td>
        },
        None => html! { <td class="kb-score kb-muted">{ "–" }</td> },
    }
}
