//! Texts that the fuzzer found worth keeping: each reached code that no other did.
//!
//! `fuzz/` writes such texts by the thousand; `tests/corpus/kept.jsonl` holds a small set that together reaches
//! more than half as much (CONTRIBUTING.md says how it is made). Here they run without the fuzzer.

#![cfg(not(target_arch = "wasm32"))]

#[path = "corpus/every_way.rs"]
mod every_way;

const KEPT: &str = include_str!("corpus/kept.jsonl");

#[test]
fn kept_texts_are_survived() {
    let texts: Vec<String> =
        KEPT.lines().map(|line| serde_json::from_str(line).expect("a JSON string to a line")).collect();
    assert!(texts.len() > 100, "{} texts", texts.len());
    texts.iter().for_each(|text| every_way::every_way(text));
}
