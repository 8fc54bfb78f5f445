//! Programs that only turn their input into output. One file each, one line in `TOOLS`.

mod awk;
mod base64;
mod grep;
mod jq;
mod lines;
mod sed;
mod small;
mod text;
mod tr;

use std::cell::Cell;

use super::dialect::Dialect;
use super::host::Outcome;

/// A tool's answer, or its refusal.
type Answer = Result<Outcome, Outcome>;
type Tool = fn(&[String], &Input<'_>) -> Answer;

/// What is piped into a tool, and the files it may name instead.
pub struct Input<'a> {
    stdin: &'a str,
    read: &'a dyn Fn(&str) -> Result<String, String>,
    was_read: Cell<bool>,
    dialect: Dialect,
}

impl<'a> Input<'a> {
    pub fn new(stdin: &'a str, read: &'a dyn Fn(&str) -> Result<String, String>) -> Input<'a> {
        Input { stdin, read, was_read: Cell::new(false), dialect: Dialect::Bash }
    }

    /// With the messages of the tools that come with a shell.
    pub fn worded(self, dialect: Dialect) -> Input<'a> {
        Input { dialect, ..self }
    }

    /// What is piped in.
    pub fn stdin(&self) -> &'a str {
        self.was_read.set(true);
        self.stdin
    }

    fn is_ash(&self) -> bool {
        self.dialect == Dialect::Ash
    }

    fn is_dash(&self) -> bool {
        self.dialect == Dialect::Dash
    }

    /// Whether the tool looked at what is piped in.
    pub fn was_read(&self) -> bool {
        self.was_read.get()
    }

    /// The files one after the other; what is piped in if there are none.
    fn text(&self, tool: &str, files: &[String]) -> Result<String, Outcome> {
        if files.is_empty() {
            return Ok(self.stdin().to_owned());
        }
        let one = |path: &String| match path.as_str() {
            "-" => Ok(self.stdin().to_owned()),
            "/dev/null" => Ok(String::new()),
            path => (self.read)(path).map_err(|why| self.unreadable(tool, path, &why)),
        };
        files.iter().map(one).collect()
    }

    /// What a tool says of a file it cannot read: busybox' or GNU's.
    fn unreadable(&self, tool: &str, path: &str, why: &str) -> Outcome {
        let missing = why.starts_with("No such");
        let ash = self.is_ash();
        let text = match tool {
            "cat" if ash && why == "Is a directory" => format!("cat: read error: {why}"),
            "cat" | "uniq" if ash => format!("{tool}: can't open '{path}': {why}"),
            "tail" if ash => format!("tail: can't open '{path}': {why}\ntail: no files"),
            _ if ash => format!("{tool}: {path}: {why}"),
            "head" | "tail" if missing => format!("{tool}: cannot open '{path}' for reading: {why}"),
            "tac" => format!("tac: failed to open '{path}' for reading: {why}"),
            "sort" => format!("sort: cannot read: {path}: {why}"),
            "sed" => format!("sed: can't read {path}: {why}"),
            "awk" => format!("awk: cannot open {path} ({why})"),
            _ => format!("{tool}: {path}: {why}"),
        };
        let code = match tool {
            "grep" | "awk" => 2,
            "sort" | "sed" if !ash => 2,
            _ => 1,
        };
        Outcome::failed(code, &text)
    }
}

const TOOLS: &[(&str, Tool)] = &[
    ("awk", awk::awk),
    ("base64", base64::base64),
    ("basename", small::basename),
    ("cat", text::cat),
    ("column", small::column),
    ("cut", text::cut),
    ("dirname", small::dirname),
    ("echo", text::echo),
    ("egrep", grep::egrep),
    ("false", |_, _| Ok(Outcome { code: 1, ..Outcome::default() })),
    ("grep", grep::grep),
    ("head", lines::head),
    ("jq", jq::jq),
    ("less", text::cat),
    ("more", text::cat),
    ("printf", small::printf),
    ("rev", small::rev),
    ("sed", sed::sed),
    ("seq", small::seq),
    ("sort", lines::sort),
    ("tac", small::tac),
    ("tail", lines::tail),
    ("tr", tr::tr),
    ("true", |_, _| Ok(Outcome::default())),
    ("uniq", lines::uniq),
    ("wc", lines::wc),
];

pub fn names() -> impl Iterator<Item = &'static str> {
    TOOLS.iter().map(|(name, _)| *name)
}

pub fn is_tool(name: &str) -> bool {
    TOOLS.iter().any(|(known, _)| *known == name)
}

/// Whether a tool looks at each line by itself, so that it can print as the lines come.
pub fn by_lines(arguments: &[String]) -> bool {
    let rest = &arguments[1..];
    let flag = |letters: &str| {
        let short = rest.iter().filter(|one| one.starts_with('-') && !one.starts_with("--"));
        short.into_iter().any(|one| one.chars().any(|letter| letters.contains(letter)))
    };
    match arguments[0].as_str() {
        "cat" => !flag("nb"),
        "cut" | "tee" => true,
        "tr" => !flag("s"),
        "grep" | "egrep" | "fgrep" => !flag("cmqABCnlL"),
        "sed" => !flag("n") && rest.iter().all(|one| one.starts_with("s") || one.starts_with('-')),
        "awk" => {
            // A program that remembers nothing from one line to the next.
            let told = ["BEGIN", "END", "NR", "++", "--", "-v", "exit", "split", "sub(", "delete"];
            let compared = ["==", "!=", ">=", "<="];
            let bare = |one: &String| compared.iter().fold(one.clone(), |text, sign| text.replace(sign, ""));
            !rest.iter().any(|one| told.iter().any(|mark| one.contains(mark)) || bare(one).contains('='))
        }
        _ => false,
    }
}

/// Whether a tool may be over before its input is.
pub fn may_end_early(arguments: &[String]) -> bool {
    matches!(arguments[0].as_str(), "head" | "grep")
}

/// Whether what a tool was given is enough for it.
pub fn has_enough(arguments: &[String], text: &str, outcome: &Outcome) -> bool {
    let all = arguments[1..].join(" ");
    match arguments[0].as_str() {
        "head" if all.contains("-c") => outcome.stdout.len() < text.len(),
        "head" => text.lines().count() > outcome.stdout.lines().count() || enough_lines(&all, text),
        _ if all.contains("-q") => outcome.code == 0,
        _ => {
            let most = all.split("-m").nth(1).and_then(|rest| rest.split_whitespace().next()?.parse().ok());
            most.is_some_and(|most: usize| outcome.stdout.lines().count() >= most)
        }
    }
}

fn enough_lines(arguments: &str, text: &str) -> bool {
    let digits: String = arguments.chars().filter(char::is_ascii_digit).collect();
    let wanted = if digits.is_empty() { 10 } else { digits.parse().unwrap_or(usize::MAX) };
    text.ends_with('\n') && text.lines().count() >= wanted
}

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
