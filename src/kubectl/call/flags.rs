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
pub const COMMON: &[Flag] = &[
    short_value("namespace", 'n'),
    value("context"),
    value("cluster"),
    value("user"),
    value("kubeconfig"),
    value("request-timeout"),
    value("as"),
    value("as-group"),
    value("as-uid"),
    value("as-user-extra"),
    short_value("server", 's'),
    value("token"),
    value("username"),
    value("password"),
    value("certificate-authority"),
    value("client-certificate"),
    value("client-key"),
    value("tls-server-name"),
    value("cache-dir"),
    value("kuberc"),
    value("profile"),
    value("profile-output"),
    value("log-flush-frequency"),
    value("vmodule"),
    switch("insecure-skip-tls-verify"),
    switch("match-server-version"),
    switch("disable-compression"),
    switch("warnings-as-errors"),
    short_value("v", 'v'),
];
/// `-f`, `-R`, `-k`
pub const FILES: &[Flag] =
    &[short_value("filename", 'f'), short_switch("recursive", 'R'), short_value("kustomize", 'k')];
/// `-l`, `--field-selector`, `-A`, `--all`
/// Of what goes on in a container: `exec`, `attach`.
pub const IN_CONTAINER: &[Flag] = &[
    short_value("container", 'c'),
    short_switch("stdin", 'i'),
    short_switch("tty", 't'),
    short_switch("quiet", 'q'),
    value("pod-running-timeout"),
];

pub const SELECTION: &[Flag] = &[
    short_value("selector", 'l'),
    value("field-selector"),
    short_switch("all-namespaces", 'A'),
    switch("all"),
];
pub const OUTPUT: &[Flag] = &[
    short_value("output", 'o'),
    value("template"),
    switch("show-managed-fields"),
    switch("allow-missing-template-keys"),
];
/// `--dry-run`, alone the same as `client`.
pub const CHANGES: &[Flag] =
    &[Flag { long: "dry-run", short: None, alone: Some("unchanged") }, value("field-manager")];

/// What was given.
#[derive(Debug, Default)]
pub struct Flags {
    named: BTreeMap<&'static str, Vec<String>>,
    pub words: Vec<String>,
    /// How many of the words came before `--`.
    pub dash: Option<usize>,
    /// The flags that the verb has, by their long names.
    known: Vec<&'static str>,
}

/// Arguments that are being read, and the flags they may name.
struct Reading<'k, I> {
    verb: &'k str,
    known: &'k [&'static [Flag]],
    /// The only ones it has of them; none for all.
    only: Option<&'k [&'static str]>,
    arguments: I,
    flags: Flags,
}

impl<'a, I: Iterator<Item = &'a String>> Reading<'_, I> {
    fn refuse(&self, what: &str) -> Answer {
        Answer::failed(&format!("error: {what}\nSee 'kubectl {} --help' for usage.", self.verb))
    }

    fn find(&self, named: impl Fn(&Flag) -> bool) -> Option<&'static Flag> {
        let only = |flag: &&Flag| self.only.is_none_or(|only| only.contains(&flag.long));
        let own = self.known.iter().flat_map(|group| group.iter()).filter(only);
        own.chain(COMMON).find(|flag| named(flag))
    }

    fn long(&mut self, text: &str) -> Result<(), Answer> {
        let (name, inline) = match text.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (text, None),
        };
        let Some(flag) = self.find(|flag| flag.long == name) else {
            return Err(self.refuse(&format!("unknown flag: --{name}")));
        };
        let value = match (inline, flag.alone) {
            (Some(value), _) => value.to_owned(),
            (None, Some(alone)) => alone.to_owned(),
            (None, None) => self.next(&format!("--{name}"))?,
        };
        self.set(flag, value);
        Ok(())
    }

    /// `-Rf x`: switches, then at most one flag with a value.
    fn short(&mut self, text: &str) -> Result<(), Answer> {
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            let Some(flag) = self.find(|flag| flag.short == Some(letter)) else {
                let rest = format!("{letter}{}", letters.as_str());
                return Err(self.refuse(&format!("unknown shorthand flag: '{letter}' in -{rest}")));
            };
            let rest = letters.as_str();
            let value = match (rest.strip_prefix('='), flag.alone) {
                (Some(value), _) => value.to_owned(),
                (None, Some(alone)) => {
                    self.set(flag, alone.to_owned());
                    continue;
                }
                (None, None) if !rest.is_empty() => rest.to_owned(),
                (None, None) => self.next(&format!("'{letter}' in -{letter}"))?,
            };
            self.set(flag, value);
            return Ok(());
        }
        Ok(())
    }

    fn next(&mut self, name: &str) -> Result<String, Answer> {
        let value = self.arguments.next().cloned();
        value.ok_or_else(|| self.refuse(&format!("flag needs an argument: {name}")))
    }

    fn set(&mut self, flag: &Flag, value: String) {
        self.flags.named.entry(flag.long).or_default().push(value);
    }
}

impl Flags {
    pub fn read<'a>(
        verb: &str,
        known: &[&'static [Flag]],
        arguments: impl Iterator<Item = &'a String>,
    ) -> Result<Flags, Answer> {
        Flags::read_only(verb, known, None, arguments)
    }

    /// The same, where the verb has only some of the flags.
    pub fn read_only<'a>(
        verb: &str,
        known: &[&'static [Flag]],
        only: Option<&[&'static str]>,
        arguments: impl Iterator<Item = &'a String>,
    ) -> Result<Flags, Answer> {
        let mut reading = Reading { verb, known, only, arguments, flags: Flags::default() };
        while let Some(argument) = reading.arguments.next() {
            if argument == "--" {
                reading.flags.dash = Some(reading.flags.words.len());
                let rest: Vec<String> = reading.arguments.by_ref().cloned().collect();
                reading.flags.words.extend(rest);
                break;
            }
            match (argument.strip_prefix("--"), argument.strip_prefix('-')) {
                (Some(long), _) => reading.long(long)?,
                (None, Some(short)) if !short.is_empty() => reading.short(short)?,
                _ => reading.flags.words.push(argument.clone()),
            }
        }
        let names = known.iter().flat_map(|group| group.iter()).map(|flag| flag.long);
        reading.flags.known = names.collect();
        Ok(reading.flags)
    }

    /// The words before `--`, and those after it.
    pub fn parted(&self) -> (&[String], &[String]) {
        self.words.split_at(self.dash.unwrap_or(self.words.len()).min(self.words.len()))
    }

    /// The last value given.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.named.get(name)?.last().map(String::as_str)
    }

    pub fn all(&self, name: &str) -> &[String] {
        self.named.get(name).map_or(&[], |values| values)
    }

    /// The flags that were given.
    pub fn given(&self) -> impl Iterator<Item = &'static str> {
        self.named.keys().copied()
    }

    /// Whether the verb has a flag.
    pub fn knows(&self, name: &str) -> bool {
        self.known.contains(&name)
    }

    /// Gives a flag another value.
    pub fn set(&mut self, name: &'static str, value: String) {
        self.set_all(name, vec![value]);
    }

    pub fn set_all(&mut self, name: &'static str, values: Vec<String>) {
        self.named.insert(name, values);
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
        let joined = read("pods -Al app=web").expect("fine");
        assert!(joined.is_on("all-namespaces") && joined.value("selector") == Some("app=web"));
        let parted = read("a -- b -z").expect("fine");
        assert_eq!(parted.parted(), (&["a".to_owned()][..], &["b".to_owned(), "-z".to_owned()][..]));
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
