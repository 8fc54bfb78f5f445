//! Tells a screen reader of important changes: politely, gathered, and not more often than one can listen.

use crate::ui::announce::Changes;
use crate::ui::hooks::use_shell;
use crate::ui::scene::Scene;
use gloo::timers::callback::Timeout;
use std::rc::Rc;
use yew::prelude::*;

const PAUSE_MS: u32 = 2500;

#[derive(Properties)]
pub struct AnnouncerProps {
    pub scene: Rc<Scene>,
}

impl PartialEq for AnnouncerProps {
    fn eq(&self, other: &AnnouncerProps) -> bool {
        Rc::ptr_eq(&self.scene, &other.scene)
    }
}

#[function_component(Announcer)]
pub fn announcer(props: &AnnouncerProps) -> Html {
    let shell = use_shell();
    let said = use_state(String::new);
    let seen = use_mut_ref(|| Rc::clone(&props.scene));
    let changes = use_mut_ref(Changes::default);
    let timer = use_mut_ref(|| None::<Timeout>);
    {
        let scene = Rc::clone(&props.scene);
        let (said, lang) = (said.clone(), shell.lang);
        use_effect_with(Rc::as_ptr(&props.scene), move |_| {
            let before = seen.replace(Rc::clone(&scene));
            changes.borrow_mut().add(&before, &scene);
            if changes.borrow().is_empty() || timer.borrow().is_some() {
                return;
            }
            let slot = Rc::clone(&timer);
            let speak = Timeout::new(PAUSE_MS, move || {
                said.set(changes.borrow_mut().speak(lang));
                slot.borrow_mut().take();
            });
            *timer.borrow_mut() = Some(speak);
        });
    }
    html! {
        <div class="kb-hidden" role="status" aria-live="polite" data-testid="announcer">{ &*said }</div>
    }
}
