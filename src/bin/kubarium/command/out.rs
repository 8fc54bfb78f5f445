//! Standard output, whose reader may have gone: `kubarium run … | head` is no error.

use std::fmt::Display;
use std::io::{ErrorKind, Write, stdout};

/// Writes a text. When nobody reads any more the program ends, as other filters do.
pub fn print(text: impl Display) {
    let written = write!(stdout(), "{text}").and_then(|()| stdout().flush());
    if written.is_err_and(|error| error.kind() == ErrorKind::BrokenPipe) {
        std::process::exit(0);
    }
}

pub fn line(text: impl Display) {
    print(format_args!("{text}\n"));
}
