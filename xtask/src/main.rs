//! The project's commands, run as `cargo xtask NAME`: `setup` installs what is missing, `serve` shows the page, `test`
//! checks everything, `dist` makes the folder to upload, `bench` measures. Each command sets up what it needs first, so a
//! fresh clone needs only rustup and one of them; when everything is there, setting up takes about a second.

mod bench;
mod dist;
mod options;
mod proc;
mod project;
mod serve;
mod setup;
mod steps;
mod test;
mod wasm;
mod wasm_opt;

use options::Options;
use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  setup                        install the tools that are missing
  serve [--port N] [--release] [--no-open]
                               build the page and serve it on this machine, again after each change
  test  [--only STEP]          check everything, or one step: fmt, clippy, clippy-wasm, native, browser, dist, e2e
  dist                         make dist/, the folder to upload to a static host
  bench [--only native|browser]
                               CPU time until 100 and 1,000 pods are Ready, pods placed a second; here and in Chromium";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("\nerror: {message}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> proc::Result<()> {
    let (name, rest) = match arguments.split_first() {
        Some((name, rest)) => (name.as_str(), rest),
        None => ("help", arguments),
    };
    match name {
        "setup" => Options::parse(rest, &[], &[]).and_then(|_| setup::ensure(setup::ALL)),
        "serve" => serve::run(&Options::parse(rest, &["port"], &["release", "no-open"])?),
        "test" => test::run(&Options::parse(rest, &["only"], &[])?),
        "bench" => bench::run(&Options::parse(rest, &["only"], &[])?),
        "dist" => Options::parse(rest, &[], &[]).and_then(|_| dist::run()),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(format!("no command `{other}`\n\n{USAGE}")),
    }
}
