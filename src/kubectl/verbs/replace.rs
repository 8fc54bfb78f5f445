//! `kubectl replace -f`: kubectl pkg/cmd/replace, v1.36. With `--force` the object is deleted and made anew.

use super::Verb;
use crate::cluster::Propagation;
use crate::kubectl::apply::{Line, key_in, refused_in_file, warned};
use crate::kubectl::call::flags::{CHANGES, FILES, Flag, Flags, OUTPUT, switch, value};
use crate::kubectl::call::{Answer, Call, Started, namespace, targets};
use crate::kubectl::delete::sentence;
use crate::kubectl::manifest::{self, Manifest};

const OWN: &[Flag] = &[
    switch("force"),
    switch("save-config"),
    switch("validate"),
    value("grace-period"),
    value("timeout"),
    Flag { long: "cascade", short: None, alone: Some("background") },
];

pub const VERB: Verb = Verb { name: "replace", flags: &[OWN, FILES, CHANGES, OUTPUT], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    if flags.all("filename").is_empty() {
        return Err(Answer::failed("error: must specify one of -f and -k"));
    }
    let mut answer = Answer::default();
    for (name, text) in targets::named_files(call, flags)? {
        for one in manifest::read_in(&text, call.world.api().store()) {
            answer.add(match one {
                Ok(manifest) => replace(call, flags, &name, manifest),
                Err(problem) => Answer::failed(&problem.text.replace("FILE", &name)),
            });
        }
    }
    Ok(Started::Done(answer))
}

fn replace(call: &mut Call<'_>, flags: &Flags, file: &str, mut manifest: Manifest) -> Answer {
    let place = namespace(call, flags).to_owned();
    manifest.place_in(&place);
    let key = key_in(&manifest, &place);
    let force = flags.is_on("force");
    let lines = call.world.act("kubectl", |api| {
        api.manager = Some("kubectl-replace");
        let mut lines = Vec::new();
        let result = match force {
            true => {
                if api.delete(&key, Some(0), Propagation::Background).is_ok() {
                    lines.push(Line::said(sentence(&key, "deleted")));
                }
                api.create_object(manifest.object.clone())
            }
            false => api.update_object(manifest.object.clone()),
        };
        lines.extend(warned(api));
        lines.push(match result {
            Ok(_) => Line::said(format!("{} replaced", manifest.qualified_name())),
            Err(status) => refused_in_file(&status, file).replacing(),
        });
        lines
    });
    Answer::of_lines(lines)
}
