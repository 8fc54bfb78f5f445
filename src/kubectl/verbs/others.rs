//! Verbs that have no meaning here, or next to none: each says why.

use super::Verb;
use crate::kubectl::call::flags::Flags;
use crate::kubectl::call::{Answer, Call, Started};
use crate::kubectl::usage;

pub const COMPLETION: Verb = Verb {
    name: "completion",
    flags: &[],
    act: |_, flags| match flags.words.first().map(String::as_str) {
        Some(_) if flags.words.len() > 1 => Err(Answer::failed(
            "error: Too many arguments. Expected only the shell type.\nSee 'kubectl completion -h' for help and examples",
        )),
        Some("bash" | "zsh" | "fish" | "powershell") => Ok(Started::Done(Answer::said(
            "# the Tab key completes what is typed here; nothing needs to be loaded\n",
        ))),
        Some(shell) => Err(Answer::failed(&format!(
            "error: Unsupported shell type \"{shell}\".\nSee 'kubectl completion -h' for help and examples"
        ))),
        None => Err(Answer::failed(
            "error: Shell not specified.\nSee 'kubectl completion -h' for help and examples",
        )),
    },
};
pub const OPTIONS: Verb =
    Verb { name: "options", flags: &[], act: |_, _| Ok(Started::Done(Answer::said(usage::options()))) };
pub const ALPHA: Verb = Verb {
    name: "alpha",
    flags: &[],
    act: |_, _| {
        Ok(Started::Done(Answer::said("No alpha commands are available in this version of kubectl\n")))
    },
};
pub const KUBERC: Verb = Verb {
    name: "kuberc",
    flags: &[],
    act: |_, _| {
        Err(Answer::failed(
            "error: `kubectl kuberc` is not simulated: there is no kuberc file; write an alias or a function of the shell",
        ))
    },
};
pub const PLUGIN: Verb = Verb { name: "plugin", flags: &[], act: plugin };

fn plugin(_: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    match flags.words.first().map(String::as_str) {
        Some("list") => Err(Answer::failed("error: unable to find any kubectl plugins in your PATH")),
        Some(_) => Err(usage::unknown_below("plugin", &flags.words)),
        None => Err(usage::of_group("plugin")),
    }
}
