//! `cd`, `pushd`, `popd`, `dirs`.

use super::builtins::Reply;
use super::task::Task;
use crate::sh::arrays::Array;
use crate::sh::host::{Host, Outcome};

fn failed(text: &str) -> Reply {
    Reply::Said(Outcome::failed(1, text))
}

impl Task {
    pub(super) fn change_directory(&mut self, host: &mut dyn Host, to: &str) -> Reply {
        let home = self.state.get("HOME").to_owned();
        let old = self.state.get("OLDPWD").to_owned();
        let wanted = match to {
            "" => home.as_str(),
            "-" => old.as_str(),
            to => to,
        };
        let from =
            if self.state.directory.is_empty() { "/".to_owned() } else { self.state.directory.clone() };
        self.state.directory.clone_from(&from);
        let path = self.state.path(wanted);
        if path != "/" && path != home && !host.is_directory(&path) {
            let why = if host.read(&path).is_ok() { "Not a directory" } else { "No such file or directory" };
            let why = self.state.dialect.cannot_enter(wanted, why);
            return Reply::Said(Outcome::failed(
                self.state.dialect.failure(),
                &format!("{}: {why}", self.state.voice()),
            ));
        }
        let _ = self.state.set("OLDPWD", &from);
        let _ = self.state.set("PWD", &path);
        self.state.directory = path;
        let told = if to == "-" { format!("{}\n", self.state.directory) } else { String::new() };
        Reply::Said(Outcome::said(told))
    }

    /// The directories that `popd` goes back to, the one there is first; home is `~`.
    pub(super) fn stack(&mut self) -> String {
        let home = self.state.get("HOME").to_owned();
        let own = self.state.directory.clone();
        let kept = self.state.entries("DIRSTACK").into_iter().rev().map(|(_, one)| one);
        let shown = |path: String| match path.strip_prefix(&home) {
            Some(rest) if !home.is_empty() && (rest.is_empty() || rest.starts_with('/')) => {
                format!("~{rest}")
            }
            _ => path,
        };
        std::iter::once(own).chain(kept).map(shown).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn push_directory(&mut self, host: &mut dyn Host, arguments: &[String]) -> Reply {
        let mut kept: Vec<String> = self.state.entries("DIRSTACK").into_iter().map(|(_, one)| one).collect();
        let from = self.state.directory.clone();
        let to = match (arguments[0].as_str(), arguments.get(1)) {
            ("pushd", Some(to)) => {
                kept.push(from);
                to.clone()
            }
            (what, _) => match kept.pop() {
                Some(to) => {
                    if what == "pushd" {
                        kept.push(from);
                    }
                    to
                }
                None => {
                    let why = if what == "popd" { "directory stack empty" } else { "no other directory" };
                    return failed(&format!("{}: {what}: {why}", self.state.voice()));
                }
            },
        };
        match self.change_directory(host, &to) {
            Reply::Said(outcome) if outcome.code != 0 => {
                let text = outcome.stderr.replace(": cd: ", &format!(": {}: ", arguments[0]));
                Reply::Said(Outcome { stderr: text, ..outcome })
            }
            other => {
                let all = kept.into_iter().take(100).enumerate().map(|(at, one)| (at as i64, one)).collect();
                if let Err(why) = self.state.set_array("DIRSTACK", Array::Numbered(all)) {
                    return failed(&format!("{}: {why}", self.state.voice()));
                }
                let _ = other;
                Reply::Said(Outcome::said(self.stack() + "\n"))
            }
        }
    }
}
