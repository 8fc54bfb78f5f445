//! The moments a schedule names: `Next` of github.com/robfig/cron v3 (spec.go, constantdelay.go), as Go's time package
//! reckons with zones.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use crate::kinds::Time;
use crate::kinds::cron::{self, Fields, Schedule};
use crate::kinds::time_zones;

const HOUR: i64 = 3600;
const DAY: i64 = 86400;
/// Moments that are reckoned with: the first and the last centuries of the calendar are left out.
const RECKONED: std::ops::Range<i64> = -50_000_000_000..240_000_000_000;
/// A schedule that has not fired for so long never will.
const YEARS: i64 = 5;

/// A schedule in its zone.
#[derive(Clone, Debug)]
pub struct Clock {
    schedule: Schedule,
    zone: TimeZone,
}

impl Clock {
    /// Reads a line, which may begin with a zone of its own.
    pub fn parse(line: &str) -> Result<Clock, String> {
        let (schedule, zone) = cron::parse(line)?;
        Ok(Clock { schedule, zone: zone_named(zone.as_deref().unwrap_or_default()) })
    }

    /// The first moment after `time`; none if there is none within five years.
    pub fn next(&self, time: Time) -> Option<Time> {
        if !RECKONED.contains(&time.0) {
            return None;
        }
        match &self.schedule {
            Schedule::Every(nanos) => Some(time.plus_seconds(nanos / 1_000_000_000)),
            Schedule::Fields(fields) => {
                Search { fields, zone: &self.zone, at: time.0 + 1, whole: false }.run()
            }
        }
    }
}

/// UTC where nothing is named; times in a zone are written with its offset.
pub fn zone_named(name: &str) -> TimeZone {
    time_zones::rule(name).and_then(|rule| TimeZone::posix(rule).ok()).unwrap_or(TimeZone::UTC)
}

/// A moment as RFC 3339 in a zone.
pub fn written(time: Time, zone: &TimeZone) -> String {
    let offset = offset(zone, time.0);
    let civil = Civil::of(time.0 + offset);
    let day = civil.date();
    let clock = format!("{:02}:{:02}:{:02}", civil.hour(), civil.minute(), civil.local.rem_euclid(60));
    let sign = if offset < 0 { '-' } else { '+' };
    let (hours, minutes) = (offset.abs() / HOUR, offset.abs() / 60 % 60);
    let suffix = if offset == 0 { "Z".into() } else { format!("{sign}{hours:02}:{minutes:02}") };
    format!("{day}T{clock}{suffix}")
}

/// Seconds east of Greenwich at a moment.
fn offset(zone: &TimeZone, at: i64) -> i64 {
    jiff::Timestamp::from_second(at).map_or(0, |stamp| i64::from(zone.to_offset(stamp).seconds()))
}

/// A local time, as seconds since 1970 of a clock on the wall.
#[derive(Clone, Copy)]
struct Civil {
    local: i64,
}

impl Civil {
    fn of(local: i64) -> Civil {
        Civil { local }
    }

    fn date(self) -> Date {
        let days = self.local.div_euclid(DAY).clamp(-700_000, 2_900_000);
        let from = date(1970, 1, 1);
        from.checked_add(jiff::Span::new().days(days)).unwrap_or(from)
    }

    fn hour(self) -> i64 {
        self.local.rem_euclid(DAY) / HOUR
    }

    fn minute(self) -> i64 {
        self.local.rem_euclid(HOUR) / 60
    }

    /// Sunday is 0.
    fn weekday(self) -> i64 {
        (self.local.div_euclid(DAY) + 4).rem_euclid(7)
    }
}

/// A search that moves forward field by field.
struct Search<'a> {
    fields: &'a Fields,
    zone: &'a TimeZone,
    at: i64,
    /// Whether the smaller fields have been set to their least.
    whole: bool,
}

impl Search<'_> {
    fn run(mut self) -> Option<Time> {
        let last = i64::from(self.civil().date().year()) + YEARS;
        while i64::from(self.civil().date().year()) <= last {
            if self.month() && self.day() && self.hour() && self.minute() && self.second() {
                return Some(Time(self.at));
            }
        }
        None
    }

    fn civil(&self) -> Civil {
        Civil::of(self.at + offset(self.zone, self.at))
    }

    /// The moment of a local time, as Go finds it where clocks are put forward or back.
    fn moment(&self, local: i64) -> i64 {
        match offset(self.zone, local) {
            0 => local,
            first => local - offset(self.zone, local - first),
        }
    }

    fn midnight_of(&self, day: Date) -> i64 {
        let days = i64::from(date(1970, 1, 1).until(day).map_or(0, |span| span.get_days()));
        self.moment(days * DAY)
    }

    /// False when the year has to be looked at again.
    fn month(&mut self) -> bool {
        while self.fields.months & 1 << self.civil().date().month() == 0 {
            let day = self.civil().date();
            if !self.whole {
                self.whole = true;
                self.at = self.midnight_of(day.first_of_month());
            }
            let local = self.civil();
            let time_of_day = local.local.rem_euclid(DAY);
            let next = local.date().first_of_month().checked_add(jiff::Span::new().months(1)).unwrap_or(day);
            let days = i64::from(date(1970, 1, 1).until(next).map_or(0, |span| span.get_days()));
            self.at = self.moment(days * DAY + time_of_day);
            if self.civil().date().month() == 1 {
                return false;
            }
        }
        true
    }

    fn day_matches(&self) -> bool {
        let local = self.civil();
        let day = self.fields.days & 1 << local.date().day() != 0;
        let weekday = self.fields.weekdays & 1 << local.weekday() != 0;
        if self.fields.any_day || self.fields.any_weekday { day && weekday } else { day || weekday }
    }

    fn day(&mut self) -> bool {
        while !self.day_matches() {
            if !self.whole {
                self.whole = true;
                self.at = self.midnight_of(self.civil().date());
            }
            self.at = self.moment(self.civil().local + DAY);
            match self.civil().hour() {
                0 => {}
                late @ 13.. => self.at += (24 - late) * HOUR,
                early => self.at -= early * HOUR,
            }
            if self.civil().date().day() == 1 {
                return false;
            }
        }
        true
    }

    fn hour(&mut self) -> bool {
        while self.fields.hours & 1 << self.civil().hour() == 0 {
            if !self.whole {
                self.whole = true;
                let local = self.civil().local;
                self.at = self.moment(local - local.rem_euclid(HOUR));
            }
            self.at += HOUR;
            if self.civil().hour() == 0 {
                return false;
            }
        }
        true
    }

    fn minute(&mut self) -> bool {
        while self.fields.minutes & 1 << self.civil().minute() == 0 {
            if !self.whole {
                self.whole = true;
                self.at -= self.at.rem_euclid(60);
            }
            self.at += 60;
            if self.civil().minute() == 0 {
                return false;
            }
        }
        true
    }

    /// A schedule fires at the full minute. False when the search goes on there.
    fn second(&mut self) -> bool {
        let over = self.civil().local.rem_euclid(60);
        if over == 0 {
            return true;
        }
        self.at += 60 - over;
        self.whole = true;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(line: &str, from: &str) -> Option<String> {
        Clock::parse(line).ok()?.next(Time::parse(from)?).map(|time| time.to_string())
    }

    #[test]
    fn clocks_that_are_put_forward_and_back() {
        let forward = next("TZ=America/New_York 30 2 * * *", "2026-03-07T12:00:00Z");
        assert_eq!(forward, Some("2026-03-09T06:30:00Z".to_owned()), "half past two is not there on the 8th");
        let back = next("TZ=Europe/London 30 1 * * *", "2026-10-24T12:00:00Z");
        assert_eq!(back, Some("2026-10-25T00:30:00Z".to_owned()), "the first of two half past ones");
        assert_eq!(next("0 0 30 2 *", "2026-01-01T00:00:00Z"), None);
        assert_eq!(next("0 0 29 2 *", "2026-01-01T00:00:00Z"), Some("2028-02-29T00:00:00Z".to_owned()));
    }

    #[test]
    fn moments_are_written_with_the_offset_of_their_zone() {
        let noon = Time::parse("2026-07-01T12:00:00Z").unwrap();
        assert_eq!(written(noon, &zone_named("")), "2026-07-01T12:00:00Z");
        assert_eq!(written(noon, &zone_named("Asia/Kolkata")), "2026-07-01T17:30:00+05:30");
        assert_eq!(written(noon, &zone_named("America/St_Johns")), "2026-07-01T09:30:00-02:30");
    }
}
