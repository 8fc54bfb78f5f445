//! Command-line options: `--name value` (or `--name=value`) and `--flag`. Anything else is refused by name.

use crate::proc::Result;
use std::collections::BTreeMap;

#[derive(Debug)]
pub struct Options {
    values: BTreeMap<String, String>,
}

impl Options {
    pub fn parse(arguments: &[String], valued: &[&str], flags: &[&str]) -> Result<Options> {
        let mut values = BTreeMap::new();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let name = argument.strip_prefix("--").ok_or_else(|| format!("unexpected `{argument}`"))?;
            let (name, inline) = match name.split_once('=') {
                Some((name, value)) => (name, Some(value.to_string())),
                None => (name, None),
            };
            let value = if flags.contains(&name) {
                String::new()
            } else if valued.contains(&name) {
                inline.or_else(|| rest.next().cloned()).ok_or_else(|| format!("--{name} needs a value"))?
            } else {
                return Err(format!("unknown option --{name}"));
            };
            values.insert(name.to_string(), value);
        }
        Ok(Options { values })
    }

    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options> {
        let words: Vec<String> = line.split_whitespace().map(String::from).collect();
        Options::parse(&words, &["port"], &["release"])
    }

    #[test]
    fn reads_values_and_flags() {
        let options = parse("--port 9000 --release").unwrap();
        assert_eq!(options.value("port"), Some("9000"));
        assert!(options.has("release"));
        assert_eq!(parse("--port=1").unwrap().value("port"), Some("1"));
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        assert_eq!(parse("--prot 1").unwrap_err(), "unknown option --prot");
        assert_eq!(parse("--port").unwrap_err(), "--port needs a value");
        assert_eq!(parse("9000").unwrap_err(), "unexpected `9000`");
    }
}
