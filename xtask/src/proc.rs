//! Running other programs: in the project's folder, with their output passed through, and with a line now and then while
//! a long one is silent.

use crate::project;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

pub type Result<T> = std::result::Result<T, String>;

const POLL: Duration = Duration::from_millis(50);
const SILENCE: Duration = Duration::from_secs(20);

/// A command that starts in the project's folder.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(project::root());
    command
}

/// Runs to the end, showing the command and its output; a non-zero exit is an error that names the command.
pub fn run(command: &mut Command) -> Result<()> {
    let line = shown(command);
    println!("$ {line}");
    let child = command.spawn().map_err(|error| format!("cannot start `{line}`: {error}"))?;
    let status = wait(child, &line)?;
    if status.success() { Ok(()) } else { Err(format!("`{line}` failed ({status})")) }
}

/// What the command prints, without showing it.
pub fn output(command: &mut Command) -> Result<String> {
    let line = shown(command);
    let done = command.stdin(Stdio::null()).output();
    let done = done.map_err(|error| format!("cannot start `{line}`: {error}"))?;
    if done.status.success() {
        Ok(String::from_utf8_lossy(&done.stdout).trim().to_string())
    } else {
        Err(format!("`{line}` failed: {}", String::from_utf8_lossy(&done.stderr).trim()))
    }
}

/// Whether the command can be run and exits well.
pub fn succeeds(command: &mut Command) -> bool {
    output(command).is_ok()
}

/// Where `PATH` has this program.
pub fn find(program: &str) -> Option<PathBuf> {
    let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(&file)).find(|candidate| candidate.is_file())
}

pub fn seconds(since: Instant) -> String {
    format!("{:.1} s", since.elapsed().as_secs_f64())
}

fn wait(mut child: Child, line: &str) -> Result<ExitStatus> {
    let start = Instant::now();
    let mut told = start;
    let quiet = std::io::stdout().is_terminal();
    loop {
        if let Some(status) = child.try_wait().map_err(|error| format!("`{line}`: {error}"))? {
            return Ok(status);
        }
        if !quiet && told.elapsed() > SILENCE {
            println!("  ... {} s", start.elapsed().as_secs());
            told = Instant::now();
        }
        std::thread::sleep(POLL);
    }
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
