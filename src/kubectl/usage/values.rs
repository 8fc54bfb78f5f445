//! Values of flags as pflag takes them: switches, whole numbers, durations; and flags that a command cannot do without.

use super::commands::{Command, Row, row};
use crate::kubectl::call::Answer;
use crate::kubectl::call::flags::Flags;

/// Flags that MarkFlagRequired names, by their commands.
const REQUIRED: [(&str, &str); 6] = [
    ("autoscale", "max"),
    ("create cronjob", "image"),
    ("create cronjob", "schedule"),
    ("create deployment", "image"),
    ("run", "image"),
    ("scale", "replicas"),
];

/// Refuses what is not of its flag's type, then what is missing.
pub fn check(command: &Command, flags: &Flags) -> Result<(), Answer> {
    for name in &command.flags {
        let Some(row) = row(command.path, name) else { continue };
        for value in flags.all(name) {
            if let Err(why) = fits(row, value) {
                let short = if row.short.is_empty() { String::new() } else { format!("-{}, ", row.short) };
                return Err(Answer::failed(&format!(
                    "error: invalid argument \"{value}\" for \"{short}--{name}\" flag: {why}\nSee 'kubectl {} --help' for usage.",
                    command.path
                )));
            }
        }
    }
    let missing = |(path, name): &&(&str, &str)| *path == command.path && flags.value(name).is_none();
    let missing: Vec<String> = REQUIRED.iter().filter(missing).map(|(_, name)| format!("{name:?}")).collect();
    match missing.is_empty() {
        true => Ok(()),
        false => Err(Answer::failed(&format!("error: required flag(s) {} not set", missing.join(", ")))),
    }
}

/// Whether a value is of the type that the default of its flag has.
fn fits(row: &Row, value: &str) -> Result<(), String> {
    let wrong = |function: &str| format!("strconv.{function}: parsing {value:?}: invalid syntax");
    match row.default {
        "true" | "false" => match value {
            "1" | "t" | "T" | "true" | "TRUE" | "True" | "0" | "f" | "F" | "false" | "FALSE" | "False" => {
                Ok(())
            }
            _ => Err(wrong("ParseBool")),
        },
        default if default.parse::<i64>().is_ok() => match value.parse::<i64>() {
            Ok(_) => Ok(()),
            Err(_) => Err(wrong("ParseInt")),
        },
        default if default.ends_with('s') && default.starts_with(|one: char| one.is_ascii_digit()) => {
            duration(value)
        }
        _ => Ok(()),
    }
}

/// time.ParseDuration, as far as its refusals go.
fn duration(text: &str) -> Result<(), String> {
    let wrong = || format!("time: invalid duration {text:?}");
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return Ok(());
    }
    if rest.is_empty() {
        return Err(wrong());
    }
    while !rest.is_empty() {
        let number = rest.trim_start_matches(|one: char| one.is_ascii_digit() || one == '.');
        if number.len() == rest.len() {
            return Err(wrong());
        }
        let unit =
            &number[..number.find(|one: char| one.is_ascii_digit() || one == '.').unwrap_or(number.len())];
        match unit {
            "" => return Err(format!("time: missing unit in duration {text:?}")),
            "ns" | "us" | "µs" | "ms" | "s" | "m" | "h" => rest = &number[unit.len()..],
            other => return Err(format!("time: unknown unit {other:?} in duration {text:?}")),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_gos() {
        for good in ["0", "30s", "1m30s", "1.5h", "-1s"] {
            assert_eq!(duration(good), Ok(()), "{good}");
        }
        let why = |text: &str| duration(text).unwrap_err();
        assert_eq!(why("abc"), "time: invalid duration \"abc\"");
        assert_eq!(why("60"), "time: missing unit in duration \"60\"");
        assert_eq!(why("5d"), "time: unknown unit \"d\" in duration \"5d\"");
    }
}
