//! `find` and `stat` over the host's files. `-exec` is handed back as commands (`Found`), which the shell runs.

use super::files::{exists, inside};
use crate::sh::host::{Host, Outcome};
use crate::sh::pattern;
use crate::sh::state::State;
use crate::sh::tools;

/// Conditions of one command, and files one looks at.
const LIMIT_TESTS: usize = 64;
const LIMIT_FILES: usize = 10_000;
const MISSING: &str = "No such file or directory";

enum Test {
    Name(String, bool),
    Path(String),
    Kind(char),
    Empty,
    Size(char, u64, u64),
    Newer(String),
    Minutes(char, u64),
    Or,
    Not,
    Print(char),
    Printf(String),
    Delete,
    Exec(Vec<String>, bool),
    Always,
}

struct Entry {
    shown: String,
    path: String,
    folder: bool,
    depth: usize,
}

/// What was found, and commands to be run with it.
pub struct Found {
    pub outcome: Outcome,
    pub commands: Vec<Vec<String>>,
}

pub fn find(host: &mut dyn Host, state: &State, arguments: &[String]) -> Outcome {
    search(host, state, arguments).outcome
}

fn entries(host: &dyn Host, state: &State, root: &str) -> Vec<Entry> {
    let path = state.path(root);
    let mut all = vec![Entry {
        shown: root.to_owned(),
        path: path.clone(),
        folder: host.is_directory(&path),
        depth: 0,
    }];
    if !all[0].folder {
        return all;
    }
    let lead = root.trim_end_matches('/');
    let mut seen = std::collections::BTreeMap::new();
    for (rest, _) in inside(host, &path).into_iter().take(LIMIT_FILES) {
        let steps: Vec<&str> = rest.trim_end_matches('/').split('/').collect();
        for depth in 1..=steps.len() {
            let name = steps[..depth].join("/");
            let folder = depth < steps.len() || rest.ends_with('/');
            if !name.is_empty() {
                *seen.entry(name).or_insert(false) |= folder;
            }
        }
    }
    all.extend(seen.into_iter().map(|(name, folder)| Entry {
        shown: format!("{lead}/{name}"),
        path: format!("{}/{name}", path.trim_end_matches('/')),
        folder,
        depth: name.split('/').count(),
    }));
    all
}

struct Asked {
    roots: Vec<String>,
    tests: Vec<Test>,
    least: usize,
    most: usize,
}

/// What follows `-exec`, up to `;` or `+`.
fn exec<'a>(rest: &mut impl Iterator<Item = &'a String>) -> Result<Test, Outcome> {
    let mut words = Vec::new();
    let mut many = false;
    loop {
        let word = rest.next().ok_or_else(|| Outcome::failed(1, "find: missing argument to `-exec'"))?;
        match word.as_str() {
            ";" => break,
            "+" if words.last().is_some_and(|last| last == "{}") => {
                many = true;
                words.pop();
                break;
            }
            word => words.push(word.to_owned()),
        }
    }
    Ok(Test::Exec(words, many))
}

fn read(arguments: &[String]) -> Result<Asked, Outcome> {
    let mut asked = Asked { roots: Vec::new(), tests: Vec::new(), least: 0, most: usize::MAX };
    let mut rest = arguments[1..].iter().peekable();
    while let Some(root) = rest.next_if(|one| !one.starts_with(['-', '!', '('])) {
        asked.roots.push(root.clone());
    }
    while let Some(one) = rest.next() {
        let mut value = || {
            rest.next()
                .cloned()
                .ok_or_else(|| Outcome::failed(1, &format!("find: missing argument to `{one}'")))
        };
        let number = |text: &str| {
            let sign = text.chars().next().filter(|one| matches!(one, '+' | '-')).unwrap_or('=');
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            (sign, digits.parse::<u64>().unwrap_or_default())
        };
        let test = match one.as_str() {
            "-maxdepth" => {
                asked.most = value()?.parse().unwrap_or(usize::MAX);
                continue;
            }
            "-mindepth" => {
                asked.least = value()?.parse().unwrap_or_default();
                continue;
            }
            "-name" => Test::Name(value()?, false),
            "-iname" => Test::Name(value()?.to_lowercase(), true),
            "-path" | "-wholename" => Test::Path(value()?),
            "-type" => Test::Kind(value()?.chars().next().unwrap_or('f')),
            "-empty" => Test::Empty,
            "-size" => {
                let text = value()?;
                let (sign, count) = number(&text);
                let unit = match text.chars().last() {
                    Some('c') => 1,
                    Some('k') => 1 << 10,
                    Some('M') => 1 << 20,
                    Some('G') => 1 << 30,
                    _ => 512,
                };
                Test::Size(sign, count, unit)
            }
            "-newer" => Test::Newer(value()?),
            "-mtime" | "-ctime" | "-atime" => {
                let (sign, days) = number(&value()?);
                Test::Minutes(sign, days.saturating_mul(1_440))
            }
            "-mmin" => {
                let (sign, minutes) = number(&value()?);
                Test::Minutes(sign, minutes)
            }
            "-o" | "-or" => Test::Or,
            "-not" | "!" => Test::Not,
            "-a" | "-and" | "-depth" | "-xdev" | "-mount" | "-true" => Test::Always,
            "-print" => Test::Print('\n'),
            "-print0" => Test::Print('\0'),
            "-printf" => Test::Printf(value()?),
            "-delete" => Test::Delete,
            "-exec" | "-ok" | "-execdir" => exec(&mut rest)?,
            "(" | ")" => {
                return Err(Outcome::failed(
                    1,
                    "find: parentheses are not simulated: use -o between whole conditions",
                ));
            }
            other => return Err(Outcome::failed(1, &format!("find: unknown predicate `{other}'"))),
        };
        asked.tests.push(test);
        if asked.tests.len() > LIMIT_TESTS {
            return Err(Outcome::failed(1, "find: too many conditions"));
        }
    }
    if asked.roots.is_empty() {
        asked.roots.push(".".to_owned());
    }
    Ok(asked)
}

pub fn search(host: &mut dyn Host, state: &State, arguments: &[String]) -> Found {
    let asked = match read(arguments) {
        Ok(asked) => asked,
        Err(outcome) => return Found { outcome, commands: Vec::new() },
    };
    let mut found = Found { outcome: Outcome::default(), commands: Vec::new() };
    let acts = asked
        .tests
        .iter()
        .any(|test| matches!(test, Test::Print(_) | Test::Printf(_) | Test::Delete | Test::Exec(..)));
    let mut many: Vec<(usize, Vec<String>)> = Vec::new();
    for root in &asked.roots {
        if !exists(host, &state.path(root)) {
            found.outcome.stderr += &format!("find: '{root}': {MISSING}\n");
            found.outcome.code = 1;
            continue;
        }
        let mut all = entries(host, state, root);
        if asked.tests.iter().any(|test| matches!(test, Test::Delete)) {
            all.reverse();
        }
        for entry in all.iter().filter(|entry| entry.depth >= asked.least && entry.depth <= asked.most) {
            for part in asked.tests.split(|test| matches!(test, Test::Or)) {
                if meets(host, state, entry, part, (&mut found, &mut many)) {
                    if !acts {
                        found.outcome.stdout += &format!("{}\n", entry.shown);
                    }
                    break;
                }
            }
        }
    }
    found.commands.extend(many.into_iter().map(|(_, words)| words));
    found
}

/// Whether all conditions hold; what is to be done on the way is done.
fn meets(
    host: &mut dyn Host,
    state: &State,
    entry: &Entry,
    tests: &[Test],
    (found, many): (&mut Found, &mut Vec<(usize, Vec<String>)>),
) -> bool {
    let mut negated = false;
    for (at, test) in tests.iter().enumerate() {
        let name = entry.shown.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let folder = entry.folder;
        let size = || if folder { 4096 } else { host.read(&entry.path).map_or(0, |text| text.len() as u64) };
        let compared = |sign: char, one: u64, other: u64| match sign {
            '+' => one > other,
            '-' => one < other,
            _ => one == other,
        };
        let holds = match test {
            Test::Not => {
                negated = !negated;
                continue;
            }
            Test::Always | Test::Or => true,
            Test::Name(wanted, false) => pattern::matches(wanted, name),
            Test::Name(wanted, true) => pattern::matches(wanted, &name.to_lowercase()),
            Test::Path(wanted) => pattern::matches(wanted, &entry.shown),
            Test::Kind('l') => host.link(&entry.path).is_some(),
            Test::Kind(kind) => (*kind == 'd') == entry.folder && host.link(&entry.path).is_none(),
            Test::Empty if entry.folder => inside(host, &entry.path).iter().all(|(rest, _)| rest.is_empty()),
            Test::Empty => size() == 0,
            Test::Size(sign, count, unit) => compared(*sign, size().div_ceil(*unit), *count),
            Test::Newer(other) => host.changed(&entry.path) > host.changed(&state.path(other)),
            Test::Minutes(sign, minutes) => {
                let age = host
                    .now()
                    .zip(host.changed(&entry.path))
                    .map_or(0, |(now, at)| now.since(at).as_secs() / 60);
                compared(*sign, age, *minutes)
            }
            Test::Print(end) => {
                found.outcome.stdout += &format!("{}{end}", entry.shown);
                true
            }
            Test::Printf(format) => {
                let text = crate::sh::unescape(format)
                    .replace("%f", name)
                    .replace("%p", &entry.shown)
                    .replace("%s", &size().to_string())
                    .replace("%y", if entry.folder { "d" } else { "f" });
                found.outcome.stdout += &text;
                true
            }
            Test::Delete => {
                let path = if entry.folder { format!("{}/", entry.path) } else { entry.path.clone() };
                host.remove(&path).is_ok()
            }
            Test::Exec(words, true) => {
                match many.iter_mut().find(|(place, _)| *place == at) {
                    Some((_, all)) => all.push(entry.shown.clone()),
                    None => {
                        let first = words.iter().cloned().chain([entry.shown.clone()]).collect();
                        many.push((at, first));
                    }
                }
                true
            }
            Test::Exec(words, false) => {
                found.commands.push(words.iter().map(|word| word.replace("{}", &entry.shown)).collect());
                true
            }
        };
        if holds == std::mem::take(&mut negated) {
            return false;
        }
    }
    true
}

pub fn stat(host: &dyn Host, state: &State, arguments: &[String]) -> Outcome {
    let mut format = None;
    let mut names: Vec<&String> = Vec::new();
    let mut rest = arguments[1..].iter();
    while let Some(one) = rest.next() {
        match one.as_str() {
            "-c" | "--format" | "--printf" => format = rest.next().cloned(),
            flag if flag.starts_with("--format=") => {
                format = flag.split_once('=').map(|(_, text)| text.to_owned())
            }
            flag if flag.starts_with('-') && flag.len() > 1 => {}
            _ => names.push(one),
        }
    }
    let mut outcome = Outcome::default();
    for name in names {
        let path = state.path(name);
        if !exists(host, &path) {
            outcome.stderr += &format!("stat: cannot statx '{name}': {MISSING}\n");
            outcome.code = 1;
            continue;
        }
        let folder = host.is_directory(&path);
        let size = if folder { 4096 } else { host.read(&path).map_or(0, |text| text.len()) };
        let kind = match (host.link(&path).is_some(), folder, size) {
            (true, ..) => "symbolic link",
            (_, true, _) => "directory",
            (.., 0) => "regular empty file",
            _ => "regular file",
        };
        let mode = host.mode(&path);
        let bits: String = "rwxrwxrwx"
            .char_indices()
            .map(|(at, one)| if mode >> (8 - at) & 1 == 1 { one } else { '-' })
            .collect();
        let bits = format!("{}{bits}", if folder { 'd' } else { '-' });
        let changed = host.changed(&path).map_or(0, |at| (at.0 / 1_000_000) as i64);
        let when = tools::date::shown("%Y-%m-%d %H:%M:%S.000000000 +0000", changed, 0).unwrap_or_default();
        let text = match &format {
            Some(format) => {
                let fields = [
                    ("%s", size.to_string()),
                    ("%n", name.clone()),
                    ("%F", kind.to_owned()),
                    ("%a", format!("{mode:o}")),
                    ("%A", bits),
                    ("%U", "root".to_owned()),
                    ("%G", "root".to_owned()),
                    ("%u", "0".to_owned()),
                    ("%g", "0".to_owned()),
                    ("%Y", changed.to_string()),
                    ("%y", when),
                ];
                fields.iter().fold(format.clone(), |text, (mark, value)| text.replace(mark, value)) + "\n"
            }
            None => format!(
                "  File: {name}\n  Size: {size:<10}\tBlocks: {:<10} IO Block: 4096   {kind}\nAccess: ({mode:04o}/{bits})  Uid: (    0/    root)   Gid: (    0/    root)\nModify: {when}\n",
                size.div_ceil(4096) * 8
            ),
        };
        outcome.stdout += &text;
    }
    outcome
}
