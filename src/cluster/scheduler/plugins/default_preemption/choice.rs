//! Which of the candidates is chosen: preemption.go pickOneNodeForPreemption, v1.36.

use std::cmp::Reverse;

use crate::cluster::scheduler::decision::{Candidate, Preemption};
use crate::cluster::scheduler::framework::Cycle;
use crate::kinds::Time;
use crate::kinds::pod::Pod;

type Rule<'r> = (&'static str, Box<dyn Fn(&Candidate) -> i64 + 'r>);

/// Rule by rule the candidates with the highest score stay, until one is left; the first of those that no rule
/// tells apart.
pub fn choose(looked_at: &mut Preemption, cycle: &Cycle<'_>) {
    let mut left: Vec<usize> = (0..looked_at.candidates.len()).collect();
    let mut used = "the only candidate";
    for (name, score) in rules(cycle) {
        if left.len() <= 1 {
            break;
        }
        let of = |at: &usize| score(&looked_at.candidates[*at]);
        let best = left.iter().map(of).max();
        left.retain(|at| Some(of(at)) == best);
        used = name;
    }
    if left.len() > 1 {
        used = "the first of equals";
    }
    looked_at.chosen = left.first().copied();
    looked_at.rule = used;
}

fn rules<'r>(cycle: &'r Cycle<'_>) -> [Rule<'r>; 5] {
    let highest = |one: &Candidate| one.victims.first().map_or(0, |victim| i64::from(victim.priority));
    // Priorities are lifted above zero, so that more victims of a negative priority are not better.
    let lifted = |priority: i32| i64::from(priority) + i64::from(i32::MAX) + 1;
    [
        ("fewest budgets violated", Box::new(|one: &Candidate| -(one.pdb_violations as i64))),
        ("least important of the highest victims", Box::new(move |one: &Candidate| -highest(one))),
        (
            "smallest sum of priorities",
            Box::new(move |one: &Candidate| {
                -one.victims.iter().map(|victim| lifted(victim.priority)).sum::<i64>()
            }),
        ),
        ("fewest victims", Box::new(|one: &Candidate| -(one.victims.len() as i64))),
        ("victims that started last", Box::new(move |one: &Candidate| earliest_start(one, cycle).0)),
    ]
}

/// GetEarliestPodStartTime: of the victims with the highest priority.
fn earliest_start(candidate: &Candidate, cycle: &Cycle<'_>) -> Time {
    let started = |uid: &str| {
        let pods = cycle.cache.node(&candidate.node).map(|node| node.pods.as_slice()).unwrap_or_default();
        let pod: Option<&Pod> = pods.iter().find(|held| held.uid() == uid).map(|held| &*held.pod);
        pod.and_then(|pod| pod.status.start_time).unwrap_or(cycle.now)
    };
    let ranked = candidate.victims.iter().map(|victim| (Reverse(victim.priority), started(&victim.uid)));
    ranked.min().map_or(cycle.now, |(_, start)| start)
}
