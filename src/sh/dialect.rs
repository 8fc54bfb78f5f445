//! In what shells differ in words: bash at a terminal and in a script, busybox' ash, Debian's dash.

use super::parse::Fault;

/// Builtins that bash alone has.
const ONLY_BASH: [&str; 15] = [
    "builtin",
    "caller",
    "compgen",
    "complete",
    "declare",
    "dirs",
    "disown",
    "enable",
    "history",
    "mapfile",
    "popd",
    "pushd",
    "readarray",
    "shopt",
    "typeset",
];

const MISSING: &str = "No such file or directory";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    #[default]
    Bash,
    /// bash when nobody types: it names the line.
    BashScript,
    Ash,
    Dash,
}

impl Dialect {
    /// What a message of a shell begins with.
    pub fn voice(self, name: &str, line: u32) -> String {
        match self {
            Dialect::Bash | Dialect::Ash => name.to_owned(),
            Dialect::BashScript => format!("{name}: line {}", line.max(1)),
            Dialect::Dash => format!("{name}: {}", line.max(1)),
        }
    }

    pub fn is_bash(self) -> bool {
        matches!(self, Dialect::Bash | Dialect::BashScript)
    }

    /// There is no such command.
    pub fn not_found(self, name: &str) -> String {
        match self.is_bash() {
            true if name.contains('/') => format!("{name}: {MISSING}"),
            true => format!("{name}: command not found"),
            false => format!("{name}: not found"),
        }
    }

    pub fn cannot_read(self, path: &str, why: &str) -> String {
        match self {
            Dialect::Bash | Dialect::BashScript => format!("{path}: {why}"),
            Dialect::Ash if why == MISSING => format!("can't open {path}: no such file"),
            Dialect::Ash => format!("can't open {path}: {why}"),
            Dialect::Dash if why == MISSING => format!("cannot open {path}: No such file"),
            Dialect::Dash => format!("cannot open {path}: {why}"),
        }
    }

    pub fn cannot_write(self, path: &str, why: &str) -> String {
        match self {
            Dialect::Bash | Dialect::BashScript => format!("{path}: {why}"),
            Dialect::Ash if why == MISSING => format!("can't create {path}: nonexistent directory"),
            Dialect::Ash => format!("can't create {path}: {why}"),
            Dialect::Dash if why == MISSING => format!("cannot create {path}: Directory nonexistent"),
            Dialect::Dash => format!("cannot create {path}: {why}"),
        }
    }

    pub fn cannot_enter(self, path: &str, why: &str) -> String {
        match self {
            Dialect::Bash | Dialect::BashScript => format!("cd: {path}: {why}"),
            Dialect::Ash => format!("cd: can't cd to {path}: {why}"),
            Dialect::Dash => format!("cd: can't cd to {path}"),
        }
    }

    /// A script file that is named and not there.
    pub fn no_script(self, name: &str, path: &str, why: &str) -> String {
        match self {
            Dialect::Bash | Dialect::BashScript => format!("{name}: {path}: {why}"),
            Dialect::Ash => format!("{name}: can't open '{path}': {why}"),
            Dialect::Dash => {
                format!("{name}: 0: cannot open {path}: {}", why.trim_end_matches(" or directory"))
            }
        }
    }

    /// What `.` says of a file it cannot read.
    pub fn no_source(self, word: &str, path: &str, why: &str) -> String {
        let bare = !path.contains('/');
        match self {
            Dialect::Ash if bare => format!("{word}: line 0: {path}: not found"),
            Dialect::Ash => format!("{word}: line 0: can't open '{path}': {why}"),
            Dialect::Dash if bare => format!("{word}: {path}: not found"),
            Dialect::Dash => format!("{word}: cannot open {path}: {}", why.trim_end_matches(" or directory")),
            _ => format!("{path}: {why}"),
        }
    }

    /// What a shell says that was begun with a text which is no script.
    pub fn unreadable(self, name: &str, text: &str, fault: &Fault, of_text: bool) -> String {
        let what = self.fault(&fault.message);
        if !self.is_bash() {
            return format!("{}: {what}", self.voice(name, fault.line));
        }
        let name = if of_text { format!("{name}: -c") } else { name.to_owned() };
        let ends = what.ends_with("unexpected end of file");
        let line = if ends { text.lines().count() as u32 + 1 } else { fault.line.max(1) };
        let shown = match what.contains("near unexpected token") {
            true => format!(
                "\n{name}: line {line}: `{}'",
                text.lines().nth(line as usize - 1).unwrap_or_default()
            ),
            false => String::new(),
        };
        format!("{name}: line {line}: {what}{shown}")
    }

    /// What `sh` says of a text that is no script; `fault` is in bash's words.
    pub fn fault(self, fault: &str) -> String {
        let token = fault.split_once("unexpected token `").map(|(_, token)| token.trim_end_matches('\''));
        match (self, token) {
            (Dialect::Bash | Dialect::BashScript, _) => fault.to_owned(),
            (Dialect::Ash, Some(word @ "redirection")) => format!("syntax error: unexpected {word}"),
            (Dialect::Dash, Some(word @ "redirection")) => format!("Syntax error: {word} unexpected"),
            (Dialect::Ash, Some("newline")) => "syntax error: unexpected newline".into(),
            (Dialect::Ash, Some(token)) => format!("syntax error: unexpected \"{token}\""),
            (Dialect::Dash, Some("newline")) => "Syntax error: newline unexpected".into(),
            (Dialect::Dash, Some(token)) => format!("Syntax error: \"{token}\" unexpected"),
            (Dialect::Ash, None) if is_quote(fault) => "syntax error: unterminated quoted string".into(),
            (Dialect::Dash, None) if is_quote(fault) => "Syntax error: Unterminated quoted string".into(),
            (Dialect::Ash, None) if fault.starts_with("bad ") => format!("syntax error: {fault}"),
            (Dialect::Dash, None) if fault == "bad substitution" => "Bad substitution".into(),
            (Dialect::Dash, None) if fault == "bad for loop variable" => {
                "Syntax error: Bad for loop variable".into()
            }
            (Dialect::Dash, None) => {
                fault.replace("syntax error: unexpected end of file", "Syntax error: end of file unexpected")
            }
            (Dialect::Ash, None) => fault.to_owned(),
        }
    }

    /// A stream that is not open.
    pub fn bad_stream(self, number: &str) -> String {
        match self {
            Dialect::Ash if number.parse::<u32>().is_ok() => format!("dup2({number},1): Bad file descriptor"),
            _ => format!("{number}: Bad file descriptor"),
        }
    }

    pub fn unset_variable(self, name: &str) -> String {
        format!("{name}: {}", if self.is_bash() { "unbound variable" } else { "parameter not set" })
    }

    pub fn read_only(self, name: &str) -> String {
        format!("{name}: {}", if self.is_bash() { "readonly variable" } else { "is read only" })
    }

    /// The code of a redirection that failed, and of a shell that cannot go on.
    pub fn failure(self) -> i32 {
        if self == Dialect::Dash { 2 } else { 1 }
    }

    /// The code of `timeout` when time is up: that of the tools which come with the shell.
    pub fn timed_out(self) -> i32 {
        if self == Dialect::Ash { 143 } else { 124 }
    }

    /// Commands only bash has built in.
    pub fn knows(self, builtin: &str) -> bool {
        match self {
            Dialect::Bash | Dialect::BashScript => true,
            Dialect::Ash => !ONLY_BASH.contains(&builtin),
            Dialect::Dash => {
                !ONLY_BASH.contains(&builtin) && !matches!(builtin, "source" | "let" | "[[" | "help")
            }
        }
    }
}

fn is_quote(fault: &str) -> bool {
    fault.contains("while looking for matching")
}
