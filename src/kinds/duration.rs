//! Ages as kubectl prints them: `95s`, `4m10s`, `3h59m`, `2d4h`, `6y243d`.
//!
//! Models apimachinery pkg/util/duration/duration.go, v1.36. The unit below the leading one is shown
//! only while the leading number is small, and never when it is zero. Up to two seconds in the future
//! counts as now, since clocks differ.

const SECOND_US: i64 = 1_000_000;

/// Two to three significant figures, as in an AGE column.
pub fn human_duration(micros: i64) -> String {
    let seconds = micros / SECOND_US;
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match seconds {
        ..-1 => "<invalid>".to_owned(),
        -1 => "0s".to_owned(),
        0..120 => format!("{seconds}s"),
        _ if minutes < 10 => two_units((minutes, "m"), (seconds % 60, "s")),
        _ if minutes < 180 => format!("{minutes}m"),
        _ if hours < 8 => two_units((hours, "h"), (minutes % 60, "m")),
        _ if hours < 48 => format!("{hours}h"),
        _ if days < 8 => two_units((days, "d"), (hours % 24, "h")),
        _ if days < 365 * 2 => format!("{days}d"),
        _ if days < 365 * 8 => two_units((days / 365, "y"), (days % 365, "d")),
        _ => format!("{}y", days / 365),
    }
}

/// One unit only, the largest that is not zero.
pub fn short_human_duration(micros: i64) -> String {
    let seconds = micros / SECOND_US;
    match seconds {
        ..-1 => "<invalid>".to_owned(),
        -1 => "0s".to_owned(),
        0..60 => format!("{seconds}s"),
        60..3600 => format!("{}m", seconds / 60),
        3600..86_400 => format!("{}h", seconds / 3600),
        86_400..31_536_000 => format!("{}d", seconds / 86_400),
        _ => format!("{}y", seconds / 31_536_000),
    }
}

fn two_units((large, large_unit): (i64, &str), (small, small_unit): (i64, &str)) -> String {
    if small == 0 {
        format!("{large}{large_unit}")
    } else {
        format!("{large}{large_unit}{small}{small_unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_at_every_unit() {
        for (micros, long, short) in [
            (i64::MIN, "<invalid>", "<invalid>"),
            (-2_000_000, "<invalid>", "<invalid>"),
            (-1_999_999, "0s", "0s"),
            (119_999_999, "119s", "1m"),
            (599_000_000, "9m59s", "9m"),
            (10_800_000_000, "3h", "3h"),
            (172_800_000_000, "2d", "2d"),
            (63_072_000_000_000, "2y", "2y"),
            (252_288_000_000_000, "8y", "8y"),
            (i64::MAX, "292471y", "292471y"),
        ] {
            assert_eq!((long, short), (&*human_duration(micros), &*short_human_duration(micros)));
        }
    }
}
