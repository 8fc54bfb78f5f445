//! The running cluster behind the page: one session, the clock that drives it, and those who watch. Everyone holds the
//! same handle: the components, the keyboard, the JavaScript interface.

mod core;
mod pace;

use self::core::Core;
use super::scene::{Scene, Shared};
use crate::session::{Action, Options, Preset, Session};
use crate::view::{Diagnostic, FileToEdit, Inspection, Ref, ResultLine, TerminalFile};
use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::future::TimeoutFuture;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::Callback;

/// What those who watch are given: the cluster at one moment, and how its clock runs.
#[derive(Clone, PartialEq)]
pub struct Snapshot {
    pub scene: Rc<Scene>,
    pub inspection: Option<Shared<Inspection>>,
    /// What a command of the terminal wants edited, and what commands did to the files.
    pub edit: Option<FileToEdit>,
    pub files: Rc<Vec<TerminalFile>>,
    pub playing: bool,
    pub speed: u32,
    /// The clock asks for more than this machine can simulate.
    pub behind: bool,
    pub seeking: bool,
    pub preset: Preset,
}

#[derive(Clone)]
pub struct Engine(Rc<Inner>);

struct Inner {
    core: RefCell<Core>,
    watchers: RefCell<Vec<Callback<Snapshot>>>,
    /// Told the script after each act, so that a crash can show it.
    scribe: RefCell<Callback<String>>,
    frame: RefCell<Option<AnimationFrame>>,
    awake: Cell<bool>,
}

impl PartialEq for Engine {
    fn eq(&self, other: &Engine) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Engine {
    pub fn new(options: Options) -> Engine {
        Engine(Rc::new(Inner {
            core: RefCell::new(Core::new(options)),
            watchers: RefCell::default(),
            scribe: RefCell::new(Callback::noop()),
            frame: RefCell::default(),
            awake: Cell::new(false),
        }))
    }

    pub fn watch(&self, watcher: Callback<Snapshot>) {
        watcher.emit(self.snapshot());
        self.0.watchers.borrow_mut().push(watcher);
    }

    pub fn keep_script(&self, scribe: Callback<String>) {
        *self.0.scribe.borrow_mut() = scribe;
        self.write_script();
    }

    pub fn snapshot(&self) -> Snapshot {
        self.0.core.borrow().snapshot()
    }

    /// Asks the session something; nothing changes.
    pub fn ask<R>(&self, question: impl FnOnce(&Session) -> R) -> R {
        question(&self.0.core.borrow().session)
    }

    pub fn check(&self, text: &str) -> Vec<Diagnostic> {
        self.ask(|session| session.check(text))
    }

    pub fn act(&self, action: Action) -> Vec<ResultLine> {
        let lines = self.0.core.borrow_mut().act(action);
        self.write_script();
        self.wake();
        lines
    }

    /// Applies each file, as `kubectl apply -f` would one after the other.
    pub fn apply_files(&self, files: &[(String, String)]) -> Vec<ResultLine> {
        let apply = |(name, text): &(String, String)| {
            self.act(Action::Apply { file: name.clone(), text: text.clone() })
        };
        files.iter().filter(|(_, text)| !text.trim().is_empty()).flat_map(apply).collect()
    }

    /// The load an example brings.
    pub fn start_load(&self, url: &str, rate: u32) {
        self.act(Action::SetLoad { name: "load".to_string(), url: url.to_string(), rate });
    }

    /// A new cluster; speed and selection of the old one are forgotten, watchers stay.
    pub fn restart(&self, options: Options) {
        self.0.core.borrow_mut().restart(options);
        self.write_script();
        self.wake();
    }

    pub fn play(&self) {
        self.0.core.borrow_mut().set_playing(true);
        self.wake();
    }

    pub fn pause(&self) {
        self.0.core.borrow_mut().set_playing(false);
        self.wake();
    }

    pub fn toggle(&self) {
        let playing = self.0.core.borrow().playing;
        if playing { self.pause() } else { self.play() }
    }

    pub fn set_speed(&self, speed: u32) {
        self.0.core.borrow_mut().set_speed(speed);
        self.wake();
    }

    pub fn step(&self) {
        self.0.core.borrow_mut().step();
        self.wake();
    }

    pub fn seek(&self, to_us: u64) {
        self.0.core.borrow_mut().seek(to_us);
        self.wake();
    }

    /// Simulates up to a moment as fast as it goes and calls back there.
    pub fn advance_to(&self, to_us: u64, done: impl FnOnce() + 'static) {
        self.0.core.borrow_mut().advance_to(to_us, Box::new(done));
        self.wake();
    }

    /// Calls back when the session is where the last `seek` sent it.
    pub fn when_there(&self, done: impl FnOnce() + 'static) {
        self.0.core.borrow_mut().when_there(Box::new(done));
        self.wake();
    }

    pub fn select(&self, what: Option<Ref>) {
        self.0.core.borrow_mut().select(what);
        self.wake();
    }

    /// The newest scene, drawn or not.
    pub fn scene_now(&self) -> Rc<Scene> {
        self.0.core.borrow_mut().refresh(pace::now_ms(), true);
        self.publish();
        self.snapshot().scene
    }

    fn write_script(&self) {
        let script = self.ask(Session::script_text);
        self.0.scribe.borrow().emit(script);
    }

    fn wake(&self) {
        if !self.0.awake.replace(true) {
            self.0.core.borrow_mut().begin_ticking(pace::now_ms());
            self.schedule();
        }
    }

    /// An animation frame keeps time (and stands still on a hidden page), but the work is done in tasks of its own:
    /// inside the frame it would count, with layout and painting, as one long task.
    fn schedule(&self) {
        let engine = self.clone();
        let frame = request_animation_frame(move |_| {
            engine.0.core.borrow_mut().pace.frame_begins(pace::now_ms());
            engine.soon(Engine::tick);
        });
        *self.0.frame.borrow_mut() = Some(frame);
    }

    fn soon(&self, work: fn(&Engine)) {
        let engine = self.clone();
        yew::platform::spawn_local(async move {
            TimeoutFuture::new(0).await;
            work(&engine);
        });
    }

    /// One task of simulation; when it is time to draw, one that works out the picture and one that draws it follow.
    fn tick(&self) {
        let due = {
            let mut core = self.0.core.borrow_mut();
            core.pace.frame_ended(pace::now_ms());
            core.work(pace::now_ms());
            core.is_draw_due(pace::now_ms())
        };
        if due { self.soon(Engine::refresh) } else { self.go_on() }
    }

    fn refresh(&self) {
        self.0.core.borrow_mut().refresh(pace::now_ms(), false);
        self.soon(Engine::draw);
    }

    fn draw(&self) {
        self.publish();
        self.go_on();
    }

    fn go_on(&self) {
        if self.0.core.borrow().is_busy() {
            self.schedule();
        } else {
            self.0.awake.set(false);
        }
    }

    /// Hands the snapshot round, notes how long the page took to draw it, and calls those who waited for its moment.
    fn publish(&self) {
        let started = pace::now_ms();
        let snapshot = self.snapshot();
        for watcher in self.0.watchers.borrow().iter() {
            watcher.emit(snapshot.clone());
        }
        let engine = self.clone();
        // Yew draws in a microtask that was queued by the watchers: this one comes after it.
        yew::platform::spawn_local(async move {
            let drawn = pace::now_ms();
            let reached = {
                let mut core = engine.0.core.borrow_mut();
                core.pace.drew(drawn, drawn - started);
                core.take_reached()
            };
            for done in reached {
                done();
            }
        });
    }
}
