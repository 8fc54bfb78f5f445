//! Variables that a container has of a file in a volume: `fileKeyRef`.
//!
//! Models ParseEnv in pkg/kubelet/util/env/env_util.go and its use in makeEnvironmentVariables, v1.36: `NAME='value'`
//! lines, of which the first with the name counts. The file is read when the container is made.

use serde_json::Value;

use super::backing::Backing;
use super::container::Stage;
use crate::cluster::process::disk::{Content, normal};

const BLANKS: [char; 2] = [' ', '\t'];

/// The value behind a reference; none if it is optional and not there.
pub fn value(from: &Value, stage: &Stage<'_, '_>) -> Result<Option<String>, String> {
    let text = |field: &str| from[field].as_str().unwrap_or_default();
    let (volume, key) = (text("volumeName"), text("key"));
    let backing = Backing::of(volume, stage)
        .ok_or_else(|| format!("cannot find the volume {volume:?} referenced by FileKeyRef"))?;
    let path = normal(&backing.base, text("path"));
    let entry = stage.storage.get(&backing.disk).and_then(|disk| disk.get(&path));
    let found = match entry.map(|entry| entry.content) {
        Some(Content::File(text)) => parse(&text, key).ok(),
        Some(Content::Blank(_)) => Some(String::new()),
        Some(Content::Directory) | None => None,
    };
    match found.ok_or("couldn't parse env file")? {
        empty if empty.is_empty() && from["optional"] == true => Ok(None),
        empty if empty.is_empty() => {
            let folder =
                format!("/var/lib/kubelet/pods/{}/volumes/kubernetes.io~empty-dir", stage.pod.meta.uid);
            let file = normal(&format!("{folder}/{volume}"), text("path"));
            Err(format!("environment variable key {key:?} not found in file {file:?}"))
        }
        value => Ok(Some(value)),
    }
}

/// The value of a name; empty if it is not there.
fn parse(text: &str, key: &str) -> Result<String, String> {
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let line = line.trim_start_matches(BLANKS);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let wrong = |why: &str| Err(format!("invalid environment variable format at line {}: {why}", at + 1));
        let Some((name, value)) = line.split_once('=') else { return wrong("missing '='") };
        if name.is_empty() {
            return wrong("empty variable name");
        }
        if name.ends_with(BLANKS) {
            return wrong("whitespace before '=' is not allowed");
        }
        if value.starts_with(BLANKS) {
            if name == key {
                return Ok(String::new());
            }
            continue;
        }
        let Some(quoted) = value.strip_prefix('\'') else {
            return wrong("value must be enclosed in single quotes");
        };
        let value = quoted_to_its_end(quoted, at, &mut lines)?;
        if name == key {
            return Ok(value);
        }
    }
    Ok(String::new())
}

/// What is in quotes, which may go on over lines, and after which there may be a comment.
fn quoted_to_its_end<'a>(
    first: &'a str,
    begun: usize,
    lines: &mut impl Iterator<Item = (usize, &'a str)>,
) -> Result<String, String> {
    let (mut value, mut at, mut rest) = (String::new(), begun, first);
    loop {
        if let Some((last, after)) = rest.split_once('\'') {
            let after = after.trim_start_matches(BLANKS);
            if !after.is_empty() && !after.starts_with('#') {
                let why = "unexpected content after closing quote";
                return Err(format!("invalid environment variable format at line {}: {why}", at + 1));
            }
            return Ok(value + last);
        }
        value = value + rest + "\n";
        (at, rest) = lines.next().ok_or_else(|| {
            let line = begun + 1;
            format!("invalid environment variable format starting at line {line}: unclosed single quote")
        })?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_in_single_quotes() {
        let text = "# a comment\n\n  A='one' # said\nB= 'empty'\nC='two\nlines'\nA='again'\n";
        let found = |key| parse(text, key).unwrap();
        assert_eq!((found("A"), found("B")), ("one".to_owned(), String::new()));
        assert_eq!(found("C"), "two\nlines");
        assert_eq!(found("D"), "");
    }

    #[test]
    fn what_is_no_such_file_is_said() {
        let why = |text: &str| parse(text, "A").unwrap_err();
        assert_eq!(why("A"), "invalid environment variable format at line 1: missing '='");
        assert_eq!(
            why("\nA = 'b'"),
            "invalid environment variable format at line 2: whitespace before '=' is not allowed"
        );
        assert_eq!(why("='b'"), "invalid environment variable format at line 1: empty variable name");
        assert_eq!(
            why("A=b"),
            "invalid environment variable format at line 1: value must be enclosed in single quotes"
        );
        assert_eq!(
            why("A='b'c"),
            "invalid environment variable format at line 1: unexpected content after closing quote"
        );
        assert_eq!(
            why("A='b\nc"),
            "invalid environment variable format starting at line 1: unclosed single quote"
        );
        assert_eq!(parse("A='b'\nnonsense", "A").unwrap(), "b", "nobody reads on");
    }
}
