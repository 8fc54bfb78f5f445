//! The scheduler's table for one pod: nodes by plugins, with a score and a shade in each cell and words where a node was
//! refused.

use super::mark::mark;
use crate::ui::format::moment;
use crate::ui::shell::Shell;
use crate::ui::text::Msg;
use crate::view::{DecisionNode, DecisionTable, LightState, Ref, ScoreCell};
use yew::prelude::*;

pub fn decision(shell: &Shell, table: &DecisionTable) -> Html {
    let plugin = |(name, weight): &(String, i64)| {
        html! { <th scope="col" title={name.clone()}><span>{ name }</span><small>{ format!("×{weight}") }</small></th> }
    };
    // The plugins' names stand upright; without any the heading is a line.
    let style = if table.plugins.is_empty() { "--kb-head-height: auto" } else { "--kb-head-height: 212px" };
    html! {
        <section class="kb-decision" data-testid="decision" data-chosen={table.chosen.clone()}>
            <p class="kb-decision-message"><time>{ moment(table.at_us) }</time>{ " " }{ &table.message }</p>
            if !table.plugins.is_empty() { <p class="kb-muted">{ shell.t(Msg::ScoresHint) }</p> }
            <div class="kb-table-scroll" tabindex="0" {style}><table>
                <thead><tr>
                    <th scope="col">{ shell.t(Msg::Node) }</th>
                    <th scope="col" class="kb-total">{ if table.plugins.is_empty() { "" } else { shell.t(Msg::Total) } }</th>
                    { for table.plugins.iter().map(plugin) }
                </tr></thead>
                <tbody>{ for table.nodes.iter().map(|node| row(shell, table, node)) }</tbody>
            </table></div>
        </section>
    }
}

fn row(shell: &Shell, table: &DecisionTable, node: &DecisionNode) -> Html {
    let what = Ref { kind: "Node".to_string(), namespace: String::new(), name: node.node.clone() };
    let name = html! {
        <th scope="row">
            <button type="button" class="kb-link" onclick={shell.selecting(&what)}>{ &node.node }</button>
            if node.chosen { <span class="kb-chosen">{ mark(LightState::Good) }{ shell.t(Msg::Chosen) }</span> }
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
    html! { <tr key={node.node.clone()} class={node.chosen.then_some("kb-row-chosen")}>{ name }{ cells }</tr> }
}

fn score(node: &DecisionNode, plugin: &str) -> Html {
    match node.scores.iter().find(|cell| cell.plugin == plugin) {
        Some(ScoreCell { normalized, .. }) => html! {
            <td class="kb-score" style={format!("--kb-heat: {}%", (*normalized).clamp(0, 100))}>{ *normalized }</td>
        },
        None => html! { <td class="kb-score kb-muted">{ "–" }</td> },
    }
}
