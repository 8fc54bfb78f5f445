//! Headings and elapsed times for a run of several steps.

use crate::proc::{self, Result};
use std::time::Instant;

pub fn heading(title: &str) {
    println!("\n=== {title}");
}

/// Runs one step under its heading and says how long it took, also when it failed.
pub fn step(title: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    heading(title);
    let start = Instant::now();
    let result = work();
    let verdict = if result.is_ok() { "done" } else { "FAILED" };
    println!("=== {title}: {verdict} in {}", proc::seconds(start));
    result
}
