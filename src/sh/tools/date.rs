//! Dates as `date +FORMAT` writes and `date -d` reads them (GNU's, in UTC).

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::Outcome;

const DAY: i64 = 86_400;

/// A moment in a format; none if it has a letter nobody knows.
pub fn shown(format: &str, seconds: i64, nanos: i32) -> Option<String> {
    let moment = Timestamp::new(seconds, nanos).ok()?.to_zoned(TimeZone::UTC);
    let format = if format.is_empty() { "%H:%M:%S" } else { format };
    // What the library words in another way.
    let format = format
        .replace("%N", &format!("{nanos:09}"))
        .replace("%3N", &format!("{:03}", nanos / 1_000_000))
        .replace("%n", "\n")
        .replace("%t", "\t")
        .replace("%c", "%a %b %e %H:%M:%S %Y")
        .replace("%x", "%m/%d/%y")
        .replace("%X", "%H:%M:%S")
        .replace("%r", "%I:%M:%S %p")
        .replace("%h", "%b");
    jiff::fmt::strtime::format(&format, &moment).ok()
}

/// `date`: now, or what `-d` says.
pub fn date(arguments: &[String], now_us: i64) -> Outcome {
    let (mut seconds, mut nanos) =
        (now_us.div_euclid(1_000_000), (now_us.rem_euclid(1_000_000) * 1_000) as i32);
    let mut format = "%a %b %e %H:%M:%S UTC %Y".to_owned();
    let mut rest = arguments.iter();
    while let Some(one) = rest.next() {
        let given = match one.as_str() {
            "-d" | "--date" => Some(rest.next().cloned().unwrap_or_default()),
            one => one.strip_prefix("--date=").or(one.strip_prefix("-d")).map(str::to_owned),
        };
        if let Some(given) = given {
            match read(&given, seconds) {
                Some(found) => (seconds, nanos) = (found, 0),
                None => return Outcome::failed(1, &format!("date: invalid date '{given}'")),
            }
            continue;
        }
        match one.as_str() {
            "-R" | "--rfc-email" => format = "%a, %d %b %Y %H:%M:%S +0000".into(),
            "-Iseconds" | "--iso-8601=seconds" => format = "%Y-%m-%dT%H:%M:%S+00:00".into(),
            "-Iminutes" => format = "%Y-%m-%dT%H:%M+00:00".into(),
            "--rfc-3339=seconds" => format = "%Y-%m-%d %H:%M:%S+00:00".into(),
            one if one.starts_with("-I") || one == "--iso-8601" => format = "%Y-%m-%d".into(),
            one => {
                if let Some(own) = one.strip_prefix('+') {
                    own.clone_into(&mut format);
                }
            }
        }
    }
    match shown(&format, seconds, nanos) {
        Some(text) => Outcome::said(text + "\n"),
        None => Outcome::failed(1, &format!("date: invalid format '{format}'")),
    }
}

/// The seconds of a moment written as JSON has it.
pub fn seconds(text: &str) -> Option<i64> {
    read(text, 0).filter(|_| text.contains('T'))
}

/// `@0`, `2026-01-02 03:04:05`, `now`, `yesterday`, `2026-01-31 +1 day`, `1 hour ago`.
fn read(text: &str, now: i64) -> Option<i64> {
    let text = text.trim();
    if let Some(seconds) = text.strip_prefix('@') {
        return seconds.split('.').next()?.parse().ok();
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let (mut at, mut seconds) = (0, now);
    let civil = |text: &str| {
        let text = text.trim_end_matches('Z').trim_end_matches("UTC").trim().replace(' ', "T");
        let text = if text.contains('T') { text } else { format!("{text}T00:00:00") };
        let text = if text.matches(':').count() == 1 { format!("{text}:00") } else { text };
        let moment: DateTime = text.parse().ok()?;
        Some(moment.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
    };
    let is_date = |word: &str| {
        word.len() >= 8 && word.starts_with(|one: char| one.is_ascii_digit()) && word.contains('-')
    };
    if let Some(first) = words.first().filter(|word| is_date(word)) {
        let with_time = words.get(1).filter(|word| word.contains(':')).map(|time| format!("{first} {time}"));
        at = 1 + usize::from(with_time.is_some());
        seconds = civil(&with_time.unwrap_or_else(|| (*first).to_owned()))?;
    }
    while let Some(word) = words.get(at) {
        at += 1;
        let by = match *word {
            "now" | "today" | "UTC" | "ago" | "Z" => continue,
            "yesterday" => -DAY,
            "tomorrow" => DAY,
            word => {
                let word = if word == "next" {
                    "1"
                } else if word == "last" {
                    "-1"
                } else {
                    word
                };
                let digits =
                    word.trim_start_matches(['+', '-']).trim_end_matches(|one: char| one.is_alphabetic());
                let count: i64 = digits.parse().ok()?;
                let count = if word.starts_with('-') { -count } else { count };
                let inline =
                    word.trim_start_matches(['+', '-']).trim_start_matches(|one: char| one.is_ascii_digit());
                let unit =
                    if inline.is_empty() { words.get(at).copied().inspect(|_| at += 1)? } else { inline };
                let ago = if words.get(at) == Some(&"ago") { -1 } else { 1 };
                count.checked_mul(ago)?.checked_mul(unit_seconds(unit)?)?
            }
        };
        seconds = seconds.checked_add(by)?;
    }
    Some(seconds)
}

fn unit_seconds(unit: &str) -> Option<i64> {
    Some(match unit.trim_end_matches('s') {
        "second" | "sec" => 1,
        "minute" | "min" => 60,
        "hour" => 3_600,
        "day" => DAY,
        "week" => 7 * DAY,
        "month" => 30 * DAY,
        "year" => 365 * DAY,
        _ => return None,
    })
}
