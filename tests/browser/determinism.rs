//! wasm32 gives the digests that were recorded natively: the same cases, the same bytes.

use wasm_bindgen_test::wasm_bindgen_test;

#[path = "../determinism/cases.rs"]
mod cases;

#[wasm_bindgen_test]
fn runs_in_the_browser_are_as_recorded_natively() {
    let recorded: Vec<&str> = include_str!("../determinism/digests.txt").lines().collect();
    let found: Vec<String> = cases::all().iter().flat_map(cases::Case::lines).collect();
    assert_eq!(found, recorded);
}
