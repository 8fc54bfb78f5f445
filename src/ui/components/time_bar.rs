//! The clock and what moves it: back to the start, step, play, speed, and the rail of everything simulated so far.

use super::icon::{Icon, icon};
use super::scrub::Scrub;
use crate::ui::beginning::SPEEDS;
use crate::ui::engine::Engine;
use crate::ui::format::{clock, clock_fraction};
use crate::ui::hooks::use_shell;
use crate::ui::scene::Shared;
use crate::ui::shell::Shell;
use crate::ui::text::{self, Msg};
use crate::view::ClockView;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct TimeBarProps {
    pub clock: Shared<ClockView>,
    pub playing: bool,
    pub speed: u32,
    pub behind: bool,
    pub seeking: bool,
}

#[function_component(TimeBar)]
pub fn time_bar(props: &TimeBarProps) -> Html {
    let shell = use_shell();
    let now_us = props.clock.now_us;
    html! {
        <section class="kb-time" aria-label={shell.t(Msg::Time)}>
            <div class="kb-transport">
                { button(&shell, Msg::BackToStart, Icon::ToStart, "to-start", |engine| engine.seek(0)) }
                { play(&shell, props.playing) }
                { button(&shell, Msg::Step, Icon::Step, "step", Engine::step) }
                { speed(&shell, props.speed) }
            </div>
            <p class="kb-clock" role="timer" data-testid="clock" data-us={now_us.to_string()} aria-label={shell.t(Msg::Clock)}>
                <span class="kb-clock-main">{ clock(now_us) }</span>
                <span class="kb-clock-fraction">{ clock_fraction(now_us) }</span>
            </p>
            <Scrub clock={props.clock.clone()} />
            <p class="kb-time-note" data-testid="time-note" role="status">{ note(&shell, props) }</p>
        </section>
    }
}

fn note(shell: &Shell, props: &TimeBarProps) -> &'static str {
    let clock = &props.clock;
    if props.seeking {
        shell.t(Msg::Seeking)
    } else if props.behind {
        shell.t(Msg::Behind)
    } else if !props.playing && clock.now_us < clock.reached_us {
        shell.t(Msg::InThePast)
    } else {
        ""
    }
}

fn button(shell: &Shell, label: Msg, drawn: Icon, testid: &'static str, act: fn(&Engine)) -> Html {
    let engine = shell.engine.clone();
    html! {
        <button type="button" class="kb-tool" data-testid={testid} aria-label={shell.t(label)} title={shell.t(label)}
            onclick={move |_| act(&engine)}>{ icon(drawn) }</button>
    }
}

fn play(shell: &Shell, playing: bool) -> Html {
    let (label, drawn) = if playing { (Msg::Pause, Icon::Pause) } else { (Msg::Play, Icon::Play) };
    let engine = shell.engine.clone();
    html! {
        <button type="button" class="kb-play" data-testid="play" data-playing={playing.to_string()}
            aria-label={shell.t(label)} title={format!("{} (Alt+P)", shell.t(label))} onclick={move |_| engine.toggle()}>
            { icon(drawn) }
        </button>
    }
}

fn speed(shell: &Shell, chosen: u32) -> Html {
    let engine = shell.engine.clone();
    let onchange = move |event: Event| {
        let select: Option<HtmlSelectElement> = event.target_dyn_into();
        if let Some(speed) = select.and_then(|select| select.value().parse().ok()) {
            engine.set_speed(speed);
        }
    };
    let option = |speed: u32| {
        html! { <option key={speed} value={speed.to_string()} selected={speed == chosen}>{ format!("{speed}×") }</option> }
    };
    // A speed from the JavaScript interface need not be one of the notches.
    let odd = (!SPEEDS.contains(&chosen)).then_some(chosen);
    html! {
        <select class="kb-speed" data-testid="speed" data-speed={chosen.to_string()} aria-label={shell.t(Msg::Speed)}
            title={text::speed(shell.lang, chosen)} {onchange}>{ for SPEEDS.into_iter().chain(odd).map(option) }</select>
    }
}
