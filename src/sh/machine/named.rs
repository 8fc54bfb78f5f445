//! What a name stands for: `type`, `command -v`, `which`.

use super::builtins::{is_builtin, is_program};
use super::task::Task;
use super::{builtins::Reply, files};
use crate::sh::dialect::Dialect;
use crate::sh::host::{Found, Host, Outcome};
use crate::sh::tools;

/// Words that are the language's own.
const KEYWORDS: [&str; 17] = [
    "!", "[[", "case", "do", "done", "elif", "else", "esac", "fi", "for", "function", "if", "in", "then",
    "time", "until", "while",
];

impl Task {
    /// `type`, `command -v`, `which`.
    pub(super) fn find_commands(&mut self, host: &mut dyn Host, arguments: &[String]) -> Reply {
        let (what, mut outcome) = (arguments[0].as_str(), Outcome::default());
        let flags: String =
            arguments[1..].iter().take_while(|one| one.starts_with('-')).map(String::as_str).collect();
        let path_only = what == "which" || (what == "command" && !flags.contains('V'));
        let bash = self.state.dialect.is_bash();
        let mut found = false;
        for name in arguments[1..].iter().filter(|one| !one.starts_with('-')) {
            let Some((kind, text)) = self.kind_of(host, name, what == "which") else {
                outcome.code = if what == "which" || bash { 1 } else { 127 };
                let voice = self.state.voice();
                match () {
                    () if path_only || flags.contains('t') => {}
                    () if bash => outcome.stderr += &format!("{voice}: {what}: {name}: not found\n"),
                    () => outcome.stdout += &format!("{name}: not found\n"),
                }
                continue;
            };
            found = true;
            let shown = match (kind, path_only, flags.contains('t')) {
                (kind, _, true) => kind.to_owned(),
                ("file", true, _) => text.rsplit(' ').next().unwrap_or_default().to_owned(),
                ("alias", true, _) => format!("alias {name}='{}'", self.state.aliases[name]),
                (_, true, _) => name.clone(),
                _ => text,
            };
            outcome.stdout += &format!("{shown}\n");
        }
        // `command -v` goes well if one of them is there.
        if what == "command" && found && bash {
            outcome.code = 0;
        }
        Reply::Said(outcome)
    }

    /// What a name is, in one word and in a sentence.
    fn kind_of(&self, host: &dyn Host, name: &str, only_files: bool) -> Option<(&'static str, String)> {
        let found = host.find(name, &self.state.path(name));
        let there = tools::is_tool(name) || files::is_known(name) || is_program(name) || host.knows(name);
        let knows = is_builtin(name) && self.state.dialect.knows(name) && !only_files;
        Some(match () {
            () if !only_files && self.state.aliases.contains_key(name) => {
                ("alias", format!("{name} is aliased to `{}'", self.state.aliases[name]))
            }
            () if KEYWORDS.contains(&name) && !only_files => {
                ("keyword", format!("{name} is a shell keyword"))
            }
            () if self.state.function(name).is_some() && !only_files => {
                ("function", format!("{name} is a function"))
            }
            () if knows => ("builtin", format!("{name} is a shell builtin")),
            () if matches!(found, Found::Script(_)) => ("file", format!("{name} is {name}")),
            () if there && matches!(found, Found::Program(_)) => {
                let folder = if self.state.dialect == Dialect::Ash { "/bin" } else { "/usr/bin" };
                ("file", format!("{name} is {folder}/{name}"))
            }
            () => return None,
        })
    }
}
