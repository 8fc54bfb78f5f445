//! What a shell script means: a list of steps with jumps, so that a process can stop at any of them and go on.
//!
//! POSIX Shell Command Language 2.9 as far as containers' commands use it: lists, `&&`, `||`, `!`, pipes, `if`, `while`,
//! `until`, `for`, `case`, groups, redirections. No functions and here-documents; a loop in a pipe is refused.

mod word;

/// A word's parts, one after the other without a gap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Word(pub Vec<Part>);

#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    Text {
        text: String,
        quoted: bool,
    },
    /// `$name`, `${name}`, `${name:-other}`
    Variable {
        name: String,
        other: Option<(char, String)>,
        quoted: bool,
    },
    /// `$(...)`, with its script.
    Output {
        steps: Vec<Step>,
        quoted: bool,
    },
    /// `$((...))`
    Sum(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Redirect {
    /// 0, 1, 2
    pub stream: u8,
    pub append: bool,
    /// A file, or none where it goes where the other stream goes (`2>&1`, `>&2`).
    pub target: Option<Word>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Command {
    pub assignments: Vec<(String, Word)>,
    pub words: Vec<Word>,
    pub redirects: Vec<Redirect>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Commands joined by pipes; in the background nobody waits for their end.
    Run {
        commands: Vec<Command>,
        background: bool,
    },
    Negate,
    /// `$?` becomes zero.
    Fine,
    Jump(usize),
    /// Jumps if the last command succeeded, or failed.
    JumpIf {
        success: bool,
        to: usize,
    },
    /// A loop's values are made.
    For {
        slot: usize,
        words: Vec<Word>,
    },
    /// Takes the next value, or jumps.
    Next {
        slot: usize,
        name: String,
        end: usize,
    },
    /// Jumps unless the word is like one of the patterns.
    Case {
        word: Word,
        patterns: Vec<Word>,
        otherwise: usize,
    },
}

/// Scripts within scripts, and loops in loops.
const LIMIT_DEPTH: usize = 32;

/// Reads a script; the error is the shell's own.
pub fn parse(text: &str) -> Result<Vec<Step>, String> {
    nested(text, 0)
}

fn nested(text: &str, depth: usize) -> Result<Vec<Step>, String> {
    if depth > LIMIT_DEPTH {
        return Err("too much in one another".into());
    }
    let chars: Vec<char> = text.chars().collect();
    let mut parser = Parser { chars, at: 0, depth, steps: Vec::new(), loops: Vec::new(), slots: 0 };
    parser.list(&[])?;
    match parser.peek() {
        None => Ok(parser.steps),
        Some(other) => Err(format!("syntax error: unexpected \"{other}\"")),
    }
}

/// Where `break` and `continue` of a loop jump to.
#[derive(Default)]
struct Loop {
    start: usize,
    breaks: Vec<usize>,
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: usize,
    steps: Vec<Step>,
    loops: Vec<Loop>,
    slots: usize,
}

const RESERVED: [&str; 13] =
    ["then", "else", "elif", "fi", "do", "done", "esac", "if", "while", "until", "for", "case", "}"];

impl Parser {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn looks_at(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(offset, one)| self.chars.get(self.at + offset) == Some(&one))
    }

    fn take(&mut self, text: &str) -> bool {
        let there = self.looks_at(text);
        self.at += if there { text.len() } else { 0 };
        there
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\r')) || self.looks_at("\\\n") {
            self.at += if self.looks_at("\\\n") { 2 } else { 1 };
        }
        if self.peek() == Some('#') {
            while self.peek().is_some_and(|one| one != '\n') {
                self.at += 1;
            }
        }
    }

    fn gaps(&mut self) {
        self.blanks();
        while matches!(self.peek(), Some('\n')) || (self.peek() == Some(';') && !self.looks_at(";;")) {
            self.at += 1;
            self.blanks();
        }
    }

    /// The plain word that comes next, without taking it.
    fn keyword(&self) -> String {
        let rest = &self.chars[self.at.min(self.chars.len())..];
        rest.iter()
            .take_while(|one| one.is_ascii_alphanumeric() || matches!(one, '_' | '{' | '}' | '!'))
            .collect()
    }

    fn expect(&mut self, word: &str) -> Result<(), String> {
        self.gaps();
        if self.keyword() != word {
            let found = self.peek().map_or("end of file".into(), |_| format!("\"{}\"", self.keyword()));
            return Err(format!("syntax error: unexpected {found} (expecting \"{word}\")"));
        }
        self.at += word.len();
        Ok(())
    }

    /// Commands up to one of the words, which is not taken.
    fn list(&mut self, ends: &[&str]) -> Result<(), String> {
        self.depth += 1;
        if self.depth > LIMIT_DEPTH {
            return Err("too much in one another".into());
        }
        loop {
            self.gaps();
            let over = self.peek().is_none() || self.looks_at(";;") || self.peek() == Some(')');
            if over || ends.contains(&self.keyword().as_str()) {
                self.depth -= 1;
                return Ok(());
            }
            self.and_or()?;
            self.blanks();
            match self.peek() {
                None | Some('\n' | ';' | ')') => {}
                Some('&') => {
                    self.at += 1;
                    if let Some(Step::Run { background, .. }) = self.steps.last_mut() {
                        *background = true;
                    }
                }
                Some('}') => {}
                Some(other) => return Err(format!("syntax error: unexpected \"{other}\"")),
            }
        }
    }

    fn and_or(&mut self) -> Result<(), String> {
        self.pipeline()?;
        loop {
            self.blanks();
            let success = match () {
                () if self.take("&&") => false,
                () if self.take("||") => true,
                () => return Ok(()),
            };
            let jump = self.jump_if(success);
            self.gaps();
            self.pipeline()?;
            self.land(jump);
        }
    }

    /// A jump whose target is not known yet.
    fn jump_if(&mut self, success: bool) -> usize {
        self.steps.push(Step::JumpIf { success, to: 0 });
        self.steps.len() - 1
    }

    /// Lets a jump land here.
    fn land(&mut self, jump: usize) {
        let here = self.steps.len();
        if let Some(
            Step::Jump(to)
            | Step::JumpIf { to, .. }
            | Step::Next { end: to, .. }
            | Step::Case { otherwise: to, .. },
        ) = self.steps.get_mut(jump)
        {
            *to = here;
        }
    }

    fn pipeline(&mut self) -> Result<(), String> {
        self.blanks();
        let negated = self.take("! ");
        self.blanks();
        if !self.compound()? {
            let mut commands = vec![self.command()?];
            self.blanks();
            while !self.looks_at("||") && self.take("|") {
                self.gaps();
                commands.push(self.command()?);
                self.blanks();
            }
            self.push_run(commands)?;
        } else {
            self.blanks();
            if (self.looks_at("|") && !self.looks_at("||")) || matches!(self.peek(), Some('>' | '<')) {
                return Err("a loop or group in a pipe or redirection is not simulated".into());
            }
        }
        if negated {
            self.steps.push(Step::Negate);
        }
        Ok(())
    }

    /// `break` and `continue` are jumps; anything else runs.
    fn push_run(&mut self, commands: Vec<Command>) -> Result<(), String> {
        let bare = |command: &Command| match command.words.first().map(|word| word.0.as_slice()) {
            Some([Part::Text { text, quoted: false }]) => text.clone(),
            _ => String::new(),
        };
        let name = commands.first().map(bare).unwrap_or_default();
        let here = self.steps.len();
        match (name.as_str(), self.loops.last_mut()) {
            ("break", Some(around)) => {
                around.breaks.push(here);
                self.steps.push(Step::Jump(0));
            }
            ("continue", Some(around)) => {
                let start = around.start;
                self.steps.push(Step::Jump(start));
            }
            _ => self.steps.push(Step::Run { commands, background: false }),
        }
        Ok(())
    }

    fn compound(&mut self) -> Result<bool, String> {
        let word = self.keyword();
        match word.as_str() {
            "if" => {
                self.at += 2;
                self.branch()?;
            }
            "while" | "until" => {
                self.at += 5;
                self.repeat(word == "until")?;
            }
            "for" => {
                self.at += 3;
                self.each()?;
            }
            "case" => {
                self.at += 4;
                self.case()?;
            }
            "{" => {
                self.at += 1;
                self.list(&["}"])?;
                self.expect("}")?;
            }
            _ if self.peek() == Some('(') => {
                self.at += 1;
                self.list(&[])?;
                if !self.take(")") {
                    return Err("syntax error: unexpected end of file (expecting \")\")".into());
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn branch(&mut self) -> Result<(), String> {
        self.depth += 1;
        self.list(&["then"])?;
        self.expect("then")?;
        let otherwise = self.jump_if(false);
        self.list(&["elif", "else", "fi"])?;
        self.steps.push(Step::Jump(0));
        let over = self.steps.len() - 1;
        self.land(otherwise);
        match self.keyword().as_str() {
            "elif" => {
                self.at += 4;
                self.branch()?;
            }
            "else" => {
                self.at += 4;
                self.list(&["fi"])?;
                self.expect("fi")?;
            }
            _ => {
                self.expect("fi")?;
                self.steps.push(Step::Fine);
            }
        }
        self.land(over);
        self.depth -= 1;
        Ok(())
    }

    fn repeat(&mut self, until: bool) -> Result<(), String> {
        let start = self.steps.len();
        self.list(&["do"])?;
        self.expect("do")?;
        let end = self.jump_if(until);
        self.body(start, end)?;
        self.steps.push(Step::Fine);
        Ok(())
    }

    fn body(&mut self, start: usize, end: usize) -> Result<(), String> {
        self.loops.push(Loop { start, breaks: Vec::new() });
        self.list(&["done"])?;
        self.expect("done")?;
        self.steps.push(Step::Jump(start));
        self.land(end);
        let around = self.loops.pop().unwrap_or_default();
        around.breaks.into_iter().for_each(|jump| self.land(jump));
        Ok(())
    }

    fn each(&mut self) -> Result<(), String> {
        self.blanks();
        let name = self.keyword();
        self.at += name.len();
        self.gaps();
        let mut words = Vec::new();
        if self.keyword() == "in" {
            self.at += 2;
            self.blanks();
            while let Some(word) = self.word()? {
                words.push(word);
                self.blanks();
            }
        }
        self.slots += 1;
        let slot = self.slots;
        self.steps.push(Step::For { slot, words });
        self.expect("do")?;
        let start = self.steps.len();
        self.steps.push(Step::Next { slot, name, end: 0 });
        self.body(start, start)
    }

    fn case(&mut self) -> Result<(), String> {
        self.blanks();
        let word = self.word()?.unwrap_or_default();
        self.expect("in")?;
        let mut overs = Vec::new();
        loop {
            self.gaps();
            if self.keyword() == "esac" || self.peek().is_none() {
                break;
            }
            self.take("(");
            let mut patterns = Vec::new();
            while let Some(pattern) = self.word()? {
                patterns.push(pattern);
                self.blanks();
                self.take("|");
                self.blanks();
            }
            if !self.take(")") {
                return Err("syntax error: bad case pattern".into());
            }
            self.steps.push(Step::Case { word: word.clone(), patterns, otherwise: 0 });
            let next = self.steps.len() - 1;
            self.list(&["esac"])?;
            self.take(";;");
            self.steps.push(Step::Jump(0));
            overs.push(self.steps.len() - 1);
            self.land(next);
        }
        self.expect("esac")?;
        overs.into_iter().for_each(|jump| self.land(jump));
        Ok(())
    }

    fn command(&mut self) -> Result<Command, String> {
        let mut command = Command::default();
        loop {
            self.blanks();
            if let Some(redirect) = self.redirect()? {
                command.redirects.push(redirect);
            } else if let Some(name) = self.assignment().filter(|_| command.words.is_empty()) {
                self.at += name.len() + 1;
                let value = self.word()?.unwrap_or_default();
                command.assignments.push((name, value));
            } else {
                if command.words.is_empty() && RESERVED.contains(&self.keyword().as_str()) {
                    return Err(format!("syntax error: unexpected \"{}\"", self.keyword()));
                }
                match self.word()? {
                    Some(word) => command.words.push(word),
                    None => break,
                }
            }
        }
        if command == Command::default() {
            let found = self.peek().map_or("end of file".into(), |one| format!("\"{one}\""));
            return Err(format!("syntax error: unexpected {found}"));
        }
        Ok(command)
    }

    fn redirect(&mut self) -> Result<Option<Redirect>, String> {
        if self.looks_at("<<") {
            return Err("here-documents are not simulated".into());
        }
        for (text, stream) in [("2>&1", 2), ("1>&2", 1), (">&2", 1)] {
            if self.take(text) {
                return Ok(Some(Redirect { stream, append: false, target: None }));
            }
        }
        let all = [
            ("2>>", 2, true),
            ("2>", 2, false),
            ("1>", 1, false),
            (">>", 1, true),
            (">", 1, false),
            ("<", 0, false),
        ];
        let Some((_, stream, append)) = all.into_iter().find(|(text, _, _)| self.take(text)) else {
            return Ok(None);
        };
        self.blanks();
        let target = self.word()?.ok_or("syntax error: unexpected newline")?;
        Ok(Some(Redirect { stream, append, target: Some(target) }))
    }

    fn assignment(&self) -> Option<String> {
        let rest = &self.chars[self.at.min(self.chars.len())..];
        let name: String =
            rest.iter().take_while(|one| one.is_ascii_alphanumeric() || **one == '_').collect();
        let begins = name.chars().next().is_some_and(|one| !one.is_ascii_digit());
        (begins && rest.get(name.len()) == Some(&'=')).then_some(name)
    }
}
