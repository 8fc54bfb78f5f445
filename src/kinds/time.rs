//! `metav1.Time`: whole seconds since the Unix epoch, printed as RFC 3339 in UTC.
//!
//! Models apimachinery pkg/apis/meta/v1/time.go and micro_time.go, v1.36. Controllers upstream only
//! ever see times that went through the API, so they count in whole seconds; so do ours.

use serde_json::Value;

use super::codec::{Codec, Printed, Typed};
use super::schema::Type;

/// Seconds since the Unix epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(pub i64);

impl Time {
    pub fn parse(text: &str) -> Option<Time> {
        text.parse::<jiff::Timestamp>().ok().map(|stamp| Time(stamp.as_second()))
    }

    pub fn plus_seconds(self, seconds: i64) -> Time {
        Time(self.0.saturating_add(seconds))
    }

    pub fn seconds_since(self, earlier: Time) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl std::fmt::Display for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match jiff::Timestamp::from_second(self.0) {
            Ok(stamp) => write!(f, "{stamp}"),
            Err(_) => write!(f, "{}s", self.0),
        }
    }
}

impl Codec for Time {
    fn from_value(value: &Value) -> Self {
        value.as_str().and_then(Time::parse).unwrap_or_default()
    }
    fn to_value(&self) -> Option<Value> {
        (*self != Time::default()).then(|| self.printed())
    }
}

impl Typed for Time {
    fn schema() -> Type {
        Type::Time
    }
}

impl Printed for Time {
    fn printed(&self) -> Value {
        Value::String(self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_print_as_they_are_read() {
        let text = "2026-01-15T10:00:00Z";
        assert_eq!(Time::parse(text).unwrap().to_string(), text);
        assert_eq!(Time::parse("yesterday"), None);
    }
}
