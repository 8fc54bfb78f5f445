//! `kubectl COMMAND --help`: the template of kubectl pkg/util/templates/templates.go.

use super::commands::{self, Command, Mark};
use crate::cluster::images::registry;
use crate::kubectl::call::Answer;

/// All of it.
pub fn for_command(command: &Command) -> String {
    let path = command.path;
    let mut text = format!("{}.\n", command.short);
    text += &command.long.iter().map(|line| format!("\n {line}\n")).collect::<String>();
    if !command.examples.is_empty() {
        let one = |(about, line): &(&str, &str)| format!("  # {about}\n  {line}\n");
        let all: Vec<String> = command.examples.iter().map(one).collect();
        text += &format!("\nExamples:\n{}", all.join("  \n"));
    }
    let below: Vec<&Command> = commands::below(path).collect();
    let has_below = !below.is_empty();
    if has_below {
        text += &format!("\nAvailable Commands:\n{}", rows(&below));
    }
    if !command.flags.is_empty() {
        let options: Vec<String> = command.flags.iter().map(|name| option(path, name)).collect();
        text += &format!("\nOptions:\n{}", options.join("\n"));
    }
    let options = if command.usage.contains("[options]") { "" } else { " [options]" };
    text += &format!("\nUsage:\n  {}{options}\n", command.usage);
    if has_below {
        text +=
            &format!("\nUse \"kubectl {path} <command> --help\" for more information about a given command.");
    }
    text +=
        "\nUse \"kubectl options\" for a list of global command-line options (applies to all commands).\n";
    text
}

/// Names and what they are for; cobra's minNamePadding is 11.
pub fn rows(commands: &[&Command]) -> String {
    let name = |command: &Command| command.path.rsplit(' ').next().unwrap_or_default();
    let width = commands.iter().map(|command| name(command).len()).max().unwrap_or_default().max(11) + 2;
    commands.iter().map(|command| format!("  {:<width$} {}\n", name(command), command.short)).collect()
}

fn option(path: &str, name: &str) -> String {
    let Some(row) = commands::row(path, name) else { return String::new() };
    let short = if row.short.is_empty() { String::new() } else { format!("-{}, ", row.short) };
    let note = match row.mark {
        Mark::Acts => "",
        Mark::Idle => " (It changes nothing in this cluster.)",
        Mark::Refused => " (Not in this cluster.)",
    };
    let name = row.flag();
    let default = match row.default {
        "%index" => format!("'{}'", registry::index()),
        default => default.to_owned(),
    };
    format!("    {short}--{name}={default}:\n\t{}{note}\n", row.text)
}

/// A command that only has commands below it, called without one: its help, as a failure.
pub fn of_group(path: &str) -> Answer {
    let text = commands::command(path).map(for_command).unwrap_or_default();
    match path {
        "rollout" => Answer { stdout: text, stderr: String::new(), code: 1 },
        "certificate" => Answer::said(text),
        _ => Answer { stdout: String::new(), stderr: text, code: 1 },
    }
}
