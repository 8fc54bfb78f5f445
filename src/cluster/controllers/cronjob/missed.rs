//! Which start is due, and how many were missed: pkg/controller/cronjob/utils.go, v1.36.

use super::schedule::Clock;
use crate::cluster::planned::PlannedEvent;
use crate::kinds::Time;
use crate::kinds::cron_job::CronJob;

/// How many starts were missed, roughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missed {
    None,
    Few,
    Many,
}

/// More than so many are many.
const MANY: i64 = 100;
const NEVER: &str = "time difference between two schedules is less than 1 second";

struct Recent {
    earliest: Time,
    start: Option<Time>,
    missed: Missed,
}

/// The last start that is due and was not made, with what is to be said about it.
pub fn next_start(
    cron: &CronJob,
    clock: &Clock,
    now: Time,
) -> Result<(Option<Time>, Missed, Option<PlannedEvent>), String> {
    let recent = most_recent(cron, clock, now, true)?;
    let event = (recent.start.is_some() && recent.missed == Missed::Many).then(|| {
        let message =
            "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew";
        PlannedEvent::warning("TooManyMissedTimes", message.into())
    });
    Ok((recent.start, recent.missed, event))
}

/// Seconds until the schedule fires next; upstream adds a tenth of a second to them. None if it never does.
pub fn next_seconds(cron: &CronJob, clock: &Clock, now: Time) -> Option<i64> {
    let from = match most_recent(cron, clock, now, false) {
        Ok(Recent { start: Some(start), .. }) => start,
        Ok(Recent { earliest, missed: Missed::None, .. }) => earliest,
        _ => now,
    };
    clock.next(from).map(|next| next.seconds_since(now))
}

fn most_recent(cron: &CronJob, clock: &Clock, now: Time, with_deadline: bool) -> Result<Recent, String> {
    let created = cron.meta.creation_timestamp.unwrap_or_default();
    let mut earliest = cron.status.last_schedule_time.unwrap_or(created);
    if let Some(seconds) = cron.spec.starting_deadline_seconds.filter(|_| with_deadline) {
        earliest = earliest.max(now.plus_seconds(seconds.saturating_neg()));
    }
    let none = |start| Ok(Recent { earliest, start, missed: Missed::None });
    let first = clock.next(earliest).ok_or(NEVER)?;
    if now < first {
        return none(None);
    }
    let second = clock.next(first).ok_or(NEVER)?;
    if now < second {
        return none(Some(first));
    }
    let between = second.seconds_since(first);
    if between < 1 {
        return Err(NEVER.into());
    }
    let missed = now.seconds_since(first) / between + 1;
    let start = last_until(clock, first.plus_seconds((missed - 2) * between), now);
    Ok(Recent { earliest, start, missed: if missed > MANY { Missed::Many } else { Missed::Few } })
}

fn last_until(clock: &Clock, from: Time, now: Time) -> Option<Time> {
    let mut last = None;
    let mut next = clock.next(from);
    while let Some(time) = next.filter(|time| *time <= now) {
        last = next;
        next = clock.next(time);
    }
    last
}
