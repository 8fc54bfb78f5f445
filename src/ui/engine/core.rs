//! The session and its virtual clock: what is wanted, what is reached, and what the page last saw of it.

use super::Snapshot;
use super::pace::Pace;
use crate::session::{Action, Options, Session};
use crate::ui::beginning::FIRST_SPEED;
use crate::ui::scene::{Scene, Shared};
use crate::view::{FileToEdit, Inspection, Ref, ResultLine, TerminalFile};
use std::rc::Rc;

/// A hidden page gets no animation frames; when it is shown again, the cluster has not run away.
const LONGEST_GAP_MS: f64 = 100.0;

pub type Done = Box<dyn FnOnce()>;

pub struct Core {
    pub session: Session,
    pub playing: bool,
    pub speed: u32,
    pub pace: Pace,
    scene: Rc<Scene>,
    selection: Option<Ref>,
    inspection: Option<Shared<Inspection>>,
    edit: Option<FileToEdit>,
    files: Rc<Vec<TerminalFile>>,
    /// Where the clock should be, in virtual microseconds.
    wanted_us: f64,
    last_tick_ms: f64,
    /// The page has not seen the newest state, or the inspector has not.
    stale: bool,
    stale_inspection: bool,
    goals: Vec<(u64, Done)>,
    arrivals: Vec<Done>,
    reached: Vec<Done>,
}

impl Core {
    pub fn new(options: Options) -> Core {
        Core {
            session: Session::new(options),
            playing: false,
            speed: FIRST_SPEED,
            pace: Pace::new(),
            scene: Rc::default(),
            selection: None,
            inspection: None,
            edit: None,
            files: Rc::default(),
            wanted_us: 0.0,
            last_tick_ms: 0.0,
            stale: true,
            stale_inspection: false,
            goals: Vec::new(),
            arrivals: Vec::new(),
            reached: Vec::new(),
        }
    }

    pub fn restart(&mut self, options: Options) {
        self.session = Session::new(options);
        self.scene = Rc::default();
        self.selection = None;
        self.inspection = None;
        self.settle();
    }

    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            scene: Rc::clone(&self.scene),
            inspection: self.inspection.clone(),
            edit: self.edit.clone(),
            files: Rc::clone(&self.files),
            playing: self.playing,
            speed: self.speed,
            behind: self.playing && self.pace.is_behind(),
            seeking: self.session.is_seeking(),
            preset: self.session.options().preset,
        }
    }

    pub fn act(&mut self, action: Action) -> Vec<ResultLine> {
        self.arrive();
        let lines = self.session.act(action);
        self.settle();
        lines
    }

    pub fn set_playing(&mut self, playing: bool) {
        self.playing = playing;
        self.settle();
    }

    pub fn set_speed(&mut self, speed: u32) {
        self.speed = speed.max(1);
        self.settle();
    }

    pub fn step(&mut self) {
        self.arrive();
        self.playing = false;
        self.session.step();
        self.settle();
    }

    pub fn seek(&mut self, to_us: u64) {
        self.playing = false;
        self.session.seek(to_us);
        self.stale = true;
    }

    pub fn advance_to(&mut self, to_us: u64, done: Done) {
        self.goals.push((to_us, done));
    }

    pub fn when_there(&mut self, done: Done) {
        self.arrivals.push(done);
    }

    pub fn select(&mut self, what: Option<Ref>) {
        self.inspection = what.as_ref().map(|what| Shared::new(self.session.inspect(what)));
        self.selection = what;
        self.stale = true;
    }

    pub fn begin_ticking(&mut self, now_ms: f64) {
        self.last_tick_ms = now_ms;
    }

    pub fn is_busy(&self) -> bool {
        let waited_for = !self.goals.is_empty() || !self.arrivals.is_empty() || !self.reached.is_empty();
        self.playing || self.stale || self.stale_inspection || waited_for || self.session.is_seeking()
    }

    /// One animation frame's share of simulation.
    pub fn work(&mut self, now_ms: f64) {
        let passed_ms = (now_ms - self.last_tick_ms).clamp(0.0, LONGEST_GAP_MS);
        self.last_tick_ms = now_ms;
        if self.session.is_seeking() {
            let session = &mut self.session;
            if !self.pace.slice(true, |budget| session.advance_seek(budget)) {
                return;
            }
            self.settle();
        }
        self.reached.append(&mut self.arrivals);
        if let Some(goal) = self.goals.iter().map(|(to_us, _)| *to_us).min() {
            if self.run_to(goal, true) {
                self.settle();
                self.keep_goals();
            }
        } else if self.playing {
            self.play_on(passed_ms);
        }
    }

    /// Whom to call because the page has drawn the moment they waited for.
    pub fn take_reached(&mut self) -> Vec<Done> {
        std::mem::take(&mut self.reached)
    }

    fn play_on(&mut self, passed_ms: f64) {
        self.wanted_us += passed_ms * 1000.0 * f64::from(self.speed);
        let in_time = self.run_to(self.wanted_us as u64, false);
        self.pace.arrived(in_time);
        if !in_time {
            // What was missed is dropped, not owed: the clock goes as fast as it can and no faster.
            let margin = LONGEST_GAP_MS * 1000.0 * f64::from(self.speed);
            self.wanted_us = self.wanted_us.min(self.session.now_us() as f64 + margin);
        }
    }

    fn run_to(&mut self, to_us: u64, haste: bool) -> bool {
        let session = &mut self.session;
        let there = self.pace.slice(haste, |budget| session.advance(to_us, budget));
        self.stale = true;
        self.stale_inspection = self.selection.is_some();
        there
    }

    fn keep_goals(&mut self) {
        let now_us = self.session.now_us();
        for (to_us, done) in std::mem::take(&mut self.goals) {
            if to_us <= now_us {
                self.reached.push(done);
            } else {
                self.goals.push((to_us, done));
            }
        }
    }

    /// Finishes a move to another moment before the reader acts there.
    fn arrive(&mut self) {
        while self.session.is_seeking() {
            self.session.advance_seek(4096);
        }
    }

    fn settle(&mut self) {
        self.wanted_us = self.session.now_us() as f64;
        self.stale = true;
        self.stale_inspection = self.selection.is_some();
    }

    pub fn is_draw_due(&self, now_ms: f64) -> bool {
        let awaited = !self.reached.is_empty();
        awaited || ((self.stale || self.stale_inspection) && self.pace.should_draw(now_ms))
    }

    /// Works out what is to be drawn. While the clock runs, events that come thick are told in bundles, unless someone
    /// waits for this very moment.
    pub fn refresh(&mut self, now_ms: f64, awaited: bool) {
        self.pace.draws(now_ms);
        self.stale = false;
        if !self.session.is_seeking() {
            let whole = awaited || !self.playing || !self.reached.is_empty();
            let mut scene = Scene::new(self.session.frame(), &self.scene);
            if !self.pace.tells(now_ms, whole) {
                scene.events = self.scene.events.clone();
            }
            self.scene = Rc::new(scene);
            self.edit = self.session.file_to_edit();
            self.files = Rc::new(self.session.changed_files());
        }
        let Some(what) = self.selection.clone() else {
            self.stale_inspection = false;
            return;
        };
        if self.stale_inspection && self.pace.should_inspect(now_ms) {
            self.pace.inspects(now_ms);
            self.stale_inspection = false;
            self.inspection = Some(Shared::keep(self.session.inspect(&what), self.inspection.as_ref()));
        }
    }
}
