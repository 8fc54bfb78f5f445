//! Verbs that have no meaning here, or next to none: each says why.

use super::Verb;
use crate::kubectl::call::flags::{COMMON, Flag, Flags, switch};
use crate::kubectl::call::{Answer, Call, Started};

pub const CERTIFICATE: Verb = Verb {
    name: "certificate",
    flags: &[],
    act: |_, _| refused("certificate", "there are no CertificateSigningRequests to approve or deny"),
};
pub const COMPLETION: Verb = Verb {
    name: "completion",
    flags: &[&[switch("no-descriptions")]],
    act: |_, flags| match flags.words.first().map(String::as_str) {
        Some("bash" | "zsh" | "fish" | "powershell") => Ok(Started::Done(Answer::said(
            "# the Tab key completes what is typed here; nothing needs to be loaded\n",
        ))),
        Some(shell) => Err(Answer::failed(&format!("error: Unsupported shell type \"{shell}\"."))),
        None => Err(Answer::failed(
            "error: Shell not specified.\nSee 'kubectl completion -h' for help and examples",
        )),
    },
};
pub const OPTIONS: Verb = Verb { name: "options", flags: &[], act: options };
pub const PLUGIN: Verb = Verb {
    name: "plugin",
    flags: &[&[switch("name-only")]],
    act: |_, _| Err(Answer::failed("error: unable to find any kubectl plugins in your PATH")),
};

fn refused(name: &str, why: &str) -> Result<Started, Answer> {
    Err(Answer::failed(&format!("error: `kubectl {name}` is not simulated: {why}")))
}

fn options(_: &mut Call<'_>, _: &Flags) -> Result<Started, Answer> {
    let one = |flag: &Flag| match flag.short {
        Some(short) => format!("    -{short}, --{}\n", flag.long),
        None => format!("        --{}\n", flag.long),
    };
    let all: String = COMMON.iter().map(one).collect();
    Ok(Started::Done(Answer::said(format!("The following options can be passed to any command:\n\n{all}"))))
}
