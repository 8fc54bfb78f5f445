//! Runs a script: one command after the other, pipes from left to right.

use std::collections::BTreeMap;

use super::ast::{AndOr, Command, Joint, Pipeline, RedirectKind, Script};
use super::{LIMIT_COMMANDS, LIMIT_DEPTH, LIMIT_OUTPUT, expand, parse, tools};

/// What a command printed, and how it ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Outcome {
    pub fn said(stdout: impl Into<String>) -> Outcome {
        Outcome { stdout: stdout.into(), ..Outcome::default() }
    }

    /// Failed with a message on the error stream; a line break is added.
    pub fn failed(code: i32, message: &str) -> Outcome {
        Outcome { stdout: String::new(), stderr: format!("{message}\n"), code }
    }
}

/// Where a script runs: its programs and its files.
pub trait Host {
    /// Runs a program to its end; none if there is no such program.
    fn run(&mut self, arguments: &[String], stdin: &str) -> Option<Outcome>;

    fn read(&self, path: &str) -> Result<String, String>;

    fn write(&mut self, path: &str, text: &str, append: bool) -> Result<(), String>;
}

/// A shell with its variables.
pub struct Shell<'a> {
    pub(super) host: &'a mut dyn Host,
    pub variables: BTreeMap<String, String>,
    /// How the last command ended: `$?`.
    pub code: i32,
    commands: usize,
    depth: usize,
}

impl<'a> Shell<'a> {
    pub fn new(host: &'a mut dyn Host) -> Shell<'a> {
        Shell { host, variables: BTreeMap::new(), code: 0, commands: 0, depth: 0 }
    }

    /// Reads and runs a line.
    pub fn line(&mut self, text: &str) -> Outcome {
        match parse(text) {
            Ok(script) => self.script(&script),
            Err(why) => Outcome::failed(2, &format!("sh: {why}")),
        }
    }

    pub fn script(&mut self, script: &Script) -> Outcome {
        if self.depth >= LIMIT_DEPTH {
            return Outcome::failed(2, "sh: too many substitutions within one another");
        }
        self.depth += 1;
        let mut all = Outcome::default();
        for item in &script.items {
            self.and_or(item, &mut all);
        }
        self.depth -= 1;
        all.code = self.code;
        all
    }

    fn and_or(&mut self, item: &AndOr, all: &mut Outcome) {
        self.pipeline(&item.first, all);
        for (joint, pipeline) in &item.rest {
            if (self.code == 0) == (*joint == Joint::And) {
                self.pipeline(pipeline, all);
            }
        }
    }

    fn pipeline(&mut self, pipeline: &Pipeline, all: &mut Outcome) {
        let mut stdin = String::new();
        for command in &pipeline.commands {
            let outcome = self.command(command, &stdin);
            all.stderr.push_str(&outcome.stderr);
            self.code = outcome.code;
            stdin = outcome.stdout;
        }
        all.stdout.push_str(&stdin);
        if pipeline.negated {
            self.code = i32::from(self.code == 0);
        }
        bound(&mut all.stdout);
        bound(&mut all.stderr);
    }

    fn command(&mut self, command: &Command, piped: &str) -> Outcome {
        self.commands += 1;
        if self.commands > LIMIT_COMMANDS {
            return Outcome::failed(2, &format!("sh: more than {LIMIT_COMMANDS} commands in one line"));
        }
        let mut stderr = String::new();
        let arguments: Vec<String> =
            command.words.iter().flat_map(|word| expand::fields(self, word, &mut stderr)).collect();
        for (name, value) in &command.assignments {
            let value = expand::text(self, value, &mut stderr);
            self.variables.insert(name.clone(), value);
        }
        let stdin = match self.input(command, piped, &mut stderr) {
            Ok(stdin) => stdin,
            Err(why) => return Outcome::failed(1, &format!("sh: {why}")),
        };
        let mut outcome = match arguments.first() {
            None => Outcome { code: self.code * i32::from(!stderr.is_empty()), ..Outcome::default() },
            Some(program) => self
                .tool(program, &arguments, &stdin)
                .or_else(|| self.host.run(&arguments, &stdin))
                .unwrap_or_else(|| Outcome::failed(127, &format!("sh: {program}: command not found"))),
        };
        outcome.stderr.insert_str(0, &stderr);
        self.redirected(command, outcome)
    }

    fn tool(&self, name: &str, arguments: &[String], stdin: &str) -> Option<Outcome> {
        tools::run(name, arguments, &tools::Input { stdin, read: &|path| self.host.read(path) })
    }

    fn input(&mut self, command: &Command, piped: &str, stderr: &mut String) -> Result<String, String> {
        let mut stdin = piped.to_owned();
        for redirect in command.redirects.iter().filter(|one| one.kind == RedirectKind::Read) {
            let path = expand::text(self, &redirect.target, stderr);
            stdin = self.host.read(&path).map_err(|why| format!("{path}: {why}"))?;
        }
        Ok(stdin)
    }

    fn redirected(&mut self, command: &Command, mut outcome: Outcome) -> Outcome {
        for redirect in &command.redirects {
            let mut stderr = String::new();
            let path = expand::text(self, &redirect.target, &mut stderr);
            let written = match redirect.kind {
                RedirectKind::Read => Ok(()),
                RedirectKind::ErrorsToOutput => {
                    outcome.stdout.push_str(&std::mem::take(&mut outcome.stderr));
                    Ok(())
                }
                RedirectKind::WriteErrors => self.save(&path, &std::mem::take(&mut outcome.stderr), false),
                RedirectKind::Write => self.save(&path, &std::mem::take(&mut outcome.stdout), false),
                RedirectKind::Append => self.save(&path, &std::mem::take(&mut outcome.stdout), true),
            };
            if let Err(why) = written {
                return Outcome::failed(1, &format!("sh: {path}: {why}"));
            }
        }
        outcome
    }

    fn save(&mut self, path: &str, text: &str, append: bool) -> Result<(), String> {
        if path == "/dev/null" {
            return Ok(());
        }
        self.host.write(path, text, append)
    }
}

fn bound(text: &mut String) {
    if text.len() > LIMIT_OUTPUT {
        let end = (0..=LIMIT_OUTPUT).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
        text.truncate(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Echo(BTreeMap<String, String>);

    impl Host for Echo {
        fn run(&mut self, arguments: &[String], stdin: &str) -> Option<Outcome> {
            match arguments[0].as_str() {
                "args" => Some(Outcome::said(format!("{:?}{stdin}\n", &arguments[1..]))),
                "fail" => Some(Outcome::failed(3, "failed")),
                _ => None,
            }
        }

        fn read(&self, path: &str) -> Result<String, String> {
            self.0.get(path).cloned().ok_or_else(|| "No such file or directory".into())
        }

        fn write(&mut self, path: &str, text: &str, append: bool) -> Result<(), String> {
            let file = self.0.entry(path.to_owned()).or_default();
            *file = if append { format!("{file}{text}") } else { text.to_owned() };
            Ok(())
        }
    }

    fn run(line: &str) -> (String, String, i32) {
        let mut host = Echo::default();
        let Outcome { stdout, stderr, code } = Shell::new(&mut host).line(line);
        (stdout, stderr, code)
    }

    #[test]
    fn words_are_expanded_and_split() {
        assert_eq!(
            run("x='a  b'; args $x \"$x\" '$x' $none \"\"").0,
            "[\"a\", \"b\", \"a  b\", \"$x\", \"\"]\n"
        );
        assert_eq!(run("args $(echo a b)c \"$(echo a b)\"").0, "[\"a\", \"bc\", \"a b\"]\n");
        assert_eq!(run("fail; args $?").0, "[\"3\"]\n");
    }

    #[test]
    fn pipes_joints_and_files() {
        assert_eq!(run("echo b a | tr ' ' '\\n' | sort").0, "a\nb\n");
        assert_eq!(run("fail && echo no || echo yes").0, "yes\n");
        assert_eq!(run("echo a > f; echo b >> f; cat < f").0, "a\nb\n");
        assert_eq!(run("fail 2>&1 | cat").0, "failed\n");
        assert_eq!(run("nothing"), (String::new(), "sh: nothing: command not found\n".into(), 127));
        assert_eq!(run("! fail").2, 0);
    }

    #[test]
    fn endless_growth_is_bounded() {
        let line = format!("x=aaaaaaaaaaaaaaaa; {}", "x=$x$x; ".repeat(60));
        assert!(run(&format!("{line} echo $x")).0.len() <= LIMIT_OUTPUT + 1);
    }
}
