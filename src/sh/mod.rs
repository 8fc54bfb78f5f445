//! The shell language: from a command line to the programs it runs.
//!
//! `parse` makes an `ast::Script` of a text; `Machine` runs it, one small step after the other, with all that it is in the
//! middle of held as data: it can stop at every step, wait for programs that take simulated time, be copied and go on. A
//! machine is made of tasks, as a shell is of processes: one for every stage of a pipeline, every subshell and every
//! command in the background. The programs themselves are the host's (`Host`), except the builtins, which change the
//! shell, and the text filters of `tools`. `Shell` runs a text to its end at once.
//!
//! Modelled after the POSIX Shell Command Language and, where scripts for Kubernetes commonly need it, bash. No input
//! makes it recurse, grow or run without bound: `LIMIT_*` here and beside what they bound.

mod arithmetic;
mod arrays;
pub mod ast;
mod dialect;
mod expand;
mod host;
mod machine;
mod parse;
pub mod pattern;
mod shell;
mod state;
pub mod tools;

pub use dialect::Dialect;
pub use host::{Found, Host, Looked, Node, Outcome, Program, Started};
pub use machine::{Machine, Progress, REDRAW, Stream, duration, signals};
pub use parse::{Fault, is_variable, parse, unescape};
pub use shell::Shell;
pub use state::{State, full_path};

/// Commands a text may run that is run to its end at once.
pub const LIMIT_COMMANDS: usize = 10_000;
/// Bytes a command may print.
pub const LIMIT_OUTPUT: usize = 4 << 20;
/// Commands and substitutions within one another.
const LIMIT_DEPTH: usize = 32;
