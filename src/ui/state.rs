//! What the reader has chosen: language, theme, open view, selection, files. A pure reducer; what the cluster does is in
//! the scene, not here.

use super::documents::Documents;
use super::editing::{self, Editing};
use super::text::Lang;
use crate::view::{Diagnostic, FileToEdit, Ref, ResultLine, TerminalFile};
use std::collections::BTreeSet;
use std::rc::Rc;

/// Steps of the inspector's way back.
const TRAIL: usize = 20;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    Light,
    Dark,
}

impl Theme {
    pub fn name(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    pub fn from_name(name: &str) -> Option<Theme> {
        [Theme::Light, Theme::Dark].into_iter().find(|theme| theme.name() == name)
    }

    pub fn other(self) -> Theme {
        match self {
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Light,
        }
    }
}

/// The view in the middle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    #[default]
    Nodes,
    Services,
    Autoscaling,
    Scheduler,
}

/// What the pane under the stage shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bottom {
    #[default]
    Events,
    Terminal,
}

impl Bottom {
    pub fn name(self) -> &'static str {
        match self {
            Bottom::Events => "events",
            Bottom::Terminal => "terminal",
        }
    }
}

/// The pane a phone shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    Editor,
    #[default]
    Cluster,
    Services,
    Events,
    Terminal,
    Inspector,
}

impl Pane {
    pub const ALL: [Pane; 6] =
        [Pane::Editor, Pane::Cluster, Pane::Services, Pane::Events, Pane::Terminal, Pane::Inspector];

    pub fn name(self) -> &'static str {
        match self {
            Pane::Editor => "editor",
            Pane::Cluster => "cluster",
            Pane::Services => "services",
            Pane::Events => "events",
            Pane::Terminal => "terminal",
            Pane::Inspector => "inspector",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct UiState {
    pub lang: Lang,
    pub theme: Theme,
    pub documents: Documents,
    /// What a command of the terminal wants edited.
    pub editing: Option<Editing>,
    /// Files of commands that were given a tab.
    pub taken_over: BTreeSet<String>,
    /// The example the files come from.
    pub example: Option<String>,
    pub stage: Stage,
    pub pane: Pane,
    pub bottom: Bottom,
    pub selection: Option<Ref>,
    /// A pod and the node it was dropped on: would it fit there?
    pub asked: Option<(Ref, String)>,
    /// What was selected before, for the way back.
    pub trail: Vec<Ref>,
    pub warnings_only: bool,
    pub follow_selection: bool,
    pub live_apply: bool,
    pub diagnostics: Rc<Vec<Diagnostic>>,
    pub answer: Rc<Vec<ResultLine>>,
    pub hint: bool,
    pub about: bool,
    /// The terminal is text and a field of the page, not a screen.
    pub plain_terminal: bool,
}

impl UiState {
    pub fn new(lang: Lang, theme: Theme, documents: Documents) -> UiState {
        UiState {
            lang,
            theme,
            documents,
            editing: None,
            taken_over: BTreeSet::new(),
            example: None,
            stage: Stage::default(),
            pane: Pane::default(),
            bottom: Bottom::default(),
            selection: None,
            asked: None,
            trail: Vec::new(),
            warnings_only: false,
            follow_selection: false,
            live_apply: false,
            diagnostics: Rc::default(),
            answer: Rc::default(),
            hint: true,
            about: false,
            plain_terminal: false,
        }
    }

    /// The node the selected pod was dropped on.
    pub fn asked_node(&self) -> Option<&str> {
        let (pod, node) = self.asked.as_ref()?;
        (self.selection.as_ref() == Some(pod)).then_some(node)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum UiAction {
    SetLang(Lang),
    ToggleTheme,
    ShowStage(Stage),
    ShowPane(Pane),
    ShowBottom(Bottom),
    Select(Ref),
    /// Whether a pod would fit on a node.
    AskFit(Ref, String),
    GoBack,
    Deselect,
    SetWarningsOnly(bool),
    SetFollowSelection(bool),
    SetLiveApply(bool),
    /// Files of an example (with its id), or the reader's own.
    OpenFiles(Option<String>, Vec<(String, String)>),
    SwitchFile(u32),
    EditFile(u32, String),
    NewFile,
    RenameFile(u32, String),
    CloseFile(u32),
    /// What the command in front wants edited.
    Edit(Option<FileToEdit>),
    /// Leads the reader to it.
    GoToEdit,
    /// The reader saved it.
    EditSaved,
    /// What commands did to the files.
    FilesChanged(Vec<TerminalFile>),
    Diagnosed(Vec<Diagnostic>),
    Answered(Vec<ResultLine>),
    DismissHint,
    ShowAbout(bool),
    SetPlainTerminal(bool),
}

pub fn reduce(state: &UiState, action: UiAction) -> UiState {
    let mut next = state.clone();
    match action {
        UiAction::SetLang(lang) => next.lang = lang,
        UiAction::ToggleTheme => next.theme = state.theme.other(),
        UiAction::ShowStage(stage) => show_stage(&mut next, stage),
        UiAction::ShowPane(pane) => show_pane(&mut next, pane),
        UiAction::ShowBottom(bottom) => show_bottom(&mut next, bottom),
        UiAction::Select(what) => select(&mut next, what),
        UiAction::AskFit(pod, node) => {
            select(&mut next, pod.clone());
            next.asked = Some((pod, node));
        }
        UiAction::GoBack => go_back(&mut next),
        UiAction::Deselect => deselect(&mut next),
        UiAction::SetWarningsOnly(yes) => next.warnings_only = yes,
        UiAction::SetFollowSelection(yes) => next.follow_selection = yes,
        UiAction::SetLiveApply(yes) => next.live_apply = yes,
        UiAction::OpenFiles(example, files) => open(&mut next, example, files),
        UiAction::Diagnosed(list) => next.diagnostics = Rc::new(list),
        UiAction::Answered(lines) => next.answer = Rc::new(lines),
        UiAction::DismissHint => next.hint = false,
        UiAction::ShowAbout(yes) => next.about = yes,
        UiAction::SetPlainTerminal(yes) => next.plain_terminal = yes,
        file => change_files(&mut next, file),
    }
    next
}

fn change_files(state: &mut UiState, action: UiAction) {
    let before = state.documents.active().id;
    match action {
        UiAction::SwitchFile(id) => state.documents.switch_to(id),
        UiAction::EditFile(id, text) => state.documents.edit(id, text),
        UiAction::NewFile => state.documents.add(),
        UiAction::RenameFile(id, name) => state.documents.rename(id, &name),
        UiAction::CloseFile(id) => state.documents.close(id),
        UiAction::Edit(wanted) => editing::show(state, wanted),
        UiAction::GoToEdit => editing::go(state),
        UiAction::EditSaved => state.editing.iter_mut().for_each(|one| one.saved = true),
        UiAction::FilesChanged(files) => editing::take_over(state, &files),
        _ => {}
    }
    if state.documents.active().id != before {
        state.diagnostics = Rc::default();
    }
}

fn open(state: &mut UiState, example: Option<String>, files: Vec<(String, String)>) {
    state.documents = Documents::open(files);
    state.editing = None;
    state.taken_over.clear();
    state.example = example;
    state.selection = None;
    state.trail.clear();
    state.diagnostics = Rc::default();
    state.answer = Rc::default();
    state.hint = true;
}

fn show_stage(state: &mut UiState, stage: Stage) {
    state.stage = stage;
    state.pane = match stage {
        Stage::Services => Pane::Services,
        Stage::Nodes | Stage::Autoscaling | Stage::Scheduler => Pane::Cluster,
    };
}

fn show_pane(state: &mut UiState, pane: Pane) {
    state.pane = pane;
    match pane {
        Pane::Services => state.stage = Stage::Services,
        Pane::Events => state.bottom = Bottom::Events,
        Pane::Terminal => state.bottom = Bottom::Terminal,
        Pane::Cluster if state.stage == Stage::Services => state.stage = Stage::Nodes,
        _ => {}
    }
}

/// On a phone the two are panes of their own.
fn show_bottom(state: &mut UiState, bottom: Bottom) {
    state.bottom = bottom;
    if matches!(state.pane, Pane::Events | Pane::Terminal) {
        state.pane = if bottom == Bottom::Events { Pane::Events } else { Pane::Terminal };
    }
}

fn select(state: &mut UiState, what: Ref) {
    if state.selection.as_ref() == Some(&what) {
        state.pane = Pane::Inspector;
        return;
    }
    if let Some(before) = state.selection.replace(what) {
        state.trail.push(before);
        if state.trail.len() > TRAIL {
            state.trail.remove(0);
        }
    }
    state.pane = Pane::Inspector;
}

fn go_back(state: &mut UiState) {
    match state.trail.pop() {
        Some(before) => state.selection = Some(before),
        None => deselect(state),
    }
}

fn deselect(state: &mut UiState) {
    state.selection = None;
    state.trail.clear();
    state.follow_selection = false;
    if state.pane == Pane::Inspector {
        state.pane = if state.stage == Stage::Services { Pane::Services } else { Pane::Cluster };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> UiState {
        let files = ["a", "b"].map(|name| (name.to_string(), String::new()));
        UiState::new(Lang::En, Theme::Light, Documents::open(files))
    }

    fn pod(name: &str) -> Ref {
        Ref { kind: "Pod".to_string(), namespace: "default".to_string(), name: name.to_string() }
    }

    fn after(actions: impl IntoIterator<Item = UiAction>) -> UiState {
        actions.into_iter().fold(state(), |state, action| reduce(&state, action))
    }

    #[test]
    fn the_way_back_ends_with_nothing_selected() {
        let select = |name| UiAction::Select(pod(name));
        let there = after([select("a"), select("b"), select("b"), UiAction::GoBack]);
        assert_eq!(there.selection, Some(pod("a")));
        let gone = reduce(&there, UiAction::GoBack);
        assert_eq!((gone.selection, gone.pane), (None, Pane::Cluster));
    }

    #[test]
    fn a_dropped_pod_is_selected_and_asked_about() {
        let asked = after([UiAction::Select(pod("a")), UiAction::AskFit(pod("b"), "worker-1".to_string())]);
        assert_eq!(asked.selection, Some(pod("b")));
        assert_eq!(asked.asked_node(), Some("worker-1"));
        assert_eq!(reduce(&asked, UiAction::GoBack).asked_node(), None);
    }

    #[test]
    fn the_way_back_is_bounded() {
        let many = after((0..50).map(|at| UiAction::Select(pod(&at.to_string()))));
        assert_eq!(many.trail.len(), TRAIL);
    }

    #[test]
    fn pane_and_stage_agree() {
        let services = after([UiAction::ShowPane(Pane::Services)]);
        assert_eq!(services.stage, Stage::Services);
        assert_eq!(reduce(&services, UiAction::ShowPane(Pane::Cluster)).stage, Stage::Nodes);
        assert_eq!(after([UiAction::ShowStage(Stage::Autoscaling)]).pane, Pane::Cluster);
    }

    #[test]
    fn problems_of_another_file_are_not_shown() {
        let marked = reduce(&state(), UiAction::Diagnosed(vec![Diagnostic::default()]));
        assert_eq!(reduce(&marked, UiAction::EditFile(0, "x".to_string())).diagnostics.len(), 1);
        assert_eq!(reduce(&marked, UiAction::SwitchFile(1)).diagnostics.len(), 0);
    }

    #[test]
    fn an_example_brings_its_files_and_takes_the_selection() {
        let files = vec![("web.yaml".to_string(), "kind: Pod".to_string())];
        let next = after([UiAction::Select(pod("a")), UiAction::OpenFiles(Some("nginx".to_string()), files)]);
        assert_eq!(next.documents.active().name, "web.yaml");
        assert_eq!((next.selection, next.example.as_deref()), (None, Some("nginx")));
    }
}
