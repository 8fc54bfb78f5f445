//! How long a crowd of pods takes to start in this browser. `cargo xtask bench` runs it optimised and shows
//! the times; among the other tests it only sees that a hundred pods start.

use wasm_bindgen_test::{console_log, wasm_bindgen_test};

#[path = "../../benches/start/crowd.rs"]
mod crowd;

/// CPU time for 1,000 pods, in an optimised build.
const LIMIT_MS: f64 = 2000.0;

#[wasm_bindgen_test]
fn a_crowd_of_pods_starts_quickly() {
    let optimised = !cfg!(debug_assertions);
    for (pods, nodes) in crowd::SIZES.into_iter().filter(|(pods, _)| optimised || *pods <= 100) {
        let performance =
            web_sys::window().and_then(|window| window.performance()).expect("a page has a clock");
        let before = performance.now();
        let simulated_us = crowd::start(pods, nodes);
        let took_ms = performance.now() - before;
        console_log!(
            "{pods} pods Ready after {took_ms:.0} ms of CPU time ({} s simulated)",
            simulated_us / 1_000_000
        );
        assert!(!optimised || took_ms < LIMIT_MS, "{pods} pods took {took_ms:.0} ms, more than {LIMIT_MS}");
    }
}
