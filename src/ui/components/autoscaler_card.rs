//! One autoscaler: usage against its target and replicas over time, and the last sync's arithmetic in words.

use super::icon::{Icon, icon};
use super::mark::mark;
use crate::ui::chart::{Chart, HEIGHT, WIDTH, chart};
use crate::ui::format::clock;
use crate::ui::hooks::use_shell;
use crate::ui::scene::Shared;
use crate::ui::shell::Shell;
use crate::ui::text::{self, Msg};
use crate::view::{AutoscalerView, HpaPoint, LightState};
use yew::prelude::*;

/// Rows of the table that says the same as the chart.
const TABLE_ROWS: usize = 40;

#[derive(Properties, PartialEq)]
pub struct AutoscalerCardProps {
    pub autoscaler: Shared<AutoscalerView>,
}

#[function_component(AutoscalerCard)]
pub fn autoscaler_card(props: &AutoscalerCardProps) -> Html {
    let shell = use_shell();
    let hpa = &props.autoscaler;
    let name = &hpa.reference.name;
    html! {
        <article class="kb-hpa" data-testid="hpa" data-name={name.clone()} data-current={hpa.current.to_string()}
            data-desired={hpa.desired.to_string()} aria-label={format!("HorizontalPodAutoscaler {name}")}>
            { head(&shell, hpa) }
            if !hpa.problem.is_empty() { <p class="kb-problem-words">{ mark(LightState::Bad) }{ &hpa.problem }</p> }
            <div class="kb-hpa-body">
                { figure(&shell, hpa) }
                { why(&shell, hpa) }
            </div>
        </article>
    }
}

fn head(shell: &Shell, hpa: &AutoscalerView) -> Html {
    html! {
        <header class="kb-service-head">
            <button type="button" class="kb-service-name" onclick={shell.selecting(&hpa.reference)}>
                { icon(Icon::Clock) }<h3>{ &hpa.reference.name }</h3>
            </button>
            <button type="button" class="kb-link" onclick={shell.selecting(&hpa.target)}>{ format!("{}/{}", hpa.target.kind, hpa.target.name) }</button>
            <span class="kb-chip kb-mono">{ &hpa.targets }</span>
            <span class="kb-muted">{ text::between(shell.lang, hpa.min, hpa.max) }</span>
            <span class="kb-hpa-now"><b>{ hpa.current }</b><span aria-hidden="true">{ " → " }</span><b>{ hpa.desired }</b></span>
        </header>
    }
}

fn figure(shell: &Shell, hpa: &AutoscalerView) -> Html {
    if hpa.points.is_empty() {
        return html! { <p class="kb-muted kb-hpa-wait">{ shell.t(Msg::WaitingForSync) }</p> };
    }
    let drawn = chart(&hpa.points, hpa.max);
    let spoken = text::chart(shell.lang, &hpa.reference.name, &hpa.targets, hpa.current, hpa.desired);
    html! {
        <figure class="kb-chart" aria-label={spoken}>
            { plot(&usage_legend(shell), "kb-plot", &drawn.usage_top.to_string(), usage_lines(&drawn)) }
            { plot(&replica_legend(shell), "kb-plot kb-plot-low", &drawn.replicas_top.to_string(), replica_lines(&drawn)) }
            <div class="kb-chart-times" aria-hidden="true"><span>{ clock(drawn.from_us) }</span><span>{ shell.t(Msg::Time0) }</span><span>{ clock(drawn.to_us) }</span></div>
            { table(shell, hpa) }
        </figure>
    }
}

fn plot(legend: &Html, class: &'static str, top: &str, lines: Html) -> Html {
    html! {
        <div {class}>
            <div class="kb-legend">{ legend.clone() }</div>
            <div class="kb-plot-area">
                <span class="kb-plot-top" aria-hidden="true">{ top.to_string() }</span><span class="kb-plot-zero" aria-hidden="true">{ "0" }</span>
                <svg viewBox={format!("0 0 {WIDTH} {HEIGHT}")} preserveAspectRatio="none" aria-hidden="true">{ lines }</svg>
            </div>
        </div>
    }
}

fn usage_lines(drawn: &Chart) -> Html {
    let y = format!("{:.1}", drawn.target_y);
    let area = |path: &String| html! { <path class="kb-line kb-line-usage" d={path.clone()} /> };
    html! {
        <>
            <line class="kb-line kb-line-target" x1="0" x2={WIDTH.to_string()} y1={y.clone()} y2={y} />
            { for drawn.usage.iter().map(area) }
        </>
    }
}

fn replica_lines(drawn: &Chart) -> Html {
    html! {
        <>
            <path class="kb-line kb-line-desired" d={drawn.desired.clone()} />
            <path class="kb-line kb-line-current" d={drawn.current.clone()} />
        </>
    }
}

fn usage_legend(shell: &Shell) -> Html {
    html! {
        <>
            <b class="kb-caps">{ shell.t(Msg::Usage) }</b>
            <span class="kb-key kb-key-usage">{ shell.t(Msg::Usage) }</span>
            <span class="kb-key kb-key-target">{ shell.t(Msg::Target) }</span>
        </>
    }
}

fn replica_legend(shell: &Shell) -> Html {
    html! {
        <>
            <b class="kb-caps">{ shell.t(Msg::Replicas) }</b>
            <span class="kb-key kb-key-current">{ shell.t(Msg::Current) }</span>
            <span class="kb-key kb-key-desired">{ shell.t(Msg::Desired) }</span>
        </>
    }
}

fn why(shell: &Shell, hpa: &AutoscalerView) -> Html {
    let line = |line: &String| html! { <li>{ line }</li> };
    html! {
        <section class="kb-hpa-why" data-testid="hpa-why">
            <h4 class="kb-caps">{ shell.t(Msg::LastSync) }</h4>
            if hpa.why.is_empty() { <p class="kb-muted">{ shell.t(Msg::WaitingForSync) }</p> }
            <ol>{ for hpa.why.iter().map(line) }</ol>
        </section>
    }
}

/// The chart in words, for those who do not see it and those who want the numbers.
fn table(shell: &Shell, hpa: &AutoscalerView) -> Html {
    let row = |point: &HpaPoint| {
        let usage = point.usage.map_or("<unknown>".to_string(), |usage| usage.to_string());
        html! {
            <tr key={point.at_us}><th scope="row">{ clock(point.at_us) }</th><td>{ usage }</td><td>{ point.target }</td><td>{ point.current }</td><td>{ point.desired }</td></tr>
        }
    };
    let head = [Msg::Clock, Msg::Usage, Msg::Target, Msg::Current, Msg::Desired];
    html! {
        <details class="kb-table">
            <summary>{ shell.t(Msg::History) }</summary>
            <div class="kb-table-scroll" tabindex="0"><table>
                <thead><tr>{ for head.into_iter().map(|msg| html! { <th scope="col">{ shell.t(msg) }</th> }) }</tr></thead>
                <tbody>{ for hpa.points.iter().rev().take(TABLE_ROWS).map(row) }</tbody>
            </table></div>
        </details>
    }
}
