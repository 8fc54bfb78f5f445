//! What every component may ask for: the language, the cluster, and a way to say what the reader chose. It changes only
//! with the language, so a component that uses it is not drawn again with each frame.

use super::engine::Engine;
use super::ports::Ports;
use super::state::{Bottom, Pane, UiAction};
use super::text::{Lang, Msg};
use crate::session::Action;
use crate::view::{Ref, ResultLine};
use yew::Callback;

#[derive(Clone, PartialEq)]
pub struct Shell {
    pub lang: Lang,
    pub engine: Engine,
    pub dispatch: Callback<UiAction>,
    pub ports: Ports,
}

impl Shell {
    pub fn t(&self, msg: Msg) -> &'static str {
        msg.text(self.lang)
    }

    /// A callback that selects an object.
    pub fn selecting<E>(&self, what: &Ref) -> Callback<E> {
        let (dispatch, what) = (self.dispatch.clone(), what.clone());
        Callback::from(move |_| dispatch.emit(UiAction::Select(what.clone())))
    }

    /// A callback that says one thing.
    pub fn saying<E>(&self, action: UiAction) -> Callback<E> {
        let dispatch = self.dispatch.clone();
        Callback::from(move |_| dispatch.emit(action.clone()))
    }

    /// Acts on the cluster and shows its answer where answers are shown.
    pub fn act(&self, action: Action) -> Vec<ResultLine> {
        let lines = self.engine.act(action);
        if !lines.is_empty() {
            self.dispatch.emit(UiAction::Answered(lines.clone()));
        }
        lines
    }

    /// Runs a line in the terminal, which shows it where it is in sight; a terminal that is busy says so.
    pub fn run(&self, line: &str) {
        self.act(Action::Terminal { line: line.to_string() });
        self.dispatch.emit(UiAction::ShowBottom(Bottom::Terminal));
    }

    /// As `run`, and goes there: the line wants to be typed to.
    pub fn run_and_go(&self, line: &str) {
        self.act(Action::Terminal { line: line.to_string() });
        self.dispatch.emit(UiAction::ShowPane(Pane::Terminal));
    }
}
