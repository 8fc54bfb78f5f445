//! Replays: a recording of a real cluster run again in the simulator, and what differs.
//!
//! `recording` reads a folder of recordings (its README says what each file holds), `cluster` makes a world like the one
//! recorded (`kubelets` what chance decided on its nodes), `run` gives it the same commands at the same times, `states` reduces every version of every object to the
//! line that is compared, `normal` takes out what chance decides (name suffixes, UIDs, addresses, absolute times),
//! `compare` counts. Two things are compared: the text and exit status of every command, and for every object
//! its states in order, with the events.

mod cluster;
mod compare;
mod kubelets;
mod normal;
mod recording;
mod run;
mod states;
mod steering;

use std::path::Path;

pub use compare::Report;

/// Replays the recording in a folder.
pub fn replay(folder: &Path) -> Result<Report, String> {
    let recording = recording::Recording::read(folder)?;
    let replayed = run::run(&recording)?;
    Ok(compare::compare(&recording, &replayed))
}

/// What the simulated objects went through, a line to a change: seconds since the start, the object and its state.
pub fn timeline(folder: &Path) -> Result<String, String> {
    let recording = recording::Recording::read(folder)?;
    let replayed = run::run(&recording)?;
    let line = |seen: &recording::Seen| {
        let name = seen.object["metadata"]["name"].as_str().unwrap_or_default();
        let state = states::line(&seen.resource, &seen.object);
        format!("{:8.3}  {:12} {:8} {name}  {state}\n", seen.at, seen.resource, seen.verb)
    };
    Ok(replayed.seen.iter().map(line).collect())
}
