//! Programs that only turn their input into output. One file each, one line in `TOOLS`.

mod awk;
mod grep;
mod lines;
mod text;

use super::run::Outcome;

/// A tool's answer, or its refusal.
type Answer = Result<Outcome, Outcome>;
type Tool = fn(&[String], &Input<'_>) -> Answer;

/// What is piped into a tool, and the files it may name instead.
pub struct Input<'a> {
    pub stdin: &'a str,
    pub read: &'a dyn Fn(&str) -> Result<String, String>,
}

impl Input<'_> {
    /// The files one after the other; what is piped in if there are none.
    fn text(&self, tool: &str, files: &[String]) -> Result<String, Outcome> {
        if files.is_empty() {
            return Ok(self.stdin.to_owned());
        }
        let one = |path: &String| match path.as_str() {
            "-" => Ok(self.stdin.to_owned()),
            path => (self.read)(path).map_err(|why| Outcome::failed(1, &format!("{tool}: {path}: {why}"))),
        };
        files.iter().map(one).collect()
    }
}

const TOOLS: &[(&str, Tool)] = &[
    ("awk", awk::awk),
    ("cat", text::cat),
    ("cut", text::cut),
    ("echo", text::echo),
    ("false", |_, _| Ok(Outcome { code: 1, ..Outcome::default() })),
    ("grep", grep::grep),
    ("head", lines::head),
    ("sort", lines::sort),
    ("tail", lines::tail),
    ("tr", text::tr),
    ("true", |_, _| Ok(Outcome::default())),
    ("uniq", lines::uniq),
    ("wc", lines::wc),
];

/// Runs a tool on its arguments (its own name first) and input; none if it is not one.
pub fn run(name: &str, arguments: &[String], input: &Input<'_>) -> Option<Outcome> {
    let (_, tool) = TOOLS.iter().find(|(known, _)| *known == name)?;
    Some(tool(&arguments[1..], input).unwrap_or_else(|refusal| refusal))
}

/// Short options (`-n5`, `-n 5`, `-vi`) taken apart from the rest; `with_value` names those that take one.
struct Options {
    given: Vec<(char, String)>,
    rest: Vec<String>,
}

impl Options {
    fn read(name: &str, arguments: &[String], known: &str, with_value: &str) -> Result<Options, Outcome> {
        let mut options = Options { given: Vec::new(), rest: Vec::new() };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let Some(letters) = argument.strip_prefix('-').filter(|rest| !rest.is_empty()) else {
                options.rest.push(argument.clone());
                continue;
            };
            if letters == "-" {
                options.rest.extend(arguments.cloned());
                break;
            }
            for (at, letter) in letters.char_indices() {
                if with_value.contains(letter) {
                    let here = &letters[at + letter.len_utf8()..];
                    let value =
                        if here.is_empty() { arguments.next().cloned() } else { Some(here.to_owned()) };
                    let Some(value) = value else {
                        let text = format!("{name}: option requires an argument -- '{letter}'");
                        return Err(Outcome::failed(2, &text));
                    };
                    options.given.push((letter, value));
                    break;
                }
                if !known.contains(letter) {
                    return Err(Outcome::failed(2, &format!("{name}: unrecognized option: {letter}")));
                }
                options.given.push((letter, String::new()));
            }
        }
        Ok(options)
    }

    fn has(&self, letter: char) -> bool {
        self.given.iter().any(|(given, _)| *given == letter)
    }

    fn value(&self, letter: char) -> Option<&str> {
        self.given.iter().rev().find(|(given, _)| *given == letter).map(|(_, value)| value.as_str())
    }
}
