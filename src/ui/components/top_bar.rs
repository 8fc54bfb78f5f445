//! The top bar: name, example, cluster, and the page's own settings.

use super::icon::{Icon, icon, sign};
use super::menu::{Choice, Menu};
use crate::session::{Options, Preset, examples};
use crate::ui::beginning::{example, files};
use crate::ui::hooks::use_shell;
use crate::ui::shell::Shell;
use crate::ui::state::{Theme, UiAction, UiState};
use crate::ui::text::{self, Lang, Msg};
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct TopBarProps {
    pub state: Rc<UiState>,
    pub preset: Preset,
    pub pods: u32,
    pub ready: u32,
}

#[function_component(TopBar)]
pub fn top_bar(props: &TopBarProps) -> Html {
    let shell = use_shell();
    let state = &props.state;
    html! {
        <header class="kb-top">
            <h1 class="kb-brand">{ sign() }<span class="kb-wordmark">{ "Kubarium" }</span></h1>
            <p class="kb-tagline">{ shell.t(Msg::Tagline) }</p>
            <div class="kb-top-menus">
                { example_menu(&shell, state) }
                { cluster_menu(&shell, state, props.preset) }
            </div>
            <p class="kb-tally" data-testid="tally">{ text::pods_ready(shell.lang, props.ready, props.pods) }</p>
            <div class="kb-top-tools">
                { language(&shell) }
                { theme(&shell, state.theme) }
                <button type="button" class="kb-tool" data-testid="about" aria-label={shell.t(Msg::About)}
                    title={shell.t(Msg::About)} onclick={shell.saying(UiAction::ShowAbout(true))}>{ icon(Icon::Info) }</button>
            </div>
        </header>
    }
}

fn example_menu(shell: &Shell, state: &UiState) -> Html {
    let choices = examples().iter().map(|example| Choice {
        id: example.id.to_string(),
        title: shell.lang.pick(example.title_en, example.title_ko).to_string(),
        about: shell.lang.pick(example.about_en, example.about_ko).to_string(),
    });
    let open = state.example.as_deref().and_then(example);
    let shown = open.map_or(shell.t(Msg::OwnFiles), |open| shell.lang.pick(open.title_en, open.title_ko));
    let on_choose = {
        let shell = shell.clone();
        Callback::from(move |id: String| open_example(&shell, &id))
    };
    html! {
        <Menu caption={shell.t(Msg::Example)} label={shell.t(Msg::ChooseExample)} {shown} chosen={state.example.clone()}
            choices={choices.collect::<Vec<_>>()} testid="example-menu" {on_choose} />
    }
}

/// A new cluster with the example's files applied and its load on, playing.
fn open_example(shell: &Shell, id: &str) {
    let Some(chosen) = example(id) else { return };
    let seed = shell.engine.ask(|session| session.options().seed);
    shell.engine.restart(Options { preset: chosen.preset, seed });
    shell.dispatch.emit(UiAction::OpenFiles(Some(id.to_string()), files(chosen)));
    let answer = shell.engine.apply_files(&files(chosen));
    shell.dispatch.emit(UiAction::Answered(answer));
    if let Some((url, rate)) = chosen.load {
        shell.engine.start_load(url, rate);
    }
    shell.engine.play();
}

fn cluster_menu(shell: &Shell, state: &Rc<UiState>, chosen: Preset) -> Html {
    let choices = Preset::ALL.into_iter().map(|preset| Choice {
        id: preset.name(),
        title: preset_title(shell, preset),
        about: shell.t(Msg::ClusterRestarts).to_string(),
    });
    let on_choose = {
        let (shell, state) = (shell.clone(), Rc::clone(state));
        Callback::from(move |name: String| {
            let Some(preset) = Preset::by_name(&name) else { return };
            let seed = shell.engine.ask(|session| session.options().seed);
            shell.engine.restart(Options { preset, seed });
            shell.dispatch.emit(UiAction::Deselect);
            shell.dispatch.emit(UiAction::Answered(shell.engine.apply_files(&state.documents.files())));
            shell.engine.play();
        })
    };
    html! {
        <Menu caption={shell.t(Msg::Cluster)} label={shell.t(Msg::ChooseCluster)} shown={preset_title(shell, chosen)}
            chosen={Some(chosen.name())} choices={choices.collect::<Vec<_>>()} testid="cluster-menu" {on_choose} />
    }
}

fn preset_title(shell: &Shell, preset: Preset) -> String {
    let msg = match preset {
        Preset::Minikube => Msg::PresetMinikube,
        Preset::ThreeNodes => Msg::PresetThreeNodes,
        Preset::Cloud => Msg::PresetCloud,
        Preset::Workers(count) => return text::workers(shell.lang, count),
    };
    shell.t(msg).to_string()
}

fn language(shell: &Shell) -> Html {
    let button = |lang: Lang| {
        let pressed = shell.lang == lang;
        html! {
            <button key={lang.tag()} type="button" class="kb-segment" lang={lang.tag()} aria-pressed={pressed.to_string()}
                aria-label={lang.own_name()} title={lang.own_name()} data-testid={format!("lang-{}", lang.tag())}
                onclick={shell.saying(UiAction::SetLang(lang))}>{ lang.pick("EN", "한") }</button>
        }
    };
    html! {
        <div class="kb-segments" role="group" aria-label={shell.t(Msg::Language)}>{ for Lang::ALL.into_iter().map(button) }</div>
    }
}

fn theme(shell: &Shell, theme: Theme) -> Html {
    let (label, drawn) = match theme {
        Theme::Light => (Msg::ThemeToDark, Icon::Moon),
        Theme::Dark => (Msg::ThemeToLight, Icon::Sun),
    };
    html! {
        <button type="button" class="kb-tool" data-testid="theme" aria-label={shell.t(label)} title={shell.t(label)}
            onclick={shell.saying(UiAction::ToggleTheme)}>{ icon(drawn) }</button>
    }
}
