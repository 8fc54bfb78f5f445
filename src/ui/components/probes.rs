//! Each probe of each container as a line of its results over time: a dot that stands for passed, a cross for failed.

use super::mark::marked;
use crate::ui::format::moment;
use crate::ui::shell::Shell;
use crate::ui::text::{self, Msg};
use crate::view::{ProbeTick, ProbeView};
use yew::prelude::*;

/// The last results that fit on a line.
const TICKS: usize = 24;

pub fn probes(shell: &Shell, probes: &[ProbeView]) -> Html {
    html! { <div class="kb-probes">{ for probes.iter().map(|probe| one(shell, probe)) }</div> }
}

fn one(shell: &Shell, probe: &ProbeView) -> Html {
    let ticks = &probe.ticks[probe.ticks.len().saturating_sub(TICKS)..];
    let last = probe.ticks.last();
    html! {
        <section class="kb-probe-line" data-testid="probe" data-kind={probe.kind.clone()}>
            <h3><span class="kb-kind">{ &probe.kind }</span>{ &probe.container }</h3>
            { marked(probe.light, &probe.state) }
            <p class="kb-mono kb-muted">{ &probe.what }</p>
            <ol class="kb-ticks">{ for ticks.iter().map(|tick| dot(shell, tick)) }</ol>
            <p class="kb-probe-last">
                <span class="kb-in-a-row">{ text::in_a_row(shell.lang, probe.in_a_row, probe.threshold) }</span>
                { last.map_or(shell.t(Msg::NoProbeYet).to_string(), |tick| format!("{}: {}", moment(tick.at_us), words(shell, tick))) }
            </p>
        </section>
    }
}

/// What a probe brought back; where it brought nothing, how it ended.
fn words(shell: &Shell, tick: &ProbeTick) -> String {
    match (tick.output.as_str(), tick.success) {
        ("", true) => shell.t(Msg::Passed).to_string(),
        ("", false) => shell.t(Msg::Failed).to_string(),
        (output, _) => output.to_string(),
    }
}

fn dot(shell: &Shell, tick: &ProbeTick) -> Html {
    let word = shell.t(if tick.success { Msg::Passed } else { Msg::Failed });
    let title = format!("{} {}", moment(tick.at_us), words(shell, tick));
    html! {
        <li key={tick.at_us} class={if tick.success { "kb-tick" } else { "kb-tick kb-tick-failed" }} {title}><span class="kb-hidden">{ word }</span></li>
    }
}
