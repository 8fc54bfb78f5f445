//! What only a browser can show: the same library, compiled to wasm32 and run in headless Chromium.
//! `cargo xtask test --only browser` runs it; on other targets it is empty.

#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

mod determinism;
mod scheduling;
mod speed;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the_test_runs_in_a_page_with_a_document() {
    let window = web_sys::window().expect("a browser has a window");
    assert!(window.document().is_some());
}
