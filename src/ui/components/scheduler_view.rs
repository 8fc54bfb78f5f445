//! The scheduler itself: the profiles it runs, and its configuration to read, change and start it with.

use super::answer::Answer;
use super::menu::{Choice, Menu};
use super::problems::Problems;
use crate::session::{Action, scheduler_examples};
use crate::ui::hooks::{EditorProps, use_editor, use_shell};
use crate::ui::shell::Shell;
use crate::ui::text::Msg;
use crate::view::{ProfileView, ResultLine, SchedulerView as Running};
use std::rc::Rc;
use yew::prelude::*;

/// The editor's document: the manifests have theirs.
const DOCUMENT: u32 = u32::MAX;

#[derive(Properties, PartialEq)]
pub struct SchedulerViewProps {
    /// The moment shown: the configuration may be another there.
    pub now_us: u64,
    pub dark: bool,
}

#[function_component(SchedulerView)]
pub fn scheduler_view(props: &SchedulerViewProps) -> Html {
    let shell = use_shell();
    let running = shell.engine.ask(|session| session.scheduler());
    let text = use_state(|| beginning(&running));
    let answer = use_state(Rc::<Vec<ResultLine>>::default);
    let diagnostics = {
        let engine = shell.engine.clone();
        use_memo((*text).clone(), move |text| engine.ask(|session| session.check_scheduler_config(text)))
    };
    let start = {
        let (shell, text, answer) = (shell.clone(), text.clone(), answer.clone());
        Callback::from(move |()| {
            let lines = shell.engine.act(Action::ConfigureScheduler { text: (*text).clone() });
            answer.set(Rc::new(lines));
        })
    };
    let (parent, handle) = use_editor(&EditorProps {
        document: DOCUMENT,
        text: (*text).clone(),
        label: shell.t(Msg::SchedulerConfig).to_string(),
        dark: props.dark,
        read_only: false,
        manifest: true,
        diagnostics: diagnostics.clone(),
        on_change: {
            let text = text.clone();
            Callback::from(move |typed| text.set(typed))
        },
        on_run: start.clone(),
    });
    let on_reveal = Callback::from(move |line: u32| {
        if let Some(editor) = handle.borrow().as_ref() {
            editor.reveal_line(line);
            editor.focus();
        }
    });
    html! {
        <div class="kb-scheduler" data-testid="scheduler">
            <section aria-label={shell.t(Msg::Profiles)}>
                <h3 class="kb-caps">{ shell.t(Msg::Profiles) }</h3>
                { for running.profiles.iter().map(|one| profile(&shell, one)) }
            </section>
            <section class="kb-scheduler-config" aria-label={shell.t(Msg::SchedulerConfig)}>
                <h3 class="kb-caps">{ "KubeSchedulerConfiguration" }</h3>
                <p class="kb-muted">{ shell.t(Msg::SchedulerHint) }</p>
                <div ref={parent} class="kb-editor" data-testid="scheduler-editor"></div>
                <div class="kb-editor-bar">
                    <button type="button" class="kb-primary" data-testid="start-scheduler" onclick={start.reform(|_| ())}>{ shell.t(Msg::StartScheduler) }</button>
                    { examples(&shell, &text) }
                </div>
                <Problems {diagnostics} {on_reveal} />
                <Answer lines={(*answer).clone()} />
            </section>
        </div>
    }
}

/// The configuration that runs, or the default written out.
fn beginning(running: &Running) -> String {
    let written = scheduler_examples().first().map(|example| example.text).unwrap_or_default();
    if running.config.is_empty() { written.to_string() } else { running.config.clone() }
}

fn examples(shell: &Shell, text: &UseStateHandle<String>) -> Html {
    let choices = scheduler_examples().iter().map(|example| Choice {
        id: example.id.to_string(),
        title: shell.lang.pick(example.title_en, example.title_ko).to_string(),
        about: shell.lang.pick(example.about_en, example.about_ko).to_string(),
    });
    let on_choose = {
        let text = text.clone();
        Callback::from(move |id: String| {
            if let Some(example) = scheduler_examples().iter().find(|example| example.id == id) {
                text.set(example.text.to_string());
            }
        })
    };
    html! {
        <Menu caption="" label={shell.t(Msg::ChooseScheduler)} shown={shell.t(Msg::Templates)} chosen={None::<String>}
            choices={choices.collect::<Vec<_>>()} testid="scheduler-menu" {on_choose} />
    }
}

fn profile(shell: &Shell, profile: &ProfileView) -> Html {
    let chip = |name: &String| html! { <li class="kb-chip">{ name }</li> };
    let weighed = |(name, weight): &(String, i64)| html! { <li class="kb-chip">{ name }<b>{ format!(" ×{weight}") }</b></li> };
    html! {
        <article class="kb-profile" key={profile.name.clone()} data-testid="profile" data-name={profile.name.clone()}>
            <h4 class="kb-mono">{ &profile.name }</h4>
            <p class="kb-muted">{ shell.t(Msg::FiltersOf) }</p>
            <ol class="kb-chips">{ for profile.filters.iter().map(chip) }</ol>
            if !profile.post_filters.is_empty() {
                <p class="kb-muted">{ shell.t(Msg::PostFiltersOf) }</p>
                <ol class="kb-chips">{ for profile.post_filters.iter().map(chip) }</ol>
            }
            <p class="kb-muted">{ shell.t(Msg::ScoresOf) }</p>
            <ul class="kb-chips">{ for profile.scorers.iter().map(weighed) }</ul>
        </article>
    }
}
