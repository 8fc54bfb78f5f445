//! Schedules as CronJobs write them: github.com/robfig/cron v3 `ParseStandard`, with its words for what is wrong.
//!
//! Which moments a schedule names is the controller's business; here it is only read.

use super::time_zones;

/// When a schedule fires: a bit for every minute, hour and so on that matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Schedule {
    Fields(Fields),
    /// Every so many nanoseconds, at least a second.
    Every(i64),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    pub minutes: u64,
    pub hours: u64,
    pub days: u64,
    pub months: u64,
    pub weekdays: u64,
    /// Whether days or weekdays were written as a star: then both must match, else one is enough.
    pub any_day: bool,
    pub any_weekday: bool,
}

struct Bounds {
    least: u64,
    most: u64,
    names: &'static [&'static str],
}

const MINUTES: Bounds = Bounds { least: 0, most: 59, names: &[] };
const HOURS: Bounds = Bounds { least: 0, most: 23, names: &[] };
const DAYS: Bounds = Bounds { least: 1, most: 31, names: &[] };
const MONTHS: Bounds = Bounds {
    least: 1,
    most: 12,
    names: &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
};
const WEEKDAYS: Bounds =
    Bounds { least: 0, most: 6, names: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"] };

/// A schedule and the time zone it may begin with.
pub fn parse(text: &str) -> Result<(Schedule, Option<String>), String> {
    if text.is_empty() {
        return Err("empty spec string".to_owned());
    }
    let (zone, rest) = zone(text)?;
    let schedule = match rest.strip_prefix('@') {
        Some(_) => descriptor(rest)?,
        None => Schedule::Fields(fields(rest)?),
    };
    Ok((schedule, zone))
}

fn zone(text: &str) -> Result<(Option<String>, &str), String> {
    let named = text.strip_prefix("TZ=").or_else(|| text.strip_prefix("CRON_TZ="));
    let Some(rest) = named else { return Ok((None, text)) };
    let (name, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    match time_zones::is_known(name) {
        true => Ok((Some(name.to_owned()), rest.trim())),
        false => Err(format!("provided bad location {name}: unknown time zone {name}")),
    }
}

fn descriptor(text: &str) -> Result<Schedule, String> {
    let line = match text {
        "@yearly" | "@annually" => "0 0 1 1 *",
        "@monthly" => "0 0 1 * *",
        "@weekly" => "0 0 * * 0",
        "@daily" | "@midnight" => "0 0 * * *",
        "@hourly" => "0 * * * *",
        _ => return every(text),
    };
    fields(line).map(Schedule::Fields)
}

fn every(text: &str) -> Result<Schedule, String> {
    let Some(period) = text.strip_prefix("@every ") else {
        return Err(format!("unrecognized descriptor: {text}"));
    };
    let nanos = duration(period).map_err(|why| format!("failed to parse duration {text}: {why}"))?;
    let whole = nanos - nanos % SECOND;
    Ok(Schedule::Every(whole.max(SECOND)))
}

fn fields(line: &str) -> Result<Fields, String> {
    let list: Vec<&str> = line.split_whitespace().collect();
    let [minutes, hours, days, months, weekdays] = list.as_slice() else {
        return Err(format!("expected exactly 5 fields, found {}: [{}]", list.len(), list.join(" ")));
    };
    let mut fields = Fields::default();
    (fields.minutes, _) = field(minutes, &MINUTES)?;
    (fields.hours, _) = field(hours, &HOURS)?;
    (fields.days, fields.any_day) = field(days, &DAYS)?;
    (fields.months, _) = field(months, &MONTHS)?;
    (fields.weekdays, fields.any_weekday) = field(weekdays, &WEEKDAYS)?;
    Ok(fields)
}

fn field(text: &str, bounds: &Bounds) -> Result<(u64, bool), String> {
    let (mut bits, mut any) = (0, false);
    for part in text.split(',').filter(|part| !part.is_empty()) {
        let (more, star) = range(part, bounds)?;
        bits |= more;
        any |= star;
    }
    Ok((bits, any))
}

fn range(text: &str, bounds: &Bounds) -> Result<(u64, bool), String> {
    let steps: Vec<&str> = text.split('/').collect();
    let ends: Vec<&str> = steps[0].split('-').collect();
    let star = matches!(ends[0], "*" | "?");
    let (start, mut end) = match ends.as_slice() {
        _ if star => (bounds.least, bounds.most),
        [one] => (number_or_name(one, bounds)?, number_or_name(one, bounds)?),
        [first, last] => (number_or_name(first, bounds)?, number_or_name(last, bounds)?),
        [first, ..] => {
            number_or_name(first, bounds)?;
            return Err(format!("too many hyphens: {text}"));
        }
        [] => return Err(format!("too many hyphens: {text}")),
    };
    let step = match steps.as_slice() {
        [_] => 1,
        [_, step] => {
            let step = number(step)?;
            if ends.len() == 1 {
                end = bounds.most;
            }
            step
        }
        _ => return Err(format!("too many slashes: {text}")),
    };
    if start < bounds.least {
        return Err(format!("beginning of range ({start}) below minimum ({}): {text}", bounds.least));
    }
    if end > bounds.most {
        return Err(format!("end of range ({end}) above maximum ({}): {text}", bounds.most));
    }
    if start > end {
        return Err(format!("beginning of range ({start}) beyond end of range ({end}): {text}"));
    }
    if step == 0 {
        return Err(format!("step of range should be a positive number: {text}"));
    }
    let stride = usize::try_from(step).unwrap_or(usize::MAX);
    let bits = (start..=end).step_by(stride).fold(0, |bits, bit| bits | 1 << bit);
    Ok((bits, star && step <= 1))
}

fn number_or_name(text: &str, bounds: &Bounds) -> Result<u64, String> {
    let lower = text.to_lowercase();
    match bounds.names.iter().position(|name| *name == lower) {
        Some(at) => Ok(bounds.least + at as u64),
        None => number(text),
    }
}

fn number(text: &str) -> Result<u64, String> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit());
    let failed =
        |why: &str| Err(format!("failed to parse int from {text}: strconv.Atoi: parsing \"{text}\": {why}"));
    match text.strip_prefix('+').unwrap_or(text).parse::<i64>() {
        Ok(number) if plain => {
            u64::try_from(number).map_err(|_| format!("negative number ({number}) not allowed: {text}"))
        }
        Err(_) if plain => failed("value out of range"),
        _ => failed("invalid syntax"),
    }
}

const SECOND: i64 = 1_000_000_000;

const UNITS: [(&str, i64); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ms", 1_000_000),
    ("s", SECOND),
    ("m", 60 * SECOND),
    ("h", 3600 * SECOND),
];

/// Go's `time.ParseDuration`, in nanoseconds.
fn duration(text: &str) -> Result<i64, String> {
    let invalid = || format!("time: invalid duration \"{text}\"");
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Ok(0);
    }
    if rest.is_empty() {
        return Err(invalid());
    }
    let mut total: f64 = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let (amount, tail) = rest.split_at(digits);
        let amount: f64 = amount.parse().map_err(|_| invalid())?;
        let letters = tail.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(letters);
        if unit.is_empty() {
            return Err(format!("time: missing unit in duration \"{text}\""));
        }
        let scale = UNITS.iter().find(|(name, _)| *name == unit).map(|(_, scale)| *scale);
        let scale = scale.ok_or_else(|| format!("time: unknown unit \"{unit}\" in duration \"{text}\""))?;
        total += amount * scale as f64;
        rest = tail;
    }
    if total > i64::MAX as f64 { Err(invalid()) } else { Ok(sign * total as i64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_wrong() {
        let why = |text: &str| parse(text).unwrap_err();
        assert_eq!("expected exactly 5 fields, found 4: [* * * *]", why("* * * *"));
        assert_eq!("end of range (7) above maximum (6): 7", why("0 0 * * 7"));
        assert_eq!("step of range should be a positive number: */0", why("*/0 * * * *"));
        assert_eq!(
            "failed to parse int from : strconv.Atoi: parsing \"\": invalid syntax",
            why("-1 * * * *")
        );
        assert_eq!(
            "failed to parse duration @every 1x: time: unknown unit \"x\" in duration \"1x\"",
            why("@every 1x")
        );
        assert_eq!("unrecognized descriptor: @never", why("@never"));
        assert_eq!("provided bad location Nope: unknown time zone Nope", why("TZ=Nope 0 0 * * *"));
    }

    #[test]
    fn reads_fields() {
        let (schedule, zone) = parse("TZ=UTC 0-10/5 */12 1,15 jan ?").unwrap();
        let fields = Fields {
            minutes: 1 | 1 << 5 | 1 << 10,
            hours: 1 | 1 << 12,
            days: 1 << 1 | 1 << 15,
            months: 1 << 1,
            weekdays: 0b111_1111,
            any_day: false,
            any_weekday: true,
        };
        assert_eq!((Schedule::Fields(fields), Some("UTC".to_owned())), (schedule, zone));
        assert_eq!(Ok((Schedule::Every(90 * SECOND), None)), parse("@every 1m30s"));
    }
}
