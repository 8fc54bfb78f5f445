//! Times as kubectl prints them: how long ago, and in Go's RFC1123Z.
//!
//! Models `translateTimestampSince` of kubectl pkg/describe and pkg/printers/internalversion, v1.36. What
//! happened exactly N seconds ago is a moment older than that by the time it is printed.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::reach::Reach;
use crate::kinds::Time;
use crate::kinds::duration::human_duration;

const SECOND_US: i64 = 1_000_000;
const GO_ZERO: &str = "0001-01-01T00:00:00Z";

/// A `Time` or `MicroTime`, unless it is not set.
pub fn stamp(value: &Value) -> Option<Timestamp> {
    value.text().parse().ok().filter(|stamp: &Timestamp| *stamp != go_zero())
}

fn go_zero() -> Timestamp {
    GO_ZERO.parse().unwrap_or(Timestamp::MIN)
}

/// How long ago, or `<unknown>`.
pub fn age(value: &Value, now: Time) -> String {
    match stamp(value) {
        None => "<unknown>".into(),
        Some(at) => human_duration(now.0.saturating_mul(SECOND_US) + 1 - at.as_microsecond()),
    }
}

/// How long ago a typed time is.
pub fn age_of(at: Time, now: Time) -> String {
    human_duration(now.seconds_since(at).saturating_mul(SECOND_US).saturating_add(1))
}

/// The time between two moments.
pub fn between(from: &Value, to: &Value) -> Option<String> {
    Some(human_duration(stamp(to)?.as_microsecond() - stamp(from)?.as_microsecond()))
}

/// `Thu, 15 Jan 2026 10:00:00 +0000`.
pub fn rfc1123z(value: &Value) -> String {
    written(value, "%a, %d %b %Y %H:%M:%S %z")
}

/// `2026-01-15 10:00:00 +0000 UTC`, as Go prints a time.
pub fn go_text(value: &Value) -> String {
    written(value, "%Y-%m-%d %H:%M:%S %z UTC")
}

/// `2026-01-15 10:00:00.000000000 +0000`, as `diff` prints a file's time.
pub fn file_time(at: Time) -> String {
    let stamp = Timestamp::from_second(at.0).unwrap_or(Timestamp::UNIX_EPOCH);
    stamp.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%S.000000000 %z").to_string()
}

/// `2026-01-15T10:00:00Z`.
pub fn rfc3339(value: &Value) -> String {
    written(value, "%Y-%m-%dT%H:%M:%SZ")
}

fn written(value: &Value, format: &str) -> String {
    stamp(value).unwrap_or_else(go_zero).to_zoned(TimeZone::UTC).strftime(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn times_print_as_go_prints_them() {
        let at = json!("2026-01-15T09:50:00.250000Z");
        assert_eq!(rfc1123z(&at), "Thu, 15 Jan 2026 09:50:00 +0000");
        assert_eq!(rfc1123z(&Value::Null), "Mon, 01 Jan 0001 00:00:00 +0000");
        assert_eq!(go_text(&at), "2026-01-15 09:50:00 +0000 UTC");
        assert_eq!(age(&at, Time(1_768_471_200)), "9m59s");
        assert_eq!(age(&Value::Null, Time(0)), "<unknown>");
    }
}
