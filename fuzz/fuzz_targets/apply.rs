//! Any text, taken every way that a text can take.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/corpus/every_way.rs"]
mod corpus;

fuzz_target!(|text: &str| corpus::every_way(text));
