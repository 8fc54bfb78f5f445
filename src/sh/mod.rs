//! The shell language: from a command line to the programs it runs.
//!
//! A small POSIX shell: words with quotes, variables and `$(...)`, pipes, `&&`, `||`, `;`, redirections to files. The
//! programs themselves are the host's (`Host`), except the text filters of `tools`, which only turn input into output.
//! Loops, functions and here-documents are not here yet. What one line can cost is bounded by `LIMIT_COMMANDS`
//! and `LIMIT_OUTPUT`.

pub mod ast;
mod expand;
mod parse;
mod run;
pub mod tools;

pub use parse::parse;
pub use run::{Host, Outcome, Shell};

/// Commands one line may run.
pub const LIMIT_COMMANDS: usize = 10_000;
/// Bytes a command may print.
pub const LIMIT_OUTPUT: usize = 4 << 20;
/// Substitutions within substitutions.
const LIMIT_DEPTH: usize = 32;
