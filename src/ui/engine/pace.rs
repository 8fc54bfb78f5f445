//! How much work goes into one animation frame and how often the page is drawn: real time, which the engine itself never
//! sees. Everything here serves one rule, that no task takes longer than 50 ms.

/// Simulation in one animation frame while playing, and while the reader waits for a moment.
const SLICE_MS: f64 = 6.0;
const HASTE_MS: f64 = 12.0;

/// One call into the session should stay about this short.
const CALL_MS: f64 = 1.5;
const CALL_EVENTS: (u32, u32) = (8, 128);

/// Frames are drawn at most twenty times a second, and less often when drawing is dear.
const DRAW_EVERY_MS: f64 = 50.0;
const DRAW_SHARE: f64 = 4.0;
const DRAW_SELDOM_MS: f64 = 500.0;

/// The inspector is worked out less often than the cluster is drawn.
const INSPECT_EVERY_MS: f64 = 200.0;

/// Nobody reads a list that changes more often.
const TELL_EVERY_MS: f64 = 250.0;

/// Animation frames in a row that did not reach their moment before the page says so.
const LATE_FRAMES: u32 = 20;

pub fn now_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

#[derive(Debug)]
pub struct Pace {
    /// Events of one call into the session.
    pub budget: u32,
    drawn_ms: f64,
    draw_cost_ms: f64,
    last_cost_ms: f64,
    /// What was drawn has not been laid out and painted yet; and since when it is.
    unpainted: bool,
    frame_began_ms: Option<f64>,
    inspected_ms: f64,
    told_ms: f64,
    late_frames: u32,
}

impl Pace {
    pub fn new() -> Pace {
        Pace {
            budget: 64,
            drawn_ms: 0.0,
            draw_cost_ms: 0.0,
            last_cost_ms: 0.0,
            unpainted: false,
            frame_began_ms: None,
            inspected_ms: 0.0,
            told_ms: 0.0,
            late_frames: 0,
        }
    }

    /// Calls `work` with a budget of events until it says it is done or the time is up; true when done.
    pub fn slice(&mut self, haste: bool, mut work: impl FnMut(u32) -> bool) -> bool {
        let end = now_ms() + if haste { HASTE_MS } else { SLICE_MS };
        let mut before = now_ms();
        loop {
            let done = work(self.budget);
            let after = now_ms();
            if done {
                return true;
            }
            self.learn(after - before);
            if after >= end {
                return false;
            }
            before = after;
        }
    }

    fn learn(&mut self, took_ms: f64) {
        let (least, most) = CALL_EVENTS;
        if took_ms < CALL_MS {
            self.budget = (self.budget * 2).min(most);
        } else if took_ms > 2.0 * CALL_MS {
            self.budget = (self.budget / 2).max(least);
        }
    }

    pub fn arrived(&mut self, in_time: bool) {
        self.late_frames = if in_time { 0 } else { self.late_frames + 1 };
    }

    pub fn is_behind(&self) -> bool {
        self.late_frames >= LATE_FRAMES
    }

    pub fn should_draw(&self, now_ms: f64) -> bool {
        let pause = (self.draw_cost_ms * DRAW_SHARE).clamp(DRAW_EVERY_MS, DRAW_SELDOM_MS);
        // Half an animation frame early is in time: otherwise every frame that is due waits for the next one.
        now_ms - self.drawn_ms >= pause - 8.0
    }

    pub fn draws(&mut self, now_ms: f64) {
        self.drawn_ms = now_ms;
    }

    /// The elements are there; laying them out and painting them is still to come.
    pub fn drew(&mut self, now_ms: f64, cost_ms: f64) {
        self.drawn_ms = now_ms;
        self.last_cost_ms = cost_ms;
        self.unpainted = true;
    }

    /// The browser lays out and paints between the beginning of an animation frame and the next task.
    pub fn frame_begins(&mut self, now_ms: f64) {
        self.frame_began_ms = self.unpainted.then_some(now_ms);
        self.unpainted = false;
    }

    pub fn frame_ended(&mut self, now_ms: f64) {
        if let Some(began_ms) = self.frame_began_ms.take() {
            let cost_ms = self.last_cost_ms + now_ms - began_ms;
            self.draw_cost_ms = self.draw_cost_ms * 0.6 + cost_ms * 0.4;
        }
    }

    /// Whether what happened is told in this picture; `whole` says that it has to be.
    pub fn tells(&mut self, now_ms: f64, whole: bool) -> bool {
        let tells = whole || now_ms - self.told_ms >= TELL_EVERY_MS;
        if tells {
            self.told_ms = now_ms;
        }
        tells
    }

    pub fn should_inspect(&self, now_ms: f64) -> bool {
        now_ms - self.inspected_ms >= INSPECT_EVERY_MS
    }

    pub fn inspects(&mut self, now_ms: f64) {
        self.inspected_ms = now_ms;
    }
}
