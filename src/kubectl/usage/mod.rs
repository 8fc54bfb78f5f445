//! What kubectl says of its commands: help, unknown commands and flags. kubectl pkg/util/templates, cobra, v1.36.
//!
//! `commands.txt` has every command with its usage, examples and flags, `flags.txt` every flag with its short form, its
//! default, a mark and what it means: `+` acts, `~` is taken and changes nothing here, `!` is refused. The words are our
//! own, but for the usage lines and the one line of each command.

mod commands;
mod help;
mod root;
mod values;

use std::sync::LazyLock;

use super::call::Answer;
use super::call::flags::Flag;
pub use commands::{Command, Mark, all, command, find, is_refused, no_effect};
pub use help::{for_command, of_group};
pub use root::{options, overview, unknown, without_command};
pub use values::check;

/// `error: unknown command "x"` of a group: RequireNoArguments of pkg/cmd/util.
pub fn unknown_below(path: &str, words: &[String]) -> Answer {
    let all = words.join(" ");
    Answer::failed(&format!("error: unknown command {all:?}\nSee 'kubectl {path} -h' for help and examples"))
}

/// The flags that are known without any verb knowing them: those that change nothing, and those that are refused.
pub fn idle_flags() -> &'static [Flag] {
    static ALL: LazyLock<Vec<Flag>> = LazyLock::new(commands::idle);
    &ALL
}
