//! A load generator for one Service: how many requests a second it is asked for.

use crate::session::Action;
use crate::ui::hooks::use_shell;
use crate::ui::scene::Shared;
use crate::ui::text::{self, Msg};
use crate::view::LoadView;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The slider's stops: fine at first, then in bold steps.
const STOPS: [u32; 17] = [0, 1, 2, 5, 10, 20, 30, 50, 70, 100, 150, 200, 300, 500, 1000, 2000, 5000];

#[derive(Properties, PartialEq)]
pub struct LoadSliderProps {
    pub service: String,
    pub url: String,
    /// What is on now.
    pub load: Option<Shared<LoadView>>,
}

#[function_component(LoadSlider)]
pub fn load_slider(props: &LoadSliderProps) -> Html {
    let shell = use_shell();
    let rate = props.load.as_ref().map_or(0, |load| load.rate);
    let stop = STOPS.iter().rposition(|stop| *stop <= rate).unwrap_or(0);
    let oninput = {
        let shell = shell.clone();
        // A generator that is already there keeps its name and its address.
        let name = props.load.as_ref().map_or(props.service.clone(), |load| load.name.clone());
        let url = props.load.as_ref().map_or(props.url.clone(), |load| load.url.clone());
        move |event: InputEvent| {
            let input: Option<HtmlInputElement> = event.target_dyn_into();
            let stop = input.and_then(|input| input.value().parse::<usize>().ok()).unwrap_or(0);
            let rate = STOPS.get(stop).copied().unwrap_or(0);
            shell.act(Action::SetLoad { name: name.clone(), url: url.clone(), rate });
        }
    };
    let words =
        if rate == 0 { shell.t(Msg::LoadOff).to_string() } else { text::per_second(shell.lang, rate) };
    let label = format!("{}: {}, {}", shell.t(Msg::Load), props.service, shell.t(Msg::RequestsPerSecond));
    html! {
        <label class="kb-load">
            <span>{ shell.t(Msg::Load) }</span>
            <input type="range" min="0" max={(STOPS.len() - 1).to_string()} step="1" value={stop.to_string()} aria-label={label}
                aria-valuetext={words.clone()} data-testid="load" data-service={props.service.clone()} {oninput}
                style={format!("--kb-fill: {}%", stop * 100 / (STOPS.len() - 1))} />
            <output>{ words }</output>
        </label>
    }
}
