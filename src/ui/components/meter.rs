//! A resource bar: requested as a hatched band, used as a solid line inside it, and both as numbers.

use crate::ui::format::percent;
use crate::ui::text::{self, Lang, Msg};
use crate::view::ResourceBar;
use yew::prelude::*;

pub fn meter(lang: Lang, name: Msg, bar: &ResourceBar, write: fn(u64) -> String) -> Html {
    let requested = percent(bar.requested, bar.allocatable, 100);
    let used = percent(bar.used, bar.allocatable, 100);
    let (used_words, requested_words) = (write(bar.used), write(bar.requested));
    let whole = write(bar.allocatable);
    let spoken = text::resource(lang, name.text(lang), &used_words, &requested_words, &whole);
    let full = if requested >= 95 { "kb-meter-full" } else { "" };
    html! {
        <div class={classes!("kb-meter", full)} role="img" aria-label={spoken.clone()} title={spoken}>
            <span class="kb-meter-name">{ name.text(lang) }</span>
            <span class="kb-meter-track" style={format!("--kb-requested: {requested}%; --kb-used: {used}%")}>
                <span class="kb-meter-requested"></span><span class="kb-meter-used"></span>
            </span>
            <span class="kb-meter-words">
                <span><b>{ used_words }</b>{ " " }{ Msg::Used.text(lang) }</span>
                <span><b>{ requested_words }</b>{ " / " }{ whole }{ " " }{ Msg::Requested.text(lang) }</span>
            </span>
        </div>
    }
}
