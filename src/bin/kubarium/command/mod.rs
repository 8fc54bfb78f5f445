//! Arguments and verbs of the command line.

mod conform;
mod run;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A Kubernetes cluster behind glass, on the command line.
#[derive(Parser)]
#[command(name = "kubarium", version)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Apply manifests to a fresh cluster and tell what happens.
    Run(run::Arguments),
    /// Run one conformance set against its vectors.
    Conform(conform::Arguments),
}

pub fn main() -> ExitCode {
    let result = match Arguments::parse().verb {
        Verb::Run(arguments) => run::run(&arguments),
        Verb::Conform(arguments) => conform::run(&arguments),
    };
    result.unwrap_or_else(|message| {
        eprintln!("kubarium: {message}");
        ExitCode::from(2)
    })
}
