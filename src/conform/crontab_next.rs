//! The set `crontab-next`: when a schedule fires, and which start is due.
//!
//! Models github.com/robfig/cron v3 and pkg/controller/cronjob/utils.go, v1.36.

use serde_json::{Map, Value, json};

use super::{Set, diff, objects};
use crate::cluster::controllers::cronjob::{Clock, Missed, job_name, next_seconds, next_start};
use crate::kinds::Time;
use crate::kinds::cron_job::CronJob;

/// Moments that a vector asks for.
const ASKED: usize = 5;

pub struct CrontabNext;

impl Set for CrontabNext {
    fn name(&self) -> &'static str {
        "crontab-next"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        let schedule = input["schedule"].as_str().unwrap_or_default();
        let line = match input["timeZone"].as_str() {
            Some(zone) => format!("TZ={zone} {schedule}"),
            None => schedule.to_owned(),
        };
        let got = match (Clock::parse(&line), input["kind"].as_str()) {
            (Err(error), _) => json!({"error": error}),
            (Ok(clock), Some("next")) => json!({"next": next(&clock, objects::time(&input["from"])?)}),
            (Ok(clock), _) => missed(&clock, input)?,
        };
        diff(expect, &got).map_or(Ok(()), Err)
    }
}

fn next(clock: &Clock, from: Time) -> Vec<String> {
    let times = std::iter::successors(clock.next(from), |time| clock.next(*time));
    times.take(ASKED).map(|time| time.to_string()).collect()
}

fn missed(clock: &Clock, input: &Value) -> Result<Value, String> {
    let now = objects::time(&input["now"])?;
    let mut cron = CronJob::default();
    cron.meta.creation_timestamp = Some(objects::time(&input["creationTimestamp"])?);
    cron.status.last_schedule_time = input["lastScheduleTime"].as_str().and_then(Time::parse);
    cron.spec.starting_deadline_seconds = input["startingDeadlineSeconds"].as_i64();
    let mut answer = Map::new();
    let mut put = |name: &str, value: Value| answer.insert(name.into(), value);
    match next_start(&cron, clock, now) {
        Err(error) => {
            put("error", json!(error));
            put("missedSchedules", json!("none"));
        }
        Ok((start, missed, event)) => {
            put("missedSchedules", json!(word(missed)));
            if let Some(start) = start {
                put("scheduledTime", json!(start.to_string()));
                put("jobName", json!(job_name("job", start)));
            }
            if let Some(event) = event {
                put("events", json!([objects::event(&event)]));
            }
            if let Some(seconds) = next_seconds(&cron, clock, now) {
                put("requeueAfterSeconds", json!((seconds * 10 + 1) as f64 / 10.0));
            }
        }
    }
    Ok(Value::Object(answer))
}

fn word(missed: Missed) -> &'static str {
    match missed {
        Missed::None => "none",
        Missed::Few => "few",
        Missed::Many => "many",
    }
}
