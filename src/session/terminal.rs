//! A session's terminal: its commands go on as the cluster's time does.
//!
//! A command that waits is looked at after every event, and at the moments it asks for. Neither depends on how
//! `Session::advance` is sliced, so that a replay shows the same screen.

use super::{Action, Session};
use crate::cluster::Progress;
use crate::sim::SimTime;
use crate::terminal::{LineKind, Terminal, ToEdit, Wants};
use crate::view::{
    Completion, FileToEdit, LineStory, TerminalFile, TerminalKind, TerminalLine, TerminalView,
};

impl Session {
    /// As `World::advance`, with the terminal looking on; a look counts as an event.
    pub(super) fn run_with_terminal(&mut self, to: SimTime, budget: u64) -> Progress {
        let end = self.world.events() + budget;
        let mut looks = 0;
        while let Some(look) = self.terminal.looks_at() {
            if self.world.events() + looks >= end {
                return Progress::OutOfBudget;
            }
            let event = self.world.next_time().filter(|at| *at <= to.min(look));
            if event.is_none() && look > to {
                return self.world.advance(to, 1);
            }
            match event {
                Some(at) => self.world.advance(at, 1),
                None => self.world.advance(look, 1),
            };
            self.terminal.poll(&mut self.world);
            looks += 1;
        }
        self.world.advance(to, end.saturating_sub(self.world.events() + looks))
    }

    /// Files that the terminal has already need no place in the script.
    pub(super) fn changes_nothing(&self, action: &Action) -> bool {
        matches!(action, Action::Files { files } if self.terminal.has_been_handed(files))
    }

    /// The terminal's screen.
    pub fn terminal(&self) -> TerminalView {
        let line = |(text, kind, at): (&str, LineKind, SimTime)| TerminalLine {
            text: text.to_owned(),
            kind: match kind {
                LineKind::Prompt => TerminalKind::Prompt,
                LineKind::Out => TerminalKind::Out,
                LineKind::Err => TerminalKind::Err,
            },
            at_us: at.0,
            story: None,
        };
        let screen = self.terminal.screen();
        let mut lines: Vec<TerminalLine> = screen.lines().map(line).collect();
        for entered in self.terminal.stories().all() {
            let place = entered.line.checked_sub(screen.dropped()).and_then(|at| usize::try_from(at).ok());
            if let Some(line) = place.and_then(|at| lines.get_mut(at)) {
                line.story = Some(entered.line);
            }
        }
        let wants = self.terminal.wants();
        let reads = wants == Wants::Lines;
        TerminalView {
            lines,
            dropped: screen.dropped(),
            prompt: if reads { String::new() } else { self.terminal.prompt() },
            busy: self.terminal.is_busy(),
            reads,
            edit: self.file_to_edit(),
        }
    }

    /// A file that the command that runs wants edited.
    pub fn file_to_edit(&self) -> Option<FileToEdit> {
        let Wants::Edit(ToEdit { command, name, subject, text, passing, refused }) = self.terminal.wants()
        else {
            return None;
        };
        Some(FileToEdit { command, name, subject, text, passing, refused })
    }

    /// What commands did to the files since the editor handed its own over.
    pub fn changed_files(&self) -> Vec<TerminalFile> {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let file = |(name, handed, now): (&str, Option<&str>, Option<&str>)| TerminalFile {
            name: name.to_owned(),
            handed: owned(handed),
            now: owned(now),
        };
        self.terminal.changed_files().into_iter().map(file).collect()
    }

    /// What the Tab key offers with the cursor so many characters into a line.
    pub fn complete(&self, line: &str, cursor: usize) -> Completion {
        let (start, candidates) = self.terminal.complete(&self.world, line, cursor);
        Completion { start, candidates }
    }

    /// What a line of the terminal did; none if it is no longer known.
    pub fn line_story(&self, line: u64) -> Option<LineStory> {
        let entered = self.terminal.stories().of(line)?;
        Some(super::views::line_story(&self.world, entered))
    }

    /// The terminal itself: its files and its history.
    pub fn terminal_state(&self) -> &Terminal {
        &self.terminal
    }
}
