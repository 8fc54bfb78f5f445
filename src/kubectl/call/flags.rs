//! kubectl's flags as pflag reads them: `--name=value`, `--name value`, `-n value`, `-nvalue`, switches, `--` ends them.

use std::collections::BTreeMap;

use super::Answer;

/// A flag a verb knows.
pub struct Flag {
    pub long: &'static str,
    pub short: Option<char>,
    /// The value of the flag named alone; none if it needs one.
    pub alone: Option<&'static str>,
}

const fn with_value(long: &'static str, short: Option<char>) -> Flag {
    Flag { long, short, alone: None }
}

pub const fn value(long: &'static str) -> Flag {
    with_value(long, None)
}

pub const fn short_value(long: &'static str, short: char) -> Flag {
    with_value(long, Some(short))
}

pub const fn switch(long: &'static str) -> Flag {
    Flag { long, short: None, alone: Some("true") }
}

pub const fn short_switch(long: &'static str, short: char) -> Flag {
    Flag { long, short: Some(short), alone: Some("true") }
}

/// Flags of every verb.
pub const COMMON: &[Flag] = &[short_value("namespace", 'n'), value("context"), value("request-timeout")];
/// `-f`, `-R`, `-k`
pub const FILES: &[Flag] =
    &[short_value("filename", 'f'), short_switch("recursive", 'R'), short_value("kustomize", 'k')];
/// `-l`, `--field-selector`, `-A`, `--all`
pub const SELECTION: &[Flag] = &[
    short_value("selector", 'l'),
    value("field-selector"),
    short_switch("all-namespaces", 'A'),
    switch("all"),
];
pub const OUTPUT: &[Flag] = &[short_value("output", 'o'), value("template"), switch("show-managed-fields")];
/// `--dry-run`, alone the same as `client`.
pub const CHANGES: &[Flag] =
    &[Flag { long: "dry-run", short: None, alone: Some("unchanged") }, value("field-manager")];

/// What was given.
#[derive(Debug, Default)]
pub struct Flags {
    named: BTreeMap<&'static str, Vec<String>>,
    pub words: Vec<String>,
}

impl Flags {
    pub fn read<'a>(
        verb: &str,
        known: &[&'static [Flag]],
        arguments: impl Iterator<Item = &'a String>,
    ) -> Result<Flags, Answer> {
        let mut flags = Flags::default();
        let mut arguments = arguments;
        let refuse =
            |what: String| Answer::failed(&format!("error: {what}\nSee 'kubectl {verb} --help' for usage."));
        let all = || known.iter().flat_map(|group| group.iter()).chain(COMMON);
        while let Some(argument) = arguments.next() {
            if argument == "--" {
                flags.words.extend(arguments.cloned());
                break;
            }
            let (name, inline, found) = match (argument.strip_prefix("--"), argument.strip_prefix('-')) {
                (Some(long), _) => {
                    let (name, inline) = match long.split_once('=') {
                        Some((name, value)) => (name, Some(value)),
                        None => (long, None),
                    };
                    (format!("--{name}"), inline, all().find(|flag| flag.long == name))
                }
                (None, Some(short)) if !short.is_empty() => {
                    let mut letters = short.chars();
                    let letter = letters.next();
                    let rest = Some(letters.as_str()).filter(|rest| !rest.is_empty());
                    let inline = rest.map(|rest| rest.strip_prefix('=').unwrap_or(rest));
                    (argument.clone(), inline, all().find(|flag| flag.short == letter))
                }
                _ => {
                    flags.words.push(argument.clone());
                    continue;
                }
            };
            let Some(flag) = found else {
                return Err(refuse(match argument.starts_with("--") {
                    true => format!("unknown flag: {name}"),
                    false => {
                        let letter: String = argument.chars().skip(1).take(1).collect();
                        format!("unknown shorthand flag: '{letter}' in {argument}")
                    }
                }));
            };
            let value = match (inline, flag.alone) {
                (Some(value), _) => value.to_owned(),
                (None, Some(alone)) => alone.to_owned(),
                (None, None) => arguments
                    .next()
                    .cloned()
                    .ok_or_else(|| refuse(format!("flag needs an argument: {name}")))?,
            };
            flags.named.entry(flag.long).or_default().push(value);
        }
        Ok(flags)
    }

    /// The last value given.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.named.get(name)?.last().map(String::as_str)
    }

    pub fn all(&self, name: &str) -> &[String] {
        self.named.get(name).map_or(&[], |values| values)
    }

    pub fn is_on(&self, name: &str) -> bool {
        self.value(name).is_some_and(|value| value != "false")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Flags, String> {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        Flags::read("get", &[SELECTION, OUTPUT], words.iter()).map_err(|answer| answer.stderr)
    }

    #[test]
    fn every_way_to_give_a_flag() {
        let flags = read("pods -l app=web -owide --all-namespaces -n x --output=yaml").expect("fine");
        assert_eq!(flags.words, ["pods"]);
        assert_eq!(flags.value("selector"), Some("app=web"));
        assert_eq!(flags.all("output"), ["wide", "yaml"]);
        assert!(flags.is_on("all-namespaces") && !flags.is_on("all"));
        assert_eq!(flags.value("namespace"), Some("x"));
        assert_eq!(read("pods -nnginx").expect("fine").value("namespace"), Some("nginx"));
    }

    #[test]
    fn what_is_not_known_is_refused() {
        assert_eq!(
            read("pods --nothing").unwrap_err(),
            "error: unknown flag: --nothing\nSee 'kubectl get --help' for usage.\n"
        );
        assert_eq!(
            read("pods -z").unwrap_err(),
            "error: unknown shorthand flag: 'z' in -z\nSee 'kubectl get --help' for usage.\n"
        );
        assert_eq!(
            read("pods --output").unwrap_err(),
            "error: flag needs an argument: --output\nSee 'kubectl get --help' for usage.\n"
        );
    }
}
