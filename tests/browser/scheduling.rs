//! How many pods a second the scheduler places in this browser. `cargo xtask bench` runs it optimised and shows the
//! figures; among the other tests it only sees that pods are placed.

use gloo::timers::future::TimeoutFuture;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

#[path = "../../benches/scheduler/workloads.rs"]
mod workloads;

const PODS: usize = 1000;
const NODES: [usize; 3] = [100, 1000, 5000];

#[wasm_bindgen_test]
async fn the_scheduler_places_pods_quickly() {
    let optimised = !cfg!(debug_assertions);
    let (sizes, pods) = if optimised { (&NODES[..], PODS) } else { (&NODES[..1], 20) };
    for workload in workloads::ALL {
        for nodes in sizes {
            // The browser is asked for the output all the while and must get round to answering.
            TimeoutFuture::new(0).await;
            let mut lab = workloads::Lab::new(workload, *nodes).with_pods(pods);
            let before = lab.placed();
            let performance =
                web_sys::window().and_then(|window| window.performance()).expect("a page has a clock");
            let started = performance.now();
            lab.schedule(pods);
            let took_ms = performance.now() - started;
            let rate = pods as f64 * 1000.0 / took_ms.max(0.001);
            console_log!("{} at {nodes} nodes: {rate:.0} pods a second", workload.name);
            assert!(lab.placed() > before, "{} at {nodes} nodes places no pod", workload.name);
        }
    }
}
