//! The cluster as it was last drawn, kept fresh by the engine.

use crate::ui::engine::{Engine, Snapshot};
use yew::prelude::*;

#[hook]
pub fn use_snapshot(engine: &Engine) -> Snapshot {
    let snapshot = use_state(|| engine.snapshot());
    let setter = snapshot.setter();
    use_effect_with(engine.clone(), move |engine| {
        engine.watch(Callback::from(move |new| setter.set(new)));
    });
    (*snapshot).clone()
}
