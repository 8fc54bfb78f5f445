//! The table of kubectl's commands and flags.

use std::sync::LazyLock;

use crate::kubectl::call::flags::Flag;

/// What a flag does here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Acts,
    /// It is taken and changes nothing.
    Idle,
    Refused,
}

/// A flag that some command has.
pub struct Row {
    pub name: &'static str,
    pub short: &'static str,
    /// As help shows it.
    pub default: &'static str,
    pub mark: Mark,
    pub text: &'static str,
}

impl Row {
    /// The flag's name: a row of one command has the command's path before it.
    pub fn flag(&self) -> &'static str {
        self.name.rsplit(' ').next().unwrap_or(self.name)
    }
}

/// A command of kubectl's.
#[derive(Default)]
pub struct Command {
    /// `rollout status`
    pub path: &'static str,
    /// One line.
    pub short: &'static str,
    pub usage: &'static str,
    pub long: Vec<&'static str>,
    /// A sentence and a line of the shell.
    pub examples: Vec<(&'static str, &'static str)>,
    pub flags: Vec<&'static str>,
}

/// Flags of everything that `kubectl create KIND` makes.
const MADE: [&str; 8] = [
    "allow-missing-template-keys",
    "dry-run",
    "field-manager",
    "output",
    "save-config",
    "show-managed-fields",
    "template",
    "validate",
];

static COMMANDS: LazyLock<Vec<Command>> = LazyLock::new(|| {
    let blocks = include_str!("commands.txt").split("== ").filter(|block| !block.is_empty());
    blocks.map(read).collect()
});

static FLAGS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let mut parts = line.split('\t');
        let mut next = || parts.next().unwrap_or_default();
        let (name, short, default) = (next(), next(), next());
        let mark = match next() {
            "~" => Mark::Idle,
            "!" => Mark::Refused,
            _ => Mark::Acts,
        };
        Row { name, short, default, mark, text: next() }
    };
    include_str!("flags.txt").lines().map(row).collect()
});

fn read(block: &'static str) -> Command {
    let mut lines = block.lines();
    let (path, short) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let mut command = Command { path, short, ..Command::default() };
    let mut about = "";
    for line in lines {
        match line.split_at_checked(1) {
            Some((">", usage)) => command.usage = usage.trim(),
            Some(("#", text)) => about = text.trim(),
            Some(("-", names)) => command.flags = flags_of(names),
            _ if !about.is_empty() => command.examples.push((std::mem::take(&mut about), line)),
            _ => command.long.push(line),
        }
    }
    command
}

fn flags_of(names: &'static str) -> Vec<&'static str> {
    let mut all: Vec<&str> = Vec::new();
    for name in names.split_whitespace() {
        if name == "%made" { all.extend(MADE) } else { all.push(name) }
    }
    all.sort_unstable();
    all
}

/// Every command.
pub fn all() -> &'static [Command] {
    &COMMANDS
}

/// The command of a path.
pub fn command(path: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.path == path)
}

/// The commands below one.
pub fn below(path: &str) -> impl Iterator<Item = &'static Command> + use<'_> {
    let inside = move |command: &&Command| {
        let rest = command.path.strip_prefix(path).and_then(|rest| rest.strip_prefix(' '));
        rest.is_some_and(|rest| !rest.contains(' '))
    };
    COMMANDS.iter().filter(inside)
}

/// Other names of subcommands.
const ALIASES: [(&str, &str); 20] = [
    ("config use", "use-context"),
    ("config rename", "rename-context"),
    ("create cj", "cronjob"),
    ("create cm", "configmap"),
    ("create deploy", "deployment"),
    ("create ing", "ingress"),
    ("create ns", "namespace"),
    ("create pc", "priorityclass"),
    ("create pdb", "poddisruptionbudget"),
    ("create resourcequota", "quota"),
    ("create sa", "serviceaccount"),
    ("create service extname", "externalname"),
    ("create service lb", "loadbalancer"),
    ("create service np", "nodeport"),
    ("create svc", "service"),
    ("set sa", "serviceaccount"),
    ("top no", "node"),
    ("top nodes", "node"),
    ("top po", "pod"),
    ("top pods", "pod"),
];

/// The command that a verb and the words after it mean.
pub fn find<'a>(verb: &str, words: impl Iterator<Item = &'a String>) -> Option<&'static Command> {
    let mut found = command(verb)?;
    for word in words.filter(|word| !word.starts_with('-')) {
        let given = format!("{} {word}", found.path);
        let alias = ALIASES.iter().find(|(known, _)| *known == given).map(|(_, name)| *name);
        let path = format!("{} {}", found.path, alias.unwrap_or(word));
        match command(&path) {
            Some(deeper) => found = deeper,
            None => break,
        }
    }
    Some(found)
}

/// A flag's row: a command's own, or that of all.
pub fn row(path: &str, name: &str) -> Option<&'static Row> {
    let own = format!("{path} {name}");
    let find = |wanted: &str| FLAGS.iter().find(|row| row.name == wanted);
    find(&own).or_else(|| find(name))
}

/// Whether a command's flag is refused where no verb knows it.
pub fn is_refused(path: &str, name: &str) -> bool {
    row(path, name).is_some_and(|row| row.mark == Mark::Refused)
}

/// Flags that no verb needs to know.
pub fn idle() -> Vec<Flag> {
    let flag = |row: &'static Row| {
        let alone = matches!(row.default, "true" | "false").then_some("true");
        Flag { long: row.flag(), short: row.short.chars().next(), alone }
    };
    FLAGS.iter().filter(|row| row.mark != Mark::Acts).map(flag).collect()
}

/// The flags that change nothing here or are refused, with their words: for those who write that down.
pub fn no_effect() -> impl Iterator<Item = (&'static str, Mark, &'static str, Vec<&'static str>)> {
    let is_its = |command: &&Command, wanted: &'static Row| {
        command.flags.contains(&wanted.flag())
            && row(command.path, wanted.flag()).is_some_and(|found| found.name == wanted.name)
    };
    let commands = move |row: &'static Row| {
        COMMANDS.iter().filter(|command| is_its(command, row)).map(|command| command.path).collect()
    };
    let rows = FLAGS.iter().filter(|row| row.mark != Mark::Acts);
    rows.map(move |row| (row.flag(), row.mark, row.text, commands(row)))
}
