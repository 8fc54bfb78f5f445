//! The shell and its tools beside the real ones: `tests/shell_lines/NAME.txt` holds command lines (`$ `, going on with `> `)
//! and what bash, busybox' or Debian's sh printed for each in an empty directory, both streams together; `[3]` at the end
//! is a code other than 0. `RECORD_SHELLS=1` asks the shells of this machine again. `SHELL_LINES` picks lines that hold a text.
//!
//! What differs on purpose is named in `DEVIATES` with its reason.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use kubarium::sh::{Dialect, Host, Machine, Outcome, Progress};
use kubarium::sim::{SimTime, Span};

const LIMIT_ROUNDS: usize = 20_000;
/// Files of lines, the shell's name and its arguments.
const FILES: [(&str, &str, Dialect); 6] = [
    ("ash", "sh", Dialect::Ash),
    ("awk", "bash", Dialect::BashScript),
    ("bash", "bash", Dialect::BashScript),
    ("dash", "sh", Dialect::Dash),
    ("jq", "bash", Dialect::BashScript),
    ("tools", "bash", Dialect::BashScript),
];

/// Lines whose answer differs, and why.
const DEVIATES: &[(&str, &str)] = &[
    ("select x in a b; do echo $x; break; done <<< 2", "menus are refused, in words"),
    ("printf 'k: v1\\n' | grep -oP 'k: \\K\\w+'", "Perl's expressions are refused, in words"),
    ("echo <(echo a)", "the number of the file is bash's"),
    ("cd /nope; echo $?", "the line 0 that busybox 1.35 names is left out"),
    ("jobs; bg; fg", "the line 0 that busybox 1.35 names is left out"),
    ("echo a | grep -P a", "busybox' usage is not repeated"),
    ("awk; echo $?", "mawk's help is not repeated"),
    ("sed; echo $?", "GNU sed's help is not repeated"),
];

#[derive(Default)]
struct Memory {
    files: BTreeMap<String, String>,
    modes: BTreeMap<String, u32>,
    links: BTreeMap<String, String>,
    written: BTreeMap<String, SimTime>,
    now: SimTime,
    of: Dialect,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shell_lines")
}

impl Host for Memory {
    fn run(&mut self, _: &[String], _: &str) -> Option<Outcome> {
        None
    }

    fn read(&self, path: &str) -> Result<String, String> {
        let mut path = path.to_owned();
        while let Some(to) = self.links.get(&path) {
            path = kubarium::sh::full_path("/w", to);
        }
        self.files.get(&path).cloned().ok_or_else(|| "No such file or directory".into())
    }

    fn write(&mut self, path: &str, text: &str, append: bool) -> Result<(), String> {
        let parent = path.trim_end_matches('/').rsplit_once('/').map_or("", |(parent, _)| parent);
        if !parent.is_empty() && !self.is_directory(parent) {
            return Err("No such file or directory".into());
        }
        let file = self.files.entry(path.to_owned()).or_default();
        if !append {
            file.clear();
        }
        file.push_str(text);
        self.written.insert(path.to_owned(), self.now);
        Ok(())
    }

    fn files(&self) -> Vec<String> {
        self.files.keys().chain(self.links.keys()).cloned().collect()
    }

    fn remove(&mut self, path: &str) -> Result<(), String> {
        if self.links.remove(path).is_some() {
            return Ok(());
        }
        self.files.remove(path).map(drop).ok_or_else(|| "No such file or directory".into())
    }

    fn link(&self, path: &str) -> Option<String> {
        self.links.get(path).cloned()
    }

    fn make_link(&mut self, to: &str, path: &str, symbolic: bool) -> Result<(), String> {
        match symbolic {
            true => drop(self.links.insert(path.to_owned(), to.to_owned())),
            false => self.write(path, &self.read(to)?, false)?,
        }
        Ok(())
    }

    fn changed(&self, path: &str) -> Option<SimTime> {
        self.written.get(path).copied()
    }

    fn mode(&self, path: &str) -> u32 {
        let usual = if self.is_directory(path) { 0o755 } else { 0o644 };
        self.modes.get(path).copied().unwrap_or(usual)
    }

    fn set_mode(&mut self, path: &str, mode: u32) -> Result<(), String> {
        self.modes.insert(path.to_owned(), mode);
        Ok(())
    }

    fn is_directory(&self, path: &str) -> bool {
        let inside = format!("{}/", path.trim_end_matches('/'));
        matches!(path, "/" | "/tmp" | "/w") || self.files.keys().any(|file| file.starts_with(&inside))
    }

    fn make_directory(&mut self, path: &str) -> Result<(), String> {
        self.write(&format!("{path}/"), "", true)
    }

    fn dialect(&self, shell: &str) -> Dialect {
        match (shell, self.of) {
            ("bash", _) => Dialect::BashScript,
            (_, Dialect::Ash) => Dialect::Ash,
            _ => Dialect::Dash,
        }
    }

    fn now(&self) -> Option<SimTime> {
        Some(self.now)
    }
}

/// What ours prints.
fn ours(shell: &str, dialect: Dialect, line: &str) -> String {
    let mut host = Memory { of: dialect, ..Memory::default() };
    let mut machine = Machine::new(shell);
    machine.set_pid(4000, 4001);
    let state = machine.state_mut();
    state.dialect = dialect;
    state.directory = "/w".into();
    for (name, value) in [("HOME", "/root"), ("PATH", "/usr/bin:/bin"), ("PWD", "/w"), ("LANG", "C")] {
        let _ = state.set(name, value);
        state.export(name, true);
    }
    machine.begin(&[shell.to_owned(), "-c".into(), line.to_owned()]);
    let (mut text, mut code) = (String::new(), None);
    for _ in 0..LIMIT_ROUNDS {
        let progress = machine.go(&mut host, 2_000);
        text.extend(machine.take_printed().into_iter().map(|(_, text)| text));
        match progress {
            Progress::Done(done) => {
                code = Some(done & 255);
                break;
            }
            Progress::Running => {}
            Progress::Blocked => {
                let soon = host.now + Span::from_millis(10);
                host.now = machine.wakes().map_or(soon, |at| at.max(soon));
            }
        }
    }
    ended(text, code)
}

fn ended(mut text: String, code: Option<i32>) -> String {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str("\\\n");
    }
    match code {
        Some(0) => {}
        Some(code) => writeln!(text, "[{code}]").unwrap(),
        None => text.push_str("[does not end]\n"),
    }
    text
}

/// What the real one prints.
fn theirs(name: &str, line: &str) -> String {
    let place = std::env::temp_dir().join(format!("shell-lines-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&place);
    let (work, bin) = (place.join("w"), place.join("bin"));
    std::fs::create_dir_all(&work).unwrap();
    std::fs::create_dir_all(&bin).unwrap();
    let mut path = "/usr/bin:/bin".to_owned();
    let mut command = match name {
        "ash" => {
            Command::new("busybox").arg("--install").arg("-s").arg(&bin).status().unwrap();
            path = bin.display().to_string();
            Command::new(bin.join("sh"))
        }
        "dash" => Command::new("dash"),
        _ => Command::new("bash"),
    };
    if name == "ash" || name == "dash" {
        use std::os::unix::process::CommandExt as _;
        command.arg0("sh");
    }
    let wrapped = format!("exec 2>&1\n{line}");
    let wrapped = if line.contains("exec 2>&1") { line.to_owned() } else { wrapped };
    // The line that is added must not be counted.
    let wrapped = wrapped.replacen("exec 2>&1\n", "exec 2>&1; ", 1);
    let done = command
        .args(["-c", &wrapped])
        .env_clear()
        .envs([("HOME", "/root"), ("PATH", path.as_str()), ("LANG", "C")])
        .current_dir(&work)
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    let text = text
        .replace("`exec 2>&1; ", "`")
        .replace(&work.display().to_string(), "/w")
        .replace(&format!("{}/", bin.display()), "/bin/");
    let code = done.status.code();
    let _ = std::fs::remove_dir_all(&place);
    ended(text, code)
}

/// The lines of a file with the answers that stand below them; headings stay where they are.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let mut begun = false;
    for line in text.lines() {
        match (line.strip_prefix("$ "), line.strip_prefix("> ")) {
            (Some(first), _) => {
                all.push((first.to_owned(), String::new()));
                begun = true;
            }
            (_, Some(more)) if begun => {
                let last = all.last_mut().expect("a line goes on");
                last.0 = format!("{}\n{more}", last.0);
            }
            _ if all.is_empty() || line.starts_with("# ") => {
                all.push((String::new(), format!("{line}\n")));
                begun = false;
            }
            _ => {
                begun = false;
                let last = all.last_mut().expect("an answer follows a line");
                writeln!(last.1, "{}", line.strip_prefix("  ").unwrap_or(line)).unwrap();
            }
        }
    }
    all
}

/// Answers are set in by two blanks, so that they are told from lines.
fn written(blocks: &[(String, String)]) -> String {
    let mut text = String::new();
    for (line, answer) in blocks {
        if line.is_empty() {
            text += answer;
            continue;
        }
        writeln!(text, "$ {}", line.replace('\n', "\n> ")).unwrap();
        text.extend(answer.lines().map(|line| format!("  {line}\n")));
    }
    text
}

fn record(name: &str, path: &Path) {
    let mut all = blocks(&std::fs::read_to_string(path).unwrap());
    for (line, answer) in all.iter_mut().filter(|(line, _)| !line.is_empty()) {
        *answer = theirs(name, line);
    }
    std::fs::write(path, written(&all)).unwrap();
}

#[test]
fn lines_are_answered_as_the_real_shells_answer() {
    let wanted = std::env::var("SHELL_LINES").ok();
    let (mut count, mut wrong, mut named) = (0, Vec::new(), BTreeSet::new());
    for (name, shell, dialect) in FILES {
        let path = folder().join(format!("{name}.txt"));
        if std::env::var_os("RECORD_SHELLS").is_some() {
            record(name, &path);
        }
        let all = blocks(&std::fs::read_to_string(&path).unwrap());
        for (line, expected) in all.iter().filter(|(line, _)| !line.is_empty()) {
            if wanted.as_ref().is_some_and(|wanted| !line.contains(wanted.as_str()) && wanted != name) {
                continue;
            }
            count += 1;
            let deviates = DEVIATES.iter().find(|(one, _)| one == line);
            named.extend(deviates.map(|(line, _)| *line));
            let got = ours(shell, dialect, line);
            match got == *expected {
                true if deviates.is_some() => wrong.push(format!("{name}: no longer deviates: {line}")),
                false if deviates.is_none() => {
                    wrong.push(format!("{name} $ {line}\n--- real\n{expected}--- ours\n{got}"));
                }
                _ => {}
            }
        }
    }
    let known = DEVIATES.iter().all(|(line, _)| named.contains(line) || wanted.is_some());
    assert!(known, "a deviation names a line that is not there");
    assert!(wrong.is_empty(), "{} of {count} lines differ\n{}", wrong.len(), wrong.join("\n"));
}
