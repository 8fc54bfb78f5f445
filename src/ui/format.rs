//! Numbers and times as the page writes them: short, in kubectl's units, with a width that does not jump.

/// `00:03:12`, and `1d 02:03:04` from a day on.
pub fn clock(us: u64) -> String {
    let seconds = us / 1_000_000;
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let clock = format!("{:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60);
    if days == 0 { clock } else { format!("{days}d {clock}") }
}

/// The part of the clock below a second: `.250`.
pub fn clock_fraction(us: u64) -> String {
    format!(".{:03}", us / 1000 % 1000)
}

/// A moment in a list: `3.012s`, `2m05s`, `1h02m`.
pub fn moment(us: u64) -> String {
    let seconds = us / 1_000_000;
    match seconds {
        0..=59 => format!("{seconds}.{}s", us / 100_000 % 10),
        60..=3599 => format!("{}m{:02}s", seconds / 60, seconds % 60),
        _ => format!("{}h{:02}m", seconds / 3600, seconds / 60 % 60),
    }
}

/// Thousandths of a core: `250m`, `1.5`, `4`.
pub fn cpu(milli: u64) -> String {
    if milli < 1000 {
        return format!("{milli}m");
    }
    let (cores, tenths) = (milli / 1000, milli % 1000 / 100);
    if tenths == 0 { cores.to_string() } else { format!("{cores}.{tenths}") }
}

/// Bytes: `640Ki`, `64Mi`, `1.5Gi`.
pub fn memory(bytes: u64) -> String {
    const KI: u64 = 1 << 10;
    const MI: u64 = 1 << 20;
    const GI: u64 = 1 << 30;
    match bytes {
        0 => "0".to_string(),
        b if b < MI => format!("{}Ki", b.div_ceil(KI)),
        b if b < GI => format!("{}Mi", b / MI),
        b => {
            let tenths = b * 10 / GI;
            if tenths.is_multiple_of(10) {
                format!("{}Gi", tenths / 10)
            } else {
                format!("{}.{}Gi", tenths / 10, tenths % 10)
            }
        }
    }
}

/// A share in whole percent, for bars; never more than `limit`.
pub fn percent(part: u64, whole: u64, limit: u32) -> u32 {
    if whole == 0 {
        return 0;
    }
    let share = part.saturating_mul(100) / whole;
    u32::try_from(share).unwrap_or(limit).min(limit)
}

/// `12.4k` from ten thousand on.
pub fn count(number: u32) -> String {
    match number {
        0..=9999 => number.to_string(),
        _ => format!("{}.{}k", number / 1000, number % 1000 / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        assert_eq!(clock(192_000_000), "00:03:12");
        assert_eq!(clock(93_784_000_000), "1d 02:03:04");
        assert_eq!(clock_fraction(1_250_999), ".250");
        assert_eq!(moment(3_012_000), "3.0s");
        assert_eq!(moment(125_000_000), "2m05s");
        assert_eq!(moment(3_720_000_000), "1h02m");
    }

    #[test]
    fn amounts() {
        assert_eq!([cpu(0), cpu(250), cpu(1500), cpu(4000)], ["0m", "250m", "1.5", "4"]);
        assert_eq!(
            [memory(0), memory(1), memory(64 << 20), memory(3 << 29), memory(8 << 30)],
            ["0", "1Ki", "64Mi", "1.5Gi", "8Gi"]
        );
        assert_eq!([count(9999), count(12_400)], ["9999", "12.4k"]);
    }

    #[test]
    fn a_share_of_nothing_is_none_and_a_large_one_is_bounded() {
        assert_eq!(percent(5, 0, 100), 0);
        assert_eq!(percent(1, 4, 100), 25);
        assert_eq!(percent(u64::MAX, 1, 120), 120);
    }
}
