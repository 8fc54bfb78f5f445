//! The rail: a slider over everything simulated so far, with bookmarks at the interesting moments and buttons to go from
//! one to the next.

use super::icon::{Icon, icon};
use crate::ui::format::clock;
use crate::ui::hooks::use_shell;
use crate::ui::scene::Shared;
use crate::ui::shell::Shell;
use crate::ui::text::{self, Msg};
use crate::view::ClockView;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A rail shorter than this would race ahead in the first seconds.
const SHORTEST_US: u64 = 60_000_000;

/// Bookmarks closer than this share of the rail are drawn as one.
const CLOSEST: f64 = 0.9;

#[derive(Properties, PartialEq)]
pub struct ScrubProps {
    pub clock: Shared<ClockView>,
}

#[function_component(Scrub)]
pub fn scrub(props: &ScrubProps) -> Html {
    let shell = use_shell();
    let view = &props.clock;
    let length_us = view.reached_us.max(SHORTEST_US);
    let share = |us: u64| us as f64 / length_us as f64 * 100.0;
    let oninput = {
        let (engine, reached_us) = (shell.engine.clone(), view.reached_us);
        move |event: InputEvent| {
            let input: Option<HtmlInputElement> = event.target_dyn_into();
            if let Some(ms) = input.and_then(|input| input.value().parse::<u64>().ok()) {
                engine.seek((ms * 1000).min(reached_us));
            }
        }
    };
    let style = format!("--kb-now: {:.2}%; --kb-reached: {:.2}%", share(view.now_us), share(view.reached_us));
    html! {
        <div class="kb-scrub" {style}>
            { jump(&shell, view, false) }
            <div class="kb-rail">
                <input type="range" class="kb-rail-input" data-testid="scrub" min="0" max={(length_us / 1000).to_string()}
                    step="100" value={(view.now_us / 1000).to_string()} aria-label={shell.t(Msg::Scrub)}
                    aria-valuetext={clock(view.now_us)} {oninput} />
                <div class="kb-rail-marks" aria-hidden="true">{ for marks(&shell, view, length_us) }</div>
            </div>
            { jump(&shell, view, true) }
        </div>
    }
}

fn marks(shell: &Shell, view: &ClockView, length_us: u64) -> Vec<Html> {
    let mut drawn = Vec::new();
    let mut last = -CLOSEST;
    for (at_us, label) in &view.bookmarks {
        let at = *at_us as f64 / length_us as f64 * 100.0;
        if at - last < CLOSEST {
            continue;
        }
        last = at;
        let (engine, to_us) = (shell.engine.clone(), *at_us);
        let title = text::bookmark(shell.lang, &clock(to_us), label);
        drawn.push(html! {
            <button key={to_us} type="button" class="kb-bookmark" tabindex="-1" data-testid="bookmark" {title}
                style={format!("left: {at:.2}%")} onclick={move |_| engine.seek(to_us)} />
        });
    }
    drawn
}

/// A button to the bookmark before or after the present moment.
fn jump(shell: &Shell, view: &ClockView, forward: bool) -> Html {
    let mut times = view.bookmarks.iter();
    let found = if forward {
        times.find(|(at_us, _)| *at_us > view.now_us)
    } else {
        times.rfind(|(at_us, _)| *at_us < view.now_us)
    };
    let engine = shell.engine.clone();
    let to_us = found.map(|(at_us, _)| *at_us);
    let label = found.map_or_else(
        || shell.t(Msg::Scrub).to_string(),
        |(at_us, label)| text::bookmark(shell.lang, &clock(*at_us), label),
    );
    let class = if forward { "kb-tool kb-jump kb-jump-forward" } else { "kb-tool kb-jump" };
    html! {
        <button type="button" {class} disabled={to_us.is_none()} aria-label={label.clone()} title={label}
            onclick={move |_| if let Some(to_us) = to_us { engine.seek(to_us) }}>{ icon(Icon::Back) }</button>
    }
}
