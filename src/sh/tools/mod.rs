//! Programs that only turn their input into output. One file each, one line in `TOOLS`.

mod awk;
mod base64;
mod bytes;
mod columns;
pub mod date;
mod diff;
mod grep;
pub mod jq;
mod lines;
mod printf;
mod reckon;
mod sed;
mod small;
mod sums;
mod text;
mod tr;

use std::cell::{Cell, RefCell};

use super::dialect::Dialect;
use super::host::Outcome;

/// Gives the files below a directory.
type Listing<'a> = &'a dyn Fn(&str) -> Vec<String>;
/// A tool's answer, or its refusal.
type Answer = Result<Outcome, Outcome>;
type Tool = fn(&[String], &Input<'_>) -> Answer;

/// What is piped into a tool, and the files it may name instead.
pub struct Input<'a> {
    stdin: &'a str,
    read: &'a dyn Fn(&str) -> Result<String, String>,
    was_read: Cell<bool>,
    dialect: Dialect,
    /// What messages of a builtin begin with; a program's with its own name.
    voice: &'a str,
    pub now_us: u64,
    list: Option<Listing<'a>>,
    environment: Vec<(String, String)>,
    /// What a tool writes to files: names, texts, and whether they are added.
    written: RefCell<Vec<(String, String, bool)>>,
}

impl<'a> Input<'a> {
    pub fn new(stdin: &'a str, read: &'a dyn Fn(&str) -> Result<String, String>) -> Input<'a> {
        Input {
            stdin,
            read,
            was_read: Cell::new(false),
            dialect: Dialect::Bash,
            voice: "",
            now_us: 0,
            list: None,
            environment: Vec::new(),
            written: RefCell::default(),
        }
    }

    /// With the messages of the tools that come with a shell.
    pub fn worded(self, dialect: Dialect) -> Input<'a> {
        Input { dialect, ..self }
    }

    /// As a builtin of a shell.
    pub fn voiced(self, voice: &'a str) -> Input<'a> {
        Input { voice, ..self }
    }

    /// With the files of directories.
    pub fn listing(self, list: &'a dyn Fn(&str) -> Vec<String>) -> Input<'a> {
        Input { list: Some(list), ..self }
    }

    pub fn with_environment(self, environment: Vec<(String, String)>) -> Input<'a> {
        Input { environment, ..self }
    }

    /// Writes to a file, when the tool is done.
    pub fn write(&self, path: &str, text: String, append: bool) {
        self.written.borrow_mut().push((path.to_owned(), text, append));
    }

    /// The files in a directory and below it.
    pub fn files_below(&self, path: &str) -> Vec<String> {
        self.list.map_or_else(Vec::new, |list| list(path))
    }

    /// What is to be written to files.
    pub fn take_written(&self) -> Vec<(String, String, bool)> {
        self.written.take()
    }

    /// The beginning of a message.
    fn voice(&self, tool: &str) -> String {
        if self.voice.is_empty() { tool.to_owned() } else { format!("{}: {tool}", self.voice) }
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
    ("bc", reckon::bc),
    ("cat", text::cat),
    ("cksum", sums::cksum),
    ("cmp", diff::cmp),
    ("column", small::column),
    ("comm", columns::comm),
    ("cut", text::cut),
    ("diff", diff::diff),
    ("dirname", small::dirname),
    ("echo", text::echo),
    ("egrep", grep::egrep),
    ("expand", columns::expand),
    ("expr", reckon::expr),
    ("factor", reckon::factor),
    ("false", |_, _| Ok(Outcome { code: 1, ..Outcome::default() })),
    ("fgrep", grep::fgrep),
    ("fold", columns::fold),
    ("grep", grep::grep),
    ("head", lines::head),
    ("hexdump", bytes::hexdump),
    ("join", columns::join),
    ("jq", jq::jq),
    ("less", text::cat),
    ("md5sum", sums::md5sum),
    ("more", text::cat),
    ("nl", columns::nl),
    ("od", bytes::od),
    ("paste", columns::paste),
    ("printf", printf::printf),
    ("rev", small::rev),
    ("sed", sed::sed),
    ("seq", small::seq),
    ("sha1sum", sums::sha1sum),
    ("sha256sum", sums::sha256sum),
    ("sha512sum", sums::sha512sum),
    ("shuf", reckon::shuf),
    ("sort", lines::sort),
    ("tac", small::tac),
    ("tail", lines::tail),
    ("tr", tr::tr),
    ("true", |_, _| Ok(Outcome::default())),
    ("unexpand", columns::unexpand),
    ("uniq", lines::uniq),
    ("wc", lines::wc),
    ("xxd", bytes::xxd),
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
            let told = [
                "BEGIN", "END", "NR", "++", "--", "-v", "exit", "split", "sub(", "delete", "getline",
                "system", "function", "func ", "> \"", ">\"", "|", "rand", "RS", "-f",
            ];
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
        "head" if all.contains("-n -") => false,
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

/// The number a text begins with, 0 if it begins with none.
pub fn leading_number(text: &str) -> f64 {
    let text = text.trim_start();
    let mut end = 0;
    let mut seen = (false, false);
    for (at, one) in text.char_indices() {
        match one {
            '+' | '-' if at == 0 || text[..at].ends_with(['e', 'E']) => {}
            '0'..='9' => end = at + 1,
            '.' if !seen.0 && !seen.1 => seen.0 = true,
            'e' | 'E' if end > 0 && !seen.1 => seen.1 = true,
            _ => break,
        }
    }
    text[..end].parse().unwrap_or_default()
}

/// A text between single quotes, as the shell reads it back.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// The same where it must be.
pub fn quoted_if_needed(text: &str) -> String {
    let plain = |one: char| one.is_alphanumeric() || "_-./:=+@%,^".contains(one);
    match text.chars().all(plain) && !text.is_empty() {
        true => text.to_owned(),
        false if text.contains(|one: char| one.is_control()) => {
            format!(
                "$'{}'",
                text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n").replace('\t', "\\t")
            )
        }
        false => quoted(text),
    }
}

/// A POSIX expression as `regex-lite` reads it: classes in brackets are spelled out.
pub fn posix(pattern: &str) -> String {
    let mut text = pattern.to_owned();
    for (class, set) in CLASSES {
        text = text.replace(class, set);
    }
    text
}

/// Classes of characters, as sets in brackets.
const CLASSES: [(&str, &str); 12] = [
    ("[:alpha:]", "a-zA-Z"),
    ("[:digit:]", "0-9"),
    ("[:alnum:]", "a-zA-Z0-9"),
    ("[:upper:]", "A-Z"),
    ("[:lower:]", "a-z"),
    ("[:space:]", "\\s"),
    ("[:blank:]", " \\t"),
    ("[:punct:]", "!-/:-@\\[-`{-~"),
    ("[:xdigit:]", "0-9A-Fa-f"),
    ("[:cntrl:]", "\\x00-\\x1f"),
    ("[:print:]", " -~"),
    ("[:graph:]", "!-~"),
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
