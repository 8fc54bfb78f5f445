//! Durations of flags as Go's time.ParseDuration reads them: `30s`, `1m30s`, `500ms`, `0`.

use crate::sim::Span;

/// None means without end.
pub fn time_out(text: &str) -> Result<Option<Span>, String> {
    let wrong = || {
        format!(
            "error: invalid argument \"{text}\" for \"--timeout\" flag: time: invalid duration \"{text}\""
        )
    };
    if text == "0" {
        return Ok(None);
    }
    let (mut rest, mut millis) = (text, 0.0_f64);
    while !rest.is_empty() {
        let end = rest.find(|one: char| !one.is_ascii_digit() && one != '.').ok_or_else(wrong)?;
        let number: f64 = rest[..end].parse().map_err(|_| wrong())?;
        let units = [("ms", 1.0), ("s", 1000.0), ("m", 60_000.0), ("h", 3_600_000.0)];
        let (unit, factor) =
            units.into_iter().find(|(unit, _)| rest[end..].starts_with(unit)).ok_or_else(wrong)?;
        millis += number * factor;
        rest = &rest[end + unit.len()..];
    }
    if text.is_empty() {
        return Err(wrong());
    }
    Ok((millis > 0.0).then(|| Span::from_millis(millis as u64)))
}
