//! The traffic light's mark: a shape for each state, so that it reads without its colour, next to the state's word.

use crate::ui::look::light_class;
use crate::view::LightState;
use yew::prelude::*;

pub fn mark(light: LightState) -> Html {
    let shape = match light {
        LightState::Good => html! { <circle cx="6" cy="6" r="4.5" /> },
        LightState::Busy => {
            html! { <><circle class="kb-mark-line" cx="6" cy="6" r="4" /><path d="M6 2a4 4 0 0 1 0 8z" /></> }
        }
        LightState::Bad => html! { <path d="M6 .8 11.6 10.8H.4z" /> },
        LightState::Quiet => html! { <circle class="kb-mark-line" cx="6" cy="6" r="4" /> },
    };
    html! {
        <svg class={classes!("kb-mark", light_class(light))} viewBox="0 0 12 12" width="10" height="10" aria-hidden="true">
            { shape }
        </svg>
    }
}

/// The mark with its word.
pub fn marked(light: LightState, word: &str) -> Html {
    html! {
        <span class={classes!("kb-state", light_class(light))}>{ mark(light) }<span>{ word.to_string() }</span></span>
    }
}
