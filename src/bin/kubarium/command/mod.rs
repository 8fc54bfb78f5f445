//! Arguments and verbs of the command line.

mod begin;
mod conform;
mod out;
mod replay;
mod run;
mod show;

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
    /// Apply manifests to a fresh cluster, let time pass, and show objects as kubectl does.
    Get(show::Get),
    /// The same, with objects described at length.
    Describe(show::Describe),
    /// The same, and why the scheduler put a pod where it is.
    Explain(show::Explain),
    /// Run one conformance set against its vectors.
    Conform(conform::Arguments),
    /// Run a recording of a real cluster again and tell what differs.
    Replay(replay::Arguments),
}

pub fn main() -> ExitCode {
    let result = match Arguments::parse().verb {
        Verb::Run(arguments) => run::run(&arguments),
        Verb::Get(arguments) => show::get(&arguments),
        Verb::Describe(arguments) => show::describe(&arguments),
        Verb::Explain(arguments) => show::explain(&arguments),
        Verb::Conform(arguments) => conform::run(&arguments),
        Verb::Replay(arguments) => replay::run(&arguments),
    };
    result.unwrap_or_else(|message| {
        eprintln!("kubarium: {message}");
        ExitCode::from(2)
    })
}
