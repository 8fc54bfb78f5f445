//! A command of minikube that takes its time: lines that come one after the other, and what it waits for at the end.

use std::collections::VecDeque;

use crate::cluster::World;
use crate::kubectl::call::{Answer, Polled, Wait};
use crate::sim::{SimTime, Span};

/// Whether what was waited for is there.
pub type IsThere = fn(&World) -> bool;

/// See the module's head.
#[derive(Clone, Debug)]
pub struct Steps {
    lines: VecDeque<(SimTime, String)>,
    is_there: IsThere,
    last: String,
    until: SimTime,
    late: String,
}

/// --wait-timeout
const LIMIT_WAIT: Span = Span::from_secs(360);

impl Steps {
    /// Lines with the seconds after now at which they come, then what is waited for, what is said when it is there and
    /// what if it never is.
    pub fn new(
        now: SimTime,
        lines: Vec<(u64, String)>,
        is_there: IsThere,
        (last, late): (String, String),
    ) -> Steps {
        let timed = lines.into_iter().map(|(after, text)| (now + Span::from_secs(after), text));
        Steps { lines: timed.collect(), is_there, last, until: now + LIMIT_WAIT, late }
    }
}

impl Wait for Steps {
    fn poll(&mut self, world: &mut World) -> Polled {
        let mut said = String::new();
        while let Some((_, text)) = self.lines.pop_front_if(|(at, _)| *at <= world.now()) {
            said += &text;
        }
        if !self.lines.is_empty() {
            return Polled::More(Answer::said(said));
        }
        match ((self.is_there)(world), world.now() >= self.until) {
            (true, _) => Polled::Done(Answer::said(said + &self.last)),
            (false, true) => Polled::Done(Answer { stdout: said, ..Answer::failed(self.late.trim_end()) }),
            (false, false) => Polled::More(Answer::said(said)),
        }
    }
}
